#include "service/sqltext.h"

#include <QRegularExpression>

namespace sluice
{

namespace
{

// The offset behind a quoted text that starts at `from`: a doubled quote or a backslash keeps it open.
qsizetype behindQuotes(const QString &text, qsizetype from)
{
    const QChar quote = text[from];
    for (qsizetype i = from + 1; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('\\') && quote != QLatin1Char('`')) {
            ++i;
        } else if (text[i] == quote) {
            if (i + 1 >= text.size() || text[i + 1] != quote)
                return i + 1;
            ++i;
        }
    }
    return text.size();
}

qsizetype behind(const QString &text, QLatin1String end, qsizetype from)
{
    const qsizetype found = text.indexOf(end, from);
    return found < 0 ? text.size() : found + end.size();
}

} // namespace

QStringList splitStatements(const QString &text)
{
    static const QRegularExpression set(QStringLiteral("^set\\s+[\\w.-]+\\s*="),
                                        QRegularExpression::CaseInsensitiveOption);
    QStringList statements;
    QString settings;
    QString statement; // comments left out
    auto close = [&] {
        if (const QString trimmed = statement.trimmed(); set.match(trimmed).hasMatch())
            settings += trimmed + QLatin1String("; ");
        else if (!trimmed.isEmpty())
            statements.append(settings + trimmed);
        statement.clear();
    };
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        const QStringView rest = QStringView(text).mid(i, 2);
        if (c == QLatin1Char('\'') || c == QLatin1Char('"') || c == QLatin1Char('`')) {
            const qsizetype end = behindQuotes(text, i);
            statement += QStringView(text).mid(i, end - i);
            i = end;
        } else if (rest == QLatin1String("--")) {
            i = behind(text, QLatin1String("\n"), i);
            statement += QLatin1Char('\n');
        } else if (rest == QLatin1String("/*")) {
            i = behind(text, QLatin1String("*/"), i);
            statement += QLatin1Char(' ');
        } else {
            if (c == QLatin1Char(';'))
                close();
            else
                statement += c;
            ++i;
        }
    }
    close();
    return statements;
}

QString csvLine(const QStringList &cells, const QString &null)
{
    QString line;
    for (const QString &cell : cells) {
        if (!line.isNull())
            line += QLatin1Char(',');
        const bool quote =
            !cell.isNull() && (cell.contains(QLatin1Char(',')) || cell.contains(QLatin1Char('"')) ||
                               cell.contains(QLatin1Char('\n')) || cell.contains(QLatin1Char('\r')) || cell == null);
        if (cell.isNull())
            line += null;
        else if (quote)
            line +=
                QLatin1Char('"') + QString(cell).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
        else
            line += cell.isEmpty() ? QLatin1String("") : cell;
        if (line.isNull())
            line = QStringLiteral("");
    }
    return line;
}

} // namespace sluice
