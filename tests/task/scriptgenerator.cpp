#include "scriptgenerator.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sluice
{

QString ScriptGenerator::script(QJsonValue &value)
{
    static const QStringList breaks = {QStringLiteral("\n"), QStringLiteral("\r\n"), QStringLiteral("\r")};
    static const QStringList units = {QStringLiteral("  "), QStringLiteral("    "), QStringLiteral("\t"), QString()};
    m_lineBreak = breaks[chance(90) ? below(2) : 2];
    m_unit = units[below(4)];
    m_commentPercent = chance(60) ? below(40) : 0;
    m_trailingCommas = chance(30);
    QString text = chance(10) ? QString(QChar(QChar::ByteOrderMark)) : QString();
    if (chance(20))
        text += comment(true);
    text += write(value, 4, QString());
    if (chance(50))
        text += m_lineBreak;
    return text;
}

QString ScriptGenerator::comment(bool mayEndLine)
{
    static const QStringList words = {QStringLiteral("why"), QStringLiteral("\"quoted\""), QStringLiteral("{ 1, 2 ]"),
                                      QStringLiteral("//"), QStringLiteral("数据")};
    const QString word = words[below(int(words.size()))];
    if (mayEndLine && chance(50))
        return QStringLiteral("// ") + word + m_lineBreak;
    return chance(20) ? QStringLiteral("/* ") + word + m_lineBreak + QStringLiteral(" */")
                      : QStringLiteral("/* ") + word + QStringLiteral(" */");
}

QString ScriptGenerator::text()
{
    static const QStringList parts = {QStringLiteral("a"),  QStringLiteral("table"), QStringLiteral("${p}"),
                                      QStringLiteral("\""), QStringLiteral("\\"),    QStringLiteral("\n"),
                                      QStringLiteral("/*"), QStringLiteral("//"),    QStringLiteral("数"),
                                      QStringLiteral("😀"),  QStringLiteral("\t"),    QStringLiteral("~/"),
                                      QStringLiteral(","),  QStringLiteral("{"),     QStringLiteral("]")};
    QString made;
    for (int i = below(4); i > 0; --i)
        made += parts[below(int(parts.size()))];
    return made;
}

QString ScriptGenerator::key()
{
    return chance(70) ? QString(QChar(u'a' + below(8))) : text();
}

QString ScriptGenerator::spelled(const QString &text)
{
    QString spelled = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            spelled += QStringLiteral("\\") + c;
        else if (c.unicode() < 0x20 || chance(5))
            spelled += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            spelled += c;
    }
    return spelled + u'"';
}

QString ScriptGenerator::scalar(QJsonValue &value)
{
    static const QStringList numbers = {QStringLiteral("0"),
                                        QStringLiteral("-1"),
                                        QStringLiteral("12"),
                                        QStringLiteral("1.50"),
                                        QStringLiteral("2E+3"),
                                        QStringLiteral("12345678901234567890"),
                                        QStringLiteral("9007199254740993"),
                                        QStringLiteral("0.10000000000000000001")};
    switch (below(4)) {
    case 0:
        value = QJsonValue::Null;
        return QStringLiteral("null");
    case 1:
        value = chance(50);
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case 2: {
        const QString number = numbers[below(int(numbers.size()))];
        bool whole = false;
        const qint64 integer = number.toLongLong(&whole);
        value = whole ? QJsonValue(integer) : QJsonValue(number.toDouble());
        return number;
    }
    default:
        const QString words = text();
        value = words;
        return spelled(words);
    }
}

QString ScriptGenerator::write(QJsonValue &value, int depth, const QString &indent)
{
    if (depth == 0 || (depth < 4 && chance(40)))
        return scalar(value);
    const bool array = chance(40);
    const bool lines = chance(60);
    const int count = below(5);
    const QString inner = indent + m_unit;
    QJsonArray items;
    QJsonObject members;
    QString text = array ? QStringLiteral("[") : QStringLiteral("{");
    for (int i = 0; i < count; ++i) {
        if (chance(m_commentPercent))
            text += u' ' + comment(true);
        if (lines && chance(10))
            text += m_lineBreak; // an empty line
        text += lines ? m_lineBreak + inner : chance(70) ? QStringLiteral(" ") : QString();
        if (chance(m_commentPercent / 2))
            text += comment(true) + inner;
        QJsonValue item;
        if (array) {
            text += write(item, depth - 1, inner);
            items.append(item);
        } else {
            QString name = key();
            while (members.contains(name))
                name += u'_';
            text += spelled(name) + (chance(80)   ? QStringLiteral(": ")
                                     : chance(50) ? QStringLiteral(":")
                                                  : QStringLiteral(" : "));
            text += write(item, depth - 1, inner);
            members.insert(name, item);
        }
        if (chance(m_commentPercent / 2))
            text += u' ' + comment(true);
        if (i + 1 < count || m_trailingCommas)
            text += u',';
    }
    if (chance(m_commentPercent))
        text += u' ' + comment(true);
    text += lines ? m_lineBreak + indent : chance(50) ? QStringLiteral(" ") : QString();
    value = array ? QJsonValue(items) : QJsonValue(members);
    return text + (array ? u']' : u'}');
}

QJsonValue ScriptGenerator::value(int depth)
{
    QJsonValue made;
    write(made, depth, QString());
    return made;
}

} // namespace sluice
