#include "contract/filefixture.h"

#include "connectors/file/fileconnector.h"

#include <QJsonArray>

namespace sluice
{

FileFixture::FileFixture(QString format, QStringList types)
    : m_format(std::move(format))
    , m_types(std::move(types))
    , m_connector(makeFileConnector())
{
}

OpenRequest FileFixture::request(const QString &category, const QString &path) const
{
    static NullLog log;
    OpenRequest request;
    request.step.stepType = QStringLiteral("file");
    request.step.category = category;
    request.step.parameter.insert(QStringLiteral("path"), path);
    request.step.parameter.insert(QStringLiteral("fileFormat"), m_format);
    request.lanes = 2;
    request.runId = QStringLiteral("contract");
    request.workspaceDir = m_folder.path();
    request.timeZone = QTimeZone::utc();
    request.log = &log;
    return request;
}

OpenRequest FileFixture::writer(const QString &place, const Schema &schema)
{
    m_peer = schema;
    OpenRequest made = request(QStringLiteral("writer"), place + QLatin1Char('.') + m_format);
    made.peer = &m_peer;
    return made;
}

OpenRequest FileFixture::reader(const QString &place, const Schema &schema)
{
    OpenRequest made = request(QStringLiteral("reader"), place + QStringLiteral("*.") + m_format);
    QJsonArray columns;
    for (const Column &column : schema.columns) {
        // A Parquet file knows its nested types.
        if (m_format == QLatin1String("parquet") && column.type.isNested())
            columns.append(column.name);
        else
            columns.append(
                QJsonObject{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type.text()}});
    }
    made.step.parameter.insert(QStringLiteral("column"), columns);
    return made;
}

OpenRequest FileFixture::missing()
{
    return request(QStringLiteral("reader"), QStringLiteral("nothing.") + m_format);
}

} // namespace sluice
