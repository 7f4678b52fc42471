#pragma once

#include "base/log.h"
#include "warehouse/instances/resultspool.h"
#include "warehouse/warehouse.h"

#include <chrono>
#include <memory>

namespace sluice::warehouse
{

// What a client hands in to be run.
struct Submission {
    QString project;
    QString schema = QStringLiteral("default");
    QString taskName;
    QString sql;
    QMap<QString, QString> settings;
    QByteArray job; // the <Job> element as it came
};

enum class InstanceState { Waiting, Running, Success, Failed, Cancelled };

// One run of a statement as it stands now. A value.
struct Instance {
    QString id;
    Submission submission;
    InstanceState state = InstanceState::Waiting;
    QDateTime start;
    QDateTime end; // invalid until it has ended
    QString text;  // what a person reads: the result of DESC and SHOW, or what went wrong
    bool isSelect = false;
    qint64 rowsChanged = -1;
    std::shared_ptr<const ResultSpool> rows; // of a SELECT; null when it was given up to make room

    bool ended() const { return state >= InstanceState::Success; }
};

// The statements of all clients: queues them, runs a few at a time, keeps what came out for as long as there is room.
// Thread-safe. Destroying it stops what runs.
class Instances
{
public:
    static Result<std::unique_ptr<Instances>> create(Warehouse &warehouse, Log &log);
    ~Instances();

    QString submit(Submission submission);
    // NotFound when there is none of this id in this project.
    Result<Instance> find(const QString &project, const QString &id) const;
    // The same, but waits up to `patience` for it to end.
    Result<Instance> wait(const QString &project, const QString &id, std::chrono::milliseconds patience) const;
    QList<Instance> list(const QString &project) const; // newest first
    // Conflict with detail InvalidStateSetting when it has ended.
    Done stop(const QString &project, const QString &id);
    // Stops everything and takes nothing more; who waits is woken.
    void shutDown();

private:
    class Private;
    explicit Instances(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
