#pragma once

#include "warehouse/catalog/projectstore.h"
#include "warehouse/catalog/storefolder.h"

namespace sluice::warehouse
{

// All projects of a warehouse, in one DuckDB instance. Projects are added and never taken away, so that a pointer to
// one stays good as long as this object. Thread-safe.
class Stores
{
public:
    static Result<std::unique_ptr<Stores>> open(const WarehouseOptions &options);

    const WarehouseOptions &options() const { return m_options; }
    QStringList projects() const;
    ProjectStore *find(const QString &project) const; // null when there is none
    Result<ProjectStore *> create(const QString &project);
    // The project, made when the options say so. NotFound (detail NoSuchProject) names a near one.
    Result<ProjectStore *> project(const QString &project);

    // NotFound names near tables: detail NoSuchTable, NoSuchSchema or NoSuchProject.
    Result<TablePtr> table(const TableRef &ref) const;
    std::shared_ptr<UploadState> upload(const QString &id, ProjectStore **store) const;
    std::shared_ptr<UpsertState> upsert(const QString &id, ProjectStore **store) const;

private:
    template <typename Session>
    std::shared_ptr<Session> session(std::shared_ptr<Session> (ProjectStore::*find)(const QString &) const,
                                     const QString &id, ProjectStore **store) const;
    Stores(const WarehouseOptions &options, StoreFolder folder, DuckDatabase database);
    Error noProject(const QString &project) const;

    WarehouseOptions m_options;
    StoreFolder m_folder;
    DuckDatabase m_database;
    mutable std::shared_mutex m_mutex;
    std::map<QString, std::unique_ptr<ProjectStore>> m_stores;
};

} // namespace sluice::warehouse
