#include "task/issuereport.h"

#include "base/nearest.h"
#include "task/jsonpointer.h"
#include "task/scripttree.h"
#include "task/scriptwriter.h"

#include <algorithm>

namespace sluice
{

// More than anybody reads; bounds the work on hostile documents.
static constexpr qsizetype mostIssues = 500;

void IssueReport::place(Issue &issue, bool atKey) const
{
    if (!m_document.parsed())
        return;
    QStringList tokens = pointerTokens(issue.pointer).value_or(QStringList());
    const ScriptNode *node = nullptr;
    bool exact = true;
    while (!(node = nodeAt(m_document.tree()->root, m_document.text(), tokens))) {
        tokens.removeLast();
        exact = false;
    }
    // A container is underlined at its name, or at its bracket where it has none; not along all of its lines.
    if ((atKey || !exact || node->isContainer()) && node->keyBegin >= 0) {
        issue.offset = node->keyBegin;
        issue.length = node->keyEnd - node->keyBegin;
    } else {
        issue.offset = node->begin;
        issue.length = node->isContainer() ? 1 : node->end - node->begin;
    }
    m_document.tree()->place(issue);
}

Issue &IssueReport::add(Severity severity, const QString &pointer, const QString &message)
{
    if (m_issues.size() >= mostIssues)
        return m_dropped;
    Issue issue;
    issue.severity = severity;
    issue.pointer = pointer;
    issue.message = message;
    place(issue, false);
    m_issues.append(issue);
    if (severity == Severity::Error)
        m_toldErrors.insert(pointer);
    return m_issues.back();
}

Issue &IssueReport::addAtKey(Severity severity, const QString &pointer, const QString &message)
{
    Issue &issue = add(severity, pointer, message);
    place(issue, true);
    return issue;
}

void IssueReport::addMissing(Severity severity, const QString &parent, const QString &key, const QString &message,
                             const QJsonValue &suggestion)
{
    if (m_issues.size() >= mostIssues)
        return;
    Issue &issue = add(severity, parent, message);
    if (severity == Severity::Error)
        m_toldErrors.insert(pointerTo(parent, key));
    if (suggestion.isUndefined())
        return;
    const auto changed = m_document.set(pointerTo(parent, key), suggestion);
    if (!changed)
        return;
    // One splice that makes the change: what lies between the common head and the common tail.
    const QString &before = m_document.text();
    const QString &after = changed->text();
    const auto head = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first - before.begin();
    const qsizetype rest = std::min(before.size(), after.size()) - head;
    qsizetype tail = 0;
    while (tail < rest && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    issue.offset = int(head);
    issue.length = int(before.size() - tail - head);
    m_document.tree()->place(issue);
    issue.cure = QStringLiteral("Add \"%1\": %2").arg(key, ScriptWriter{}.onOneLine(suggestion));
    issue.cureText = after.mid(head, after.size() - tail - head);
}

void IssueReport::addUnknownKey(const QString &pointer, const QString &key, const QStringList &known,
                                const QString &owner)
{
    if (m_issues.size() >= mostIssues)
        return;
    const QString near = nearest(key, known);
    const QString what = QStringLiteral("\"%1\" is not a key %2").arg(key.left(80), owner);
    if (near.isEmpty() || m_document.contains(pointerTo(parentPointer(pointer), near))) {
        const QString beside =
            near.isEmpty() ? QString() : QStringLiteral(" If it means \"%1\": that is set as well.").arg(near);
        addAtKey(Severity::Warning, pointer, what + QStringLiteral("; it is kept as it is.") + beside);
        return;
    }
    Issue &issue = addAtKey(Severity::Error, pointer, what + QStringLiteral("; did you mean \"%1\"?").arg(near));
    offer(issue, QStringLiteral("Use"), near);
}

void IssueReport::take(Issue issue)
{
    if (m_issues.size() >= mostIssues)
        return;
    if (issue.line <= 0)
        place(issue, false);
    m_issues.append(std::move(issue));
}

Issues IssueReport::sorted() &&
{
    std::stable_sort(m_issues.begin(), m_issues.end(),
                     [](const Issue &a, const Issue &b) { return a.offset < b.offset; });
    return std::move(m_issues);
}

void offer(Issue &issue, const QString &verb, const QJsonValue &value)
{
    issue.cureText = ScriptWriter{}.onOneLine(value);
    issue.cure = verb + u' ' + issue.cureText;
}

} // namespace sluice
