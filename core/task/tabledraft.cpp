#include "task/tabledraft.h"

#include "base/nearest.h"

#include <QSet>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype longestName = 128;     // bytes
constexpr qsizetype longestComment = 1024; // bytes

bool isOfName(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

// Cut to so many bytes of UTF-8, between characters.
QString shortened(QString text, qsizetype bytes)
{
    while (text.toUtf8().size() > bytes)
        text.chop(text.size() > 1 && text.back().isLowSurrogate() ? 2 : 1);
    return text;
}

// Characters outside the basic plane are no letters here: they become underscores, one for both halves.
QString validName(const QString &given, qsizetype number)
{
    QString name;
    for (const QChar c : given.trimmed().toLower())
        if (isOfName(c))
            name += c;
        else if (!name.endsWith(QLatin1Char('_')))
            name += QLatin1Char('_');
    while (name.endsWith(QLatin1Char('_')) && !given.endsWith(QLatin1Char('_')))
        name.chop(1);
    if (!name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) { return c == QLatin1Char('_'); }))
        name.clear();
    if (name.isEmpty())
        return QStringLiteral("column_%1").arg(number);
    if (name[0].isDigit())
        name.prepend(QLatin1String("c_"));
    return shortened(name, longestName);
}

QString quotedText(const QString &text)
{
    QString quoted = QStringLiteral("'");
    for (const QChar c : shortened(text, longestComment)) {
        if (c == QLatin1Char('\'') || c == QLatin1Char('\\'))
            quoted += QLatin1Char('\\');
        if (c == QLatin1Char('\n'))
            quoted += QLatin1String("\\n");
        else
            quoted += c.unicode() < 0x20 ? QLatin1Char(' ') : c;
    }
    return quoted + QLatin1Char('\'');
}

// As the type's own spelling, with the names of fields in quotes where they need them.
QString typeText(const Type &type)
{
    QStringList parts;
    for (size_t i = 0; i < type.children().size(); ++i) {
        const QString child = typeText(type.children()[i]);
        if (type.kind() == TypeKind::Struct)
            parts.append(quotedName(type.fieldNames()[qsizetype(i)]) + QLatin1Char(':') + child);
        else
            parts.append(child);
    }
    if (parts.isEmpty())
        return type.text();
    const QLatin1String kind(type.kind() == TypeKind::Array ? "ARRAY"
                             : type.kind() == TypeKind::Map ? "MAP"
                                                            : "STRUCT");
    return kind + QLatin1Char('<') + parts.join(QLatin1String(", ")) + QLatin1Char('>');
}

QString commentText(const QString &comment)
{
    return comment.isEmpty() ? QString() : QLatin1String(" COMMENT ") + quotedText(comment);
}

QString quotedNames(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(quotedName(name));
    return quoted.join(QLatin1String(", "));
}

QStringList columnLines(const TableDraft &draft)
{
    qsizetype widest = 0;
    for (const Column &column : draft.columns.columns)
        widest = std::max(widest, quotedName(column.name).size());
    widest = std::min<qsizetype>(widest, 32); // one long name does not push the types out of sight
    QStringList lines;
    for (const Column &column : draft.columns.columns) {
        const bool key = draft.keys.contains(column.name, Qt::CaseInsensitive);
        lines.append(QStringLiteral("    ") + quotedName(column.name).leftJustified(widest) + QLatin1Char(' ') +
                     typeText(column.type) + QLatin1String(key ? " NOT NULL" : "") + commentText(column.comment));
    }
    if (!draft.keys.isEmpty())
        lines.append(QStringLiteral("    PRIMARY KEY (%1)").arg(quotedNames(draft.keys)));
    return lines;
}

QStringList properties(const TableDraft &draft)
{
    QStringList properties;
    if (!draft.keys.isEmpty())
        properties << QStringLiteral("'transactional'='true'")
                   << QStringLiteral("'write.bucket.num'='%1'").arg(draft.buckets);
    const bool nested =
        std::any_of(draft.columns.columns.begin(), draft.columns.columns.end(), [](const Column &column) {
            return column.type.isNested() || column.type.kind() == TypeKind::Json;
        });
    if (nested) // FS-16
        properties << QStringLiteral("'columnar.nested.type'='true'");
    return properties;
}

} // namespace

QString quotedName(const QString &name)
{
    return QLatin1Char('`') + QString(name).replace(QLatin1Char('`'), QLatin1String("``")) + QLatin1Char('`');
}

