#pragma once

#include "task/optionspec.h"

namespace sluice
{

// A part of a connector's page: "Reader", what to know of it, its options.
struct OptionSection {
    QString title;
    QString text; // Markdown; may be empty
    OptionSpecs options;
};

// The page docs/connectors/NAME.md: a table for each section. Pure; the same options always give the same text.
QString optionsMarkdown(const QString &title, const QString &summary, const QList<OptionSection> &sections);

} // namespace sluice
