#include "widgets/document/taskdocument.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace sluice
{

namespace
{

constexpr int undoSteps = 500;
constexpr qint64 undoBytes = 64 * 1024 * 1024; // of all snapshots; large scripts keep fewer
constexpr int typingPause = 1500;              // ms after which typing begins a new step

} // namespace

// The document before and after one change.
class SnapshotCommand final : public QUndoCommand
{
public:
    SnapshotCommand(TaskDocument &document, const QString &after, int caretBefore, int caretAfter,
                    TaskDocument::Edit kind, const QString &what, const QString &place = {})
        : QUndoCommand(what)
        , m_document(document)
        , m_before(document.m_text)
        , m_after(after)
        , m_caretBefore(caretBefore)
        , m_caretAfter(caretAfter)
        , m_kind(kind)
        , m_place(place)
    {
        m_age.start();
    }

    int id() const override { return m_kind == TaskDocument::Edit::Typing ? 1 : -1; }
    void undo() override { m_document.setText(m_before, m_caretBefore); }
    void redo() override { m_document.setText(m_after, m_caretAfter); }

    // Typing goes on where it was, on the same line, without a long pause.
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const SnapshotCommand *>(other);
        if (m_kind != next->m_kind || m_place != next->m_place || m_age.elapsed() > typingPause)
            return false;
        if (!m_place.isEmpty())
            return join(*next);
        if (next->m_caretBefore != m_caretAfter)
            return false;
        const qsizetype grown = m_after.size() - m_before.size(), grows = next->m_after.size() - m_after.size();
        if ((grown > 0) != (grows > 0) || qAbs(grows) > 1)
            return false;
        if (grows > 0 && next->m_caretAfter > 0 && next->m_after.at(next->m_caretAfter - 1) == u'\n')
            return false;
        return join(*next);
    }

private:
    bool join(const SnapshotCommand &next)
    {
        m_after = next.m_after;
        m_caretAfter = next.m_caretAfter;
        m_age.restart();
        return true;
    }

    TaskDocument &m_document;
    QString m_before;
    QString m_after;
    int m_caretBefore;
    int m_caretAfter;
    TaskDocument::Edit m_kind;
    QString m_place;
    QElapsedTimer m_age;
};

TaskDocument::TaskDocument(QString path, StepCatalog catalog, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_catalog(std::move(catalog))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(300);
    connect(&m_pause, &QTimer::timeout, this, &TaskDocument::validateNow);
}

void TaskDocument::setPath(const QString &path)
{
    if (m_path == path)
        return;
    m_path = path;
    Q_EMIT pathChanged(path);
}

void TaskDocument::load(const QString &text)
{
    const bool modified = isModified();
    const bool first = m_savedText.isNull();
    m_savedText = text.isNull() ? QString::fromLatin1("") : text;
    if (first) {
        const qint64 size = std::max<qint64>(text.size() * qint64(sizeof(QChar)) * 2, 1);
        m_stack.setUndoLimit(int(std::clamp<qint64>(undoBytes / size, 20, undoSteps)));
        setText(m_savedText, 0);
        m_pause.stop();
        validateNow();
    } else if (!modified && m_text != text) {
        m_stack.push(new SnapshotCommand(*this, text, 0, 0, Edit::Whole, tr("read from disk")));
    }
    tellModified();
}

void TaskDocument::edit(const QString &text, int caretBefore, int caretAfter, Edit kind, const QString &what,
                        const QString &place)
{
    if (text != m_text)
        m_stack.push(new SnapshotCommand(*this, text, caretBefore, caretAfter, kind, what, place));
}

void TaskDocument::markSaved(const QString &text)
{
    m_savedText = text;
    tellModified();
}

void TaskDocument::setText(const QString &text, int caret)
{
    m_text = text;
    m_validated = false;
    Q_EMIT textChanged(caret);
    tellModified();
    m_pause.start();
}

void TaskDocument::tellModified()
{
    if (isModified() == m_toldModified)
        return;
    m_toldModified = isModified();
    Q_EMIT modifiedChanged(m_toldModified);
}

void TaskDocument::validateNow()
{
    m_pause.stop();
    struct Verdict {
        ScriptDocument script;
        Issues issues;
    };
    m_validation.ask(
        [text = m_text, catalog = m_catalog](Stop) {
            ScriptDocument script(text);
            Issues issues = validate(script, catalog);
            return Verdict{std::move(script), std::move(issues)};
        },
        [this](Verdict verdict) {
            m_issues = std::move(verdict.issues);
            m_validated = verdict.script.text() == m_text;
            if (m_validated || m_script.text() != m_text)
                takeScript(std::move(verdict.script));
            Q_EMIT issuesChanged();
        });
}

void TaskDocument::takeScript(ScriptDocument script)
{
    m_script = std::move(script);
    if (!m_script.parsed() || m_script.text() == m_lastParsed.text())
        return;
    m_lastParsed = m_script;
    m_lastParsedAt = QDateTime::currentDateTime();
}

const ScriptDocument &TaskDocument::parseNow()
{
    if (m_script.text() != m_text || m_script.text().isNull())
        takeScript(ScriptDocument(m_text));
    return m_script;
}

int TaskDocument::offsetInLastParsed(int offset) const
{
    const QString &old = m_lastParsed.text();
    qsizetype same = 0;
    const qsizetype shorter = std::min(old.size(), m_text.size());
    while (same < shorter && old[same] == m_text[same])
        ++same;
    const qsizetype place = offset <= same ? offset : offset + old.size() - m_text.size();
    return int(std::clamp(place, std::min<qsizetype>(offset, same), old.size()));
}

bool TaskDocument::applyCure(const Issue &issue)
{
    if (!m_validated || issue.cure.isEmpty() || issue.offset + issue.length > m_text.size())
        return false;
    QString text = m_text;
    text.replace(issue.offset, issue.length, issue.cureText);
    edit(text, issue.offset, int(issue.offset + issue.cureText.size()), Edit::Whole, issue.cure);
    validateNow();
    return true;
}

} // namespace sluice
