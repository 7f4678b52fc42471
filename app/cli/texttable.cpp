#include "app/cli/texttable.h"

#include <QVector>

#include <wchar.h>

#include <algorithm>

namespace sluice::cli
{

namespace
{

constexpr qsizetype widestCell = 80;

// One line of at most widestCell characters.
QString cellText(const QString &cell)
{
    if (cell.isNull())
        return QStringLiteral("NULL");
    QString line = cell;
    line.replace(QLatin1Char('\n'), QLatin1String("\\n")).replace(QLatin1Char('\r'), QLatin1String("\\r"));
    line.replace(QLatin1Char('\t'), QLatin1String("\\t"));
    return line.size() > widestCell ? line.left(widestCell - 1) + QChar(u'…') : line;
}

// Places on the screen: a Chinese character takes two, an accent none.
qsizetype places(const QString &text)
{
    qsizetype width = 0;
    for (const char32_t c : text.toStdU32String())
        width += std::max(0, ::wcwidth(wchar_t(c)));
    return width;
}

} // namespace

QString textTable(const QStringList &head, const QList<QStringList> &rows, const QList<bool> &rightAligned)
{
    QVector<qsizetype> widths(head.size(), 0);
    QList<QStringList> lines{head};
    for (const QStringList &row : rows) {
        QStringList line;
        for (qsizetype i = 0; i < head.size(); ++i)
            line.append(cellText(row.value(i, QStringLiteral(""))));
        lines.append(line);
    }
    for (const QStringList &line : lines) {
        for (qsizetype i = 0; i < head.size(); ++i)
            widths[i] = std::max(widths[i], places(line[i]));
    }

    QString text;
    auto append = [&](const QStringList &line) {
        QString printed;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const QString gap(widths[i] - places(line[i]), QLatin1Char(' '));
            printed += (i > 0 ? QLatin1String("  ") : QLatin1String("")) +
                       (rightAligned.value(i) ? gap + line[i] : line[i] + gap);
        }
        while (printed.endsWith(QLatin1Char(' ')))
            printed.chop(1);
        text += printed + QLatin1Char('\n');
    };
    append(lines.first());
    QStringList rule;
    for (const qsizetype width : widths)
        rule.append(QString(width, QLatin1Char('-')));
    append(rule);
    for (qsizetype i = 1; i < lines.size(); ++i)
        append(lines[i]);
    return text;
}

} // namespace sluice::cli
