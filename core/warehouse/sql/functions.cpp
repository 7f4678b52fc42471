#include "warehouse/sql/functions.h"

#include "duck/duck.h"
#include "warehouse/catalog/definition.h"
#include "warehouse/sql/functiontable.h"

#include <QHash>

#include <algorithm>
#include <span>

namespace sluice::warehouse
{

namespace
{

QString join(const std::vector<Piece> &pieces, bool asText)
{
    QStringList parts;
    for (const Piece &piece : pieces)
        parts.append(asText ? textOf(piece) : piece.sql);
    return parts.join(QStringLiteral(", "));
}

struct FormatWord {
    const char *from;
    const char *to;
};

// yyyy-mm-dd hh:mi:ss.ff3, without case.
constexpr FormatWord maxComputeFormat[] = {{"yyyy", "%Y"}, {"mm", "%m"}, {"mi", "%M"}, {"dd", "%d"},
                                           {"hh24", "%H"}, {"hh", "%H"}, {"ss", "%S"}, {"ff3", "%g"}};
// yyyy-MM-dd HH:mm:ss.SSS, by case.
constexpr FormatWord javaFormat[] = {{"yyyy", "%Y"}, {"yy", "%y"}, {"MM", "%m"}, {"dd", "%d"},  {"HH", "%H"},
                                     {"hh", "%I"},   {"mm", "%M"}, {"ss", "%S"}, {"SSS", "%g"}, {"a", "%p"}};

QString dateFormat(const QString &format, std::span<const FormatWord> words, Qt::CaseSensitivity cs)
{
    QString text;
    for (qsizetype i = 0; i < format.size();) {
        const auto word = std::find_if(words.begin(), words.end(), [&](const FormatWord &candidate) {
            return QStringView(format).mid(i).startsWith(QLatin1String(candidate.from), cs);
        });
        if (word != words.end()) {
            text += QLatin1String(word->to);
            i += qsizetype(qstrlen(word->from));
            continue;
        }
        text += format[i] == QLatin1Char('%') ? QStringLiteral("%%") : QString(format[i]);
        ++i;
    }
    return sqlString(text);
}

QString filled(const char *text, const Call &call, FunctionError &error)
{
    QString sql;
    const QString pattern = QLatin1String(text);
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const char16_t c = pattern[i].unicode();
        if ((c != '$' && c != '#' && c != '@' && c != '&') || i + 1 == pattern.size()) {
            sql.append(pattern[i]);
            continue;
        }
        const QChar what = pattern[++i];
        if (what == QLatin1Char('*')) {
            sql.append(join(call.arguments, c == '#'));
            continue;
        }
        if (what == QLatin1Char('d')) {
            sql.append(call.distinct ? QStringLiteral("DISTINCT ") : QString());
            continue;
        }
        const Piece &argument = call.arguments[size_t(what.digitValue() - 1)];
        if (c == '$' || c == '#')
            sql.append(c == '#' ? textOf(argument) : argument.sql);
        else if (!argument.literal)
            error.what = QStringLiteral("wants its format as a string in quotes");
        else
            sql.append(c == '@' ? dateFormat(*argument.literal, maxComputeFormat, Qt::CaseInsensitive)
                                : dateFormat(*argument.literal, javaFormat, Qt::CaseSensitive));
    }
    return sql;
}

// MaxCompute's names for parts of a date, in DuckDB's.
QString datePart(const Piece &piece)
{
    static const QHash<QString, QString> parts{
        {QStringLiteral("yyyy"), QStringLiteral("year")},     {QStringLiteral("year"), QStringLiteral("year")},
        {QStringLiteral("mm"), QStringLiteral("month")},      {QStringLiteral("mon"), QStringLiteral("month")},
        {QStringLiteral("month"), QStringLiteral("month")},   {QStringLiteral("dd"), QStringLiteral("day")},
        {QStringLiteral("day"), QStringLiteral("day")},       {QStringLiteral("hh"), QStringLiteral("hour")},
        {QStringLiteral("hour"), QStringLiteral("hour")},     {QStringLiteral("mi"), QStringLiteral("minute")},
        {QStringLiteral("minute"), QStringLiteral("minute")}, {QStringLiteral("ss"), QStringLiteral("second")},
        {QStringLiteral("second"), QStringLiteral("second")}, {QStringLiteral("q"), QStringLiteral("quarter")},
        {QStringLiteral("week"), QStringLiteral("week")},     {QStringLiteral("ff3"), QStringLiteral("millisecond")},
    };
    return piece.literal ? parts.value(piece.literal->toLower()) : QString();
}

QString truncTimeCall(const Call &call, FunctionError &error)
{
    const auto &part = call.arguments[1].literal;
    const auto sql = part ? truncatedTime(call.arguments[0].sql, part->toLower()) : std::nullopt;
    if (!sql)
        error.what = QStringLiteral("wants 'year', 'month', 'day' or 'hour' as its last argument");
    return sql.value_or(QString());
}

std::optional<QString> dateCall(const Call &call, FunctionError &error)
{
    const auto &a = call.arguments;
    const QString part = datePart(a.back());
    if (part.isEmpty()) {
        error.what =
            QStringLiteral("wants a date part as its last argument: 'yyyy', 'mm', 'dd', 'hh', 'mi', 'ss', 'ff3'");
        return std::nullopt;
    }
    const QString value = QStringLiteral("mc_datetime(%1)").arg(a[0].sql);
    if (call.name == QLatin1String("datepart"))
        return QStringLiteral("date_part('%1', %2)").arg(part, value);
    if (call.name == QLatin1String("datetrunc"))
        return QStringLiteral("date_trunc('%1', %2)").arg(part, value);
    if (call.name == QLatin1String("datediff"))
        return QStringLiteral("date_diff('%1', mc_datetime(%2), %3)").arg(part, a[1].sql, value);
    // dateadd: the end of a month stays inside the month, as MaxCompute does.
    return QStringLiteral("(%1 + to_%2s(CAST(%3 AS %4)))")
        .arg(value, part, a[1].sql,
             part == QLatin1String("hour") || part == QLatin1String("minute")          ? QStringLiteral("BIGINT")
             : part == QLatin1String("second") || part == QLatin1String("millisecond") ? QStringLiteral("DOUBLE")
                                                                                       : QStringLiteral("INTEGER"));
}

QString structCall(const Call &call, FunctionError &error)
{
    QStringList fields;
    const bool named = call.name == QLatin1String("named_struct");
    const size_t width = named ? 2 : 1;
    if (call.arguments.size() % width != 0) {
        error.what = QStringLiteral("wants names and values in turn");
        return {};
    }
    for (size_t i = 0; i < call.arguments.size(); i += width) {
        if (named && !call.arguments[i].literal) {
            error.what = QStringLiteral("wants its names as strings");
            return {};
        }
        const QString name = named ? call.arguments[i].literal->toLower() : QStringLiteral("col%1").arg(i + 1);
        fields.append(sqlString(name) + QStringLiteral(": ") + call.arguments[i + width - 1].sql);
    }
    return QLatin1Char('{') + fields.join(QStringLiteral(", ")) + QLatin1Char('}');
}

QString mapCall(const Call &call, FunctionError &error)
{
    if (call.arguments.size() % 2 != 0) {
        error.what = QStringLiteral("wants keys and values in turn");
        return {};
    }
    QStringList entries;
    for (size_t i = 0; i < call.arguments.size(); i += 2)
        entries.append(call.arguments[i].sql + QStringLiteral(": ") + call.arguments[i + 1].sql);
    return QStringLiteral("MAP {") + entries.join(QStringLiteral(", ")) + QLatin1Char('}');
}

QString countCall(const Call &call)
{
    if (call.star)
        return QStringLiteral("count(*)");
    if (!call.distinct || call.arguments.size() == 1)
        return QStringLiteral("count(%1%2)")
            .arg(call.distinct ? QStringLiteral("DISTINCT ") : QString(), join(call.arguments, false));
    QStringList present;
    for (const Piece &piece : call.arguments)
        present.append(piece.sql + QStringLiteral(" IS NOT NULL"));
    return QStringLiteral("count(DISTINCT CASE WHEN %1 THEN (%2) END)")
        .arg(present.join(QStringLiteral(" AND ")), join(call.arguments, false));
}

// decode(value, search, result, …[, default]): NULL finds NULL.
QString decodeCall(const Call &call)
{
    const auto &a = call.arguments;
    QString sql = QStringLiteral("CASE");
    size_t i = 1;
    for (; i + 1 < a.size(); i += 2)
        sql += QStringLiteral(" WHEN %1 IS NOT DISTINCT FROM %2 THEN %3").arg(a[0].sql, a[i].sql, a[i + 1].sql);
    if (i < a.size())
        sql += QStringLiteral(" ELSE %1").arg(a[i].sql);
    return sql + QStringLiteral(" END");
}

QString concatCall(const Call &call)
{
    QStringList parts;
    for (const Piece &piece : call.arguments)
        parts.append(textOf(piece));
    return QLatin1Char('(') + parts.join(QStringLiteral(" || ")) + QLatin1Char(')');
}

QString concatWsCall(const Call &call)
{
    const QString separator = textOf(call.arguments[0]);
    QStringList parts{separator};
    for (size_t i = 1; i < call.arguments.size(); ++i) {
        const Piece &piece = call.arguments[i];
        parts.append(piece.isText ? piece.sql : QStringLiteral("mc_joined(%1, %2)").arg(separator, piece.sql));
    }
    return QStringLiteral("concat_ws(%1)").arg(parts.join(QStringLiteral(", ")));
}

// The functions whose shape no template can say.
QString builtCall(const Call &call, FunctionError &error)
{
    const QString &name = call.name;
    const QString distinct = call.distinct ? QStringLiteral("DISTINCT ") : QString();
    if (name == QLatin1String("concat"))
        return concatCall(call);
    if (name == QLatin1String("concat_ws"))
        return concatWsCall(call);
    if (name == QLatin1String("decode"))
        return decodeCall(call);
    if (name == QLatin1String("map"))
        return mapCall(call, error);
    if (name == QLatin1String("struct") || name == QLatin1String("named_struct"))
        return structCall(call, error);
    if (name == QLatin1String("count"))
        return countCall(call);
    if (name == QLatin1String("wm_concat"))
        return QStringLiteral("string_agg(%1%2, %3%4)")
            .arg(distinct, textOf(call.arguments[1]), textOf(call.arguments[0]),
                 call.orderBy.isEmpty() ? QString() : QStringLiteral(" ORDER BY ") + call.orderBy);
    if (name == QLatin1String("collect_list") || name == QLatin1String("collect_set"))
        return QStringLiteral("list(%1%2) FILTER (WHERE %2 IS NOT NULL)")
            .arg(name == QLatin1String("collect_set") ? QStringLiteral("DISTINCT ") : distinct, call.arguments[0].sql);
    if (name == QLatin1String("trunc_time"))
        return truncTimeCall(call, error);
    return dateCall(call, error).value_or(QString());
}

} // namespace

