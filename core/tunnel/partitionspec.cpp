#include "tunnel/partitionspec.h"

#include <QStringList>

namespace sluice
{

namespace
{

Error badSpec(const QString &text, qsizetype at, const QString &what)
{
    return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is not a partition: %2 at position %3. "
                                                       "Write it as pt=20150101,type=1.")
                                            .arg(text.left(200), what)
                                            .arg(at + 1));
}

bool isSeparator(QChar c)
{
    return c == QLatin1Char(',') || c == QLatin1Char('/');
}

bool isQuote(QChar c)
{
    return c == QLatin1Char('\'') || c == QLatin1Char('"');
}

QString joined(const QList<QPair<QString, QString>> &values, const char *quote, char separator)
{
    QStringList parts;
    for (const auto &[name, value] : values)
        parts.append(name + QLatin1Char('=') + QLatin1String(quote) + value + QLatin1String(quote));
    return parts.join(QLatin1Char(separator));
}

} // namespace

Result<PartitionSpec> PartitionSpec::parse(const QString &text)
{
    QList<QPair<QString, QString>> values;
    qsizetype at = 0;
    const auto skip = [&] {
        while (at < text.size() && text[at].isSpace())
            ++at;
    };
    skip();
    while (at < text.size()) {
        const qsizetype nameAt = at;
        while (at < text.size() && text[at] != QLatin1Char('=') && !isSeparator(text[at]))
            ++at;
        const QString name = text.mid(nameAt, at - nameAt).trimmed();
        if (at == text.size() || text[at] != QLatin1Char('='))
            return badSpec(text, at, QStringLiteral("\"=\" is missing"));
        if (name.isEmpty())
            return badSpec(text, nameAt, QStringLiteral("a column's name is missing"));
        for (const auto &[known, value] : values)
            if (known.compare(name, Qt::CaseInsensitive) == 0)
                return badSpec(text, nameAt, QStringLiteral("\"%1\" is given twice").arg(name));
        ++at;
        skip();
        const qsizetype valueAt = at;
        QString value;
        if (at < text.size() && isQuote(text[at])) {
            const qsizetype end = text.indexOf(text[at], at + 1);
            if (end < 0)
                return badSpec(text, at, QStringLiteral("a quote is not closed"));
            value = text.mid(at + 1, end - at - 1);
            at = end + 1;
            skip();
            if (at < text.size() && !isSeparator(text[at]))
                return badSpec(text, at, QStringLiteral("\",\" is expected"));
        } else {
            while (at < text.size() && !isSeparator(text[at]))
                ++at;
            value = text.mid(valueAt, at - valueAt).trimmed();
        }
        if (value.isEmpty())
            return badSpec(text, valueAt, QStringLiteral("the value of \"%1\" is empty").arg(name));
        values.append({name, value});
        if (at < text.size()) {
            ++at;
            skip();
            if (at == text.size())
                return badSpec(text, at, QStringLiteral("a level is missing after the separator"));
        }
    }
    return PartitionSpec(std::move(values));
}

QStringList PartitionSpec::names() const
{
    QStringList names;
    for (const auto &[name, value] : m_values)
        names.append(name);
    return names;
}

QString PartitionSpec::value(const QString &name) const
{
    for (const auto &[known, value] : m_values)
        if (known.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    return {};
}

QString PartitionSpec::tunnelText() const
{
    return joined(m_values, "", ',');
}

QString PartitionSpec::restText() const
{
    return joined(m_values, "'", ',');
}

QString PartitionSpec::pathText() const
{
    return joined(m_values, "", '/');
}

bool wildcardMatches(const QString &pattern, const QString &value)
{
    qsizetype p = 0;
    qsizetype v = 0;
    qsizetype star = -1; // the last `*` passed, and how far it reaches for now
    qsizetype reach = 0;
    while (v < value.size()) {
        if (p < pattern.size() && pattern[p] == QLatin1Char('*')) {
            star = p++;
            reach = v;
        } else if (p < pattern.size() && (pattern[p] == QLatin1Char('?') || pattern[p] == value[v])) {
            ++p;
            ++v;
        } else if (star >= 0) {
            p = star + 1;
            v = ++reach;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == QLatin1Char('*'))
        ++p;
    return p == pattern.size();
}

} // namespace sluice
