#pragma once

#include <QString>

namespace sluice
{

// The closed list of what can go wrong. Callers decide by the code (retry, exit code, where to show it);
// people read the message.
enum class ErrorCode {
    Config,      // the task or an option is wrong
    Auth,        // refused: wrong key, no permission
    NotFound,    // no such project, table, partition, file
    Network,     // not reachable, connection lost
    Timeout,     // no answer before the deadline
    Throttled,   // asked to slow down, and the patience ran out
    Conflict,    // somebody else holds it, or its state does not allow it
    Schema,      // columns or types do not fit
    Data,        // values that cannot be taken: dirty rows over the limit, broken stream
    Unsupported, // known, and not done
    Io,          // disk: full, unreadable, not permitted
    Internal,    // a fault of Sluice itself
    Stopped,     // the user asked for it
};

// The stable spelling used in JSON, logs and history ("Config", "Auth", …).
QString errorCodeName(ErrorCode code);

// What happened, where, and what to do. A value; it never carries a secret.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message; // one sentence for people: what happened and the cure
    QString detail;  // the service's own words, request id, errno text
    QString where;   // "reader.table", a JSON pointer, "line 3, column 7", a path

    // Message, place and detail on one line.
    QString text() const;

    // The same error with an outer place put before its own ("reader" + "table" = "reader.table").
    Error at(const QString &place) const;
};

inline Error makeError(ErrorCode code, QString message, QString where = {}, QString detail = {})
{
    return Error{code, std::move(message), std::move(detail), std::move(where)};
}

} // namespace sluice
