#include "widgets/mapper/schemalookup.h"

namespace sluice
{

namespace
{

// What decides which columns there are.
StepSpec withoutColumns(StepSpec step)
{
    step.parameter.remove(QStringLiteral("column"));
    return step;
}

} // namespace

SchemaLookup::SchemaLookup(SessionPtr session, QObject *parent)
    : QObject(parent)
    , m_session(std::move(session))
{
}

void SchemaLookup::lookUp(const StepSpec &step)
{
    const StepSpec wanted = withoutColumns(step);
    if (m_asked && wanted.stepType == m_step.stepType && wanted.parameter == m_step.parameter)
        return;
    const bool sameObject = m_asked && SchemaCache::objectOf(wanted) == SchemaCache::objectOf(m_step);
    m_step = wanted;
    m_asked = true;
    if (!sameObject) {
        m_state = None;
        m_schema = {};
        m_error.clear();
    }
    again();
}

void SchemaLookup::again()
{
    m_remembered.cancel();
    m_fresh.cancel();
    if (SchemaCache::objectOf(m_step).isEmpty()) {
        m_state = None;
        Q_EMIT changed();
        return;
    }
    if (m_state == None || m_state == Failed)
        m_state = Reading;
    // The two answers come in any order: a failed look at the data source must not forget what is remembered.
    if (!isKnown())
        m_remembered.ask([session = m_session,
                          step = m_step](Stop) { return SchemaCache(session->workspace.stateDir()).find(step); },
                         [this](Result<KnownSchema> known) {
                             if (known.ok()) {
                                 m_schema = std::move(*known);
                                 m_state = Remembered;
                             } else if (!m_fresh.pending()) {
                                 m_state = Failed;
                             }
                             Q_EMIT changed();
                         });
    m_fresh.ask(
        [session = m_session, step = m_step](Stop stop) -> Result<KnownSchema> {
            SLUICE_TRY(const ObjectSchema object, session->probes->stepSchema(step, stop));
            KnownSchema schema{object.columns, object.partitionColumns, QDateTime::currentDateTimeUtc()};
            (void)SchemaCache(session->workspace.stateDir()).keep(step, schema); // no matter: it is read anew
            return schema;
        },
        [this](Result<KnownSchema> schema) {
            m_error = schema.ok() ? QString() : schema.error().text();
            if (schema.ok()) {
                m_remembered.cancel();
                m_schema = std::move(*schema);
                m_state = Fresh;
            } else if (isKnown()) {
                m_state = Remembered;
            } else if (!m_remembered.pending()) {
                m_state = Failed;
            }
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

MappingEnd SchemaLookup::end(const StepSpec &step) const
{
    return {step, isKnown() && !m_schema.columns.columns.isEmpty(), m_schema.columns, m_schema.partitionColumns};
}

} // namespace sluice
