#include "duck/duck.h"
#include "duck/duckhandle.h"

#include <array>
#include <string_view>

namespace sluice
{

namespace
{

// The names with which DuckDB begins its messages.
struct Name {
    std::string_view text;
    duckdb_error_type type;
};

constexpr std::array names{
    Name{"Out of Range", DUCKDB_ERROR_OUT_OF_RANGE},
    Name{"Conversion", DUCKDB_ERROR_CONVERSION},
    Name{"Decimal", DUCKDB_ERROR_DECIMAL},
    Name{"Mismatch Type", DUCKDB_ERROR_MISMATCH_TYPE},
    Name{"Divide by Zero", DUCKDB_ERROR_DIVIDE_BY_ZERO},
    Name{"Serialization", DUCKDB_ERROR_SERIALIZATION},
    Name{"TransactionContext", DUCKDB_ERROR_TRANSACTION},
    Name{"Not implemented", DUCKDB_ERROR_NOT_IMPLEMENTED},
    Name{"Expression", DUCKDB_ERROR_EXPRESSION},
    Name{"Catalog", DUCKDB_ERROR_CATALOG},
    Name{"Parser", DUCKDB_ERROR_PARSER},
    Name{"Planner", DUCKDB_ERROR_PLANNER},
    Name{"Constraint", DUCKDB_ERROR_CONSTRAINT},
    Name{"Connection", DUCKDB_ERROR_CONNECTION},
    Name{"Syntax", DUCKDB_ERROR_SYNTAX},
    Name{"Settings", DUCKDB_ERROR_SETTINGS},
    Name{"Binder", DUCKDB_ERROR_BINDER},
    Name{"IO", DUCKDB_ERROR_IO},
    Name{"INTERRUPT", DUCKDB_ERROR_INTERRUPT},
    Name{"FATAL", DUCKDB_ERROR_FATAL},
    Name{"Invalid Input", DUCKDB_ERROR_INVALID_INPUT},
    Name{"Out of Memory", DUCKDB_ERROR_OUT_OF_MEMORY},
    Name{"Permission", DUCKDB_ERROR_PERMISSION},
    Name{"Dependency", DUCKDB_ERROR_DEPENDENCY},
    Name{"Missing Extension", DUCKDB_ERROR_MISSING_EXTENSION},
    Name{"HTTP", DUCKDB_ERROR_HTTP},
};

duckdb_error_type typeOf(std::string_view text)
{
    for (const Name &name : names)
        if (text.starts_with(name.text) && text.substr(name.text.size()).starts_with(" Error"))
            return name.type;
    return DUCKDB_ERROR_INVALID;
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool diskIsFull(std::string_view text)
{
    return has(text, "No space left on device") || has(text, "Disk quota exceeded") || has(text, "is full");
}

ErrorCode codeOf(duckdb_error_type type, std::string_view text)
{
    switch (type) {
    case DUCKDB_ERROR_OUT_OF_RANGE:
    case DUCKDB_ERROR_CONVERSION:
    case DUCKDB_ERROR_DECIMAL:
    case DUCKDB_ERROR_MISMATCH_TYPE:
    case DUCKDB_ERROR_DIVIDE_BY_ZERO:
    case DUCKDB_ERROR_OBJECT_SIZE:
    case DUCKDB_ERROR_CONSTRAINT:
    case DUCKDB_ERROR_INVALID_INPUT:
        return ErrorCode::Data;
    case DUCKDB_ERROR_CATALOG:
        if (has(text, "does not exist") || has(text, "could be located"))
            return ErrorCode::NotFound;
        return has(text, "already exists") ? ErrorCode::Conflict : ErrorCode::Config;
    case DUCKDB_ERROR_UNKNOWN_TYPE:
    case DUCKDB_ERROR_INVALID_TYPE:
    case DUCKDB_ERROR_EXPRESSION:
    case DUCKDB_ERROR_PARSER:
    case DUCKDB_ERROR_PLANNER:
    case DUCKDB_ERROR_SYNTAX:
    case DUCKDB_ERROR_SETTINGS:
    case DUCKDB_ERROR_BINDER:
    case DUCKDB_ERROR_PERMISSION:
    case DUCKDB_ERROR_PARAMETER_NOT_RESOLVED:
    case DUCKDB_ERROR_PARAMETER_NOT_ALLOWED:
        return ErrorCode::Config;
    case DUCKDB_ERROR_TRANSACTION:
    case DUCKDB_ERROR_DEPENDENCY:
        return ErrorCode::Conflict;
    case DUCKDB_ERROR_NOT_IMPLEMENTED:
    case DUCKDB_ERROR_MISSING_EXTENSION:
    case DUCKDB_ERROR_AUTOLOAD:
        return ErrorCode::Unsupported;
    case DUCKDB_ERROR_IO:
        if (has(text, "No files found") || has(text, "No such file or directory"))
            return ErrorCode::NotFound;
        return has(text, "Could not set lock on file") ? ErrorCode::Conflict : ErrorCode::Io;
    case DUCKDB_ERROR_OUT_OF_MEMORY:
    case DUCKDB_ERROR_SERIALIZATION:
        return ErrorCode::Io;
    case DUCKDB_ERROR_INTERRUPT:
        return ErrorCode::Stopped;
    case DUCKDB_ERROR_HTTP:
    case DUCKDB_ERROR_NETWORK:
        return ErrorCode::Network;
    default:
        return ErrorCode::Internal;
    }
}

} // namespace

Error duckError(duckdb_error_type type, const char *text, const QString &what)
{
    const std::string_view said = text ? text : "";
    if (type == DUCKDB_ERROR_INVALID)
        type = typeOf(said);
    const QString detail = QString::fromUtf8(said.data(), qsizetype(std::min<size_t>(said.size(), 4096))).trimmed();
    // A full disk shows as IO, as out of memory (no room to spill) or as fatal (the log could not be written).
    if (diskIsFull(said) && type != DUCKDB_ERROR_INVALID_INPUT && type != DUCKDB_ERROR_CONVERSION)
        return makeError(ErrorCode::Io, QStringLiteral("The disk is full. Free some space and try again."), {}, detail);
    if (type == DUCKDB_ERROR_INTERRUPT)
        return makeError(ErrorCode::Stopped, QStringLiteral("Stopped on request."));
    return makeError(codeOf(type, said), what, {}, detail);
}

Done duckDone(duckdb_error_data data, const QString &what)
{
    Done done;
    if (data && duckdb_error_data_has_error(data))
        done = duckError(duckdb_error_data_error_type(data), duckdb_error_data_message(data), what);
    duckdb_destroy_error_data(&data);
    return done;
}

QString sqlString(const QString &text)
{
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
}

QString sqlName(const QString &name)
{
    return QLatin1Char('"') + QString(name).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

} // namespace sluice
