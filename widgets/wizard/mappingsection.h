#pragma once

#include "widgets/wizard/sectioncard.h"

namespace sluice
{

// The field mapping in numbers; the mapper itself opens in the place of the sections.
class MappingSection : public SectionCard
{
    Q_OBJECT
public:
    MappingSection(const Appearance &look, QWidget *parent);

    struct Fact {
        QString text; // "7 lossless"
        Tone tone = Tone::Neutral;
        std::optional<Glyph> glyph;
    };
    // What the mapper knows: the words for the head, the facts, and what else there is to say.
    void showFacts(const QString &words, const QList<Fact> &facts, const QString &rest);

    void showScript(const ScriptDocument &script) override;
    void showIssues(const Issues &issues) override;
    bool owns(const ScriptDocument &script, const Issue &issue) const override;
    bool goTo(const Issue &issue) override;
    void setReadOnly(bool readOnly) override;

Q_SIGNALS:
    void mapperRequested();

private:
    void tell();

    QPushButton *m_openMapper;
    QWidget *m_facts;
    TextLabel *m_rest;
    TextLabel *m_issueText;
    QString m_inWords;
    bool m_known = false; // the mapper has looked at both ends
    QList<Fact> m_shown;
    Issues m_issues;
};

} // namespace sluice
