#include "tunnel/sessionschema.h"
#include "warehouse/arrow/arrowtimes.h"
#include "warehouse/tunnel/tunnel.h"

#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 limitedRows = 10000; // what a client without the right to download may see

// A download of a result needs no state of its own: its id says what it is.
const QString limitedSuffix = QStringLiteral("-limited");

struct Session {
    QString id;
    Instance instance;
    qint64 rows = 0;
};

std::optional<Session> sessionOf(ServiceCall &call, const QString &id)
{
    auto instance = call.server.instances.find(call.project, call.instance);
    if (!instance.ok()) {
        call.fail(instance.error());
        return std::nullopt;
    }
    if (!id.startsWith(instance->id)) {
        call.fail({404, "NoSuchDownload", "There is no download of this id for this instance."});
        return std::nullopt;
    }
    if (!instance->ended()) {
        call.fail({400, "InstanceNotTerminate", "The instance still runs; wait for its end."});
        return std::nullopt;
    }
    if (!instance->isSelect || instance->state != InstanceState::Success) { // clients turn to ?result on this code
        call.fail({400, "InstanceTypeNotSupported", "Only the result of a SELECT that succeeded can be downloaded."});
        return std::nullopt;
    }
    if (!instance->rows) {
        call.fail({404, "NoSuchDownload", "The result was given up to make room for newer ones. Run it again."});
        return std::nullopt;
    }
    const qint64 rows = instance->rows->rows();
    const bool limited = id.endsWith(limitedSuffix) || call.has("instance_tunnel_limit_enabled");
    return Session{id, std::move(instance).value(), limited ? std::min(rows, limitedRows) : rows};
}

void describe(ServiceCall &call, const Session &session)
{
    call.replyJson({{QStringLiteral("DownloadID"), session.id},
                    {QStringLiteral("Status"), QStringLiteral("NORMAL")},
                    {QStringLiteral("RecordCount"), session.rows},
                    {QStringLiteral("Schema"), sessionSchemaJson({session.instance.rows->schema(), {}})},
                    {QStringLiteral("QuotaName"), QStringLiteral("")},
                    {QStringLiteral("SupportReadByRawSize"), false}});
}

// Rows whose columns of instants are struct(sec, nano), which in a schema is what INTERVAL_DAY_TIME looks like.
class StructTimes final : public RowStream
{
public:
    explicit StructTimes(RowStream &rows)
        : m_rows(rows)
        , m_shape(rows.schema(), {ArrowTimes::Form::Struct, ArrowTimes::Form::Milli})
        , m_schema(rows.schema())
    {
        for (Column &column : m_schema.columns)
            if (column.type.kind() == TypeKind::Timestamp || column.type.kind() == TypeKind::TimestampNtz)
                column.type = Type(TypeKind::IntervalDayTime);
    }

    const Schema &schema() const override { return m_schema; }
    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        SLUICE_TRY(auto batch, m_rows.next());
        if (!batch)
            return batch;
        return m_shape.apply(*batch);
    }

private:
    RowStream &m_rows;
    ArrowTimesShape m_shape;
    Schema m_schema;
};

} // namespace

void tunnelInstance(ServiceCall &call)
{
    if (call.has("cached")) // results without a session are of short queries; clients turn to the ordinary way
        return call.fail({400, "InstanceTypeNotSupported",
                          "The local warehouse gives results by download sessions only; leave 'cached' out."});
    if (call.has("downloads")) {
        if (!call.isPost())
            return call.failMethod();
        const bool limited = call.has("instance_tunnel_limit_enabled");
        if (const auto session = sessionOf(call, limited ? call.instance + limitedSuffix : call.instance))
            describe(call, *session);
        return;
    }
    if (!call.isGet())
        return call.failMethod();
    const auto session = sessionOf(call, call.value("downloadid"));
    if (!session)
        return;
    if (!call.has("data"))
        return describe(call, *session);
    const auto range =
        call.has("rowrange") ? parseRowRange(call.value("rowrange")) : std::pair(qint64(0), session->rows);
    if (!range)
        return call.fail({400, "InvalidRowRange", "The row range is not of the form (start,count)."});
    const qint64 count = std::max<qint64>(0, std::min(range->second, session->rows - range->first));
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    const auto columns = columnsOf(call, session->instance.rows->schema(), format);
    if (!columns)
        return;
    auto rows = session->instance.rows->read(range->first, count, *columns);
    if (!rows.ok())
        return call.fail(rows.error(), "InvalidArgument");
    if (format == RowFormat::Record)
        return sendRows(call, **rows, format);
    StructTimes structs(**rows);
    sendRows(call, structs, format);
}

} // namespace sluice::warehouse
