#include "base/nearest.h"
#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/taskoptions.h"
#include "task/validateparts.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace sluice
{

static const QString readerWord = QStringLiteral("reader");
static const QString writerWord = QStringLiteral("writer");

QString ownerName(const StepPlace &step)
{
    return QStringLiteral("the %1 %2").arg(step.stepType, step.category);
}

// Step types of DataWorks: not a slip of the pen, even where this program has no connector for them.
static bool isDataWorksType(const QString &stepType)
{
    static const QSet<QString> types = {
        QStringLiteral("odps"),      QStringLiteral("stream"),     QStringLiteral("ots"),
        QStringLiteral("otsstream"), QStringLiteral("kafka"),      QStringLiteral("mysql"),
        QStringLiteral("polardb"),   QStringLiteral("drds"),       QStringLiteral("oracle"),
        QStringLiteral("sqlserver"), QStringLiteral("postgresql"), QStringLiteral("hologres"),
        QStringLiteral("holo"),      QStringLiteral("hive"),       QStringLiteral("hdfs"),
        QStringLiteral("oss"),       QStringLiteral("ftp"),        QStringLiteral("s3"),
        QStringLiteral("mongodb"),   QStringLiteral("redis"),      QStringLiteral("elasticsearch"),
        QStringLiteral("loghub"),    QStringLiteral("datahub"),    QStringLiteral("clickhouse"),
        QStringLiteral("starrocks"), QStringLiteral("doris"),      QStringLiteral("restapi"),
    };
    return types.contains(stepType);
}

static void checkStepType(IssueReport &report, const StepCatalog &catalog, const StepPlace &step)
{
    const QString pointer = pointerTo(step.pointer, QStringLiteral("stepType"));
    const bool reader = step.category == readerWord;
    const QStringList &known = reader ? catalog.readers : catalog.writers;
    if (known.contains(step.stepType))
        return;
    const QString list = QStringLiteral(" Known are: %1.").arg(known.join(QStringLiteral(", ")));
    const QString verb = reader ? QStringLiteral("read") : QStringLiteral("write");
    if ((reader ? catalog.writers : catalog.readers).contains(step.stepType)) {
        report.add(Severity::Error, pointer, QStringLiteral("\"%1\" cannot %2.").arg(step.stepType, verb) + list);
        return;
    }
    if (isDataWorksType(step.stepType)) {
        report.add(Severity::Error, pointer,
                   QStringLiteral("This version has no connector to %1 \"%2\".").arg(verb, step.stepType) + list);
        return;
    }
    const QString near = nearest(step.stepType, known);
    const QString what = QStringLiteral("\"%1\" is no step type").arg(step.stepType.left(80));
    if (near.isEmpty()) {
        report.add(Severity::Error, pointer, what + u'.' + list);
        return;
    }
    Issue &issue = report.add(Severity::Error, pointer, what + QStringLiteral("; did you mean \"%1\"?").arg(near));
    offer(issue, QStringLiteral("Use"), near);
}

static StepPlace checkStep(IssueReport &report, const StepCatalog &catalog, const QString &pointer,
                           const QJsonObject &object)
{
    static const QStringList keys = keysOf(stepOptions()); // stepType, parameter, name, category
    StepPlace step{pointer, object.value(keys[0]).toString(), object.value(keys[2]).toString(),
                   object.value(keys[3]).toString(), nullptr};

    if (object.value(keys[3]).isUndefined())
        report.addMissing(Severity::Error, pointer, keys[3],
                          QStringLiteral("The step has no \"category\": it is a \"reader\" or a \"writer\"."));
    else
        checkWord(report, pointerTo(pointer, keys[3]), QStringLiteral("The category of a step"),
                  {readerWord, writerWord});
    const bool sided = step.category == readerWord || step.category == writerWord;

    if (object.value(keys[0]).isUndefined()) {
        report.addMissing(Severity::Error, pointer, keys[0],
                          QStringLiteral("The step has no \"stepType\": say which system it reads or writes."));
    } else if (step.stepType.isEmpty()) {
        report.add(
            Severity::Error, pointerTo(pointer, keys[0]),
            QStringLiteral("\"stepType\" must name a system: %1.")
                .arg((step.category == writerWord ? catalog.writers : catalog.readers).join(QStringLiteral(", "))));
    } else if (sided) {
        checkStepType(report, catalog, step);
        if (catalog.options)
            step.options = catalog.options(step.stepType, step.category);
    }

    if (object.value(keys[2]).isUndefined())
        report.addMissing(Severity::Warning, pointer, keys[2],
                          QStringLiteral("The step has no \"name\"; \"order\" cannot refer to it."),
                          step.category == writerWord   ? QJsonValue(QStringLiteral("Writer"))
                          : step.category == readerWord ? QJsonValue(QStringLiteral("Reader"))
                                                        : QJsonValue(QJsonValue::Undefined));
    else if (step.name.isEmpty())
        report.add(Severity::Error, pointerTo(pointer, keys[2]), QStringLiteral("The name of a step must be a text."));

    if (object.value(keys[1]).isUndefined())
        report.addMissing(Severity::Error, pointer, keys[1], QStringLiteral("The step has no \"parameter\"."),
                          QJsonObject());
    else if (!object.value(keys[1]).isObject())
        report.add(Severity::Error, pointerTo(pointer, keys[1]),
                   QStringLiteral("\"parameter\" must be an object: { … }."));

    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!keys.contains(member.key()))
            report.addUnknownKey(pointerTo(pointer, member.key()), member.key(), keys, QStringLiteral("of a step"));
    }
    return step;
}

