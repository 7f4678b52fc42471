#pragma once

#include "data/schema.h"
#include "task/taskspec.h"

#include <QJsonArray>

#include <optional>

namespace sluice
{

enum class FieldKind {
    Column,         // of a table, a file
    PartitionValue, // a level of a table's partitions
    RecordField,    // that every record of the source has: __key__, __row__
    JsonPath,       // into a record's value
    Generated,      // made up by the reader
    Constant,
    Expression,
    Everything, // "*" while the columns are not known
};

// A field at one end of a mapping.
struct MappedField {
    FieldKind kind = FieldKind::Column;
    QString name;             // what people call it and what same-name compares
    QJsonValue entry;         // as it stands in `column`, or would stand there
    std::optional<Type> type; // none: not known
    bool nullable = true;
    bool missing = false; // the script names it, and what was read of the object does not have it
    QString flaw;         // why it is wrong as it stands; a field with a flaw takes no new line
    QString fixedValue;   // of a partition's level that the destination sets: no line may end there
    bool isFixed() const { return !fixedValue.isNull(); }
};

// How the entries of a reader's `column` are meant.
enum class ReaderForm {
    Table,     // names, partition columns, 'constants', expressions
    File,      // names, 'constants', objects with name, index or value and type
    Records,   // of Kafka: built-in fields, JSON paths, 'constants'
    Generated, // objects with value or random and type
};
ReaderForm readerForm(const QString &stepType);

// Whether the columns of a destination are given (a table) or are what the script makes them.
enum class WriterForm {
    Table,
    Named, // `column` names what is written: files, Kafka
    Bare,  // takes what comes and has no `column`
};
WriterForm writerForm(const QString &stepType);

// What one entry says by itself; `position` counts from 0.
MappedField sourceField(const QJsonValue &entry, ReaderForm form, int position);
MappedField targetField(const QJsonValue &entry, WriterForm form);

// The entry of a constant, and what it stands for.
QJsonValue constantEntry(const QString &text, ReaderForm form);
std::optional<QString> constantText(const MappedField &field);

// Fields that a reader has whatever its object.
QList<MappedField> builtInFields(const StepSpec &reader);

// The partition levels of a writer: those with a value, which the destination sets, and those that rows fill.
struct PartitionLevel {
    QString name;
    QString value; // null: comes with the rows
};
QList<PartitionLevel> writtenLevels(const StepSpec &writer);

// `column` as a list: a single text is a list of one, what is not set is empty.
QJsonArray columnEntries(const StepSpec &step);

} // namespace sluice
