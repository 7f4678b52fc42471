#include "contract/odpsfixture.h"

#include "connectors/maxcompute/maxcomputeconnector.h"

#include <QJsonArray>

namespace sluice
{

namespace
{

template <typename T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
    return std::move(result).value();
}

} // namespace

OdpsFixture::OdpsFixture(const QString &name, const QJsonObject &options, Tables tables)
    : m_name(name)
    , m_options(options)
    , m_tables(tables)
    , m_connector(makeMaxComputeConnector())
{
    warehouse::WarehouseOptions store;
    store.directory = m_folder.path() + QStringLiteral("/store");
    m_warehouse = need(warehouse::Warehouse::open(store));
    if (const Done made = m_warehouse->createProject(QStringLiteral("demo")); !made)
        qFatal("%s", qPrintable(made.error().text()));
    warehouse::ServerOptions server;
    server.accessId = QStringLiteral("ak");
    server.accessKey = "sk-secret";
    m_server = need(warehouse::Server::start(*m_warehouse, server, m_log));
}

QStringList OdpsFixture::types() const
{
    return {"BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "STRING",
            "DECIMAL(18,4)",
            "DECIMAL(38,18)",
            "VARCHAR(10)",
            "BINARY",
            "DATE",
            "DATETIME",
            "TIMESTAMP",
            "TIMESTAMP_NTZ",
            "JSON",
            "ARRAY<BIGINT>",
            "MAP<STRING,BIGINT>",
            "STRUCT<a:BIGINT,b:ARRAY<STRING>>"};
}

Done OdpsFixture::prepare(const QString &place, const Schema &schema)
{
    QStringList columns;
    for (const Column &column : schema.columns)
        columns.append(column.name + QLatin1Char(' ') + column.type.text());
    QString sql = QStringLiteral("CREATE TABLE %1 (%2)").arg(place, columns.join(QStringLiteral(", ")));
    if (m_tables == Tables::Delta) {
        columns.first() += QStringLiteral(" NOT NULL");
        sql = QStringLiteral("CREATE TABLE %1 (%2, PRIMARY KEY (id)) TBLPROPERTIES ('transactional'='true')")
                  .arg(place, columns.join(QStringLiteral(", ")));
    }
    SLUICE_CHECK(m_warehouse->execute(QStringLiteral("demo"), QStringLiteral("default"), sql, {}, Stop()));
    return {};
}

OpenRequest OdpsFixture::request(const QString &category, const QString &table) const
{
    OpenRequest request;
    request.step.stepType = QStringLiteral("odps");
    request.step.category = category;
    request.step.parameter = {{QStringLiteral("datasource"), QStringLiteral("odps_first")},
                              {QStringLiteral("table"), table},
                              {QStringLiteral("column"), QJsonArray{QStringLiteral("*")}}};
    if (category == QLatin1String("writer"))
        request.step.parameter.insert(QStringLiteral("truncate"), false);
    for (auto option = m_options.begin(); option != m_options.end(); ++option)
        request.step.parameter.insert(option.key(), option.value());
    request.source.name = QStringLiteral("odps_first");
    request.source.type = QStringLiteral("odps");
    request.source.values = {{QStringLiteral("endpoint"), m_server->endpoint()},
                             {QStringLiteral("tunnelServer"), m_server->tunnelEndpoint()},
                             {QStringLiteral("project"), QStringLiteral("demo")},
                             {QStringLiteral("accessId"), QStringLiteral("ak")},
                             {QStringLiteral("accessKey"), QStringLiteral("sk-secret")}};
    request.lanes = 2;
    request.runId = QStringLiteral("contract");
    request.timeZone = QTimeZone::utc();
    request.log = const_cast<NullLog *>(&m_log);
    return request;
}

OpenRequest OdpsFixture::writer(const QString &place, const Schema &)
{
    return request(QStringLiteral("writer"), place);
}

OpenRequest OdpsFixture::reader(const QString &place, const Schema &)
{
    return request(QStringLiteral("reader"), place);
}

std::optional<OpenRequest> OdpsFixture::wrongKey()
{
    const Schema schema{{{QStringLiteral("id"), TypeKind::BigInt, true, {}}}};
    if (const Done made = prepare(QStringLiteral("locked"), schema); !made)
        qFatal("%s", qPrintable(made.error().text()));
    OpenRequest made = request(QStringLiteral("reader"), QStringLiteral("locked"));
    made.source.values.insert(QStringLiteral("accessKey"), QStringLiteral("not-the-key"));
    return made;
}

OpenRequest OdpsFixture::missing()
{
    return request(QStringLiteral("reader"), QStringLiteral("no_such_table"));
}

} // namespace sluice