std::optional<QString> truncatedTime(const QString &value, const QString &part)
{
    static const QHash<QString, QString> formats{{QStringLiteral("year"), QStringLiteral("%Y")},
                                                 {QStringLiteral("month"), QStringLiteral("%Y-%m")},
                                                 {QStringLiteral("day"), QStringLiteral("%Y-%m-%d")},
                                                 {QStringLiteral("hour"), QStringLiteral("%Y-%m-%d %H:00:00")}};
    const QString format = formats.value(part);
    if (format.isEmpty())
        return std::nullopt;
    return QStringLiteral("strftime(mc_utc(") + value + QStringLiteral("), '") + format + QStringLiteral("')");
}

QString textOf(const Piece &piece)
{
    return piece.isText ? piece.sql : QStringLiteral("mc_text(%1)").arg(piece.sql);
}

QString castTo(const Type &type, const Piece &piece)
{
    switch (type.kind()) {
    case TypeKind::String:
    case TypeKind::Json:
        return textOf(piece);
    case TypeKind::Char:
    case TypeKind::VarChar:
        return QStringLiteral("left(%1, %2)").arg(textOf(piece), QString::number(type.length()));
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::Int:
    case TypeKind::BigInt:
        return QStringLiteral("CAST(mc_whole(%1) AS %2)").arg(piece.sql, duckType(type));
    case TypeKind::DateTime:
        return QStringLiteral("date_trunc('millisecond', mc_datetime(%1))").arg(piece.sql);
    case TypeKind::Timestamp:
        return QStringLiteral("mc_timestamp(%1)").arg(piece.sql);
    default:
        return QStringLiteral("CAST(%1 AS %2)").arg(piece.sql, duckType(type));
    }
}