// Exactly one reader and one writer (SJ-2).
static void checkSides(IssueReport &report, const QList<StepPlace> &steps)
{
    for (const QString &side : {readerWord, writerWord}) {
        const StepPlace *first = nullptr;
        for (const StepPlace &step : steps) {
            if (step.category != side)
                continue;
            if (first)
                report.add(Severity::Error, pointerTo(step.pointer, QStringLiteral("category")),
                           QStringLiteral("A task has one %1; this is another beside %2.").arg(side, first->pointer));
            else
                first = &step;
        }
        if (!first)
            report.add(Severity::Error, QStringLiteral("/steps"),
                       QStringLiteral("The task has no %1: a step with \"category\": \"%1\" is missing.").arg(side));
    }
}

QList<StepPlace> checkSteps(IssueReport &report, const StepCatalog &catalog)
{
    const QString steps = QStringLiteral("/steps");
    const QJsonValue value = report.value(steps);
    QList<StepPlace> places;
    if (value.isUndefined()) {
        report.addMissing(Severity::Error, QString(), QStringLiteral("steps"),
                          QStringLiteral("\"steps\" is missing: a task has a reader and a writer."));
        return places;
    }
    if (!value.isArray()) {
        report.add(Severity::Error, steps, QStringLiteral("\"steps\" must be an array with a reader and a writer."));
        return places;
    }
    QSet<QString> names;
    const QJsonArray array = value.toArray();
    for (int i = 0; i < array.size(); ++i) {
        const QString pointer = pointerTo(steps, i);
        if (!array[i].isObject()) {
            report.add(Severity::Error, pointer, QStringLiteral("A step must be an object: { … }."));
            continue;
        }
        const StepPlace step = checkStep(report, catalog, pointer, array[i].toObject());
        if (!step.name.isEmpty() && names.contains(step.name))
            report.add(
                Severity::Error, pointerTo(pointer, QStringLiteral("name")),
                QStringLiteral("Another step is called \"%1\" as well; names must differ.").arg(step.name.left(80)));
        names.insert(step.name);
        places.append(step);
    }
    checkSides(report, places);
    return places;
}

} // namespace sluice
