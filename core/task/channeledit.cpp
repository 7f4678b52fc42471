#include "task/jsonpointer.h"
#include "task/optionbuilder.h"
#include "task/optionvalue.h"
#include "task/taskedit.h"
#include "task/taskoptions.h"
#include "task/taskwords.h"

namespace sluice
{

namespace
{

const QString limitPlace = QStringLiteral("/setting/errorLimit");
const QString speedPlace = QStringLiteral("/setting/speed");
const QString policyKey = QStringLiteral("dirtyPolicy");
const QString recordKey = QStringLiteral("record");
const QString shareKey = QStringLiteral("percentage");
const QString throttleKey = QStringLiteral("throttle");
const QString rateKey = QStringLiteral("mbps");

const QString none = QStringLiteral("none"), limit = QStringLiteral("limit"), share = QStringLiteral("share"),
              ignored = QStringLiteral("ignore");

const QString firstLimit = QStringLiteral("10");
const QString firstRate = QStringLiteral("12"); // as the documents print it
constexpr double firstShare = 0.01;

OptionSpec named(const OptionSpecs &options, const QString &key, const char *title)
{
    const OptionSpec *found = optionWithKey(options, key);
    OptionSpec option = found ? *found : OptionSpec();
    option.title = optionWords(title);
    return option;
}

QString policyOf(const QJsonObject &errorLimit)
{
    const QJsonValue record = errorLimit.value(recordKey);
    if (isUnset(record))
        return isUnset(errorLimit.value(shareKey)) ? ignored : share;
    return readNumber(record).value_or(1) == 0 ? none : limit;
}

// Which of the two keys stand, and what the first one says.
Result<ScriptDocument> setPolicy(const ScriptDocument &script, const QString &policy)
{
    const QJsonObject old = script.value(limitPlace).toObject();
    if (policy == policyOf(old))
        return script;
    const QString record = pointerTo(limitPlace, recordKey), percentage = pointerTo(limitPlace, shareKey);
    ScriptDocument changed = script;
    if (policy == none || policy == limit) {
        const QString rows = policy == none ? QStringLiteral("0") : firstLimit;
        const bool number = old.value(recordKey).isDouble();
        SLUICE_TRY(changed, changed.set(record, number ? QJsonValue(rows.toInt()) : QJsonValue(rows)));
        return changed.remove(percentage);
    }
    SLUICE_TRY(changed, changed.remove(record));
    if (policy == share)
        return changed.set(percentage, firstShare);
    SLUICE_TRY(changed, changed.remove(percentage));
    return changed.value(limitPlace).toObject().isEmpty() ? changed.remove(limitPlace) : changed;
}

} // namespace

const OptionSpecs &channelOptions()
{
    static const OptionSpecs options = [] {
        OptionSpec throttle = named(speedOptions(), throttleKey, "Throttle");
        throttle.choiceTitles = {optionWords("No limit"), optionWords("Limited")};
        OptionSpec policy;
        policy.key = policyKey;
        policy.title = optionWords("Dirty rows");
        policy.kind = OptionKind::Choice;
        policy.required = true;
        policy.choices = {none, limit, share, ignored};
        policy.choiceTitles = {optionWords("Not tolerated"), optionWords("At most a number"),
                               optionWords("At most a share"), optionWords("Ignored, however many")};
        policy.help = optionWords("How many rows may be rejected before the task fails. Rejected rows are kept with "
                                  "their cause in any case.");
        return OptionSpecs{
            named(speedOptions(), QStringLiteral("concurrent"), "Channels"),
            throttle,
            named(speedOptions(), rateKey, "MB a second"),
            policy,
            named(errorLimitOptions(), recordKey, "Most dirty rows"),
            named(errorLimitOptions(), shareKey, "Largest share"),
        };
    }();
    return options;
}

QString channelPointer(const QString &key)
{
    if (key == policyKey)
        return limitPlace;
    return pointerTo(key == recordKey || key == shareKey ? limitPlace : speedPlace, key);
}

QString channelKeyAt(const QString &pointer)
{
    for (const OptionSpec &option : channelOptions())
        if (pointer == channelPointer(option.key))
            return option.key;
    return pointer == speedPlace ? rateKey : QString();
}

QJsonObject channelValues(const ScriptDocument &script)
{
    QJsonObject values = script.value(speedPlace).toObject();
    const QJsonObject errorLimit = script.value(limitPlace).toObject();
    for (auto member = errorLimit.begin(); member != errorLimit.end(); ++member)
        values.insert(member.key(), member.value());
    values.insert(policyKey, policyOf(errorLimit));
    return values;
}

Result<ScriptDocument> setChannelOption(const ScriptDocument &script, const QString &key, const QJsonValue &value)
{
    if (key == policyKey)
        return setPolicy(script, value.toString());
    SLUICE_TRY(const ScriptDocument changed, script.set(channelPointer(key), value));
    // A limit needs a number to begin with.
    const QString rate = channelPointer(rateKey);
    if (key == throttleKey && readBoolean(value).value_or(false) && isUnset(changed.value(rate)))
        return changed.set(rate, firstRate);
    return changed;
}

QString channelInWords(const ScriptDocument &script)
{
    const QJsonObject values = channelValues(script);
    const auto text = [&](const QString &key) { return readText(values.value(key)).value_or(QString()); };
    const QString lanes = text(QStringLiteral("concurrent"));
    QStringList words{lanes.isEmpty() || lanes == QLatin1String("1") ? TaskWords::tr("1 channel")
                                                                     : TaskWords::tr("%1 channels").arg(lanes)};
    const bool throttled = readBoolean(values.value(throttleKey)).value_or(hasPlaceholder(values.value(throttleKey)));
    words.append(throttled ? QStringLiteral("%1 MB/s").arg(text(rateKey)) : TaskWords::tr("no throttle"));
    const QString policy = text(policyKey);
    words.append(policy == ignored ? TaskWords::tr("dirty rows ignored")
                 : policy == share ? TaskWords::tr("a share of %1 dirty rows").arg(text(shareKey))
                 : policy == none  ? TaskWords::tr("no dirty row")
                                   : TaskWords::tr("at most %1 dirty rows").arg(text(recordKey)));
    return words.join(QStringLiteral(", "));
}

} // namespace sluice
