// What a mapping's editor learns from values: samples, verdicts, proposals.
#include "service/samplingstep.h"
#include "widgets/mapper/mappingeditor.h"

namespace sluice
{

namespace
{

constexpr int sampledRows = 200;

Result<SampleRows> readSampleRows(const Probes &probes, const StepSpec &step, Stop stop)
{
    SLUICE_TRY(const RowPreview preview, probes.previewStep(step, sampledRows, stop));
    SampleRows samples;
    const QJsonArray entries = columnEntries(step);
    const ReaderForm form = readerForm(step.stepType);
    for (int i = 0; i < preview.columns.size(); ++i)
        samples.names.append(i < entries.size() && entries.size() == preview.columns.size()
                                 ? sourceField(entries[i], form, i).name
                                 : preview.columns.columns[i].name);
    samples.rows = preview.rows;
    return samples;
}

// Records that are no JSON have no values at paths, and would not be delivered.
StepSpec withoutPaths(StepSpec step)
{
    QJsonArray kept;
    for (const MappedField &field : builtInFields(step))
        kept.append(field.entry);
    step.parameter.insert(QStringLiteral("column"), kept);
    return step;
}

} // namespace

void MappingEditor::readSamples()
{
    if (!m_active || isEmpty() || m_mapping.readerForm() == ReaderForm::Generated)
        return;
    if (!m_source.isKnown() || m_source.isPending())
        return;
    const StepSpec step = samplingStep(resolved(m_reader, StepSide::Reader), m_source.schema().columns,
                                       m_source.schema().partitionColumns);
    if (isSampled(step))
        return;
    m_sampled = step;
    const QJsonArray asked = columnEntries(step);
    m_sampledEntries = QSet<QJsonValue>(asked.begin(), asked.end());
    m_sampling.ask(
        [session = m_session, step](Stop stop) -> Result<SampleRows> {
            auto samples = readSampleRows(*session->probes, step, stop);
            if (readerForm(step.stepType) == ReaderForm::Records && samples.ok() && samples->rows.isEmpty())
                samples = readSampleRows(*session->probes, withoutPaths(step), stop);
            return samples;
        },
        [this](Result<SampleRows> samples) {
            m_sampleError = samples.ok() ? QString() : samples.error().text();
            if (samples.ok()) {
                m_samples = std::move(*samples);
                m_values.clear();
                for (qsizetype column = 0; column < m_samples.names.size(); ++column) {
                    QStringList &values = m_values[m_samples.names[column]];
                    for (const QStringList &row : std::as_const(m_samples.rows))
                        values.append(row.value(column));
                }
                m_verdicts.clear();
                m_shownVerdicts.clear();
                judge();
            }
            Q_EMIT samplesChanged();
            Q_EMIT changed();
        },
        std::chrono::seconds(60));
    Q_EMIT samplesChanged();
}

// Whether such rows were asked for already, with at least these fields.
bool MappingEditor::isSampled(const StepSpec &step) const
{
    const auto bare = [](QJsonObject parameter) {
        parameter.remove(QStringLiteral("column"));
        return parameter;
    };
    if (step.stepType != m_sampled.stepType || bare(step.parameter) != bare(m_sampled.parameter))
        return false;
    const QJsonArray wanted = columnEntries(step);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const QJsonValue &entry) { return m_sampledEntries.contains(entry); });
}

QString MappingEditor::verdictKey(int target) const
{
    const MappedField &field = m_mapping.sources()[m_mapping.sourceOf(target)];
    const auto type = m_mapping.targetType(target);
    return QStringList{field.name, field.type ? field.type->text() : QString(), type ? type->text() : QString()}.join(
        u'\n');
}

const LinkVerdict &MappingEditor::verdict(int target) const
{
    if (const auto shown = m_shownVerdicts.constFind(target); shown != m_shownVerdicts.constEnd())
        return *shown;
    const auto judged = m_verdicts.constFind(verdictKey(target));
    return *m_shownVerdicts.insert(target,
                                   judged != m_verdicts.constEnd()
                                       ? *judged
                                       : judgeLink(m_mapping.sources()[m_mapping.sourceOf(target)],
                                                   m_mapping.targetType(target), {}, m_session->workspace.timeZone()));
}

// Casting samples takes its time with a thousand columns: off the thread, each pair once.
void MappingEditor::judge()
{
    if (m_values.isEmpty())
        return;
    struct Pair {
        QString key;
        MappedField source;
        std::optional<Type> type;
        QStringList samples;
    };
    QList<Pair> pairs;
    for (const FieldLink &link : m_mapping.links()) {
        const MappedField &field = m_mapping.sources()[link.source];
        const QString key = verdictKey(link.target);
        if (!m_verdicts.contains(key))
            pairs.append({key, field, m_mapping.targetType(link.target), m_values.value(field.name)});
    }
    if (pairs.isEmpty())
        return;
    m_judging.ask(
        [pairs, zone = m_session->workspace.timeZone()](Stop) {
            QHash<QString, LinkVerdict> verdicts;
            for (const Pair &pair : pairs)
                verdicts.insert(pair.key, judgeLink(pair.source, pair.type, pair.samples, zone));
            return verdicts;
        },
        [this](QHash<QString, LinkVerdict> verdicts) {
            m_verdicts.insert(verdicts);
            m_shownVerdicts.clear();
            Q_EMIT changed();
        });
}

