#include "workspace/tasksearch.h"

#include "task/jsonpointer.h"
#include "task/scriptdocument.h"
#include "task/scriptwriter.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype longestShown = 120;

bool holdsAll(const QString &text, const QStringList &words)
{
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

// The values of one script that hold all the words.
class Finder
{
public:
    Finder(const QString &path, const ScriptDocument &script, const QStringList &words, int limit)
        : m_path(path)
        , m_script(script)
        , m_words(words)
        , m_limit(limit)
    {
    }

    QList<TaskHit> run()
    {
        const QJsonArray steps = m_script.value(QStringLiteral("/steps")).toArray();
        for (qsizetype i = 0; i < steps.size(); ++i) {
            const QString parameter = QStringLiteral("/steps/%1/parameter").arg(i);
            const QJsonObject options = steps[i][QLatin1String("parameter")].toObject();
            for (auto option = options.begin(); option != options.end(); ++option)
                lookAt(option.key(), pointerTo(parameter, option.key()), option.value());
        }
        const QString setting = QStringLiteral("/setting");
        const QJsonObject groups = m_script.value(setting).toObject();
        for (auto group = groups.begin(); group != groups.end(); ++group)
            lookAt(group.key(), pointerTo(setting, group.key()), group.value());
        return m_hits;
    }

private:
    void lookAt(const QString &key, const QString &pointer, const QJsonValue &value)
    {
        if (key == QLatin1String("column") && value.isArray())
            return lookAtColumns(pointer, value.toArray());
        if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto member = object.begin(); member != object.end(); ++member)
                lookAt(member.key(), pointerTo(pointer, member.key()), member.value());
            return;
        }
        const QString text = value.isString() ? value.toString() : ScriptWriter{}.onOneLine(value);
        const bool names = key == QLatin1String("table") || key == QLatin1String("topic");
        const bool source = key == QLatin1String("datasource");
        if (names || source)
            add(names ? TaskHit::Kind::Table : TaskHit::Kind::Source, pointer, text);
        else
            add(TaskHit::Kind::Option, pointer, key + QLatin1String(": ") + text);
    }

    void lookAtColumns(const QString &pointer, const QJsonArray &columns)
    {
        for (qsizetype i = 0; i < columns.size() && m_hits.size() < m_limit; ++i) {
            const QJsonValue column = columns[i];
            const QString name = column.isString() ? column.toString() : column[QLatin1String("name")].toString();
            add(TaskHit::Kind::Column, pointerTo(pointer, int(i)),
                name.isEmpty() ? ScriptWriter{}.onOneLine(column) : name);
        }
    }

    void add(TaskHit::Kind kind, const QString &pointer, const QString &text)
    {
        if (m_hits.size() >= m_limit || !holdsAll(text, m_words))
            return;
        const auto range = m_script.rangeOf(pointer);
        m_hits.append({kind, m_path, pointer, text.left(longestShown), range ? range->line : 0});
    }

    const QString &m_path;
    const ScriptDocument &m_script;
    const QStringList &m_words;
    int m_limit;
    QList<TaskHit> m_hits;
};

} // namespace

TaskSearch::TaskSearch(Workspace workspace)
    : m_workspace(std::move(workspace))
{
}

void TaskSearch::markStale()
{
    const std::lock_guard lock(m_mutex);
    m_stale = true;
}

Done TaskSearch::refresh(Stop stop)
{
    SLUICE_TRY(const QList<Node> nodes, m_workspace.nodes());
    QMap<QString, Entry> tasks;
    for (const Node &node : nodes) {
        SLUICE_CHECK(stop.check());
        if (node.kind != Node::Kind::Task)
            continue;
        const QFileInfo info(m_workspace.absolute(node.path));
        Entry entry = m_tasks.value(node.path);
        if (entry.changed != info.lastModified() || entry.size != info.size() || entry.text.isNull()) {
            const auto text = m_workspace.readTask(node.path);
            if (!text.ok())
                continue; // gone meanwhile, or no text
            entry = {info.lastModified(), info.size(), text->toLower().toUtf8(), *text};
        }
        tasks.insert(node.path, std::move(entry));
    }
    m_tasks = std::move(tasks);
    m_stale = false;
    return {};
}

Result<QList<TaskHit>> TaskSearch::find(const QString &words, const QMap<QString, QString> &edited, int limit,
                                        Stop stop)
{
    const QStringList list = words.split(u' ', Qt::SkipEmptyParts);
    QList<TaskHit> hits;
    if (list.isEmpty())
        return hits;
    QByteArrayList folded;
    for (const QString &word : list)
        folded.append(word.toLower().toUtf8());

    const std::lock_guard lock(m_mutex);
    if (m_stale)
        SLUICE_CHECK(refresh(stop));
    for (auto task = m_tasks.cbegin(); task != m_tasks.cend() && hits.size() < limit; ++task) {
        SLUICE_CHECK(stop.check());
        const auto open = edited.find(task.key());
        if (open == edited.end() && !std::all_of(folded.begin(), folded.end(),
                                                 [&](const QByteArray &word) { return task->folded.contains(word); }))
            continue;
        const ScriptDocument script(open == edited.end() ? task->text : *open);
        hits += Finder(task.key(), script, list, int(limit - hits.size())).run();
    }
    return hits;
}

} // namespace sluice
