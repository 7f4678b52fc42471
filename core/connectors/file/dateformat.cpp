#include "connectors/file/dateformat.h"

#include <cstdio>

namespace sluice
{

static bool isDigit(char c)
{
    return unsigned(c - '0') <= 9;
}

Result<DateFormat> DateFormat::parse(const QString &pattern)
{
    const std::string text = pattern.toStdString();
    DateFormat format;
    for (size_t i = 0; i < text.size();) {
        Item item;
        if (text[i] == '\'') {
            const size_t end = text.find('\'', i + 1);
            if (end == std::string::npos)
                return makeError(ErrorCode::Config, QStringLiteral("The quote in \"%1\" is not closed.").arg(pattern));
            item.text = end == i + 1 ? "'" : text.substr(i + 1, end - i - 1);
            i = end + 1;
        } else if (isalpha(uint8_t(text[i]))) {
            item.letter = text[i];
            while (i < text.size() && text[i] == item.letter) {
                ++item.width;
                ++i;
            }
            const bool known = std::string_view("yMdHmsSX").find(item.letter) != std::string_view::npos;
            if (!known || (item.letter == 'M' && item.width > 2))
                return makeError(ErrorCode::Config,
                                 QStringLiteral("\"%1\" in \"%2\" is not known: use yyyy, MM, dd, HH, mm, ss, SSS, X.")
                                     .arg(QString(item.width, QLatin1Char(item.letter)), pattern));
            if (!format.m_items.empty() && format.m_items.back().letter && item.letter != 'X')
                format.m_items.back().packed = true;
        } else {
            item.text = text[i++];
        }
        format.m_items.push_back(std::move(item));
    }
    return format;
}

bool DateFormat::plain(std::string_view text, std::string &out) const
{
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    std::string fraction, zone;
    size_t at = 0;
    for (const Item &item : m_items) {
        if (!item.letter) {
            if (text.substr(at, item.text.size()) != item.text)
                return false;
            at += item.text.size();
            continue;
        }
        if (item.letter == 'X') {
            zone = text.substr(at);
            at = text.size();
            continue;
        }
        const size_t most = item.packed ? size_t(item.width) : item.letter == 'S' ? 9 : item.letter == 'y' ? 4 : 2;
        const size_t start = at;
        int number = 0;
        while (at < text.size() && at - start < most && isDigit(text[at]))
            number = item.letter == 'S' ? (++at, 0) : number * 10 + (text[at++] - '0');
        if (at == start || (item.packed && at - start != most))
            return false;
        switch (item.letter) {
        case 'y':
            year = item.width <= 2 && at - start <= 2 ? 2000 + number : number;
            break;
        case 'M':
            month = number;
            break;
        case 'd':
            day = number;
            break;
        case 'H':
            hour = number;
            break;
        case 'm':
            minute = number;
            break;
        case 's':
            second = number;
            break;
        default:
            fraction = text.substr(start, at - start);
        }
    }
    if (at != text.size())
        return false;
    char buffer[128];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute, second);
    out = buffer;
    if (!fraction.empty())
        out += '.' + fraction;
    out += zone;
    return true;
}

} // namespace sluice
