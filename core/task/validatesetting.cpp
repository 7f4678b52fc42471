#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/taskoptions.h"
#include "task/validateparts.h"

#include <QJsonObject>

namespace sluice
{

// The options of "errorLimit" and "speed"; those that are set are checked.
static void checkGroup(IssueReport &report, const QString &pointer, const OptionSpecs &options, const QString &owner)
{
    const QJsonValue value = report.value(pointer);
    if (!value.isObject()) {
        report.add(Severity::Error, pointer, QStringLiteral("%1 must be an object: { … }.").arg(owner));
        return;
    }
    const QStringList keys = keysOf(options);
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!keys.contains(member.key()))
            report.addUnknownKey(pointerTo(pointer, member.key()), member.key(), keys, QStringLiteral("of ") + owner);
    }
    for (const OptionSpec &option : options) {
        if (!isUnset(object.value(option.key)))
            checkOption(report, pointerTo(pointer, option.key), option, owner);
    }
}

static void checkErrorLimit(IssueReport &report, const QString &pointer)
{
    checkGroup(report, pointer, errorLimitOptions(), QStringLiteral("\"errorLimit\""));
    const QJsonObject limit = report.value(pointer).toObject();
    if (!isUnset(limit.value(QLatin1String("record"))) && !isUnset(limit.value(QLatin1String("percentage"))))
        report.add(Severity::Note, pointerTo(pointer, QStringLiteral("percentage")),
                   QStringLiteral("\"percentage\" has no effect: \"record\" goes before it."));
}

static void checkSpeed(IssueReport &report, const QString &pointer)
{
    checkGroup(report, pointer, speedOptions(), QStringLiteral("\"speed\""));
    const QJsonObject speed = report.value(pointer).toObject();
    const QJsonValue mbps = speed.value(QLatin1String("mbps"));
    const QString mbpsPlace = pointerTo(pointer, QStringLiteral("mbps"));
    if (const auto rate = readNumber(mbps); rate && !(*rate > 0))
        report.add(Severity::Error, mbpsPlace,
                   QStringLiteral("\"mbps\" must be greater than 0 (megabytes a second for the whole job)."));
    const bool throttle = readBoolean(speed.value(QLatin1String("throttle"))).value_or(false);
    if (throttle && isUnset(mbps))
        report.addMissing(
            Severity::Error, pointer, QStringLiteral("mbps"),
            QStringLiteral("\"throttle\" is on and \"mbps\" is missing: say how many megabytes a second the "
                           "job may move."),
            mbps.isUndefined() ? QJsonValue(QStringLiteral("12")) : QJsonValue(QJsonValue::Undefined));
    else if (!throttle && !isUnset(mbps) && !hasPlaceholder(speed.value(QLatin1String("throttle"))))
        report.add(Severity::Note, mbpsPlace, QStringLiteral("\"mbps\" counts only when \"throttle\" is true."));
}

void checkSetting(IssueReport &report)
{
    const QString setting = QStringLiteral("/setting");
    const QJsonValue value = report.value(setting);
    if (value.isUndefined()) {
        report.add(
            Severity::Note, QString(),
            QStringLiteral(
                "There is no \"setting\": the task runs in one lane, without a limit of speed or of dirty rows."));
        return;
    }
    if (!value.isObject()) {
        report.add(Severity::Error, setting, QStringLiteral("\"setting\" must be an object: { … }."));
        return;
    }
    const QStringList keys = keysOf(settingOptions());
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!keys.contains(member.key()))
            report.addUnknownKey(pointerTo(setting, member.key()), member.key(), keys,
                                 QStringLiteral("of \"setting\""));
    }
    if (object.contains(keys[0]))
        checkErrorLimit(report, pointerTo(setting, keys[0]));
    if (object.contains(keys[1]))
        checkSpeed(report, pointerTo(setting, keys[1]));
}

} // namespace sluice
