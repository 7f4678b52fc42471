#include "task/taskspec.h"

#include <algorithm>

namespace sluice
{

bool hasErrors(const Issues &issues)
{
    return std::any_of(issues.begin(), issues.end(),
                       [](const Issue &issue) { return issue.severity == Severity::Error; });
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        return QStringLiteral("note");
    }
    return {};
}

QString issueText(const Issue &issue)
{
    if (issue.line <= 0)
        return issue.message;
    QString sentence = issue.message;
    // Names keep their case: only an ordinary word at the start is put in small letters.
    if (sentence.size() > 1 && sentence[0].isUpper() && (sentence[1].isLower() || sentence[1].isSpace()))
        sentence[0] = sentence[0].toLower();
    return QStringLiteral("Line %1, column %2: %3").arg(issue.line).arg(issue.column).arg(sentence);
}

} // namespace sluice
