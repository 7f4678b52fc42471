#pragma once

#include "base/result.h"

#include <QString>

#include <string>
#include <vector>

namespace sluice
{

// Where a value lies in a JSON text: "." goes to a member, "[i]" to an element, counted from 0: d[0].AA.
// Keys that hold a "." or "[" cannot be named.
struct JsonPath {
    struct Step {
        std::string key; // of an object; empty: an element
        int index = -1;  // of an array; -1: a member
    };
    std::vector<Step> steps;

    // Config names the character that is at fault.
    static Result<JsonPath> parse(const QString &text);
};

} // namespace sluice
