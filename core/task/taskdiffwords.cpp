#include "task/taskdiff.h"

#include <algorithm>

namespace sluice
{

QString TaskChange::words() const
{
    const QString arrow = QStringLiteral(" → ");
    switch (kind) {
    case TaskChange::Kind::Added:
        return QStringLiteral("%1 added: %2").arg(what, to);
    case TaskChange::Kind::Removed:
        return QStringLiteral("%1 removed: %2").arg(what, from);
    case TaskChange::Kind::Changed:
        if (from.isEmpty() && to.isEmpty())
            return what.contains(QLatin1String("parse")) ? what : what + QStringLiteral(" changed");
        return what == QLatin1String("mapping") ? QStringLiteral("mapping changed: %1 instead of %2").arg(to, from)
                                                : what + u' ' + from + arrow + to;
    case TaskChange::Kind::Comment: {
        const QString how = from.isEmpty() ? QStringLiteral("added")
                            : to.isEmpty() ? QStringLiteral("removed")
                                           : QStringLiteral("changed");
        return line > 0 ? QStringLiteral("comment %1, line %2").arg(how).arg(line)
                        : QStringLiteral("comment %1").arg(how);
    }
    case TaskChange::Kind::Layout:
        return to.isEmpty() ? QStringLiteral("layout changed")
                            : QStringLiteral("%1 written as %2 instead of %3").arg(what, to, from);
    }
    return what;
}

QString diffSummary(const QList<TaskChange> &changes)
{
    const auto meaning = std::count_if(changes.begin(), changes.end(), [](const TaskChange &c) { return c.matters(); });
    const auto looks = changes.size() - meaning;
    if (changes.isEmpty())
        return QStringLiteral("no difference");
    const auto counted = [](qsizetype count) {
        return count == 1 ? QStringLiteral("1 change") : QStringLiteral("%1 changes").arg(count);
    };
    if (looks == 0)
        return counted(meaning) + QStringLiteral(" in meaning");
    if (meaning == 0)
        return counted(looks) + QStringLiteral(" in comments and layout");
    return counted(meaning) + QStringLiteral(" in meaning, %1 in comments and layout").arg(looks);
}

} // namespace sluice
