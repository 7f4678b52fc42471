#pragma once

#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace sluice
{

// Spells JSON values as a script has them. The fields say the manner; the defaults are those of the DataWorks
// documents: everything on its own line, two spaces.
struct ScriptWriter {
    QString lineBreak = QStringLiteral("\n");
    QString unit = QStringLiteral("  ");
    QString colon = QStringLiteral(": ");
    QString gap = QStringLiteral(" "); // behind commas on one line
    QString padding;                   // inside brackets on one line
    bool inlineArrays = false;         // arrays of scalars on one line
    bool inlineObjects = false;        // objects of scalars on one line

    // The value on one line.
    QString onOneLine(const QJsonValue &value) const;
    // The value over several lines, its first line beginning somewhere on a line that is indented by `indent`.
    QString onLines(const QJsonValue &value, const QString &indent) const;

    QString key(const QString &key) const;
};

// The keys of an object in the order in which the documents print them (stepType, parameter, name, …; others after
// them by alphabet): QJsonObject itself forgets the order.
QStringList keysInOrder(const QJsonObject &object);

} // namespace sluice
