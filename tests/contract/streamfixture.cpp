#include "contract/streamfixture.h"

#include "connectors/file/fileconnector.h"
#include "connectors/stream/streamconnector.h"

#include <QJsonArray>

namespace sluice
{

StreamFixture::StreamFixture()
    : m_stream(makeStreamConnector())
    , m_file(makeFileConnector())
{
}

// Lines of text without quotes hold no line breaks, so no STRING.
QStringList StreamFixture::types() const
{
    return {"BOOLEAN", "TINYINT",       "SMALLINT",       "INT",  "BIGINT",   "FLOAT",
            "DOUBLE",  "DECIMAL(18,4)", "DECIMAL(38,18)", "DATE", "DATETIME", "TIMESTAMP"};
}

OpenRequest StreamFixture::request(const QString &stepType, const QString &category) const
{
    static NullLog log;
    OpenRequest request;
    request.step.stepType = stepType;
    request.step.category = category;
    request.lanes = 2;
    request.runId = QStringLiteral("contract");
    request.workspaceDir = m_folder.path();
    request.timeZone = QTimeZone::utc();
    request.log = &log;
    return request;
}

OpenRequest StreamFixture::writer(const QString &place, const Schema &schema)
{
    m_peer = schema;
    OpenRequest made = request(QStringLiteral("stream"), QStringLiteral("writer"));
    made.step.parameter.insert(QStringLiteral("path"), QStringLiteral("."));
    made.step.parameter.insert(QStringLiteral("fileName"), place);
    made.peer = &m_peer;
    return made;
}

OpenRequest StreamFixture::reader(const QString &place, const Schema &schema)
{
    OpenRequest made = request(QStringLiteral("file"), QStringLiteral("reader"));
    made.step.parameter.insert(QStringLiteral("path"), place);
    made.step.parameter.insert(QStringLiteral("fileFormat"), QStringLiteral("text"));
    made.step.parameter.insert(QStringLiteral("fieldDelimiter"), QStringLiteral("\t"));
    made.step.parameter.insert(QStringLiteral("header"), false);
    QJsonArray columns;
    for (int i = 0; i < schema.size(); ++i)
        columns.append(QJsonObject{{QStringLiteral("index"), i},
                                   {QStringLiteral("name"), schema.columns[i].name},
                                   {QStringLiteral("type"), schema.columns[i].type.text()}});
    made.step.parameter.insert(QStringLiteral("column"), columns);
    return made;
}

OpenRequest StreamFixture::missing()
{
    return reader(QStringLiteral("nothing"), {});
}

} // namespace sluice
