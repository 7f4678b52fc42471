#include "base/nearest.h"
#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/scriptwriter.h"
#include "task/taskoptions.h"
#include "task/validateparts.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace sluice
{

static const QString everyColumn = QStringLiteral("*");

static QString shown(const QJsonValue &value)
{
    static constexpr int longest = 60;
    const QString text = ScriptWriter{}.onOneLine(value);
    return text.size() <= longest ? text : text.left(longest) + QChar(u'…');
}

static QString numberText(double number)
{
    return QString::number(number, 'g', 15);
}

static void checkNumber(IssueReport &report, const QString &pointer, const OptionSpec &option, const QString &what)
{
    const QJsonValue value = report.value(pointer);
    const bool whole = option.kind == OptionKind::Integer;
    std::optional<double> number = readNumber(value);
    if (const auto integer = readInteger(value); whole && number)
        number = integer ? std::optional(double(*integer)) : std::nullopt;
    if (!number) {
        report.add(Severity::Error, pointer,
                   QStringLiteral("%1 must be a %2, not %3.").arg(what, optionKindName(option.kind), shown(value)));
        return;
    }
    if (!option.hasRange() || (*number >= option.minimum && *number <= option.maximum))
        return;
    Issue &issue = report.add(Severity::Error, pointer,
                              QStringLiteral("%1 must be between %2 and %3, not %4.")
                                  .arg(what, numberText(option.minimum), numberText(option.maximum), shown(value)));
    const double near = *number < option.minimum ? option.minimum : option.maximum;
    // In the form in which the value stands.
    offer(issue, QStringLiteral("Use"), value.isString() ? QJsonValue(numberText(near)) : QJsonValue(near));
}

static void checkBoolean(IssueReport &report, const QString &pointer, const QString &what)
{
    const QJsonValue value = report.value(pointer);
    if (readBoolean(value))
        return;
    Issue &issue = report.add(Severity::Error, pointer,
                              QStringLiteral("%1 must be true or false, not %2.").arg(what, shown(value)));
    const QString text = readText(value).value_or(QString()).trimmed().toLower();
    static const QStringList yes = {QStringLiteral("1"), QStringLiteral("yes"), QStringLiteral("on"),
                                    QStringLiteral("y")};
    static const QStringList no = {QStringLiteral("0"), QStringLiteral("no"), QStringLiteral("off"),
                                   QStringLiteral("n")};
    if (yes.contains(text))
        offer(issue, QStringLiteral("Use"), true);
    else if (no.contains(text))
        offer(issue, QStringLiteral("Use"), false);
}

static void checkChoice(IssueReport &report, const QString &pointer, const OptionSpec &option, const QString &what)
{
    const QJsonValue value = report.value(pointer);
    const auto text = readText(value);
    if (text && option.choices.contains(*text, Qt::CaseInsensitive))
        return;
    Issue &issue = report.add(Severity::Error, pointer,
                              QStringLiteral("%1 must be one of %2, not %3.")
                                  .arg(what, option.choices.join(QStringLiteral(", ")), shown(value)));
    if (const QString near = text ? nearest(*text, option.choices) : QString(); !near.isEmpty())
        offer(issue, QStringLiteral("Use"), near);
}

// A text where an array belongs: "id, name" is meant as [ "id", "name" ].
static void offerArray(Issue &issue, const QJsonValue &value)
{
    const auto text = readText(value);
    if (!text)
        return;
    QJsonArray array;
    for (const QString &item : text->split(u',', Qt::SkipEmptyParts))
        array.append(item.trimmed());
    offer(issue, QStringLiteral("Use"), array);
}

static void checkColumnList(IssueReport &report, const QString &pointer, const QString &what)
{
    const QJsonValue value = report.value(pointer);
    if (!value.isArray()) {
        Issue &issue = report.add(Severity::Error, pointer,
                                  QStringLiteral("%1 must be an array of columns, not %2.").arg(what, shown(value)));
        offerArray(issue, value);
        return;
    }
    const QJsonArray array = value.toArray();
    for (int i = 0; i < array.size(); ++i) {
        const QJsonValue item = array[i];
        if (item.isObject() || (item.isString() && !item.toString().trimmed().isEmpty()))
            continue;
        report.add(Severity::Error, pointerTo(pointer, i),
                   QStringLiteral("%1 holds %2: a column is a name, a constant in single quotes or an object.")
                       .arg(what, item.isString() ? QStringLiteral("an empty name") : shown(item)));
    }
}

static void checkTexts(IssueReport &report, const QString &pointer, const QString &what)
{
    const QJsonValue value = report.value(pointer);
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (int i = 0; i < array.size(); ++i) {
            if (!readText(array[i]))
                report.add(Severity::Error, pointerTo(pointer, i),
                           QStringLiteral("%1 must hold texts, not %2.").arg(what, shown(array[i])));
        }
        return;
    }
    // One text stands for an array of it, and a parameter for whatever it will be.
    if (!readText(value))
        report.add(Severity::Error, pointer,
                   QStringLiteral("%1 must be a text or an array of texts, not %2.").arg(what, shown(value)));
}

