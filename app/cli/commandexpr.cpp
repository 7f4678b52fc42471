#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/plannedoption.h"
#include "app/cli/workspacescope.h"
#include "schedule/evaluate.h"
#include "service/runreport.h"

#include <QDateTime>

namespace sluice::cli
{

namespace
{

// The zone of the workspace that the program stands in; elsewhere, this computer's.
Result<QTimeZone> zoneFor(const Arguments &arguments)
{
    const auto workspace = workspaceFor(arguments);
    if (workspace.ok())
        return workspace->timeZone();
    if (arguments.has(workspaceOption.name))
        return workspace.error();
    const QTimeZone here = QTimeZone::systemTimeZone();
    return here.isValid() ? here : QTimeZone::utc();
}

// The expression with a caret under a position of it (1-based).
QString pointedAt(const QString &expression, int position)
{
    QString line;
    QString caret;
    for (qsizetype i = 0; i < expression.size(); ++i) {
        const QChar c = expression[i];
        line += c.category() == QChar::Other_Control ? QChar(u' ') : c;
        if (i < position - 1 && !c.isLowSurrogate())
            caret += QChar(c.unicode() >= 0x2e80 ? u'\u3000' : u' '); // as wide as what stands above it
    }
    return QStringLiteral("  %1\n  %2^").arg(line, caret);
}

int refuse(const Error &error, const QString &expression, int position, bool json)
{
    if (json) {
        QJsonObject object = errorJson(error);
        object.insert(QStringLiteral("position"), position);
        printJson(QJsonObject{{QStringLiteral("error"), object}});
    }
    note(QStringLiteral("sluice: ") + error.text());
    note(pointedAt(expression, position));
    return exitCodeOf(error);
}

QJsonArray hintsJson(const QList<ValueHint> &hints)
{
    QJsonArray array;
    for (const ValueHint &hint : hints)
        array.append(QJsonObject{{QStringLiteral("position"), hint.begin + 1},
                                 {QStringLiteral("message"), hint.message},
                                 {QStringLiteral("safeForm"), hint.safeForm}});
    return array;
}

} // namespace

int runExpr(const Arguments &arguments)
{
    const bool json = arguments.has(jsonOption.name);
    const QString expression = arguments.positional().first();
    const auto zone = zoneFor(arguments);
    if (!zone.ok())
        return fail(zone.error(), json);
    const auto given = plannedTimeOf(arguments, *zone);
    if (!given.ok())
        return fail(given.error(), json);
    const PlannedTime time = given->value_or(PlannedTime::atMinuteOf(QDateTime::currentSecsSinceEpoch(), *zone));

    int position = 0;
    const auto parsed = parseValue(expression, &position);
    if (!parsed.ok())
        return refuse(parsed.error(), expression, position, json);
    const auto value = evaluate(*parsed, time, &position);
    if (!value.ok())
        return refuse(value.error(), expression, position, json);

    const QList<ValueHint> hints = lintValue(*parsed);
    if (json)
        printJson(QJsonObject{{QStringLiteral("expression"), expression},
                              {QStringLiteral("value"), *value},
                              {QStringLiteral("scheduledTime"), time.text()},
                              {QStringLiteral("businessDate"), time.businessDate()},
                              {QStringLiteral("timeZone"), QString::fromUtf8(zone->id())},
                              {QStringLiteral("hints"), hintsJson(hints)}});
    else
        printLine(*value);
    if (!*given)
        note(QStringLiteral("For now, %1; another time with --at \"2023-04-23 19:00:00\".").arg(time.text()));
    for (const ValueHint &hint : hints)
        note(QStringLiteral("Hint: %1").arg(hint.message));
    return success;
}

} // namespace sluice::cli
