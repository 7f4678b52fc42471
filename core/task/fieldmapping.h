#pragma once

#include "task/fieldmappingentry.h"

#include <QHash>

namespace sluice
{

// What a mapping knows of one end: the step, and the columns of its object when they were ever read.
struct MappingEnd {
    StepSpec step;
    bool known = false;
    Schema columns;
    Schema partitionColumns;
};

// What a person has in the lists beyond what the script says: fields that no line uses (entries), and the order of the
// source fields (by key). Lives as long as the screen.
struct LooseFields {
    QJsonArray sources;
    QJsonArray targets;
    QStringList order;
};

struct FieldLink {
    int source = 0;
    int target = 0;
    friend bool operator==(const FieldLink &, const FieldLink &) = default;
};

// What an operation did, in words; nothing was changed when it was refused.
struct MappingOutcome {
    bool changed = false;
    QString words;         // "12 mapped, 3 left, 1 ambiguous."
    bool replaces = false; // refused because an end is in use: asking again with Replace does it
};

// The lines between the fields of a reader and those of a writer, made from the two `column` lists, which pair by
// position (FM-6), and turned into them again. A source feeds at most one target and a target has at most one source
// (FM-4, FM-5), whatever is done. A value; pure.
class FieldMapping
{
public:
    enum class InUse { Refuse, Replace };

    FieldMapping() = default;
    FieldMapping(const MappingEnd &reader, const MappingEnd &writer, const LooseFields &loose = {});

    const QList<MappedField> &sources() const { return m_sources; }
    const QList<MappedField> &targets() const { return m_targets; }
    const QList<FieldLink> &links() const { return m_links; } // in the script's order
    int targetOf(int source) const { return m_targetOf.value(source, -1); }
    int sourceOf(int target) const { return m_sourceOf.value(target, -1); }
    // Read by the script, and no column takes it: a run refuses that.
    const QList<int> &readInVain() const { return m_unpairedSources; }
    // Targets that a line may end at.
    int openTargets() const;
    ReaderForm readerForm() const { return m_readerForm; }
    WriterForm writerForm() const { return m_writerForm; }
    // The type that arrives: of a destination that takes what comes, the source's.
    std::optional<Type> targetType(int target) const;

    // Names a field as long as its entry stays the same, whatever its place.
    const QString &sourceKey(int source) const { return m_sourceKeys[source]; }
    const QString &targetKey(int target) const { return m_targetKeys[target]; }
    int sourceOfKey(const QString &key) const { return m_sourceOfKey.value(key, -1); }
    int targetOfKey(const QString &key) const { return m_targetOfKey.value(key, -1); }

    // What stands in the script afterwards; the value as it was where it still says the same ("*", not set).
    QJsonValue readerColumn() const;
    QJsonValue writerColumn() const;

    // Why no line may join the two; empty: one may.
    QString obstacle(int source, int target) const;
    MappingOutcome link(int source, int target, InUse inUse = InUse::Refuse);
    // Onto the target and the free ones behind it, in order.
    MappingOutcome linkInOrder(const QList<int> &sources, int target);
    MappingOutcome linkPairs(const QList<FieldLink> &pairs);
    // A new column of a destination that takes what comes, named after the source.
    MappingOutcome linkToNew(const QList<int> &sources);
    MappingOutcome unlink(const QList<int> &sources, const QList<int> &targets);
    MappingOutcome mapSameName();
    MappingOutcome mapSameLine();
    MappingOutcome clear();
    // The source stands in front of another of its kind, or last among them (-1); in the script its line goes along.
    MappingOutcome moveSource(int source, int before);
    // A new target of a destination that takes what comes; -1 when the name is taken.
    int addTarget(const QString &name);
    int addSource(const QJsonValue &entry);

private:
    struct Row;
    void readSources(const MappingEnd &reader, const LooseFields &loose, QList<int> &sourceOfEntry);
    void readTargets(const MappingEnd &writer, const LooseFields &loose, QList<int> &targetOfEntry);
    void mirrorSources(const QList<int> &sourceOfEntry, QList<int> &targetOfEntry);
    void mirrorTargets(const QList<int> &targetOfEntry, QList<int> &sourceOfEntry);
    QJsonArray readerEntries() const;
    QJsonArray writerEntries() const;
    bool isReaderImplied() const;
    bool isWriterImplied() const;
    QString impliedName(int source, qsizetype position) const;
    void index();
    void pairUp();
    void join(int source, int target);
    // Where no column named means all of them, the last line cannot go: puts `before` back and says so.
    MappingOutcome unlessAllReturn(const QList<FieldLink> &before, MappingOutcome outcome);

    ReaderForm m_readerForm = ReaderForm::Table;
    WriterForm m_writerForm = WriterForm::Table;
    QJsonValue m_reader{QJsonValue::Undefined}; // `column` as it was
    QJsonValue m_writer{QJsonValue::Undefined};
    QJsonArray m_readerBefore; // the entries that they stood for
    QJsonArray m_writerBefore;
    QList<MappedField> m_sources;
    QList<MappedField> m_targets;
    QList<FieldLink> m_links;
    QList<int> m_unpairedSources;
    QList<int> m_unpairedTargets; // named in the script without a reader's column: NULL
    QList<int> m_targetOf;        // by source
    QList<int> m_sourceOf;        // by target
    QStringList m_sourceKeys;
    QStringList m_targetKeys;
    QHash<QString, int> m_sourceOfKey;
    QHash<QString, int> m_targetOfKey;
};

} // namespace sluice