MappingSummary MappingEditor::summary() const
{
    MappingSummary summary;
    summary.columns = m_mapping.openTargets();
    summary.mapped = int(m_mapping.links().size());
    summary.suggested = proposals();
    for (const FieldLink &link : m_mapping.links()) {
        switch (verdict(link.target).fit) {
        case LinkVerdict::Lossless:
            ++summary.lossless;
            break;
        case LinkVerdict::Narrowing:
            ++summary.narrowing;
            break;
        case LinkVerdict::Dirty:
            ++summary.dirty;
            break;
        case LinkVerdict::Unknown:
            ++summary.unknown;
            break;
        }
    }
    for (int i = 0; i < m_mapping.sources().size(); ++i)
        summary.notRead += m_mapping.targetOf(i) < 0 && !m_mapping.readInVain().contains(i);
    summary.stayNull = m_mapping.writerForm() == WriterForm::Table ? summary.columns - summary.mapped : 0;
    return summary;
}

void MappingEditor::suggest()
{
    if (const QString why = obstacle(); !why.isEmpty())
        return Q_EMIT told(why, false, false);
    m_suggesting.ask(
        [mapping = m_mapping, values = m_values, zone = m_session->workspace.timeZone()](Stop) {
            QList<Proposal> proposals;
            for (const Suggestion &pair : suggestLinks(mapping, values, zone))
                proposals.append({mapping.sourceKey(pair.source), mapping.targetKey(pair.target), pair.why});
            return proposals;
        },
        [this](QList<Proposal> proposals) {
            m_proposals = std::move(proposals);
            placeProposals();
            QStringList left;
            for (int i = 0; i < m_mapping.targets().size(); ++i)
                if (m_mapping.sourceOf(i) < 0 && proposedSource(i) < 0 && !m_mapping.targets()[i].isFixed())
                    left.append(m_mapping.targets()[i].name);
            const QString rest = left.isEmpty()     ? tr("No column is left.")
                                 : left.size() <= 3 ? tr("Left unmapped: %1.").arg(left.join(QStringLiteral(", ")))
                                                    : tr("%1 columns are left unmapped.").arg(left.size());
            const int found = this->proposals();
            const QString words = found == 0 ? tr("Suggest found no likely pair among the free fields and columns.")
                                  : found == 1
                                      ? tr("Suggest proposed 1 line. It joins the task only when you accept it.")
                                      : tr("Suggest proposed %1 lines. Dotted lines join the task only when "
                                           "you accept them.")
                                            .arg(found);
            Q_EMIT changed();
            Q_EMIT told(words + u' ' + rest, false, false);
        });
}

// The proposals that still join a free field and a free column, by their present places.
void MappingEditor::placeProposals()
{
    m_proposedSources.clear();
    m_proposedTargets.clear();
    m_proposals.removeIf([this](const Proposal &proposal) {
        const int source = m_mapping.sourceOfKey(proposal.source), target = m_mapping.targetOfKey(proposal.target);
        if (source < 0 || target < 0 || m_mapping.targetOf(source) >= 0 || m_mapping.sourceOf(target) >= 0)
            return true;
        m_proposedSources.insert(target, source);
        m_proposedTargets.insert(source, target);
        return false;
    });
}

QString MappingEditor::proposalReason(int target) const
{
    const QString key = m_mapping.targetKey(target);
    for (const Proposal &proposal : m_proposals)
        if (proposal.target == key)
            return proposal.why;
    return {};
}

void MappingEditor::acceptAll()
{
    acceptProposals(m_proposedSources.keys());
}

void MappingEditor::acceptProposals(const QList<int> &targets)
{
    QList<int> wanted = targets;
    std::sort(wanted.begin(), wanted.end());
    QList<FieldLink> pairs;
    for (const int target : std::as_const(wanted))
        if (const int source = proposedSource(target); source >= 0)
            pairs.append({source, target});
    apply(tr("accept suggestions"), [&](FieldMapping &mapping) { return mapping.linkPairs(pairs); });
}

void MappingEditor::rejectProposals(const QList<int> &targets)
{
    for (const int target : targets)
        m_proposals.removeIf(
            [key = m_mapping.targetKey(target)](const Proposal &proposal) { return proposal.target == key; });
    placeProposals();
    Q_EMIT changed();
}

} // namespace sluice
