#pragma once

#include "task/scriptdocument.h"

#include <QSet>
#include <QStringList>

namespace sluice
{

// Collects what there is to say about a document and finds the place of each issue.
class IssueReport
{
public:
    explicit IssueReport(const ScriptDocument &document)
        : m_document(document)
    {
    }

    const ScriptDocument &document() const { return m_document; }
    QJsonValue value(const QString &pointer) const { return m_document.value(pointer); }

    // About the value at the pointer. The place is that of the nearest value around it that exists.
    Issue &add(Severity severity, const QString &pointer, const QString &message);
    // About the key in front of it.
    Issue &addAtKey(Severity severity, const QString &pointer, const QString &message);
    // About a key that is not there. With a suggestion, the place is where it belongs and the cure puts it in.
    void addMissing(Severity severity, const QString &parent, const QString &key, const QString &message,
                    const QJsonValue &suggestion = QJsonValue::Undefined);
    // About a key that nobody knows. A near name makes it an error (a slip of the pen) with the cure, anything else
    // is kept and only a warning. `owner` ends the sentence: "of the odps writer".
    void addUnknownKey(const QString &pointer, const QString &key, const QStringList &known, const QString &owner);
    // An issue that somebody else made, with a pointer: its place is filled in.
    void take(Issue issue);
    // Whether an error about this value, or about its being missing, has been told.
    bool toldError(const QString &pointer) const { return m_toldErrors.contains(pointer); }

    // In the order of the text.
    Issues sorted() &&;

private:
    void place(Issue &issue, bool atKey) const;

    const ScriptDocument &m_document;
    Issues m_issues;
    QSet<QString> m_toldErrors;
    Issue m_dropped; // what add() returns when there are too many
};

// Offers to write `value` instead.
void offer(Issue &issue, const QString &verb, const QJsonValue &value);

} // namespace sluice
