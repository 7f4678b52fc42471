// What the dialog shows of its draft and of the test.
#include "task/sourceregion.h"
#include "widgets/form/optionform.h"
#include "widgets/source/sourcedialog.h"
#include "widgets/source/stagepanel.h"

#include <QLocale>
#include <QStyle>

namespace sluice
{

namespace
{

void markInvalid(QLineEdit *field, TextLabel *message, const QString &problem)
{
    message->setText(problem);
    message->setVisible(!problem.isEmpty());
    if (field->property("invalid").toBool() == !problem.isEmpty())
        return;
    field->setProperty("invalid", !problem.isEmpty());
    field->style()->unpolish(field);
    field->style()->polish(field);
}

Glyph markOf(SourceStatus::State state)
{
    return state == SourceStatus::State::Connected ? Glyph::Done
           : state == SourceStatus::State::Failed  ? Glyph::Failed
                                                   : Glyph::NotReached;
}

} // namespace

QString SourceDialog::halfText() const
{
    if (!m_draft.hasProduction())
        return tr("From this computer");
    return m_half == SourceHalf::Production ? tr("Production half, from this computer")
                                            : tr("Development half, from this computer");
}

QString SourceDialog::titleOf(const QString &key) const
{
    for (const OptionSpec &option : m_draft.options())
        if (option.key == key)
            return option.title;
    return {};
}

QString SourceDialog::footText() const
{
    return m_foot->text();
}

QString SourceDialog::nameMessage() const
{
    return m_nameMessage->text();
}

QString SourceDialog::hintText() const
{
    return m_hints->text();
}

void SourceDialog::showTest()
{
    if (isTesting()) {
        m_stages->showRunning(halfText(), m_live->all(), int(m_began.secsTo(QDateTime::currentDateTime())));
    } else if (const TestReport *report = m_draft.report(m_half)) {
        m_stages->showReport(halfText(), *report, m_testedAt.value(m_draft.effective(m_half)),
                             report->ok() ? QString() : titleOf(report->error().where));
    } else {
        const SourceStatus &status = m_draft.known(m_draft.effective(m_half)).status;
        const QString when = QLocale().toString(status.at.toLocalTime(), QStringLiteral("yyyy-MM-dd HH:mm"));
        m_stages->showUntested(halfText(), m_cancelled            ? tr("The test was cancelled; nothing is known.")
                                           : !status.at.isValid() ? tr("Test it before it is saved.")
                                           : status.state == SourceStatus::State::Connected
                                               ? tr("Connected on %1: %2").arg(when, status.summary)
                                               : tr("Last tried on %1: %2").arg(when, status.summary));
    }
    showMarks();
    showFoot();
}

void SourceDialog::showMarks()
{
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production}) {
        const bool running = isTesting() && m_draft.effective(half) == m_draft.effective(m_half);
        m_halves->setMark(int(half), running ? Glyph::Running : markOf(m_draft.state(half)));
    }
}

// A name is judged once something was typed; what is missing, once a test was asked for.
void SourceDialog::showProblems()
{
    QStringList taken;
    for (const DataSource &other : m_others)
        taken.append(other.name);
    const bool judged = m_tried || m_name->isModified();
    markInvalid(m_name, m_nameMessage, m_draft.isNew() && judged ? m_draft.nameProblem(taken) : QString());
    markInvalid(m_description, m_descriptionMessage, m_draft.descriptionProblem());
    QMap<QString, QString> issues = m_tried ? m_draft.missing(m_half) : QMap<QString, QString>();
    if (const TestReport *report = m_draft.report(m_half); report && !report->ok()) {
        const QString key = report->error().where;
        if (!titleOf(key).isEmpty() && !issues.contains(key))
            issues.insert(key, tr("The test failed here: see at the right."));
    }
    m_form->setIssues(issues);
    showFoot();
}

void SourceDialog::showHints()
{
    const QStringList hints = regionHints(m_draft.source(), m_others);
    m_hints->setText(hints.join(u'\n'));
    m_hints->setVisible(!hints.isEmpty());
}

void SourceDialog::showFoot()
{
    const bool testing = isTesting();
    const bool busy = testing || m_saving.pending() || m_reading.pending();
    if (!testing)
        m_tick.stop();
    m_test->setText(testing ? tr("Testing… %1 s").arg(m_began.secsTo(QDateTime::currentDateTime()))
                            : tr("Test connectivity"));
    m_test->setEnabled(!busy);
    m_cancelTest->setVisible(testing);

    const SourceDraft::Saving saving = m_draft.saving();
    const bool fits =
        m_nameMessage->text().isEmpty() && m_descriptionMessage->text().isEmpty() && !m_draft.source().name.isEmpty();
    m_saveAnyway->setVisible(saving == SourceDraft::Saving::Anyway);
    m_saveAnyway->setEnabled(!busy && fits);
    m_save->setEnabled(!busy && fits && saving == SourceDraft::Saving::Ready);
    const auto untested = m_draft.untested();
    m_foot->setText(m_saving.pending() ? tr("Saving…")
                    : testing          ? QString()
                    : !fits            ? tr("Save opens when the name and the description fit")
                    : !untested
                        ? saving == SourceDraft::Saving::Anyway ? tr("Save opens when a test has passed") : QString()
                    : m_draft.hasProduction() ? *untested == SourceHalf::Production
                                                    ? tr("Save opens when the production half was tested")
                                                    : tr("Save opens when the development half was tested")
                                              : tr("Save opens when a test has passed"));
}

} // namespace sluice
