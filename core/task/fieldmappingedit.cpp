// What a person does to a mapping.
#include "task/fieldmapping.h"
#include "task/taskwords.h"

#include <QSet>

#include <algorithm>

namespace sluice
{

namespace
{

MappingOutcome refused(const QString &words, bool replaces = false)
{
    return {false, words, replaces};
}

QString tally(qsizetype mapped, qsizetype left, qsizetype ambiguous)
{
    return ambiguous > 0 ? TaskWords::tr("%1 mapped, %2 left, %3 ambiguous.").arg(mapped).arg(left).arg(ambiguous)
                         : TaskWords::tr("%1 mapped, %2 left.").arg(mapped).arg(left);
}

QString lines(qsizetype count)
{
    return count == 1 ? TaskWords::tr("1 line") : TaskWords::tr("%1 lines").arg(count);
}

} // namespace

QString FieldMapping::obstacle(int source, int target) const
{
    const MappedField &from = m_sources[source];
    const MappedField &to = m_targets[target];
    if (to.isFixed())
        return TaskWords::tr("%1 is a partition: its value is set in the destination's options.").arg(to.name);
    for (const MappedField *field : {&from, &to})
        if (!field->flaw.isEmpty())
            return QStringLiteral("%1: %2").arg(field->name, field->flaw);
    if (from.kind == FieldKind::Everything || to.kind == FieldKind::Everything)
        return TaskWords::tr("\"*\" stands for columns that are not known yet. Read the schema first.");
    return {};
}

// In place of the line that the target had, else behind the others.
void FieldMapping::join(int source, int target)
{
    const int oldSource = sourceOf(target), oldTarget = targetOf(source);
    if (oldTarget >= 0) {
        m_links.removeOne({source, oldTarget});
        m_sourceOf[oldTarget] = -1;
    }
    if (oldSource >= 0) {
        m_links[m_links.indexOf({oldSource, target})].source = source;
        m_targetOf[oldSource] = -1;
    } else {
        m_links.append({source, target});
    }
    m_targetOf[source] = target;
    m_sourceOf[target] = source;
    m_unpairedSources.removeAll(source);
    m_unpairedTargets.removeAll(target);
}

MappingOutcome FieldMapping::link(int source, int target, InUse inUse)
{
    if (targetOf(source) == target)
        return refused(TaskWords::tr("%1 feeds %2 already.").arg(m_sources[source].name, m_targets[target].name));
    if (const QString why = obstacle(source, target); !why.isEmpty())
        return refused(why);
    if (inUse == InUse::Refuse && sourceOf(target) >= 0)
        return refused(TaskWords::tr("%1 is filled from %2. A column has one source.")
                           .arg(m_targets[target].name, m_sources[sourceOf(target)].name),
                       true);
    if (inUse == InUse::Refuse && targetOf(source) >= 0)
        return refused(TaskWords::tr("%1 feeds %2. A field feeds one column.")
                           .arg(m_sources[source].name, m_targets[targetOf(source)].name),
                       true);
    join(source, target);
    return {true, TaskWords::tr("%1 feeds %2.").arg(m_sources[source].name, m_targets[target].name), false};
}

MappingOutcome FieldMapping::linkInOrder(const QList<int> &sources, int target)
{
    if (sources.size() == 1)
        return link(sources.first(), target);
    qsizetype mapped = 0;
    int next = target;
    for (const int source : sources) {
        if (targetOf(source) >= 0)
            continue;
        while (next < m_targets.size() && (sourceOf(next) >= 0 || !obstacle(source, next).isEmpty()) &&
               m_sources[source].flaw.isEmpty())
            ++next;
        if (next >= m_targets.size())
            break;
        if (!link(source, next).changed)
            continue;
        ++mapped;
        ++next;
    }
    if (mapped == 0)
        return refused(TaskWords::tr("Nothing was mapped: the fields are in use, or no column is free from there on."));
    return {true, tally(mapped, sources.size() - mapped, 0), false};
}

MappingOutcome FieldMapping::linkPairs(const QList<FieldLink> &pairs)
{
    qsizetype mapped = 0;
    for (const FieldLink &pair : pairs)
        mapped += link(pair.source, pair.target).changed;
    return {mapped > 0, tally(mapped, pairs.size() - mapped, 0), false};
}

MappingOutcome FieldMapping::linkToNew(const QList<int> &sources)
{
    if (m_writerForm == WriterForm::Table)
        return refused(TaskWords::tr("The columns of a table are given."));
    qsizetype mapped = 0;
    for (const int source : sources) {
        const MappedField &field = m_sources[source];
        if (targetOf(source) >= 0 || !field.flaw.isEmpty() || field.kind == FieldKind::Everything)
            continue;
        const QString wanted = impliedName(source, m_links.size());
        int target = addTarget(wanted);
        for (int n = 2; target < 0; ++n)
            target = addTarget(QStringLiteral("%1_%2").arg(wanted).arg(n));
        join(source, target);
        ++mapped;
    }
    if (mapped == 0)
        return refused(TaskWords::tr("Nothing was mapped: the fields are in use."));
    return {true, tally(mapped, sources.size() - mapped, 0), false};
}

MappingOutcome FieldMapping::unlessAllReturn(const QList<FieldLink> &before, MappingOutcome outcome)
{
    const bool all = (m_readerForm == ReaderForm::File || m_readerForm == ReaderForm::Generated) &&
                     m_writerForm != WriterForm::Table;
    if (!all || !m_links.isEmpty() || !m_unpairedSources.isEmpty() || before.isEmpty())
        return outcome;
    m_links = before;
    pairUp();
    return refused(TaskWords::tr("At least one column stays: where none is named, all are copied."));
}

MappingOutcome FieldMapping::unlink(const QList<int> &sources, const QList<int> &targets)
{
    const QList<FieldLink> before = m_links;
    const QSet<int> gone(sources.begin(), sources.end()), free(targets.begin(), targets.end());
    m_links.removeIf([&](const FieldLink &link) { return gone.contains(link.source) || free.contains(link.target); });
    const qsizetype vain = m_unpairedSources.removeIf([&](int source) { return gone.contains(source); });
    m_unpairedTargets.removeIf([&](int target) { return free.contains(target); });
    pairUp();
    const qsizetype cut = before.size() - m_links.size() + vain;
    if (cut == 0)
        return refused(TaskWords::tr("There is no line to take away."));
    const QString words = before.size() - m_links.size() == 1 && vain == 0 && targets.size() + sources.size() == 1
                              ? TaskWords::tr("1 line taken away.")
                              : TaskWords::tr("%1 taken away.").arg(lines(cut));
    return unlessAllReturn(before, {true, words, false});
}

MappingOutcome FieldMapping::mapSameName()
{
    QHash<QString, QList<int>> byName; // case does not count (AM-10)
    for (int i = 0; i < m_sources.size(); ++i) {
        const MappedField &field = m_sources[i];
        if (field.kind != FieldKind::Everything && field.flaw.isEmpty() && !field.missing)
            byName[field.name.toCaseFolded()].append(i);
    }
    const QList<FieldLink> before = m_links;
    QList<FieldLink> pairs;
    qsizetype left = 0, ambiguous = 0;
    QSet<int> used;
    for (int target = 0; target < m_targets.size(); ++target) {
        const MappedField &field = m_targets[target];
        if (field.isFixed() || field.kind == FieldKind::Everything)
            continue;
        QList<int> found = field.flaw.isEmpty() ? byName.value(field.name.toCaseFolded()) : QList<int>();
        if (found.size() > 1) // the same case decides
            if (const auto same =
                    std::find_if(found.begin(), found.end(), [&](int i) { return m_sources[i].name == field.name; });
                same != found.end())
                found = {*same};
        found.removeIf([&](int i) { return used.contains(i); });
        if (found.size() == 1) {
            pairs.append({found.first(), target});
            used.insert(found.first());
        } else if (found.size() > 1) {
            ++ambiguous;
        } else if (sourceOf(target) < 0) {
            ++left;
        }
    }
    for (const FieldLink &pair : std::as_const(pairs))
        if (targetOf(pair.source) != pair.target)
            join(pair.source, pair.target);
    qsizetype made = 0;
    if (m_writerForm != WriterForm::Table) {
        QList<int> free;
        for (int i = 0; i < m_sources.size(); ++i)
            if (targetOf(i) < 0 && m_sources[i].kind != FieldKind::Constant && !m_sources[i].missing &&
                !(m_readerForm == ReaderForm::File && m_sources[i].kind == FieldKind::RecordField))
                free.append(i);
        const qsizetype links = m_links.size();
        (void)linkToNew(free);
        made = m_links.size() - links;
    }
    if (pairs.isEmpty() && made == 0)
        return refused(TaskWords::tr("No field has the name of a column, upper and lower case aside."));
    return {m_links != before, tally(pairs.size() + made, left, ambiguous), false};
}

MappingOutcome FieldMapping::mapSameLine()
{
    QList<int> sources, targets;
    for (int i = 0; i < m_sources.size(); ++i) {
        const FieldKind kind = m_sources[i].kind;
        const bool inLine = kind == FieldKind::Column || kind == FieldKind::JsonPath || kind == FieldKind::Generated ||
                            (kind == FieldKind::RecordField && m_readerForm == ReaderForm::Records);
        if (inLine && m_sources[i].flaw.isEmpty() && !m_sources[i].missing)
            sources.append(i);
    }
    for (int i = 0; i < m_targets.size(); ++i)
        if (!m_targets[i].isFixed() && m_targets[i].kind != FieldKind::Everything && m_targets[i].flaw.isEmpty())
            targets.append(i);
    const qsizetype count = std::min(sources.size(), targets.size());
    if (count == 0)
        return refused(TaskWords::tr("There are no fields and columns to pair."));
    const QList<FieldLink> before = m_links;
    for (qsizetype i = 0; i < count; ++i)
        if (targetOf(sources[i]) != targets[i])
            join(sources[i], targets[i]);
    return {m_links != before, tally(count, openTargets() - m_links.size(), 0), false};
}

MappingOutcome FieldMapping::clear()
{
    if (m_links.isEmpty() && m_unpairedSources.isEmpty() && m_unpairedTargets.isEmpty())
        return refused(TaskWords::tr("Nothing is mapped."));
    const QList<FieldLink> before = m_links;
    m_links.clear();
    m_unpairedSources.clear();
    m_unpairedTargets.clear();
    pairUp();
    return unlessAllReturn(before, {true, TaskWords::tr("%1 taken away.").arg(lines(before.size())), false});
}

MappingOutcome FieldMapping::moveSource(int source, int before)
{
    if (source == before)
        return {};
    const MappedField moved = m_sources[source];
    const qsizetype last = std::find_if(m_sources.rbegin(), m_sources.rend(),
                                        [&](const MappedField &field) { return field.kind == moved.kind; })
                               .base() -
                           m_sources.begin();
    const qsizetype place = before < 0 ? last : before;
    if (before >= 0 && m_sources[before].kind != moved.kind)
        return refused(TaskWords::tr("Fields move within their group."));
    // Where each field goes.
    QList<int> order;
    for (int i = 0; i < m_sources.size(); ++i) {
        if (i == place)
            order.append(source);
        if (i != source)
            order.append(i);
    }
    if (place == m_sources.size())
        order.append(source);
    QList<int> now(m_sources.size());
    QList<MappedField> fields;
    for (int i = 0; i < order.size(); ++i) {
        now[order[i]] = i;
        fields.append(m_sources[order[i]]);
    }
    m_sources = fields;
    for (FieldLink &link : m_links)
        link.source = now[link.source];
    for (int &unpaired : m_unpairedSources)
        unpaired = now[unpaired];
    // The line goes in front of that of the next field that has one.
    const int at = now[source];
    const auto mine =
        std::find_if(m_links.begin(), m_links.end(), [&](const FieldLink &link) { return link.source == at; });
    if (mine != m_links.end()) {
        const FieldLink line = *mine;
        m_links.erase(mine);
        index();
        int next = at + 1;
        while (next < m_sources.size() && (targetOf(next) < 0 || m_sources[next].kind != moved.kind))
            ++next;
        const auto behind =
            std::find_if(m_links.begin(), m_links.end(), [&](const FieldLink &link) { return link.source == next; });
        m_links.insert(behind, line);
    }
    index();
    return {true, TaskWords::tr("%1 moved.").arg(moved.name), false};
}

int FieldMapping::addTarget(const QString &name)
{
    const QString wanted = name.trimmed();
    if (m_writerForm == WriterForm::Table || wanted.isEmpty())
        return -1;
    for (const MappedField &field : std::as_const(m_targets))
        if (field.name.compare(wanted, Qt::CaseInsensitive) == 0)
            return -1;
    m_targets.append(targetField(wanted, m_writerForm));
    index();
    return int(m_targets.size()) - 1;
}

int FieldMapping::addSource(const QJsonValue &entry)
{
    const MappedField field = sourceField(entry, m_readerForm, int(m_sources.size()));
    if (field.kind != FieldKind::Constant && field.kind != FieldKind::Expression)
        for (int i = 0; i < m_sources.size(); ++i)
            if (m_sources[i].kind == field.kind && m_sources[i].name == field.name)
                return i;
    m_sources.append(field);
    index();
    return int(m_sources.size()) - 1;
}

} // namespace sluice
