#include "task/scripttext.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

static constexpr int hexDigits = 4;

// The unit behind `\u`, or -1.
static int hexUnit(QStringView digits)
{
    if (digits.size() < hexDigits)
        return -1;
    int unit = 0;
    for (const QChar c : digits.left(hexDigits)) {
        const char16_t u = c.unicode();
        if (u >= u'0' && u <= u'9')
            unit = unit * 16 + (u - u'0');
        else if (u >= u'a' && u <= u'f')
            unit = unit * 16 + (u - u'a' + 10);
        else if (u >= u'A' && u <= u'F')
            unit = unit * 16 + (u - u'A' + 10);
        else
            return -1;
    }
    return unit;
}

// The character that a backslash and this one stand for; null when they stand for nothing.
static QChar escapedCharacter(QChar c)
{
    switch (c.unicode()) {
    case u'"':
    case u'\\':
    case u'/':
        return c;
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    case u'n':
        return u'\n';
    case u'r':
        return u'\r';
    case u't':
        return u'\t';
    default:
        return {};
    }
}

QString decodeText(QStringView inner)
{
    QString decoded;
    decoded.reserve(inner.size());
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i] != u'\\' || i + 1 >= inner.size()) {
            decoded.append(inner[i]);
            continue;
        }
        const QChar c = inner[i + 1];
        if (const int unit = c == u'u' ? hexUnit(inner.mid(i + 2)) : -1; unit >= 0) {
            decoded.append(QChar(char16_t(unit)));
            i += 1 + hexDigits;
        } else if (const QChar meant = escapedCharacter(c); !meant.isNull()) {
            decoded.append(meant);
            ++i;
        } else {
            decoded.append(inner[i]);
        }
    }
    return decoded;
}

qsizetype wrongCharacter(QStringView inner)
{
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i].unicode() < 0x20)
            return i;
        if (inner[i] != u'\\')
            continue;
        const QChar c = i + 1 < inner.size() ? inner[i + 1] : QChar();
        if (c == u'u' ? hexUnit(inner.mid(i + 2)) < 0 : escapedCharacter(c).isNull())
            return i;
        ++i;
    }
    return -1;
}

static bool isLonely(const QString &text, qsizetype i)
{
    if (text[i].isHighSurrogate())
        return i + 1 >= text.size() || !text[i + 1].isLowSurrogate();
    return text[i].isLowSurrogate() && (i == 0 || !text[i - 1].isHighSurrogate());
}

QString encodeText(const QString &text)
{
    QString encoded;
    encoded.reserve(text.size() + 2);
    encoded.append(u'"');
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        switch (c) {
        case u'"':
            encoded.append(QLatin1String("\\\""));
            break;
        case u'\\':
            encoded.append(QLatin1String("\\\\"));
            break;
        case u'\b':
            encoded.append(QLatin1String("\\b"));
            break;
        case u'\f':
            encoded.append(QLatin1String("\\f"));
            break;
        case u'\n':
            encoded.append(QLatin1String("\\n"));
            break;
        case u'\r':
            encoded.append(QLatin1String("\\r"));
            break;
        case u'\t':
            encoded.append(QLatin1String("\\t"));
            break;
        default:
            // Half a surrogate pair would not survive a file in UTF-8.
            if (c < 0x20 || isLonely(text, i))
                encoded.append(QStringLiteral("\\u%1").arg(uint(c), hexDigits, 16, QLatin1Char('0')));
            else
                encoded.append(QChar(c));
        }
    }
    encoded.append(u'"');
    return encoded;
}

QString encodeScalar(const QJsonValue &value)
{
    if (value.isString())
        return encodeText(value.toString());
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (!value.isDouble())
        return QStringLiteral("null");
    // Qt writes the shortest spelling that reads back the same, and integers whole.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(array.mid(1, array.size() - 2));
}

bool isNumber(QStringView word)
{
    qsizetype at = 0;
    const auto digits = [&] {
        const qsizetype begin = at;
        while (at < word.size() && word[at] >= u'0' && word[at] <= u'9')
            ++at;
        return at - begin;
    };
    if (at < word.size() && word[at] == u'-')
        ++at;
    const bool zero = at < word.size() && word[at] == u'0';
    const qsizetype whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (at < word.size() && word[at] == u'.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at < word.size() && (word[at] == u'e' || word[at] == u'E')) {
        ++at;
        if (at < word.size() && (word[at] == u'+' || word[at] == u'-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == word.size();
}

} // namespace sluice
