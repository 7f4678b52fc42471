#pragma once

#include "base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace flows
{

struct Section {
    QString words; // behind the kind: "SELECT …", a path
    QString body;
    int line = 0;
};

// A flow file, cut into its sections. See README.md for the format.
struct Flow {
    QString name;
    QString about;
    QMap<QString, QList<Section>> sections; // by kind

    const QList<Section> all(const QString &kind) const { return sections.value(kind); }
    bool has(const QString &kind) const { return sections.contains(kind); }
    Section first(const QString &kind) const { return all(kind).value(0); }

    // The task's script, whichever way the flow gives it.
    sluice::Result<QString> script() const;

    static sluice::Result<Flow> read(const QString &file);
};

// Cells of CSV lines; `\N` without quotes is a null QString.
QList<QStringList> csvRows(const QString &text);

} // namespace flows
