#include "task/taskoptions.h"

#include "task/optionbuilder.h"
#include "task/taskspec.h"

#include <algorithm>

namespace sluice
{

// The script's own options stand on no form by themselves.
static OptionSpec option(const char *key, OptionKind kind, const char *help, const char *example)
{
    return option(key, "", kind, help, example);
}

const OptionSpecs &taskOptions()
{
    static const OptionSpecs options = {
        required(choice(option("type", OptionKind::Choice, "What the script is: a job.", "\"job\""),
                        {QStringLiteral("job")})),
        required(choice(option("version", OptionKind::Choice, "The form of the script.", "\"2.0\""),
                        {QStringLiteral("2.0")})),
        required(option("steps", OptionKind::Object, "One reader and one writer.", "[]")),
        option("setting", OptionKind::Object, "How the task runs: dirty rows, lanes and speed.", "{}"),
        option("order", OptionKind::Object, "Which step's rows go to which.", "{}"),
    };
    return options;
}

const OptionSpecs &stepOptions()
{
    static const OptionSpecs options = {
        required(option("stepType", OptionKind::Text, "The system that the step reads or writes.", "\"odps\"")),
        required(option("parameter", OptionKind::Object, "The options of the connector.", "{}")),
        option("name", OptionKind::Text, "What \"order\" calls the step.", "\"Reader\""),
        required(choice(option("category", OptionKind::Choice, "Which end of the task the step is.", "\"reader\""),
                        {QStringLiteral("reader"), QStringLiteral("writer")})),
    };
    return options;
}

const OptionSpecs &settingOptions()
{
    static const OptionSpecs options = {
        option("errorLimit", OptionKind::Object, "How many dirty rows the task bears. Without it there is no limit.",
               "{}"),
        option("speed", OptionKind::Object, "Lanes and a limit of speed.", "{}"),
    };
    return options;
}

const OptionSpecs &errorLimitOptions()
{
    static constexpr double mostRows = 9e15; // what a JSON number holds exactly
    static const OptionSpecs options = {
        ranged(option("record", OptionKind::Integer,
                      "The most dirty rows with which the task still succeeds; \"0\" bears none. It goes before "
                      "\"percentage\".",
                      "\"0\""),
               0, mostRows),
        ranged(option("percentage", OptionKind::Number,
                      "The largest share of dirty rows among those read, from 0 to 1.", "0.02"),
               0, 1),
    };
    return options;
}

const OptionSpecs &speedOptions()
{
    static const OptionSpecs options = {
        withDefault(option("throttle", OptionKind::Boolean, "Whether \"mbps\" limits the speed.", "true"), false),
        withDefault(
            ranged(option("concurrent", OptionKind::Integer, "The most lanes that read and write at a time.", "2"), 1,
                   mostLanes),
            1),
        option("mbps", OptionKind::Number,
               "The most megabytes (10^6 bytes) a second for the whole job; counts when \"throttle\" is true.",
               "\"12\""),
    };
    return options;
}

const OptionSpecs &orderOptions()
{
    static const OptionSpecs options = {
        option("hops", OptionKind::Object, "The way of the rows: one hop from the reader to the writer.",
               "[ { \"from\": \"Reader\", \"to\": \"Writer\" } ]"),
    };
    return options;
}

const OptionSpecs &hopOptions()
{
    static const OptionSpecs options = {
        required(option("from", OptionKind::Text, "The name of the step that rows come from.", "\"Reader\"")),
        required(option("to", OptionKind::Text, "The name of the step that rows go to.", "\"Writer\"")),
    };
    return options;
}

const QStringList &connectionKeys()
{
    static const QStringList keys = {QStringLiteral("accessId"),     QStringLiteral("accessKey"),
                                     QStringLiteral("endpoint"),     QStringLiteral("odpsServer"),
                                     QStringLiteral("tunnelServer"), QStringLiteral("project")};
    return keys;
}

QStringList keysOf(const OptionSpecs &options)
{
    QStringList keys;
    for (const OptionSpec &option : options)
        keys.append(option.key);
    return keys;
}

const OptionSpec *optionWithKey(const OptionSpecs &options, const QString &key)
{
    const auto found =
        std::find_if(options.begin(), options.end(), [&](const OptionSpec &option) { return option.key == key; });
    return found == options.end() ? nullptr : &*found;
}

} // namespace sluice
