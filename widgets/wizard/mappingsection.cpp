#include "widgets/wizard/mappingsection.h"

#include "task/taskedit.h"
#include "widgets/wizard/stepsection.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QVBoxLayout>

namespace sluice
{

static const QString columnKey = QStringLiteral("column");

MappingSection::MappingSection(const Appearance &look, QWidget *parent)
    : SectionCard(look, tr("Field mapping"), parent)
{
    m_openMapper = makeButton(tr("Open mapper"), "", this);
    m_openMapper->setIcon(look.icon(QStringLiteral("indent")));
    connect(m_openMapper, &QPushButton::clicked, this, &MappingSection::mapperRequested);
    addToHead(m_openMapper);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    m_facts = new QWidget(&body());
    auto *facts = new QHBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(8);
    line->addWidget(m_facts);
    m_rest = new TextLabel(look, {}, TextStyle::Base, Role::T2, &body());
    m_rest->setWordWrap(true);
    line->addWidget(m_rest, 1);
    content().addLayout(line);
    m_issueText = new TextLabel(look, {}, TextStyle::Dense, Role::Error, &body());
    m_issueText->setWordWrap(true);
    m_issueText->hide();
    content().addWidget(m_issueText);
}

void MappingSection::showFacts(const QString &words, const QList<Fact> &facts, const QString &rest)
{
    m_known = !words.isEmpty();
    if (m_known)
        m_inWords = words;
    m_shown = facts;
    const auto old = m_facts->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(old);
    for (const Fact &fact : facts) {
        auto *chip = new Chip(m_look, fact.text, fact.tone, m_facts);
        chip->setGlyph(fact.glyph);
        chip->setAccessibleName(fact.text);
        m_facts->layout()->addWidget(chip);
    }
    m_facts->setVisible(!facts.isEmpty());
    m_rest->setText(rest);
    tell();
}

// What the script itself says, before anything was looked up.
void MappingSection::showScript(const ScriptDocument &script)
{
    if (m_known)
        return;
    const auto columns = [&](StepSide side) {
        const auto step = stepOf(script, side);
        return step ? step->parameter.value(columnKey).toArray() : QJsonArray();
    };
    const QJsonArray from = columns(StepSide::Reader), to = columns(StepSide::Writer);
    const auto all = [](const QJsonArray &list) { return list == QJsonArray{QStringLiteral("*")}; };
    const auto pairs = std::min(from.size(), to.size());
    m_inWords = all(from) && all(to)             ? tr("all columns, in their order")
                : from.isEmpty() || to.isEmpty() ? tr("as the source delivers them")
                : all(from) || all(to)           ? tr("in the order of the columns")
                                                 : tr("%n column(s) mapped", nullptr, int(pairs));
    tell();
}

void MappingSection::tell()
{
    setWords(m_inWords);
    const auto dirty = std::any_of(m_shown.begin(), m_shown.end(), [](const Fact &f) { return f.tone == Tone::Error; });
    const auto narrow = std::any_of(m_shown.begin(), m_shown.end(), [](const Fact &f) { return f.tone == Tone::Warn; });
    Issues worst = m_issues;
    if (dirty || narrow) {
        Issue issue;
        issue.severity = dirty ? Severity::Error : Severity::Warning;
        worst.append(issue);
    }
    setMarkOf(worst);
}

void MappingSection::showIssues(const Issues &issues)
{
    m_issues = issues;
    const auto worst = std::min_element(issues.begin(), issues.end(),
                                        [](const Issue &a, const Issue &b) { return a.severity < b.severity; });
    m_issueText->setVisible(worst != issues.end());
    if (worst != issues.end()) {
        m_issueText->setText(worst->message);
        m_issueText->setRole(roleOf(worst->severity));
    }
    tell();
}

bool MappingSection::owns(const ScriptDocument &script, const Issue &issue) const
{
    for (const StepSide side : {StepSide::Reader, StepSide::Writer})
        if (const QString step = stepPointer(script, side); !step.isEmpty() && optionOfIssue(step, issue) == columnKey)
            return true;
    return false;
}

bool MappingSection::goTo(const Issue &)
{
    setOpen(true);
    m_openMapper->setFocus(Qt::OtherFocusReason);
    return true;
}

void MappingSection::setReadOnly(bool readOnly)
{
    m_openMapper->setEnabled(!readOnly);
}

} // namespace sluice
