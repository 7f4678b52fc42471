#include "task/rerunverdict.h"

#include "task/optionvalue.h"
#include "task/taskwords.h"

namespace sluice
{

namespace
{

using Kind = RerunVerdict::Kind;

RerunVerdict safe(const QString &reason)
{
    return {Kind::Safe, TaskWords::tr("Safe to rerun"), reason};
}

RerunVerdict duplicates(const QString &reason)
{
    return {Kind::Duplicates, TaskWords::tr("Rerun duplicates rows"), reason};
}

RerunVerdict unknown(const QString &reason)
{
    return {Kind::Unknown, TaskWords::tr("Rerun depends on the parameters"), reason};
}

RerunVerdict ofTable(const QJsonObject &parameter, std::optional<bool> hasKey)
{
    const auto flag = [&](const char *key) { return readBoolean(parameter.value(QLatin1String(key))).value_or(false); };
    const QJsonValue truncate = parameter.value(QLatin1String("truncate"));
    if (hasPlaceholder(truncate))
        return unknown(TaskWords::tr("Whether the run appends or overwrites is known when its parameters are."));
    if (flag("truncate"))
        return safe(TaskWords::tr("Write mode Overwrite: every run replaces what the table or partition holds."));
    if (flag("useStreamTunnel"))
        return duplicates(TaskWords::tr("The stream tunnel appends: a rerun adds the same rows again."));
    if (flag("enableUpsert") || hasKey.value_or(false))
        return {Kind::Idempotent, TaskWords::tr("Rerun updates by key"),
                TaskWords::tr("The table is a Delta table: rows of the same key are written over, and none comes "
                              "twice.")};
    return duplicates(hasKey ? TaskWords::tr("Write mode Append into a table without a key: a rerun adds the same "
                                             "rows again. Overwrite replaces them.")
                             : TaskWords::tr("Write mode Append: into a table without a key, a rerun adds the same "
                                             "rows again. Overwrite replaces them."));
}

RerunVerdict ofFile(const QJsonObject &parameter)
{
    const QJsonValue mode = parameter.value(QLatin1String("writeMode"));
    if (hasPlaceholder(mode))
        return unknown(TaskWords::tr("Whether the run appends or replaces is known when its parameters are."));
    const QString text = mode.toString().toLower();
    if (text == QLatin1String("append"))
        return duplicates(TaskWords::tr("Write mode append: a rerun writes the same rows to more files."));
    if (text == QLatin1String("nonconflict"))
        return safe(TaskWords::tr("Write mode nonConflict: a rerun fails while the file is there, and changes "
                                  "nothing."));
    return safe(TaskWords::tr("Every run replaces the file."));
}

} // namespace

RerunVerdict rerunVerdict(const StepSpec &writer, std::optional<bool> hasKey)
{
    if (writer.stepType == QLatin1String("odps"))
        return ofTable(writer.parameter, hasKey);
    if (writer.stepType == QLatin1String("file"))
        return ofFile(writer.parameter);
    if (writer.stepType == QLatin1String("kafka"))
        return duplicates(TaskWords::tr("A topic takes records one after another: a rerun sends them again."));
    if (writer.stepType == QLatin1String("stream")) {
        if (!isUnset(writer.parameter.value(QLatin1String("fileName"))))
            return safe(TaskWords::tr("Every run replaces the file."));
        return {Kind::Nothing, TaskWords::tr("Safe to rerun"), TaskWords::tr("The rows are counted and discarded.")};
    }
    return unknown(
        TaskWords::tr("Nothing is known of what \"%1\" does with rows that come again.").arg(writer.stepType));
}

} // namespace sluice
