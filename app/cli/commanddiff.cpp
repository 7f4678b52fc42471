#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/scriptfile.h"
#include "app/cli/workspacescope.h"
#include "task/taskdiff.h"

#include <QJsonArray>

namespace sluice::cli
{

namespace
{

QString kindName(TaskChange::Kind kind)
{
    switch (kind) {
    case TaskChange::Kind::Added:
        return QStringLiteral("added");
    case TaskChange::Kind::Removed:
        return QStringLiteral("removed");
    case TaskChange::Kind::Changed:
        return QStringLiteral("changed");
    case TaskChange::Kind::Comment:
        return QStringLiteral("comment");
    case TaskChange::Kind::Layout:
        return QStringLiteral("layout");
    }
    return {};
}

QJsonObject changeJson(const TaskChange &change)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{QStringLiteral("change"), kindName(change.kind)},
            {QStringLiteral("matters"), change.matters()},
            {QStringLiteral("what"), change.what},
            {QStringLiteral("from"), orNull(change.from)},
            {QStringLiteral("to"), orNull(change.to)},
            {QStringLiteral("pointer"), change.pointer},
            {QStringLiteral("line"), change.line},
            {QStringLiteral("text"), change.words()}};
}

} // namespace

// As diff does: 0 when they are the same, 1 when they differ.
int runDiff(const Arguments &arguments)
{
    const bool json = arguments.has(jsonOption.name);
    const QString files[] = {arguments.positional()[0], arguments.positional()[1]};
    const auto before = readScript(files[0]), after = readScript(files[1]);
    for (const Result<QString> *text : {&before, &after}) {
        if (!text->ok()) {
            static_cast<void>(fail(text->error(), json));
            return wrongUsage; // 1 is a difference
        }
    }
    const QList<TaskChange> changes = taskDiff(ScriptDocument(*before), ScriptDocument(*after));
    if (json) {
        QJsonArray array;
        for (const TaskChange &change : changes)
            array.append(changeJson(change));
        printJson(QJsonObject{{QStringLiteral("file"), files[0]},
                              {QStringLiteral("other"), files[1]},
                              {QStringLiteral("same"), changes.isEmpty()},
                              {QStringLiteral("summary"), diffSummary(changes)},
                              {QStringLiteral("changes"), array}});
    } else {
        for (const TaskChange &change : changes) {
            const QString place = change.line > 0 ? QStringLiteral(":%1").arg(change.line) : QString();
            printLine(QStringLiteral("%1%2: %3").arg(files[1], place, change.words()));
        }
        if (changes.isEmpty())
            printLine(QStringLiteral("%1 and %2: no difference").arg(files[0], files[1]));
    }
    return changes.isEmpty() ? success : taskFailed;
}

} // namespace sluice::cli