void checkOption(IssueReport &report, const QString &pointer, const OptionSpec &option, const QString &owner)
{
    const QJsonValue value = report.value(pointer);
    // What a parameter will be is known at the run; only a text can hold one.
    const bool placeholder = hasPlaceholder(value);
    const QString what = QStringLiteral("\"%1\" of %2").arg(option.key, owner);
    switch (option.kind) {
    case OptionKind::Integer:
    case OptionKind::Number:
        if (!placeholder)
            checkNumber(report, pointer, option, what);
        return;
    case OptionKind::Boolean:
        if (!placeholder)
            checkBoolean(report, pointer, what);
        return;
    case OptionKind::Choice:
        if (!placeholder)
            checkChoice(report, pointer, option, what);
        return;
    case OptionKind::Columns:
        checkColumnList(report, pointer, what);
        return;
    case OptionKind::List:
    case OptionKind::Path:
    case OptionKind::Partition:
        checkTexts(report, pointer, what);
        return;
    case OptionKind::Secret:
        if (!placeholder && readText(value)) {
            report.addAtKey(
                Severity::Warning, pointer,
                QStringLiteral("%1 stands in the script, where everybody who opens the file reads it; keep it in "
                               "a data source.")
                    .arg(what));
            return;
        }
        [[fallthrough]];
    case OptionKind::Text:
    case OptionKind::Table:
        if (!readText(value))
            report.add(Severity::Error, pointer, QStringLiteral("%1 must be a text, not %2.").arg(what, shown(value)));
        return;
    case OptionKind::Object:
        return;
    }
}

// Those that stand in for a data source.
static QStringList connectionKeys(const QJsonObject &parameter)
{
    QStringList present;
    for (const QString &key : connectionKeys()) {
        if (!isUnset(parameter.value(key)))
            present.append(key);
    }
    return present;
}

static const QString sourceKey = QStringLiteral("datasource");

static void checkMissing(IssueReport &report, const QString &pointer, const QJsonObject &parameter,
                         const OptionSpec &option, const QString &owner)
{
    const QJsonValue value = parameter.value(option.key);
    const bool blank = value.isString() && value.toString().trimmed().isEmpty();
    if (!option.required || !(isUnset(value) || blank))
        return;
    if (option.key == sourceKey && !connectionKeys(parameter).isEmpty())
        return;
    const QString example =
        option.example.isEmpty() ? QString() : QStringLiteral(", for example %1").arg(option.example);
    if (!value.isUndefined()) {
        report.add(Severity::Error, pointerTo(pointer, option.key),
                   QStringLiteral("\"%1\" of %2 is required and empty%3.").arg(option.key, owner, example));
        return;
    }
    const QString message =
        option.kind == OptionKind::Boolean && option.key == QLatin1String("truncate")
            ? QStringLiteral("\"truncate\" of %1 is missing: choose append (false) or overwrite (true).").arg(owner)
            : QStringLiteral("\"%1\" of %2 is required and missing%3.").arg(option.key, owner, example);
    // Choosing for the user is fair where nothing is lost: append, or the default.
    const QJsonValue suggestion = option.key == QLatin1String("truncate") ? QJsonValue(false) : option.defaultValue;
    report.addMissing(Severity::Error, pointer, option.key, message, suggestion);
}

static bool isConstant(const QString &column)
{
    return column.startsWith(u'\'') && column.endsWith(u'\'') && column.size() > 1;
}

