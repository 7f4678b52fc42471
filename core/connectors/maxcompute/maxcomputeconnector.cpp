#include "connectors/maxcompute/maxcomputeconnector.h"

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/connectiontest.h"
#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/maxcomputereader.h"
#include "connectors/maxcompute/maxcomputewriter.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/partitionstart.h"
#include "connectors/maxcompute/sqlinstance.h"
#include "connectors/maxcompute/targettable.h"
#include "task/optionvalue.h"

#include <QSet>

namespace sluice
{

namespace
{

Issue issueAt(const StepSpec &step, const QString &key, const QString &message)
{
    Issue issue;
    issue.message = message;
    issue.pointer = step.pointer + QStringLiteral("/parameter/") + key;
    return issue;
}

QStringList textsOf(const StepSpec &step, const char *key)
{
    return readTexts(step.parameter[QLatin1String(key)]).value_or(QStringList());
}

// What can be wrong with a partition's text whatever the table; `${…}` is known only at the run.
void checkPartition(const StepSpec &step, const QString &text, const QString &key, bool writer, Issues &issues)
{
    if (text.contains(QLatin1String("${")) || (!writer && (isPartitionQuery(text) || newestWanted(text))))
        return;
    if (writer) {
        if (const auto partition = WritePartition::parse(text); !partition.ok())
            issues.append(issueAt(step, key, partition.error().message));
    } else if (const auto spec = PartitionSpec::parse(text); !spec.ok()) {
        issues.append(issueAt(step, key, spec.error().message));
    }
}

// FS-4, FS-5.
void checkStart(const StepSpec &step, bool filtered, Issues &issues)
{
    const QString key = QStringLiteral("startPartition");
    const QString start = readText(step.parameter[key]).value_or(QString()).trimmed();
    if (start.isEmpty())
        return;
    if (filtered)
        issues.append(issueAt(step, key, startWithWhere()));
    const QString interval = QStringLiteral("subscribeIntervalInSec");
    if (step.parameter.contains(interval)) {
        Issue issue =
            issueAt(step, interval,
                    QStringLiteral("The task goes on until it is stopped, and a target that shows rows when a "
                                   "task ends, such as a table, keeps none of them. Leave the interval out to "
                                   "end after the newest partition."));
        issue.severity = Severity::Warning;
        issues.append(issue);
    }
    if (start.contains(QLatin1String("${")))
        return;
    const auto spec = PartitionSpec::parse(start);
    if (!spec.ok()) {
        issues.append(issueAt(step, key, spec.error().message));
    } else if (const QString number = unpaddedNumber(*spec); !number.isNull()) {
        Issue issue =
            issueAt(step, key,
                    QStringLiteral("Partitions are compared as text, so that 10 comes before 9. Write numbers "
                                   "with leading zeros (0%1), in the table's partitions too.")
                        .arg(number));
        issue.severity = Severity::Warning;
        issues.append(issue);
    }
}

// FS-2.
void checkQuota(const StepSpec &step, Issues &issues)
{
    if (isUnset(step.parameter[QLatin1String("tunnelQuota")]) || isUnset(step.parameter[QLatin1String("tunnelServer")]))
        return;
    Issue issue = issueAt(step, QStringLiteral("tunnelQuota"),
                          QStringLiteral("tunnelServer decides where rows go, so the tunnel resource group does not "
                                         "choose the way. Remove one of the two."));
    issue.severity = Severity::Warning;
    issues.append(issue);
}

Issues checkReader(const StepSpec &step)
{
    Issues issues;
    const bool enableWhere = readBoolean(step.parameter[QLatin1String("enableWhere")]).value_or(false);
    const QString where = readText(step.parameter[QLatin1String("where")]).value_or(QString()).trimmed();
    checkStart(step, enableWhere && !where.isEmpty(), issues);
    checkQuota(step, issues);
    const QStringList columns = textsOf(step, "column");
    for (qsizetype i = 0; i < columns.size(); ++i)
        if (isExpression(columns[i]) && !(enableWhere && !where.isEmpty()))
            issues.append(
                issueAt(step, QStringLiteral("column/%1").arg(i),
                        QStringLiteral("\"%1\" is an expression; functions in \"column\" need enableWhere=true "
                                       "and a where condition. A constant stands in single quotes.")
                            .arg(columns[i])));
    const QStringList partitions = textsOf(step, "partition");
    const bool list = step.parameter[QLatin1String("partition")].isArray();
    for (qsizetype i = 0; i < partitions.size(); ++i)
        checkPartition(step, partitions[i], list ? QStringLiteral("partition/%1").arg(i) : QStringLiteral("partition"),
                       false, issues);
    return issues;
}

Issues checkWriter(const StepSpec &step)
{
    Issues issues;
    if (const auto text = readText(step.parameter[QLatin1String("partition")]))
        checkPartition(step, *text, QStringLiteral("partition"), true, issues);
    if (const Done mode = checkWriteMode(step.parameter); !mode.ok())
        issues.append(issueAt(step, mode.error().where, mode.error().message));
    checkQuota(step, issues);
    const QStringList columns = textsOf(step, "column");
    for (qsizetype i = 0; i < columns.size(); ++i)
        if (isConstant(columns[i]) || isExpression(columns[i]))
            issues.append(issueAt(step, QStringLiteral("column/%1").arg(i),
                                  QStringLiteral("\"%1\" is not the name of a column to write to.").arg(columns[i])));
    return issues;
}

QString kindOf(const QString &type)
{
    if (type.contains(QLatin1String("VIEW")))
        return QStringLiteral("view");
    return type == QLatin1String("EXTERNAL_TABLE") || type == QLatin1String("OBJECT_TABLE")
               ? QStringLiteral("external table")
               : QStringLiteral("table");
}

Result<TableMeta> tableOf(const StepSpec &step, Client &client, Stop stop)
{
    const QString name = readText(step.parameter[QLatin1String("table")]).value_or(QString());
    if (name.trimmed().isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"table\" names no table."),
                         parameterPointer(step, "table"));
    return fetchTable(client, TableName::parse(name), stop);
}

ObjectSchema described(const TableMeta &table)
{
    ObjectSchema object;
    object.name = table.name.text();
    object.columns = table.columns.columns;
    object.partitionColumns = table.columns.partitionColumns;
    object.comment = table.comment;
    object.rows = table.rows;
    return object;
}

class MaxComputeConnector final : public Connector
{
public:
    explicit MaxComputeConnector(RetryPace pace)
        : m_pace(pace)
    {
        m_info.stepType = QStringLiteral("odps");
        m_info.title = QStringLiteral("MaxCompute");
        m_info.summary = QStringLiteral("Tables and partitions of MaxCompute, in the cloud or in the local warehouse, "
                                        "read and written through its tunnel.");
        m_info.needsSource = true;
        m_info.makesTables = true;
        m_info.sourceOptions = sourceOptions();
        m_info.readerOptions = readerOptions();
        m_info.writerOptions = writerOptions();
    }

