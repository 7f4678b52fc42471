#pragma once

#include "base/result.h"
#include "task/datasource.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace sluice
{

// What is known of one half of a data source since its values were last changed.
struct SourceStatus {
    enum class State { Untested, Connected, Failed };
    State state = State::Untested;
    QDateTime at = {};    // when it was tried; invalid: never
    QString summary = {}; // "MaxCompute project demo, 3 tables, 12 ms", or why it failed; never a secret
};

// "Untested", "Connected", "Failed".
QString sourceStateName(SourceStatus::State state);

// The workspace's data sources: `.sluice/sources/NAME.source.json` without secrets, which are with the secret store,
// and beside it how the last tests went. The local warehouse's `odps_first` is always there and cannot be removed or
// changed. Blocking disk access; may be called from any thread.
class SourceStore
{
public:
    explicit SourceStore(QString workspaceDir);

    // Those whose files can be read; find() says why another one cannot.
    Result<QList<DataSource>> list() const;
    // NotFound with the nearest known name; Config or Io when its file cannot be read.
    Result<DataSource> find(const QString &name) const;
    Done save(const DataSource &source);
    Done remove(const QString &name);

    // A half without values of its own has the status of the other.
    SourceStatus status(const DataSource &source, SourceHalf half) const;
    Done keepStatus(const QString &name, SourceHalf half, const SourceStatus &status);
    Done forgetStatus(const QString &name, SourceHalf half);

    QString workspaceDir() const { return m_workspaceDir; }

private:
    QString sourceFile(const QString &name) const;
    QString statusFile(const QString &name) const;
    QJsonObject statusObject(const QString &name) const;
    Done writeStatus(const QString &name, const QJsonObject &object) const;

    QString m_workspaceDir;
    QString m_directory;
};

} // namespace sluice
