#include "widgets/mapper/mappingeditor.h"

#include "service/samplingstep.h"
#include "task/optionvalue.h"

#include <QUndoCommand>

namespace sluice
{

MappingEditor::MappingEditor(SessionPtr session, TaskDocument &document, QObject *parent)
    : QObject(parent)
    , m_session(std::move(session))
    , m_document(document)
    , m_source(m_session, this)
    , m_target(m_session, this)
{
    connect(&m_document, &TaskDocument::textChanged, this, [this] {
        m_stale = true;
        if (m_active)
            takeText();
    });
    // While nobody looks, the document's own parse will do.
    connect(&m_document, &TaskDocument::issuesChanged, this, [this] {
        if (m_stale && m_document.script().text() == m_document.text())
            takeScript(m_document.script());
    });
    connect(&m_source, &SchemaLookup::changed, this, &MappingEditor::rebuild);
    connect(&m_target, &SchemaLookup::changed, this, &MappingEditor::rebuild);
    if (!m_document.text().isEmpty())
        takeText();
}

void MappingEditor::setParameters(std::function<QMap<QString, QString>()> parameters)
{
    m_parameters = std::move(parameters);
    if (!m_document.text().isEmpty())
        takeText(); // tables and files may be named by variables
}

void MappingEditor::setActive(bool active)
{
    m_active = active;
    if (!active)
        return;
    if (m_stale)
        takeText();
    // What could not be read may be there by now.
    for (SchemaLookup *lookup : {&m_source, &m_target})
        if (!lookup->error().isEmpty() && !lookup->isPending())
            lookup->again();
    m_entered = false;
    mapOnEntering();
    readSamples();
}

void MappingEditor::readAgain()
{
    m_source.again();
    m_target.again();
}

QString MappingEditor::obstacle() const
{
    if (m_broken)
        return tr("The script does not parse, so the mapping shows its last good state. Correct the script first.");
    if (isEmpty())
        return tr("Choose a source and a destination first.");
    return {};
}

void MappingEditor::takeText()
{
    takeScript(m_document.parseNow());
}

void MappingEditor::takeScript(const ScriptDocument &script)
{
    m_stale = false;
    m_broken = !script.parsed();
    if (m_broken) {
        Q_EMIT changed();
        return;
    }
    m_script = script;
    m_parameterNames = parameterNames(script);
    m_reader = stepOf(script, StepSide::Reader).value_or(StepSpec());
    m_writer = stepOf(script, StepSide::Writer).value_or(StepSpec());
    {
        const QSignalBlocker source(m_source), target(m_target); // it is made anew below
        m_source.lookUp(resolved(m_reader, StepSide::Reader));
        m_target.lookUp(resolved(m_writer, StepSide::Writer));
    }
    rebuild();
}

StepSpec MappingEditor::resolved(const StepSpec &step, StepSide side) const
{
    if (m_parameterNames.isEmpty() || !m_parameters)
        return step;
    QMap<QString, QString> values = m_parameters();
    for (const QString &name : m_parameterNames)
        if (values.value(name).isEmpty())
            values.insert(name, QStringLiteral("${%1}").arg(name));
    const auto script = substitute(m_script, values);
    return script.ok() ? stepOf(*script, side).value_or(step) : step;
}

void MappingEditor::rebuild()
{
    m_mapping = FieldMapping(m_source.end(m_reader), m_target.end(m_writer), m_loose);
    m_shownVerdicts.clear();
    placeProposals();
    mapOnEntering();
    readSamples();
    judge();
    Q_EMIT changed();
}

// FM-1: a task whose columns nobody has named yet gets those of the same name.
void MappingEditor::mapOnEntering()
{
    if (m_entered || !m_active || m_broken || m_mapping.writerForm() != WriterForm::Table || !m_target.isKnown())
        return;
    if (!m_source.isKnown() && m_mapping.readerForm() != ReaderForm::Generated)
        return;
    m_entered = true;
    if (!isUnset(m_writer.parameter[QLatin1String("column")]) || !m_mapping.links().isEmpty())
        return;
    FieldMapping next = m_mapping;
    const MappingOutcome outcome = next.mapSameName();
    if (outcome.changed && write(next, tr("map same name")))
        Q_EMIT told(tr("Columns of the same name were mapped: %1").arg(outcome.words), true, false);
}

bool MappingEditor::apply(const QString &what, const Operation &operation)
{
    m_refused.reset();
    if (const QString why = obstacle(); !why.isEmpty()) {
        Q_EMIT told(why, false, false);
        return false;
    }
    FieldMapping next = m_mapping;
    const MappingOutcome outcome = operation(next);
    if (!outcome.changed) {
        Q_EMIT told(outcome.words, false, outcome.replaces);
        return false;
    }
    const bool written = write(next, what);
    Q_EMIT told(outcome.words, written, false);
    return true;
}

bool MappingEditor::link(int source, int target)
{
    const std::pair keys(m_mapping.sourceKey(source), m_mapping.targetKey(target));
    const bool linked = apply(tr("map"), [&](FieldMapping &mapping) { return mapping.link(source, target); });
    if (!linked)
        m_refused = keys;
    return linked;
}

void MappingEditor::replaceInstead()
{
    if (!m_refused)
        return;
    const int source = m_mapping.sourceOfKey(m_refused->first), target = m_mapping.targetOfKey(m_refused->second);
    if (source >= 0 && target >= 0)
        apply(tr("replace mapping"),
              [&](FieldMapping &mapping) { return mapping.link(source, target, FieldMapping::InUse::Replace); });
}

void MappingEditor::keepLoose(const FieldMapping &next)
{
    m_loose.sources = {};
    m_loose.targets = {};
    const auto isRead = [&](int source) { return next.readInVain().contains(source); };
    for (int i = 0; i < next.sources().size(); ++i) {
        const MappedField &field = next.sources()[i];
        const bool own = field.kind == FieldKind::Constant || field.kind == FieldKind::Expression ||
                         field.kind == FieldKind::JsonPath || field.entry.isObject();
        if (own && field.flaw.isEmpty() && next.targetOf(i) < 0 && !isRead(i) &&
            next.readerForm() != ReaderForm::Generated)
            m_loose.sources.append(field.entry);
    }
    if (next.writerForm() == WriterForm::Named)
        for (int i = 0; i < next.targets().size(); ++i)
            if (next.sourceOf(i) < 0 && next.targets()[i].kind == FieldKind::Column)
                m_loose.targets.append(next.targets()[i].entry);
}

bool MappingEditor::write(const FieldMapping &next, const QString &what)
{
    keepLoose(next);
    const auto set = [](Result<ScriptDocument> &script, const StepSpec &step, const QJsonValue &value) {
        if (script.ok())
            script = script->set(step.pointer + QStringLiteral("/parameter/column"), value);
    };
    Result<ScriptDocument> script = m_script;
    set(script, m_reader, next.readerColumn());
    set(script, m_writer, next.writerColumn());
    if (!script.ok()) {
        Q_EMIT told(script.error().text(), false, false);
        return false;
    }
    if (script->text() == m_document.text()) {
        m_mapping = next; // only what is not in the script changed
        rebuild();
        return false;
    }
    const auto place = script->rangeOf(m_writer.pointer + QStringLiteral("/parameter/column"));
    const int caret = place ? place->offset : 0;
    m_document.edit(script->text(), caret, caret, TaskDocument::Edit::Whole, what);
    m_doneAt = m_document.undoStack().index();
    if (m_stale) // nobody looks: what listens to the text has not taken it
        takeText();
    return true;
}

bool MappingEditor::canUndo() const
{
    return m_doneAt > 0 && m_document.undoStack().index() == m_doneAt && m_document.undoStack().canUndo();
}

void MappingEditor::undo()
{
    if (canUndo())
        m_document.undoStack().undo();
}

QString MappingEditor::addField(const QString &text, int &field)
{
    field = -1;
    if (const QString why = obstacle(); !why.isEmpty())
        return why;
    const QString wanted = text.trimmed();
    if (wanted.isEmpty())
        return tr("Write a value, or leave with Escape.");
    const ReaderForm form = m_mapping.readerForm();
    MappedField made = sourceField(wanted, form, 0);
    const bool plain =
        form == ReaderForm::File || form == ReaderForm::Generated ||
        (form == ReaderForm::Table && made.kind == FieldKind::Column && m_mapping.sourceOfKey(made.name) < 0);
    if (made.kind != FieldKind::Constant && plain)
        made = sourceField(constantEntry(wanted, form), form, 0);
    // The connector says whether it takes such an entry.
    StepSpec probe = m_reader;
    probe.parameter.insert(QStringLiteral("column"), QJsonArray{made.entry});
    for (const Issue &issue : m_session->catalog.check ? m_session->catalog.check(probe) : Issues())
        if (issue.severity == Severity::Error && issue.pointer.contains(QLatin1String("/column")))
            return issue.message;
    FieldMapping next = m_mapping;
    const int added = next.addSource(made.entry);
    const QString key = next.sourceKey(added);
    keepLoose(next);
    rebuild();
    field = m_mapping.sourceOfKey(key);
    return {};
}

void MappingEditor::dropLoose(const QList<int> &sources)
{
    QJsonArray kept;
    for (const QJsonValue &entry : std::as_const(m_loose.sources)) {
        bool gone = false;
        for (const int source : sources)
            gone |= m_mapping.targetOf(source) < 0 && m_mapping.sources()[source].entry == entry;
        if (!gone)
            kept.append(entry);
    }
    if (kept.size() == m_loose.sources.size())
        return;
    m_loose.sources = kept;
    rebuild();
}

void MappingEditor::moveSource(int source, int before)
{
    apply(tr("move field"), [&](FieldMapping &mapping) {
        const MappingOutcome outcome = mapping.moveSource(source, before);
        m_loose.order.clear();
        for (int i = 0; i < mapping.sources().size(); ++i)
            m_loose.order.append(mapping.sourceKey(i));
        return outcome;
    });
}

void MappingEditor::addColumn(const QString &name)
{
    FieldMapping next = m_mapping;
    if (next.addTarget(name) < 0)
        return Q_EMIT told(tr("There is a column %1 already.").arg(name), false, false);
    keepLoose(next);
    rebuild();
}

} // namespace sluice
