#include "task/rerunverdict.h"

#include "task/optionvalue.h"

namespace sluice
{

namespace
{

using Kind = RerunVerdict::Kind;

RerunVerdict safe(const QString &reason)
{
    return {Kind::Safe, QStringLiteral("Safe to rerun"), reason};
}

RerunVerdict duplicates(const QString &reason)
{
    return {Kind::Duplicates, QStringLiteral("Rerun duplicates rows"), reason};
}

RerunVerdict unknown(const QString &reason)
{
    return {Kind::Unknown, QStringLiteral("Rerun depends on the parameters"), reason};
}

RerunVerdict ofTable(const QJsonObject &parameter, std::optional<bool> hasKey)
{
    const auto flag = [&](const char *key) { return readBoolean(parameter.value(QLatin1String(key))).value_or(false); };
    const QJsonValue truncate = parameter.value(QLatin1String("truncate"));
    if (hasPlaceholder(truncate))
        return unknown(QStringLiteral("Whether the run appends or overwrites is known when its parameters are."));
    if (flag("truncate"))
        return safe(QStringLiteral("Write mode Overwrite: every run replaces what the table or partition holds."));
    if (flag("useStreamTunnel"))
        return duplicates(QStringLiteral("The stream tunnel appends: a rerun adds the same rows again."));
    if (flag("enableUpsert") || hasKey.value_or(false))
        return {Kind::Idempotent, QStringLiteral("Rerun updates by key"),
                QStringLiteral("The table is a Delta table: rows of the same key are written over, and none comes "
                               "twice.")};
    return duplicates(hasKey ? QStringLiteral("Write mode Append into a table without a key: a rerun adds the same "
                                              "rows again. Overwrite replaces them.")
                             : QStringLiteral("Write mode Append: into a table without a key, a rerun adds the same "
                                              "rows again. Overwrite replaces them."));
}

RerunVerdict ofFile(const QJsonObject &parameter)
{
    const QJsonValue mode = parameter.value(QLatin1String("writeMode"));
    if (hasPlaceholder(mode))
        return unknown(QStringLiteral("Whether the run appends or replaces is known when its parameters are."));
    const QString text = mode.toString().toLower();
    if (text == QLatin1String("append"))
        return duplicates(QStringLiteral("Write mode append: a rerun writes the same rows to more files."));
    if (text == QLatin1String("nonconflict"))
        return safe(QStringLiteral("Write mode nonConflict: a rerun fails while the file is there, and changes "
                                   "nothing."));
    return safe(QStringLiteral("Every run replaces the file."));
}

} // namespace

RerunVerdict rerunVerdict(const StepSpec &writer, std::optional<bool> hasKey)
{
    if (writer.stepType == QLatin1String("odps"))
        return ofTable(writer.parameter, hasKey);
    if (writer.stepType == QLatin1String("file"))
        return ofFile(writer.parameter);
    if (writer.stepType == QLatin1String("kafka"))
        return duplicates(QStringLiteral("A topic takes records one after another: a rerun sends them again."));
    if (writer.stepType == QLatin1String("stream")) {
        if (!isUnset(writer.parameter.value(QLatin1String("fileName"))))
            return safe(QStringLiteral("Every run replaces the file."));
        return {Kind::Nothing, QStringLiteral("Safe to rerun"), QStringLiteral("The rows are counted and discarded.")};
    }
    return unknown(
        QStringLiteral("Nothing is known of what \"%1\" does with rows that come again.").arg(writer.stepType));
}

} // namespace sluice
