#include "connector/connector.h"

#include "connector/rehearsalsink.h"

namespace sluice
{

Result<QByteArray> Source::fingerprint(Stop)
{
    return QByteArray();
}

static Error cannot(const ConnectorInfo &info, const QString &what)
{
    return makeError(ErrorCode::Unsupported, QStringLiteral("%1 (%2) cannot %3.").arg(info.title, info.stepType, what));
}

TestReport Connector::test(const DataSource &, Stop, const StageTold &told) const
{
    return TestStages(told).failed(cannot(info(), QStringLiteral("be tested: it needs no connection")));
}

Result<QList<ObjectInfo>> Connector::list(const DataSource &, const QString &, Stop) const
{
    return cannot(info(), QStringLiteral("list what it holds: write the name by hand"));
}

Result<ObjectSchema> Connector::schema(const OpenRequest &, Stop) const
{
    return cannot(info(), QStringLiteral("tell its columns: write them by hand"));
}

Result<QList<SampleRecord>> Connector::sample(const OpenRequest &, int, Stop) const
{
    return cannot(info(), QStringLiteral("show records: look at its rows"));
}

Result<ObjectSchema> Connector::delivered(const OpenRequest &request, Stop stop) const
{
    return schema(request, stop);
}

Result<TableDraft> Connector::draftTable(const OpenRequest &, const ObjectSchema &) const
{
    return cannot(info(), QStringLiteral("have tables made for it"));
}

Result<SqlResult> Connector::runSql(const DataSource &, const QString &, Stop) const
{
    return cannot(info(), QStringLiteral("run SQL: name a data source of type \"odps\""));
}

Result<std::unique_ptr<Source>> Connector::openSource(const OpenRequest &, Stop) const
{
    return cannot(info(), QStringLiteral("be read from: choose another reader"));
}

Result<std::unique_ptr<Sink>> Connector::openSink(const OpenRequest &, Stop) const
{
    return cannot(info(), QStringLiteral("be written to: choose another writer"));
}

Result<std::unique_ptr<Sink>> Connector::openRehearsal(const OpenRequest &request, Stop stop) const
{
    SLUICE_TRY(ObjectSchema object, schema(request, stop));
    if (object.columns.columns.isEmpty())
        return cannot(info(), QStringLiteral("be rehearsed: its columns are not known before a run"));
    return std::unique_ptr<Sink>(std::make_unique<RehearsalSink>(std::move(object.columns)));
}

Result<Batch> Connector::readTexts(const OpenRequest &, const QList<QByteArray> &, Stop) const
{
    return cannot(info(), QStringLiteral("take rows as text: correct them at the source and run again"));
}

Issues Connector::check(const StepSpec &) const
{
    return {};
}

} // namespace sluice
