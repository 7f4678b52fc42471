#pragma once

#include "widgets/common/appearance.h"

#include <QSyntaxHighlighter>

namespace sluice
{

// Colours SQL by the code roles: keywords and types, names in back quotes, texts, numbers, comments. Belongs to the
// document.
class SqlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    SqlHighlighter(const Appearance &look, QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;

private:
    const Appearance &m_look;
};

} // namespace sluice
