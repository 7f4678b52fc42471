#pragma once

#include "task/fieldmappingsuggest.h"
#include "task/fieldmappingverdict.h"
#include "task/taskedit.h"
#include "widgets/document/taskdocument.h"
#include "widgets/mapper/schemalookup.h"

#include <functional>

namespace sluice
{

// A mapping in numbers: what the wizard's section says of it.
struct MappingSummary {
    int mapped = 0;
    int columns = 0; // of the destination, without those that it sets by itself
    int lossless = 0;
    int narrowing = 0;
    int dirty = 0;
    int unknown = 0; // lines whose types are not known
    int suggested = 0;
    int notRead = 0;
    int stayNull = 0;
    friend bool operator==(const MappingSummary &, const MappingSummary &) = default;
};

// The rows that were read to look at.
struct SampleRows {
    QStringList names; // of the fields
    QList<QStringList> rows;
};

// The mapping of an open task: made from its text and the schemas of both ends, and written back with the smallest
// edit, one undo step each. Knows the proposals, the samples and the verdicts. GUI thread.
class MappingEditor : public QObject
{
    Q_OBJECT
public:
    using Operation = std::function<MappingOutcome(FieldMapping &)>;

    MappingEditor(SessionPtr session, TaskDocument &document, QObject *parent = nullptr);

    // Values for the variables of the script while schemas and samples are read; none by default.
    void setParameters(std::function<QMap<QString, QString>()> parameters);
    // Samples are read, and names mapped in an empty mapping, only while someone looks.
    void setActive(bool active);

    const FieldMapping &mapping() const { return m_mapping; }
    const StepSpec &reader() const { return m_reader; }
    const StepSpec &writer() const { return m_writer; }
    SchemaLookup &source() { return m_source; }
    SchemaLookup &target() { return m_target; }
    void readAgain(); // the columns of both ends
    // Why the mapping cannot be edited; empty: it can.
    QString obstacle() const;
    bool isEmpty() const { return m_reader.stepType.isEmpty() || m_writer.stepType.isEmpty(); }

    const SampleRows &samples() const { return m_samples; }
    bool isSampling() const { return m_sampling.pending(); }
    bool isJudging() const { return m_judging.pending(); }
    const QString &sampleError() const { return m_sampleError; }
    QStringList valuesOf(int source) const { return m_values.value(m_mapping.sources()[source].name); }
    const LinkVerdict &verdict(int target) const; // of the line that ends there; valid until changed()
    MappingSummary summary() const;

    // -1: none is proposed for it.
    int proposedSource(int target) const { return m_proposedSources.value(target, -1); }
    int proposedTarget(int source) const { return m_proposedTargets.value(source, -1); }
    QString proposalReason(int target) const;
    int proposals() const { return int(m_proposedSources.size()); }
    void suggest();
    void acceptProposals(const QList<int> &targets);
    void acceptAll();
    void rejectProposals(const QList<int> &targets);

    // Does it as one undo step called `what`, and tells what it did; returns whether something changed.
    bool apply(const QString &what, const Operation &operation);
    // A line; refused while an end is in use, until replaceInstead().
    bool link(int source, int target);
    void replaceInstead();
    bool canUndo() const; // the last thing that was done to the task was done here
    void undo();
    // A constant, path or expression as a person writes it; why not, in words, or nothing and the field's index.
    QString addField(const QString &text, int &field);
    void dropLoose(const QList<int> &sources);
    void addColumn(const QString &name);
    // In front of another of its kind, or last among them (-1).
    void moveSource(int source, int before);

Q_SIGNALS:
    void changed(); // anything that is shown
    void samplesChanged();
    // What was done, or why not; `undo`: it may be taken back, `replace`: replaceInstead() may be called.
    void told(const QString &words, bool undo, bool replace);

private:
    void takeText();
    void takeScript(const ScriptDocument &script);
    void rebuild();
    void mapOnEntering();
    void readSamples();
    bool isSampled(const StepSpec &step) const;
    void judge();
    bool write(const FieldMapping &next, const QString &what);
    void keepLoose(const FieldMapping &next);
    void placeProposals();
    QString verdictKey(int target) const;
    StepSpec resolved(const StepSpec &step, StepSide side) const;

    SessionPtr m_session;
    TaskDocument &m_document;
    std::function<QMap<QString, QString>()> m_parameters;
    bool m_active = false;
    bool m_entered = false;
    bool m_stale = true;
    ScriptDocument m_script;      // the last one that parsed
    QStringList m_parameterNames; // in it
    bool m_broken = false;
    StepSpec m_reader;
    StepSpec m_writer;
    SchemaLookup m_source;
    SchemaLookup m_target;
    LooseFields m_loose;
    FieldMapping m_mapping;

    SampleRows m_samples;
    FieldSamples m_values;
    QString m_sampleError;
    StepSpec m_sampled; // what the samples are of
    QSet<QJsonValue> m_sampledEntries;
    Question m_sampling{this};

    QHash<QString, LinkVerdict> m_verdicts;          // from samples
    mutable QHash<int, LinkVerdict> m_shownVerdicts; // by target
    Question m_judging{this};

    struct Proposal {
        QString source; // keys
        QString target;
        QString why;
    };
    QList<Proposal> m_proposals;
    QHash<int, int> m_proposedSources; // by target
    QHash<int, int> m_proposedTargets;
    Question m_suggesting{this};

    std::optional<std::pair<QString, QString>> m_refused; // the line that was refused, by its keys
    int m_doneAt = -1;                                    // of the undo stack
};

} // namespace sluice
