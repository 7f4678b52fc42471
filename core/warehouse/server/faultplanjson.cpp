#include "base/nearest.h"
#include "warehouse/server/faultplan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <utility>

namespace sluice::warehouse
{

namespace
{

constexpr qsizetype ruleLimit = 1000;
constexpr double byteLimit = 1e15;
constexpr double countLimit = 1e9;
constexpr double millisecondLimit = 3'600'000;

const std::pair<const char *, FaultRule::Action> actions[] = {
    {"refuse", FaultRule::Action::Refuse},        {"cut-request", FaultRule::Action::CutRequest},
    {"cut-answer", FaultRule::Action::CutAnswer}, {"lose-answer", FaultRule::Action::LoseAnswer},
    {"delay", FaultRule::Action::Delay},          {"unready", FaultRule::Action::Unready},
    {"status", FaultRule::Action::Status},
};

Error wrong(const QString &where, const QString &what)
{
    return makeError(ErrorCode::Config, QStringLiteral("The fault plan is wrong: %1").arg(what), where);
}

// Reads one rule, key by key. The first fault is kept.
class RuleReader
{
public:
    RuleReader(const QJsonObject &object, QString where)
        : m_object(object)
        , m_where(std::move(where))
    {
    }

    Result<FaultRule> read()
    {
        FaultRule rule;
        text("method", rule.method);
        text("path", rule.path);
        query(rule.query);
        number("after", rule.after, 0, countLimit);
        number("times", rule.times, 0, countLimit);
        action(rule.action);
        number("bytes", rule.bytes, 0, byteLimit);
        number("ms", rule.milliseconds, 0, millisecondLimit);
        number("status", rule.status, 300, 599);
        text("code", rule.code);
        text("message", rule.message);
        number("retryAfter", rule.retryAfterSeconds, 0, 3600);
        number("holdClientMillis", rule.holdMilliseconds, 0, millisecondLimit);
        for (const QString &key : m_object.keys())
            if (!m_known.contains(key))
                fail(key, QStringLiteral("a rule has no \"%1\".").arg(key) + didYouMean(key, m_known));
        if (m_error)
            return *m_error;
        return rule;
    }

private:
    void fail(const QString &key, const QString &what)
    {
        if (!m_error)
            m_error = wrong(m_where + QLatin1Char('/') + key, what);
    }

    QJsonValue take(const char *key)
    {
        m_known.append(QLatin1String(key));
        return m_object.value(QLatin1String(key));
    }

    void text(const char *key, std::string &to)
    {
        const QJsonValue value = take(key);
        if (value.isString())
            to = value.toString().toStdString();
        else if (!value.isUndefined())
            fail(QLatin1String(key), QStringLiteral("\"%1\" must be a text.").arg(QLatin1String(key)));
    }

    template <typename Number>
    void number(const char *key, Number &to, double least, double most)
    {
        const QJsonValue value = take(key);
        if (value.isUndefined())
            return;
        const double given = value.toDouble(-1);
        if (given < least || given > most || given != std::floor(given))
            return fail(QLatin1String(key), QStringLiteral("\"%1\" must be a whole number from %2 to %3.")
                                                .arg(QLatin1String(key))
                                                .arg(qint64(least))
                                                .arg(qint64(most)));
        to = Number(given);
    }

    void query(std::vector<std::string> &to)
    {
        const QJsonValue value = take("query");
        const QJsonArray keys = value.toArray();
        for (const QJsonValue &key : keys) {
            if (!key.isString())
                return fail(QStringLiteral("query"), QStringLiteral("\"query\" must be an array of texts."));
            to.push_back(key.toString().toStdString());
        }
        if (!value.isUndefined() && !value.isArray())
            fail(QStringLiteral("query"), QStringLiteral("\"query\" must be an array of texts."));
    }

    void action(FaultRule::Action &to)
    {
        const QString given = take("action").toString();
        QStringList names;
        for (const auto &[name, action] : actions) {
            names.append(QLatin1String(name));
            if (given == names.last()) {
                to = action;
                return;
            }
        }
        fail(QStringLiteral("action"),
             QStringLiteral("\"action\" must be one of %1.").arg(names.join(QLatin1String(", "))));
    }

    const QJsonObject &m_object;
    QString m_where;
    QStringList m_known;
    std::optional<Error> m_error;
};

} // namespace

Result<std::vector<FaultRule>> FaultPlan::parse(const QByteArray &json)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (fault.error != QJsonParseError::NoError)
        return wrong(QStringLiteral("byte %1").arg(fault.offset),
                     QStringLiteral("it is not JSON (%1).").arg(fault.errorString()));
    const QJsonValue list = document.object().value(QLatin1String("rules"));
    if (!list.isArray())
        return wrong({}, QStringLiteral("it must be an object with an array \"rules\"."));
    const QJsonArray array = list.toArray();
    if (array.size() > ruleLimit)
        return wrong(QStringLiteral("rules"), QStringLiteral("it has more than %1 rules.").arg(ruleLimit));
    std::vector<FaultRule> rules;
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString where = QStringLiteral("rules/%1").arg(i);
        if (!array[i].isObject())
            return wrong(where, QStringLiteral("a rule must be an object."));
        const QJsonObject object = array[i].toObject();
        SLUICE_TRY(FaultRule rule, RuleReader(object, where).read());
        rules.push_back(std::move(rule));
    }
    return rules;
}

} // namespace sluice::warehouse