    const ConnectorInfo &info() const override { return m_info; }

    TestReport test(const DataSource &source, Stop stop, const StageTold &told) const override
    {
        auto account = accountOf(source);
        return account.ok() ? testConnection(std::move(account).value(), stop, told)
                            : TestStages(told).failed(account.error());
    }

    Result<QList<ObjectInfo>> list(const DataSource &source, const QString &prefix, Stop stop) const override
    {
        SLUICE_TRY(Account account, accountOf(source));
        Client client(std::move(account), probeTries);
        SLUICE_TRY(const auto tables, fetchTables(client, prefix, stop));
        QList<ObjectInfo> objects;
        for (const ListedTable &table : tables)
            objects.append({table.name, kindOf(table.type), table.comment});
        return objects;
    }

    Result<ObjectSchema> schema(const OpenRequest &request, Stop stop) const override
    {
        SLUICE_TRY(Account account, accountOf(request.source, request.step));
        Client client(std::move(account), probeTries);
        SLUICE_TRY(const TableMeta table, tableOf(request.step, client, stop));
        return described(table);
    }

    Result<ObjectSchema> delivered(const OpenRequest &request, Stop stop) const override
    {
        SLUICE_TRY(Account account, accountOf(request.source, request.step));
        Client client(std::move(account), probeTries);
        SLUICE_TRY(const TableMeta table, tableOf(request.step, client, stop));
        const QStringList entries = sluice::readTexts(request.step.parameter[QLatin1String("column")])
                                        .value_or(QStringList{QStringLiteral("*")});
        const bool byQuery = readBoolean(request.step.parameter[QLatin1String("enableWhere")]).value_or(false);
        SLUICE_TRY(const QList<ReadColumn> chosen, chooseReadColumns(entries, table.columns, byQuery));
        ObjectSchema object = described(table);
        object.columns = {};
        for (const ReadColumn &read : chosen)
            object.columns.columns.append(read.column);
        if (table.otherKind().isEmpty()) {
            SLUICE_TRY(const DeltaTable delta, fetchDeltaTable(client, table.name, stop));
            object.keys = delta.keys;
        }
        return object;
    }

    Result<TableDraft> draftTable(const OpenRequest &request, const ObjectSchema &incoming) const override
    {
        SLUICE_TRY(const Account account, accountOf(request.source, request.step));
        return draftTarget(request.step, account, incoming);
    }

    Result<SqlResult> runSql(const DataSource &source, const QString &statement, Stop stop) const override
    {
        SLUICE_TRY(Account account, accountOf(source));
        Client client(std::move(account), openTries);
        return runStatement(client, statement, stop);
    }

    Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop stop) const override
    {
        return openMaxComputeSource(request, m_pace, stop);
    }

    Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop stop) const override
    {
        return openMaxComputeSink(request, m_pace, stop);
    }

    Result<std::unique_ptr<Sink>> openRehearsal(const OpenRequest &request, Stop stop) const override
    {
        return openMaxComputeRehearsal(request, stop);
    }

    Issues check(const StepSpec &step) const override
    {
        return step.category == QLatin1String("writer") ? checkWriter(step) : checkReader(step);
    }

private:
    // For runs; probes try once more at most.
    const RetryPace m_pace;
    ConnectorInfo m_info;
};

} // namespace

std::unique_ptr<Connector> makeMaxComputeConnector(RetryPace pace)
{
    return std::make_unique<MaxComputeConnector>(pace);
}

} // namespace sluice
