#include "app/cli/runsummary.h"

#include "app/cli/numbers.h"
#include "base/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

namespace sluice::cli
{

namespace
{

double number(const QJsonObject &report, const char *key)
{
    return report.value(QLatin1String(key)).toDouble();
}
qint64 whole(const QJsonObject &report, const char *key)
{
    return report.value(QLatin1String(key)).toInteger();
}
QString text(const QJsonObject &report, const char *key)
{
    return report.value(QLatin1String(key)).toString();
}

QString line(const char *name, const QString &value)
{
    return QStringLiteral("  %1  %2\n").arg(QLatin1String(name), -10).arg(value);
}

QString errorText(const QJsonObject &error)
{
    QString message = text(error, "message");
    if (const QString where = text(error, "where"); !where.isEmpty())
        message.prepend(where + QLatin1String(": "));
    if (const QString detail = text(error, "detail"); !detail.isEmpty())
        message += QLatin1String(" (") + detail + QLatin1Char(')');
    return message;
}

// Waits count only from a tenth of the lanes' time on.
QString waitsText(const QJsonObject &report)
{
    const double reader = number(report, "readerWaitSeconds");
    const double writer = number(report, "writerWaitSeconds");
    const double throttle = number(report, "throttleSeconds");
    QString verdict = QStringLiteral("both sides keep pace");
    const double notable = 0.1 * number(report, "seconds") * std::max<qint64>(1, whole(report, "lanes"));
    if (throttle > notable && throttle >= reader && throttle >= writer)
        verdict = QStringLiteral("the throttle (mbps) holds it back");
    else if (reader > notable && reader >= writer)
        verdict = QStringLiteral("the source holds it back");
    else if (writer > notable)
        verdict = QStringLiteral("the destination holds it back");
    return QStringLiteral("%1 for rows, %2 for room, %3 throttled: %4")
        .arg(seconds(reader), seconds(writer), seconds(throttle), verdict);
}

// A query that looks at what was written, or the file that holds it.
QString nextStep(const QJsonObject &report)
{
    auto script = readFile(text(report, "directory") + QLatin1String("/script.json"));
    if (!script.ok())
        return {};
    const QJsonArray steps = QJsonDocument::fromJson(*script).object().value(QLatin1String("steps")).toArray();
    for (const QJsonValue &step : steps) {
        const QJsonObject parameter = step[QLatin1String("parameter")].toObject();
        if (step[QLatin1String("category")].toString() != QLatin1String("writer"))
            continue;
        const QString table = text(parameter, "table");
        const QString source = text(parameter, "datasource");
        if (table.isEmpty() || source.isEmpty())
            return text(parameter, "path");
        static const QRegularExpression level(QStringLiteral("\\s*([^=,/\\s]+)\\s*=\\s*'?([^,/']*?)'?\\s*(?:[,/]|$)"));
        QStringList conditions;
        for (auto matches = level.globalMatch(text(parameter, "partition")); matches.hasNext();) {
            const auto match = matches.next();
            conditions.append(QStringLiteral("%1 = '%2'").arg(match.captured(1), match.captured(2)));
        }
        const QString where =
            conditions.isEmpty() ? QString() : QLatin1String(" WHERE ") + conditions.join(QLatin1String(" AND "));
        const QString option = source == QLatin1String("odps_first") ? QString() : QLatin1String(" --source ") + source;
        return QStringLiteral("sluice sql%1 \"SELECT * FROM %2%3 LIMIT 10\"").arg(option, table, where);
    }
    return {};
}

QString advice(const QJsonObject &report)
{
    const QString state = text(report, "state");
    const QString code = text(report.value(QLatin1String("error")).toObject(), "code");
    if (state == QLatin1String("Succeeded"))
        return nextStep(report);
    if (code == QLatin1String("Config"))
        return QStringLiteral("sluice validate %1").arg(text(report, "task"));
    if (report.contains(QLatin1String("dirtyRows")))
        return QStringLiteral("look at the dirty rows; setting.errorLimit.record says how many are tolerated");
    return {};
}

} // namespace

QString runSummary(const QJsonObject &report)
{
    QString summary = QStringLiteral("%1 in %2\n").arg(text(report, "state"), seconds(number(report, "seconds")));
    if (report.contains(QLatin1String("error")))
        summary += line("reason", errorText(report.value(QLatin1String("error")).toObject()));
    summary += line("rows", QStringLiteral("%1 read, %2 written, %3 dirty (%4 rows/s)")
                                .arg(count(whole(report, "rowsRead")), count(whole(report, "rowsWritten")),
                                     count(whole(report, "rowsDirty")), rate(number(report, "rowsPerSecond"))));
    QString volume = QStringLiteral("%1 of values").arg(bytes(number(report, "bytesWritten")));
    if (whole(report, "bytesSent") > 0)
        volume += QStringLiteral(", %1 sent").arg(bytes(number(report, "bytesSent")));
    summary +=
        line("bytes", volume + QStringLiteral(" (%1 MB/s)").arg(number(report, "megabytesPerSecond"), 0, 'f', 1));
    if (whole(report, "rowsRead") > 0)
        summary += line("waits", waitsText(report));
    for (const QJsonValue &note : report.value(QLatin1String("notes")).toArray())
        summary += line("note", note.toString());
    if (report.contains(QLatin1String("dirtyRows")))
        summary += line("dirty rows", text(report, "dirtyRows"));
    if (whole(report, "rowsReadBefore") > 0)
        summary += line("resumed", QStringLiteral("%1 of the rows were read by attempt %2 and before")
                                       .arg(count(whole(report, "rowsReadBefore")), text(report, "resumes")));
    summary += line("log", text(report, "log"));
    if (report.contains(QLatin1String("resumesAtRow")))
        summary += line("resume", QStringLiteral("sluice run %1 --resume goes on at row %2")
                                      .arg(text(report, "task"), count(whole(report, "resumesAtRow"))));
    if (const QString next = advice(report); !next.isEmpty())
        summary += line("next", next);
    return summary;
}

} // namespace sluice::cli
