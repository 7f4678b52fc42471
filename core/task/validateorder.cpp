#include "base/nearest.h"
#include "task/jsonpointer.h"
#include "task/taskoptions.h"
#include "task/validateparts.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace sluice
{

namespace
{

struct Hop {
    QString from;
    QString to;
    QString pointer;
};

constexpr int mostNames = 10; // in a message
constexpr int mostHops = 100;
const QString hopsPlace = QStringLiteral("/order/hops");

void checkEnd(IssueReport &report, const QString &hop, const QString &key, const QJsonObject &object,
              const QStringList &names)
{
    const QString name = object.value(key).toString();
    if (object.value(key).isUndefined()) {
        report.addMissing(
            Severity::Error, hop, key,
            QStringLiteral("The hop has no \"%1\": it names the step where rows come from or go to.").arg(key));
        return;
    }
    if (names.contains(name))
        return;
    const QString near = nearest(name, names);
    const QString known =
        names.isEmpty()
            ? QStringLiteral("the steps have no names")
            : QStringLiteral("the steps are called %1").arg(names.mid(0, mostNames).join(QStringLiteral(", ")));
    Issue &issue = report.add(Severity::Error, pointerTo(hop, key),
                              QStringLiteral("No step is called \"%1\"; %2.").arg(name.left(80), known));
    if (!near.isEmpty() && object.value(key).isString())
        offer(issue, QStringLiteral("Use"), near);
}

// Walks along the hops from a step; the steps that can be reached.
QSet<QString> reachable(const QList<Hop> &hops, const QString &from)
{
    QMultiHash<QString, QString> next;
    for (const Hop &hop : hops)
        next.insert(hop.from, hop.to);
    QSet<QString> seen;
    QStringList waiting = {from};
    while (!waiting.isEmpty()) {
        const QList<QString> targets = next.values(waiting.takeLast());
        for (const QString &target : targets) {
            if (!seen.contains(target)) {
                seen.insert(target);
                waiting.append(target);
            }
        }
    }
    return seen;
}

QList<Hop> checkHops(IssueReport &report, const QJsonArray &array, const QStringList &names)
{
    const QStringList keys = keysOf(hopOptions());
    QList<Hop> hops;
    QSet<QString> seen;
    for (int i = 0; i < array.size(); ++i) {
        const QString pointer = pointerTo(hopsPlace, i);
        if (!array[i].isObject()) {
            report.add(Severity::Error, pointer,
                       QStringLiteral("A hop must be an object: { \"from\": \"Reader\", \"to\": \"Writer\" }."));
            continue;
        }
        const QJsonObject object = array[i].toObject();
        for (const QString &key : keys)
            checkEnd(report, pointer, key, object, names);
        for (auto member = object.begin(); member != object.end(); ++member) {
            if (!keys.contains(member.key()))
                report.addUnknownKey(pointerTo(pointer, member.key()), member.key(), keys, QStringLiteral("of a hop"));
        }
        const Hop hop{object.value(keys[0]).toString(), object.value(keys[1]).toString(), pointer};
        if (!names.contains(hop.from) || !names.contains(hop.to))
            continue;
        const QString both = hop.from + QChar(u'\0') + hop.to;
        if (seen.contains(both))
            report.add(Severity::Warning, pointer, QStringLiteral("This hop stands twice."));
        seen.insert(both);
        hops.append(hop);
    }
    return hops;
}

} // namespace

void checkOrder(IssueReport &report, const QList<StepPlace> &steps)
{
    const QString order = QStringLiteral("/order");
    const QJsonValue value = report.value(order);
    QStringList names;
    const StepPlace *reader = nullptr;
    const StepPlace *writer = nullptr;
    for (const StepPlace &step : steps) {
        if (!step.name.isEmpty())
            names.append(step.name);
        if (step.category == QLatin1String("reader"))
            reader = &step;
        else if (step.category == QLatin1String("writer"))
            writer = &step;
    }
    const bool named = reader && writer && !reader->name.isEmpty() && !writer->name.isEmpty();
    QJsonValue suggestion(QJsonValue::Undefined);
    if (named)
        suggestion =
            QJsonArray{QJsonObject{{QStringLiteral("from"), reader->name}, {QStringLiteral("to"), writer->name}}};

    if (value.isUndefined()) {
        report.addMissing(
            Severity::Warning, QString(), QStringLiteral("order"),
            QStringLiteral("\"order\" is missing: DataWorks wants the hop from the reader to the writer."),
            named ? QJsonObject{{QStringLiteral("hops"), suggestion}} : suggestion);
        return;
    }
    if (!value.isObject()) {
        report.add(Severity::Error, order, QStringLiteral("\"order\" must be an object with \"hops\"."));
        return;
    }
    const QStringList keys = keysOf(orderOptions());
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!keys.contains(member.key()))
            report.addUnknownKey(pointerTo(order, member.key()), member.key(), keys, QStringLiteral("of \"order\""));
    }
    const QJsonValue list = object.value(keys.front());
    if (list.isUndefined()) {
        report.addMissing(Severity::Warning, order, keys.front(),
                          QStringLiteral("\"hops\" is missing: DataWorks wants the hop from the reader to the writer."),
                          suggestion);
        return;
    }
    if (!list.isArray()) {
        report.add(Severity::Error, hopsPlace,
                   QStringLiteral("\"hops\" must be an array: [ { \"from\": \"Reader\", \"to\": \"Writer\" } ]."));
        return;
    }
    if (list.toArray().size() > mostHops) {
        report.add(Severity::Error, hopsPlace,
                   QStringLiteral("A task has one hop, from its reader to its writer; these are %1.")
                       .arg(list.toArray().size()));
        return;
    }
    const QList<Hop> hops = checkHops(report, list.toArray(), names);
    for (const Hop &hop : hops) {
        if (hop.from == hop.to || reachable(hops, hop.to).contains(hop.from)) {
            report.add(Severity::Error, hop.pointer,
                       QStringLiteral("The hop from \"%1\" to \"%2\" is part of a circle.").arg(hop.from, hop.to));
            return;
        }
    }
    // Wrong names have been told; what is left to say is that the ends are not joined.
    if (named && hops.size() == list.toArray().size() && !reachable(hops, reader->name).contains(writer->name))
        report.add(Severity::Error, hopsPlace,
                   QStringLiteral("No hop leads from the reader \"%1\" to the writer \"%2\".")
                       .arg(reader->name, writer->name));
}

} // namespace sluice
