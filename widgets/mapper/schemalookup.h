#pragma once

#include "task/fieldmapping.h"
#include "widgets/common/ask.h"
#include "widgets/common/session.h"
#include "workspace/schemacache.h"

namespace sluice
{

// The columns of what one step points at: first as the workspace remembers them, then as the data source says now.
// GUI thread; what it asks is asked off it.
class SchemaLookup : public QObject
{
    Q_OBJECT
public:
    enum State {
        None,       // the step names nothing, or needs no columns
        Reading,    // nothing is known yet
        Remembered, // known from readAt(), being read again or not to be had
        Fresh,
        Failed, // and nothing is remembered
    };

    SchemaLookup(SessionPtr session, QObject *parent);

    // The step with its variables resolved; nothing is asked again unless its object or the way to it changed.
    void lookUp(const StepSpec &step);
    void again();

    State state() const { return m_state; }
    bool isPending() const { return m_fresh.pending() || m_remembered.pending(); }
    const KnownSchema &schema() const { return m_schema; }
    bool isKnown() const { return m_state == Remembered || m_state == Fresh; }
    const QString &error() const { return m_error; } // of the last look, in words
    MappingEnd end(const StepSpec &step) const;

Q_SIGNALS:
    void changed();

private:
    SessionPtr m_session;
    StepSpec m_step;
    bool m_asked = false;
    State m_state = None;
    KnownSchema m_schema;
    QString m_error;
    Question m_remembered{this};
    Question m_fresh{this};
};

} // namespace sluice
