#include "service/sourceusers.h"

#include "task/scriptdocument.h"

#include <QJsonArray>

namespace sluice
{

namespace
{

struct TaskText {
    QString path;
    QString before;
    QString after;
};

QString datasourcePointer(qsizetype step)
{
    return QStringLiteral("/steps/%1/parameter/datasource").arg(step);
}

// The data source that each step names, empty for one that names none.
QStringList namesIn(const ScriptDocument &script)
{
    QStringList names;
    const QJsonArray steps = script.value(QStringLiteral("/steps")).toArray();
    for (const QJsonValue &step : steps)
        names.append(step[QLatin1String("parameter")][QLatin1String("datasource")].toString());
    return names;
}

Result<ScriptDocument> renamedIn(ScriptDocument script, const QString &from, const QString &to)
{
    const QStringList names = namesIn(script);
    for (qsizetype step = 0; step < names.size(); ++step) {
        if (names[step] == from) {
            SLUICE_TRY(script, script.set(datasourcePointer(step), to));
        }
    }
    return script;
}

// What the tasks will be, without touching them.
Result<QList<TaskText>> plan(const Workspace &workspace, const QString &from, const QString &to, Stop stop)
{
    QList<TaskText> texts;
    SLUICE_TRY(const QList<Node> nodes, workspace.nodes());
    for (const Node &node : nodes) {
        SLUICE_CHECK(stop.check());
        if (node.kind != Node::Kind::Task)
            continue;
        SLUICE_TRY(const QString text, workspace.readTask(node.path));
        const ScriptDocument script(text);
        if (!script.parsed()) {
            if (text.contains(QLatin1Char('"') + from + QLatin1Char('"')))
                return makeError(ErrorCode::Conflict,
                                 QStringLiteral("The task %1 seems to use \"%2\" and is not valid JSON, so it cannot "
                                                "be changed along. Correct it first.")
                                     .arg(node.path, from),
                                 node.path);
            continue;
        }
        SLUICE_TRY(const ScriptDocument renamed, renamedIn(script, from, to));
        if (renamed.text() != text)
            texts.append({node.path, text, renamed.text()});
    }
    return texts;
}

} // namespace

Result<QMap<QString, QStringList>> sourceUsers(const Workspace &workspace, Stop stop)
{
    QMap<QString, QStringList> users;
    SLUICE_TRY(const QList<Node> nodes, workspace.nodes());
    for (const Node &node : nodes) {
        SLUICE_CHECK(stop.check());
        if (node.kind != Node::Kind::Task)
            continue;
        const auto text = workspace.readTask(node.path);
        if (!text.ok()) // gone meanwhile, or not readable: the tree says so
            continue;
        QStringList names = namesIn(ScriptDocument(*text));
        names.removeDuplicates();
        names.removeAll(QString());
        for (const QString &name : std::as_const(names))
            users[name].append(node.path);
    }
    return users;
}

Result<QStringList> renameSource(const Workspace &workspace, const SourceKeeper &keeper, const QString &from,
                                 const QString &to, Stop stop)
{
    SLUICE_TRY(const QList<TaskText> texts, plan(workspace, from, to, stop));
    SLUICE_CHECK(keeper.rename(from, to));
    QStringList changed;
    for (const TaskText &text : texts) {
        const Done written = workspace.writeTask(text.path, text.after);
        if (written.ok()) {
            changed.append(text.path);
            continue;
        }
        for (qsizetype i = 0; i < changed.size(); ++i)
            SLUICE_CHECK(workspace.writeTask(texts[i].path, texts[i].before));
        SLUICE_CHECK(keeper.rename(to, from));
        return written.error();
    }
    return changed;
}

} // namespace sluice
