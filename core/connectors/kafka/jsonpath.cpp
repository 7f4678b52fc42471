#include "connectors/kafka/jsonpath.h"

namespace sluice
{

namespace
{

constexpr int longestPath = 1000; // characters
constexpr int deepestPath = 64;   // steps
constexpr int greatestIndex = 100'000'000;

Error fault(const QString &path, qsizetype at, const QString &what)
{
    return makeError(
        ErrorCode::Config,
        QStringLiteral("The path \"%1\" breaks at character %2: %3.").arg(path.left(80)).arg(at + 1).arg(what));
}

// An index up to its bracket; `at` stands behind the opening one.
Result<int> readIndex(const QString &text, qsizetype &at)
{
    const qsizetype start = at;
    if (at < text.size() && text[at] == u'-')
        return fault(text, at, QStringLiteral("elements are counted from 0, a negative index names none"));
    int index = 0;
    for (; at < text.size() && text[at] >= u'0' && text[at] <= u'9'; ++at) {
        index = index * 10 + (text[at].unicode() - u'0');
        if (index > greatestIndex)
            return fault(text, start, QStringLiteral("the index is too large"));
    }
    if (at == start)
        return fault(text, at, QStringLiteral("a number is expected behind ["));
    if (at == text.size() || text[at] != u']')
        return fault(text, at, QStringLiteral("] is expected"));
    ++at;
    return index;
}

} // namespace

Result<JsonPath> JsonPath::parse(const QString &text)
{
    if (text.size() > longestPath)
        return fault(text, longestPath, QStringLiteral("it is too long"));
    JsonPath path;
    qsizetype at = 0;
    while (at < text.size()) {
        if (int(path.steps.size()) == deepestPath)
            return fault(text, at, QStringLiteral("it goes deeper than %1 steps").arg(deepestPath));
        if (text[at] == u'[') {
            ++at;
            SLUICE_TRY(const int index, readIndex(text, at));
            path.steps.push_back({{}, index});
            if (at < text.size() && text[at] != u'[' && text[at] != u'.')
                return fault(text, at, QStringLiteral(". or [ is expected"));
            continue;
        }
        if (!path.steps.empty()) // else it is the first name
            ++at;                // the dot
        const qsizetype start = at;
        while (at < text.size() && text[at] != u'.' && text[at] != u'[')
            ++at;
        if (at == start)
            return fault(text, at, QStringLiteral("a name is expected"));
        const qsizetype bracket = text.mid(start, at - start).indexOf(u']');
        if (bracket >= 0)
            return fault(text, start + bracket, QStringLiteral("] without ["));
        path.steps.push_back({text.mid(start, at - start).toStdString(), -1});
    }
    if (path.steps.empty())
        return fault(text, 0, QStringLiteral("it is empty"));
    return path;
}

} // namespace sluice