std::optional<TranslatedCall> translateCall(const Call &call, FunctionError &error)
{
    const int count = int(call.arguments.size());
    bool known = false;
    for (const FunctionRow &row : functionRows()) {
        if (call.name != QLatin1String(row.name))
            continue;
        known = true;
        if (count < row.least || count > row.most || (call.star && call.name != QLatin1String("count")))
            continue;
        TranslatedCall translated;
        translated.isText = row.gives == Gives::Text;
        translated.takesOver = row.gives == Gives::Aggregate;
        if (row.gives == Gives::DateTime)
            translated.type = Type(TypeKind::DateTime);
        if (!row.text)
            translated.sql = builtCall(call, error);
        else if (*row.text)
            translated.sql = filled(row.text, call, error);
        else
            translated.sql = QStringLiteral("%1(%2%3)")
                                 .arg(call.name, call.distinct ? QStringLiteral("DISTINCT ") : QString(),
                                      join(call.arguments, false));
        if (!error.what.isEmpty())
            return std::nullopt;
        return translated;
    }
    if (known)
        error.what = QStringLiteral("does not take %1 arguments").arg(count);
    return std::nullopt;
}

QStringList functionNames()
{
    QStringList names;
    for (const FunctionRow &row : functionRows())
        names.append(QLatin1String(row.name));
    names.removeDuplicates();
    return names;
}

} // namespace sluice::warehouse