void makeNamesValid(TableDraft &draft)
{
    QSet<QString> taken(draft.levels.begin(), draft.levels.end());
    for (qsizetype i = 0; i < draft.columns.size(); ++i) {
        QString &name = draft.columns.columns[i].name;
        const QString given = name;
        const QString valid = validName(given, i + 1);
        name = valid;
        for (int n = 2; taken.contains(name); ++n) {
            const QString tail = QStringLiteral("_%1").arg(n);
            name = shortened(valid, longestName - tail.size()) + tail;
        }
        taken.insert(name);
        if (valid != given.toLower())
            draft.notes.append(QStringLiteral("Column %1, \"%2\", is called %3: names have letters, digits and "
                                              "underscores, and begin with no digit.")
                                   .arg(i + 1)
                                   .arg(given.left(80), name));
        else if (name != valid)
            draft.notes.append(
                QStringLiteral("Column %1 is called %2: there is a column or a partition level %3 already.")
                    .arg(i + 1)
                    .arg(name, valid));
    }
}

Done setKeys(TableDraft &draft, const QStringList &keys)
{
    QStringList found;
    for (const QString &key : keys) {
        const qsizetype i = draft.columns.indexOf(key.trimmed());
        if (i < 0 && draft.levels.contains(key.trimmed(), Qt::CaseInsensitive))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is a partition column: a key is unique within its partition, so it "
                                            "cannot be part of it.")
                                 .arg(key));
        if (i < 0)
            return makeError(ErrorCode::NotFound, QStringLiteral("The table would have no column \"%1\".").arg(key) +
                                                      didYouMean(key, draft.columns.names()));
        const QString name = draft.columns.columns[i].name;
        if (found.contains(name))
            return makeError(ErrorCode::Config, QStringLiteral("\"%1\" stands twice in the key.").arg(key));
        found.append(name);
    }
    draft.keys = found;
    return {};
}

QString createTableText(const TableDraft &draft)
{
    QString text = QStringLiteral("CREATE TABLE %1 (\n").arg(draft.name);
    text += columnLines(draft).join(QLatin1String(",\n")) + QLatin1String("\n)");
    if (!draft.comment.isEmpty())
        text += QLatin1String("\nCOMMENT ") + quotedText(draft.comment);
    if (!draft.levels.isEmpty()) {
        QStringList levels;
        for (const QString &level : draft.levels)
            levels.append(quotedName(level) + QLatin1String(" STRING"));
        text += QStringLiteral("\nPARTITIONED BY (%1)").arg(levels.join(QLatin1String(", ")));
    }
    if (const QStringList given = properties(draft); !given.isEmpty())
        text += QStringLiteral("\nTBLPROPERTIES (%1)").arg(given.join(QLatin1String(", ")));
    if (draft.lifecycle > 0)
        text += QStringLiteral("\nLIFECYCLE %1").arg(draft.lifecycle);
    return text + QLatin1String(";\n");
}

QStringList differencesOf(const Schema &columns, const QStringList &levels, const TableDraft &draft)
{
    QStringList differences;
    for (const Column &column : draft.columns.columns) {
        const qsizetype i = columns.indexOf(column.name);
        if (i < 0)
            differences.append(QStringLiteral("It has no column %1 (%2).").arg(column.name, column.type.text()));
        else if (!(columns.columns[i].type == column.type))
            differences.append(QStringLiteral("Its column %1 is %2; the source has %3.")
                                   .arg(column.name, columns.columns[i].type.text(), column.type.text()));
    }
    for (const Column &column : columns.columns)
        if (draft.columns.indexOf(column.name) < 0)
            differences.append(
                QStringLiteral("Its column %1 (%2) has none in the source.").arg(column.name, column.type.text()));
    if (levels.join(QLatin1Char(',')).compare(draft.levels.join(QLatin1Char(',')), Qt::CaseInsensitive) != 0) {
        const auto partitioned = [](const QStringList &by) {
            return by.isEmpty() ? QStringLiteral("not partitioned")
                                : QStringLiteral("partitioned by ") + by.join(QLatin1String(", "));
        };
        differences.append(
            QStringLiteral("It is %1; the task wants it %2.").arg(partitioned(levels), partitioned(draft.levels)));
    }
    return differences;
}

} // namespace sluice
