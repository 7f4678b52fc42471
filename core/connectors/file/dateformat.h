#pragma once

#include "base/result.h"

#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace sluice
{

// A form of dates and times as Java's SimpleDateFormat spells it, for columns that are not written the usual way:
// yyyy yy MM dd HH mm ss SSS X (an offset or Z), 'text' and signs.
class DateFormat
{
public:
    static Result<DateFormat> parse(const QString &pattern);

    // The time in the form that the casts read, "2023-06-30 17:00:00.000"; false when the text is not of this form.
    bool plain(std::string_view text, std::string &out) const;

private:
    struct Item {
        char letter = 0;     // y M d H m s S X; 0: the text
        int width = 0;       // letters in the pattern
        bool packed = false; // digits follow at once: exactly `width` of them
        std::string text;
    };
    std::vector<Item> m_items;
};

} // namespace sluice
