#include "connectors/stream/streamconnector.h"

#include "connectors/stream/streamreader.h"
#include "connectors/stream/streamwriter.h"
#include "task/optionbuilder.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

namespace
{

constexpr double many = 9e15; // whole numbers that a JSON number holds

OptionSpecs readerOptions()
{
    return {
        option(
            "column", "Columns", OptionKind::Columns,
            "What to generate: one object a column with \"type\" (string, long, double, bool, date, bytes or a type "
            "of MaxCompute; default string) and either \"value\" (a constant) or \"random\" (\"from, to\": values of "
            "numbers and dates, lengths of texts and bytes, false and true parts of booleans). \"dateFormat\" tells "
            "how dates are written, \"name\" names the column. Without it, one field for each destination column.",
            R"([{"type": "long", "random": "1, 1000"}, {"value": "DataX"}])"),
        withDefault(
            ranged(option("sliceRecordCount", "Rows a lane", OptionKind::Integer,
                          "How many rows every lane makes; the total is this times the number of lanes.", "100000"),
                   1, many),
            10),
        advanced(
            withDefault(ranged(option("seed", "Seed", OptionKind::Integer,
                                      "Another seed gives other values; the same seed always gives the same.", "42"),
                               0, many),
                        0)),
    };
}

OptionSpecs writerOptions()
{
    return {
        withDefault(option("print", "Print", OptionKind::Boolean,
                           "Writes the first 100 rows to the log. Without it rows are counted and discarded.", "true"),
                    false),
        withDefault(option("fieldDelimiter", "Field delimiter", OptionKind::Text,
                           "What stands between the columns of a printed or written row.", "\",\""),
                    QStringLiteral("\t")),
        option("path", "Folder", OptionKind::Path, "The folder of the file to write; it must exist.", "\"/tmp/out\""),
        option("fileName", "File name", OptionKind::Text,
               "Writes the rows to this file as lines of text, replacing it when the run succeeds.", "\"rows.txt\""),
        advanced(ranged(option("recordNumBeforeSleep", "Rows before a pause", OptionKind::Integer,
                               "A lane pauses after every so many rows: a slow destination to test with.", "10000"),
                        0, many)),
        advanced(ranged(option("sleepTime", "Length of a pause", OptionKind::Number, "Seconds.", "1"), 0, 86400)),
    };
}

class StreamConnector final : public Connector
{
public:
    StreamConnector()
    {
        m_info.stepType = QStringLiteral("stream");
        m_info.title = optionWords("Stream");
        m_info.summary = QStringLiteral("Generated rows to read, and a place to print or discard rows: the peer that "
                                        "needs no connection, for trying out the other side.");
        m_info.readsForPeer = true;
        m_info.readerOptions = readerOptions();
        m_info.writerOptions = writerOptions();
    }

    const ConnectorInfo &info() const override { return m_info; }

    Result<ObjectSchema> schema(const OpenRequest &request, Stop) const override
    {
        ObjectSchema schema;
        schema.name = QStringLiteral("stream");
        if (request.step.category == QLatin1String("writer")) {
            if (request.peer)
                schema.columns = *request.peer;
            return schema;
        }
        SLUICE_TRY(const auto columns, streamColumns(request));
        for (const StreamColumn &column : columns)
            schema.columns.columns.append(column.column);
        return schema;
    }

    Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop) const override
    {
        return openStreamSource(request);
    }

    Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop) const override
    {
        return openStreamSink(request);
    }

    Issues check(const StepSpec &step) const override
    {
        return step.category == QLatin1String("writer") ? checkWriter(step) : checkReader(step);
    }

private:
    static Issue issue(const QString &message, const QString &pointer)
    {
        Issue made;
        made.message = message;
        made.pointer = pointer;
        return made;
    }

    static Issues checkReader(const StepSpec &step)
    {
        Issues issues;
        const QJsonArray entries = step.parameter.value(QStringLiteral("column")).toArray();
        for (int i = 0; i < entries.size(); ++i) {
            const QString pointer = QStringLiteral("%1/parameter/column/%2").arg(step.pointer).arg(i);
            const QJsonObject entry = entries[i].toObject();
            if (!entries[i].isObject()) {
                issues.append(issue(QStringLiteral("A generated column is an object, as in {\"type\": \"long\", "
                                                   "\"random\": \"1, 100\"}."),
                                    pointer));
                continue;
            }
            if (QJsonDocument(entry).toJson().contains("${")) // known only when it runs
                continue;
            const auto column = parseStreamColumn(entry, i, QTimeZone::utc());
            if (column)
                continue;
            const QString key = column.error().where;
            issues.append(
                issue(column.error().message, entry.contains(key) ? pointer + QLatin1Char('/') + key : pointer));
        }
        return issues;
    }

    static Issues checkWriter(const StepSpec &step)
    {
        const QString pointer = step.pointer + QStringLiteral("/parameter");
        const bool hasPath = step.parameter.contains(QStringLiteral("path"));
        const bool hasName = step.parameter.contains(QStringLiteral("fileName"));
        if (hasPath && !hasName)
            return {issue(QStringLiteral("A path needs a fileName: together they say where the rows go."), pointer)};
        if (hasName && !hasPath)
            return {issue(QStringLiteral("A fileName needs a path: the folder it lies in."), pointer)};
        const QString name = step.parameter.value(QStringLiteral("fileName")).toString();
        if (name.contains(QLatin1Char('/')))
            return {issue(QStringLiteral("A fileName has no slash: folders belong into path."),
                          pointer + QStringLiteral("/fileName"))};
        return {};
    }

    ConnectorInfo m_info;
};

} // namespace

std::unique_ptr<Connector> makeStreamConnector()
{
    return std::make_unique<StreamConnector>();
}

} // namespace sluice