// Names that stand twice (MW-18, FM-4) and "*".
static void checkColumnNames(IssueReport &report, const QString &pointer, const StepPlace &step)
{
    const bool writer = step.category == QLatin1String("writer");
    const QJsonArray array = report.value(pointer).toArray();
    QSet<QString> seen;
    for (int i = 0; i < array.size(); ++i) {
        const QString name = array[i].toString();
        if (name.isEmpty() || isConstant(name))
            continue;
        const QString folded = name.toLower();
        if (seen.contains(folded))
            report.add(
                writer ? Severity::Error : Severity::Warning, pointerTo(pointer, i),
                writer ? QStringLiteral("The column \"%1\" is written twice; names do not differ by case.").arg(name)
                       : QStringLiteral("The column \"%1\" is read twice.").arg(name));
        seen.insert(folded);
        if (name == everyColumn && !writer)
            report.add(Severity::Warning, pointerTo(pointer, i),
                       QStringLiteral(
                           "\"*\" reads all columns in the order of the table: when the table changes, values go to "
                           "other columns. Name the columns instead."));
    }
}

void checkParameter(IssueReport &report, const StepPlace &step)
{
    const QString pointer = pointerTo(step.pointer, QStringLiteral("parameter"));
    const QJsonValue value = report.value(pointer);
    if (!step.options || !value.isObject())
        return;
    const QJsonObject parameter = value.toObject();
    const QString owner = ownerName(step);

    const QStringList keys = keysOf(*step.options);
    for (auto member = parameter.begin(); member != parameter.end(); ++member) {
        if (!keys.contains(member.key()) && member.key() != sourceKey)
            report.addUnknownKey(pointerTo(pointer, member.key()), member.key(), keys, QStringLiteral("of ") + owner);
    }
    for (const OptionSpec &option : *step.options) {
        checkMissing(report, pointer, parameter, option, owner);
        if (isUnset(parameter.value(option.key)))
            continue;
        const QString place = pointerTo(pointer, option.key);
        checkOption(report, place, option, owner);
        if (option.kind == OptionKind::Columns)
            checkColumnNames(report, place, step);
    }
    const QStringList connection = connectionKeys(parameter);
    if (step.stepType == QLatin1String("odps") && !connection.isEmpty() && !isUnset(parameter.value(sourceKey)))
        report.addAtKey(
            Severity::Error, pointerTo(pointer, sourceKey),
            QStringLiteral("A data source and an explicit connection (%1) exclude each other; remove one of them.")
                .arg(connection.join(QStringLiteral(", "))));
}

// The place of a step's list of columns; empty when it has none or says "all".
static QString explicitColumns(const IssueReport &report, const StepPlace &step, qsizetype &count)
{
    static const QString column = QStringLiteral("column");
    if (!step.options)
        return {};
    for (const OptionSpec &option : *step.options) {
        if (option.key != column || option.kind != OptionKind::Columns)
            continue;
        const QString pointer = pointerTo(pointerTo(step.pointer, QStringLiteral("parameter")), column);
        const QJsonArray array = report.value(pointer).toArray();
        count = array.size();
        return array.isEmpty() || array.contains(everyColumn) ? QString() : pointer;
    }
    return {};
}

void checkColumns(IssueReport &report, const QList<StepPlace> &steps)
{
    QString read, written;
    qsizetype readCount = 0, writtenCount = 0;
    for (const StepPlace &step : steps) {
        if (step.category == QLatin1String("reader") && read.isEmpty())
            read = explicitColumns(report, step, readCount);
        if (step.category == QLatin1String("writer") && written.isEmpty())
            written = explicitColumns(report, step, writtenCount);
    }
    if (read.isEmpty() || written.isEmpty() || readCount == writtenCount)
        return;
    if (readCount > writtenCount)
        report.add(
            Severity::Error, pointerTo(read, int(writtenCount)),
            QStringLiteral("The reader has %1 columns and the writer %2: from here on there is no column to write to.")
                .arg(readCount)
                .arg(writtenCount));
    else
        report.add(
            Severity::Warning, pointerTo(written, int(readCount)),
            QStringLiteral("The reader has %1 columns and the writer %2: from here on columns are filled with null.")
                .arg(readCount)
                .arg(writtenCount));
}

} // namespace sluice
