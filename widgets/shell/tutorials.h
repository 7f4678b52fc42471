#pragma once

#include <QList>
#include <QString>

namespace sluice
{

// A page of docs/tutorials, which the studio carries along.
struct Tutorial {
    QString file; // resource
    QString title;
    QString summary; // its first sentence
    int minutes = 0; // to read it and do what it says
};

// By title.
const QList<Tutorial> &tutorials();
// The verb that shows the page with this index.
inline QString tutorialVerb(int index)
{
    return QStringLiteral("help.tutorial%1").arg(index);
}
// The text of a page, without images: they are not carried along.
QString tutorialText(const Tutorial &tutorial);

} // namespace sluice
