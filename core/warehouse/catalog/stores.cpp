#include "warehouse/catalog/stores.h"

#include "base/nearest.h"
#include "warehouse/sql/macros.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

Done checkName(const QString &project)
{
    static const QRegularExpression form(QStringLiteral("^[a-z][a-z0-9_]{0,127}$"));
    if (form.match(project).hasMatch())
        return {};
    return makeError(ErrorCode::Config,
                     QStringLiteral("\"%1\" is not a project name: a letter, then letters, digits and underscores.")
                         .arg(project.left(100)));
}

Done configure(DuckDatabase &database, const StoreFolder &folder)
{
    SLUICE_TRY(DuckConnection connection, database.connect());
    QStringList settings{
        QStringLiteral("SET temp_directory = %1").arg(sqlString(folder.spillPath())),
        QStringLiteral("SET default_null_order = 'nulls_first_on_asc_last_on_desc'"),
        // Loading is what the warehouse does most. These methods cost half of an append for strings that seldom repeat.
        QStringLiteral("SET disabled_compression_methods = 'fsst,dict_fsst,dictionary'"),
        QStringLiteral("SET preserve_insertion_order = true"),
        QStringLiteral("SET arrow_large_buffer_size = false"),
        QStringLiteral("SET produce_arrow_string_view = false"),
    };
    settings.append(macroStatements());
    // A statement reaches the warehouse's own files and nothing else.
    settings.append(QStringLiteral("SET allowed_directories = [%1]").arg(sqlString(folder.path())));
    settings.append(QStringLiteral("SET enable_external_access = false"));
    for (const QString &setting : std::as_const(settings))
        SLUICE_CHECK(connection.run(setting));
    return {};
}

} // namespace

Stores::Stores(const WarehouseOptions &options, StoreFolder folder, DuckDatabase database)
    : m_options(options)
    , m_folder(std::move(folder))
    , m_database(std::move(database))
{
}

Result<std::unique_ptr<Stores>> Stores::open(const WarehouseOptions &options)
{
    SLUICE_TRY(StoreFolder folder, StoreFolder::open(options.directory));
    SLUICE_TRY(DuckDatabase database,
               DuckDatabase::open({}, {{QStringLiteral("threads"), QString::number(std::max(1, options.threads))},
                                       {QStringLiteral("memory_limit"),
                                        QStringLiteral("%1MiB").arg(std::max<qint64>(64, options.memoryBytes >> 20))},
                                       {QStringLiteral("autoload_known_extensions"), QStringLiteral("false")},
                                       {QStringLiteral("autoinstall_known_extensions"), QStringLiteral("false")}}));
    SLUICE_CHECK(configure(database, folder));
    std::unique_ptr<Stores> stores(new Stores(options, std::move(folder), std::move(database)));
    for (const QString &name : stores->m_folder.projects())
        if (checkName(name))
            SLUICE_CHECK(stores->create(name));
    return stores;
}

QStringList Stores::projects() const
{
    std::shared_lock lock(m_mutex);
    QStringList names;
    for (const auto &[name, store] : m_stores)
        names.append(name);
    return names;
}

ProjectStore *Stores::find(const QString &project) const
{
    std::shared_lock lock(m_mutex);
    const auto found = m_stores.find(project.toLower());
    return found == m_stores.end() ? nullptr : found->second.get();
}

Result<ProjectStore *> Stores::create(const QString &project)
{
    const QString name = project.toLower();
    SLUICE_CHECK(checkName(name));
    std::unique_lock lock(m_mutex);
    if (const auto found = m_stores.find(name); found != m_stores.end())
        return found->second.get();
    SLUICE_TRY(auto store, ProjectStore::open(m_database, name, m_folder.projectFile(name)));
    return m_stores.emplace(name, std::move(store)).first->second.get();
}

Result<ProjectStore *> Stores::project(const QString &project)
{
    if (ProjectStore *store = find(project))
        return store;
    if (m_options.autoCreateProjects)
        return create(project);
    return noProject(project);
}

Error Stores::noProject(const QString &project) const
{
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no project \"%1\" in the local warehouse.%2")
                         .arg(project, didYouMean(project, projects())),
                     {}, QStringLiteral("NoSuchProject"));
}

Result<TablePtr> Stores::table(const TableRef &ref) const
{
    const ProjectStore *store = find(ref.project);
    if (!store)
        return noProject(ref.project);
    const QString schema = ref.schema.isEmpty() ? QStringLiteral("default") : ref.schema.toLower();
    if (const TablePtr table = store->find(schema, ref.table.toLower()))
        return table;
    if (!store->schemas().contains(schema))
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("Project \"%1\" has no schema \"%2\".%3")
                             .arg(ref.project, schema, didYouMean(schema, store->schemas())),
                         {}, QStringLiteral("NoSuchSchema"));
    QStringList names;
    for (const TablePtr &table : store->tables(schema))
        names.append(table->ref.table);
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no table %1.%2").arg(ref.text(), didYouMean(ref.table, names)), {},
                     QStringLiteral("NoSuchTable"));
}

template <typename Session>
std::shared_ptr<Session> Stores::session(std::shared_ptr<Session> (ProjectStore::*find)(const QString &) const,
                                         const QString &id, ProjectStore **store) const
{
    std::shared_lock lock(m_mutex);
    for (const auto &[name, candidate] : m_stores)
        if (auto found = (candidate.get()->*find)(id)) {
            *store = candidate.get();
            return found;
        }
    return nullptr;
}

std::shared_ptr<UploadState> Stores::upload(const QString &id, ProjectStore **store) const
{
    return session(&ProjectStore::upload, id, store);
}

std::shared_ptr<UpsertState> Stores::upsert(const QString &id, ProjectStore **store) const
{
    return session(&ProjectStore::upsert, id, store);
}

} // namespace sluice::warehouse
