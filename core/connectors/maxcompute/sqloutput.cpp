#include "connectors/maxcompute/sqloutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace sluice
{

QList<QStringList> parseResultCsv(const QByteArray &csv)
{
    QList<QStringList> rows;
    QStringList row;
    for (qsizetype i = 0; i < csv.size();) {
        QByteArray cell;
        bool quoted = csv[i] == '"';
        if (quoted) {
            for (++i; i < csv.size(); ++i) {
                if (csv[i] != '"') {
                    cell += csv[i];
                } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
                    cell += '"';
                    ++i;
                } else {
                    break;
                }
            }
            if (i >= csv.size())
                break;
            ++i;
        } else {
            const qsizetype start = i;
            while (i < csv.size() && csv[i] != ',' && csv[i] != '\n')
                ++i;
            cell = csv.mid(start, i - start);
        }
        const bool null = !quoted && cell == "\\N";
        row.append(null ? QString() : cell.isEmpty() ? QStringLiteral("") : QString::fromUtf8(cell));
        const bool lineEnds = i >= csv.size() || csv[i] == '\n';
        ++i; // the separator
        if (!lineEnds && i >= csv.size())
            row.append(QStringLiteral("")); // "a," at the very end
        if (lineEnds || i >= csv.size()) {
            rows.append(row);
            row.clear();
        }
    }
    return rows;
}

SqlResult readResult(const InlineResult &told)
{
    SqlResult result;
    const QJsonObject descriptor = QJsonDocument::fromJson(told.descriptor).object();
    result.isSelect = descriptor[QLatin1String("IsSelect")].toBool(told.isCsv);
    result.truncated = descriptor[QLatin1String("SelectResultStatus")].toString() == QLatin1String("TRUNCATED");
    if (!result.isSelect) {
        result.text = QString::fromUtf8(told.text);
        return result;
    }
    result.rows = parseResultCsv(told.text);
    if (!result.rows.isEmpty())
        result.columns = result.rows.takeFirst();
    const QJsonArray columns = descriptor[QLatin1String("Schema")].toObject()[QLatin1String("Columns")].toArray();
    for (const QJsonValue &column : columns)
        result.types.append(column.toObject()[QLatin1String("Type")].toString());
    return result;
}

QString takeSettings(QString sql, QMap<QString, QString> &settings)
{
    static const QRegularExpression set(
        QStringLiteral(
            "\\G(?:\\s|--[^\\n]*\\n)*set\\s+([A-Za-z][A-Za-z0-9_.-]*)\\s*=((?:'[^']*'|\"[^\"]*\"|[^;'\"])*);"),
        QRegularExpression::CaseInsensitiveOption);
    qsizetype at = 0;
    for (;;) {
        const QRegularExpressionMatch found = set.match(sql, at);
        if (!found.hasMatch())
            break;
        settings.insert(found.captured(1), found.captured(2).trimmed());
        at = found.capturedEnd();
    }
    for (qsizetype i = 0; i < at; ++i)
        if (sql[i] != QLatin1Char('\n'))
            sql[i] = QLatin1Char(' ');
    return sql;
}

} // namespace sluice
