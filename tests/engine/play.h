#pragma once

#include "engine/doubles.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>

namespace sluice
{

inline Schema columns(const QList<Type> &types)
{
    Schema schema;
    for (qsizetype i = 0; i < types.size(); ++i)
        schema.columns.append({QStringLiteral("c%1").arg(i), types[i], true, {}});
    return schema;
}

// A stage, its task and what a run of it needs.
struct Play {
    TestScene stage;
    RunRequest request;
    ListLog log;
    QTemporaryDir dir;
    ConnectorRegistry registry;

    Play()
    {
        stage.sourceSchema = columns({TypeKind::String});
        stage.sinkSchema = columns({TypeKind::BigInt});
        request.runId = QStringLiteral("run-1");
        request.task.reader.stepType = request.task.writer.stepType = QStringLiteral("test");
        request.task.reader.category = QStringLiteral("reader");
        request.task.writer.category = QStringLiteral("writer");
        request.task.reader.parameter.insert(QStringLiteral("column"), QJsonArray{QStringLiteral("c0")});
        request.attemptDir = dir.path();
        request.timeZone = QTimeZone::utc();
    }

    RunReport run(Stop stop = {})
    {
        registry.add(makeTestConnector(stage));
        Run run(registry, request, log);
        return run.execute(std::move(stop));
    }

    QList<QJsonObject> dirtyRows() const
    {
        QList<QJsonObject> rows;
        QFile file(dir.filePath(QStringLiteral("dirty.jsonl")));
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray &line : file.readAll().split('\n'))
                if (!line.isEmpty())
                    rows.append(QJsonDocument::fromJson(line).object());
        return rows;
    }

    // Every row of the source but those for which `left` holds.
    std::vector<std::string> expected(const std::function<bool(qint64)> &left = {}) const
    {
        std::vector<std::string> rows;
        for (qint64 row = 0; row < stage.splits * stage.rows; ++row)
            if (!left || !left(row))
                rows.push_back(std::to_string(row));
        std::sort(rows.begin(), rows.end());
        return rows;
    }
};

} // namespace sluice
