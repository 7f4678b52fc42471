#pragma once

#include "data/schema.h"

#include <QJsonArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace sluice
{

// One column that a reader delivers.
struct SelectedColumn {
    enum class Kind { Field, Constant, FileName, RowNumber };

    Kind kind = Kind::Field;
    QString name;
    int field = -1;                  // Field: which of the file's columns, from 0
    std::optional<QString> constant; // Constant: the text; none: NULL
    Type type = TypeKind::String;    // what is delivered
    bool typed = false;              // the step asked for this type
    QString format;                  // how a time is written, as in Java; empty: the usual forms
};

using Selection = std::vector<SelectedColumn>;

// The names of columns that no file has.
inline const QString fileNameColumn = QStringLiteral("__file__");
inline const QString rowNumberColumn = QStringLiteral("__row__");

// Reads one entry of `column`: a name, "*", a 'constant', or an object with name or index or value, and type, format.
// Without the file's columns `field` stays -1. "*" is a Field named "*".
Result<SelectedColumn> parseSelected(const QJsonValue &entry);

// What `column` selects from a file that has these columns. `open`: the file may have more columns than these, so an
// unknown name is taken as one that has no value yet (JSON lines). Schema error with the nearest name otherwise.
Result<Selection> selectColumns(const QJsonArray &entries, const QStringList &fileColumns, const QString &fileName,
                                bool open);

Schema schemaOf(const Selection &selection);
// The names of the columns that come from the file, in order.
QStringList fieldNames(const Selection &selection);

} // namespace sluice
