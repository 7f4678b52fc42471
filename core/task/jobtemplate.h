#pragma once

#include <QString>
#include <QStringList>

namespace sluice
{

// The first scripts of new tasks, laid out as the documents print them.

// stream → stream: runs as it is.
QString newTaskScript();

struct FileToTable {
    QString path; // of the file, or a glob
    QString dataSource = QStringLiteral("odps_first");
    QString table;
    QString partition;   // "pt=20230423"; empty: the table has none
    QStringList columns; // of the table; empty: all
    bool overwrite = false;
};

// file → odps.
QString fileToTableScript(const FileToTable &from);

} // namespace sluice
