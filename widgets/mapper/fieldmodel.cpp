#include "widgets/mapper/fieldmodel.h"

#include <QCoreApplication>

namespace sluice
{

QString verdictName(LinkVerdict::Fit fit)
{
    switch (fit) {
    case LinkVerdict::Lossless:
        return FieldModel::tr("Lossless");
    case LinkVerdict::Narrowing:
        return FieldModel::tr("Narrowing");
    case LinkVerdict::Dirty:
        return FieldModel::tr("Will be dirty");
    case LinkVerdict::Unknown:
        break;
    }
    return FieldModel::tr("Not known");
}

QString timeAgo(const QDateTime &time)
{
    const qint64 minutes = time.secsTo(QDateTime::currentDateTimeUtc()) / 60;
    if (minutes < 1)
        return FieldModel::tr("just now");
    if (minutes < 120)
        return FieldModel::tr("%1 min ago").arg(minutes);
    if (minutes < 48 * 60)
        return FieldModel::tr("%1 h ago").arg(minutes / 60);
    return FieldModel::tr("%1 days ago").arg(minutes / 60 / 24);
}

FieldModel::FieldModel(MappingEditor &editor, MapperSide side, QObject *parent)
    : QAbstractListModel(parent)
    , m_editor(editor)
    , m_side(side)
{
    connect(&editor, &MappingEditor::changed, this, &FieldModel::refresh);
    refresh();
}

void FieldModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    refresh();
}

void FieldModel::setUnmappedOnly(bool only)
{
    m_unmappedOnly = only;
    refresh();
}

void FieldModel::refresh()
{
    QList<FieldRow> now = rows();
    QStringList keys;
    const FieldMapping &mapping = m_editor.mapping();
    for (const FieldRow &row : std::as_const(now))
        keys.append(row.field < 0                  ? QString()
                    : m_side == MapperSide::Source ? mapping.sourceKey(row.field)
                                                   : mapping.targetKey(row.field));
    const bool same = now.size() == m_rows.size() && keys == m_keys;
    if (!same)
        beginResetModel();
    m_rows = std::move(now);
    m_keys = std::move(keys);
    m_rowOf.clear();
    m_fields = 0;
    for (int i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].field >= 0)
            m_rowOf.insert(m_rows[i].field, i), ++m_fields;
    if (!same)
        endResetModel();
    else if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

QString FieldModel::keyAt(int row) const
{
    return m_keys.value(row);
}

int FieldModel::rowOfKey(const QString &key) const
{
    return key.isEmpty() ? -1 : int(m_keys.indexOf(key));
}

bool FieldModel::shows(int field) const
{
    const FieldMapping &mapping = m_editor.mapping();
    const bool source = m_side == MapperSide::Source;
    if (m_unmappedOnly && (source ? mapping.targetOf(field) : mapping.sourceOf(field)) >= 0)
        return false;
    const MappedField &shown = source ? mapping.sources()[field] : mapping.targets()[field];
    return m_filter.isEmpty() || shown.name.contains(m_filter, Qt::CaseInsensitive) ||
           (shown.type && shown.type->text().contains(m_filter, Qt::CaseInsensitive));
}

void FieldModel::addGroup(QList<FieldRow> &rows, FieldRow head, const QList<int> &fields) const
{
    if (fields.isEmpty() && head.verb.isEmpty())
        return;
    rows.append(std::move(head));
    for (const int field : fields)
        if (shows(field))
            rows.append({field, {}, {}, {}});
}

// How old what is shown is, unless it was read just now.
QString FieldModel::age() const
{
    SchemaLookup &lookup = m_side == MapperSide::Source ? m_editor.source() : m_editor.target();
    switch (lookup.state()) {
    case SchemaLookup::Remembered:
        return tr("as read %1").arg(timeAgo(lookup.schema().readAt)) +
               (lookup.isPending() ? tr(", reading again…") : QString());
    case SchemaLookup::Reading:
        return tr("reading…");
    case SchemaLookup::Failed:
        return tr("not read");
    default:
        return {};
    }
}

QList<FieldRow> FieldModel::rows() const
{
    const FieldMapping &mapping = m_editor.mapping();
    const bool source = m_side == MapperSide::Source;
    const QList<MappedField> &fields = source ? mapping.sources() : mapping.targets();
    QMap<int, QList<int>> groups; // by kind; constants and expressions together
    for (int i = 0; i < fields.size(); ++i) {
        FieldKind kind = fields[i].kind;
        if (kind == FieldKind::Expression)
            kind = FieldKind::Constant;
        if (kind == FieldKind::Everything || kind == FieldKind::Generated || (!source && !fields[i].isFixed()))
            kind = FieldKind::Column;
        if (kind == FieldKind::Constant && mapping.readerForm() == ReaderForm::Generated)
            kind = FieldKind::Column;
        groups[int(kind)].append(i);
    }
    const auto group = [&](FieldKind kind) { return groups.value(int(kind)); };
    const auto counted = [&](FieldKind kind, const QString &more = {}) {
        const QString count = QLocale().toString(group(kind).size());
        return more.isEmpty() ? count : count + QStringLiteral(", ") + more;
    };
    const QString age = this->age();
    QList<FieldRow> rows;
    if (!source) {
        const bool open = mapping.writerForm() == WriterForm::Named;
        addGroup(rows, {-1, tr("Columns"), counted(FieldKind::Column, age), open ? tr("Add column") : QString()},
                 group(FieldKind::Column));
        addGroup(rows, {-1, tr("Partition"), counted(FieldKind::PartitionValue, tr("set in Destination")), {}},
                 group(FieldKind::PartitionValue));
        return rows;
    }
    const bool records = mapping.readerForm() == ReaderForm::Records;
    const FieldRow recordHead{
        -1, records ? tr("Record fields") : tr("About the file"), counted(FieldKind::RecordField, tr("built in")), {}};
    if (records)
        addGroup(rows, recordHead, group(FieldKind::RecordField));
    const bool generated = mapping.readerForm() == ReaderForm::Generated;
    addGroup(rows, {-1, generated ? tr("Generated fields") : tr("Columns"), counted(FieldKind::Column, age), {}},
             group(FieldKind::Column));
    addGroup(rows, {-1, tr("Partition values"), counted(FieldKind::PartitionValue), {}},
             group(FieldKind::PartitionValue));
    if (records)
        addGroup(rows, {-1, tr("JSON paths in the value"), counted(FieldKind::JsonPath, age), tr("Add path")},
                 group(FieldKind::JsonPath));
    else
        addGroup(rows, recordHead, group(FieldKind::RecordField));
    if (!m_editor.isEmpty())
        addGroup(rows,
                 {-1, mapping.readerForm() == ReaderForm::Table ? tr("Constants and expressions") : tr("Constants"),
                  counted(FieldKind::Constant), tr("Add")},
                 group(FieldKind::Constant));
    return rows;
}

int FieldModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

// "order.id, STRING, feeds order_id: Will be dirty, text is not a number"
QString FieldModel::sentence(int field) const
{
    const FieldMapping &mapping = m_editor.mapping();
    const bool source = m_side == MapperSide::Source;
    const MappedField &shown = source ? mapping.sources()[field] : mapping.targets()[field];
    QStringList parts{shown.name};
    if (const auto type = source ? shown.type : mapping.targetType(field))
        parts.append(type->text());
    if (shown.missing)
        parts.append(tr("not among the columns that were read"));
    if (!shown.flaw.isEmpty())
        parts.append(shown.flaw);
    const int other = source ? mapping.targetOf(field) : mapping.sourceOf(field);
    if (shown.isFixed())
        parts.append(tr("partition, %1").arg(shown.fixedValue));
    else if (source && other >= 0)
        parts.append(tr("feeds %1").arg(mapping.targets()[other].name));
    else if (source && mapping.readInVain().contains(field))
        parts.append(tr("read, and no column takes it"));
    else if (source)
        parts.append(tr("not read"));
    else if (other >= 0)
        parts.append(tr("from %1").arg(mapping.sources()[other].name));
    else if (m_editor.proposedSource(field) >= 0)
        parts.append(tr("suggested from %1").arg(mapping.sources()[m_editor.proposedSource(field)].name));
    else
        parts.append(mapping.writerForm() == WriterForm::Table ? tr("stays NULL") : tr("not written"));
    if (other >= 0) {
        const LinkVerdict verdict = m_editor.verdict(source ? other : field);
        parts.append(verdictName(verdict.fit));
        parts.append(verdict.why);
    }
    return parts.join(QStringLiteral(", "));
}

QVariant FieldModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FieldRow &row = m_rows[index.row()];
    const bool source = m_side == MapperSide::Source;
    switch (role) {
    case Qt::DisplayRole:
        return row.field < 0 ? row.title
               : source      ? m_editor.mapping().sources()[row.field].name
                             : m_editor.mapping().targets()[row.field].name;
    case Qt::AccessibleTextRole:
        return row.field < 0 ? QStringLiteral("%1, %2").arg(row.title, row.note) : sentence(row.field);
    case Qt::ToolTipRole: {
        if (row.field < 0)
            return {};
        const int target = source ? m_editor.mapping().targetOf(row.field) : row.field;
        const bool linked = target >= 0 && m_editor.mapping().sourceOf(target) >= 0;
        const QString reason = linked ? m_editor.verdict(target).reason : QString();
        return reason.isEmpty() ? sentence(row.field) : sentence(row.field) + u'\n' + reason;
    }
    default:
        return {};
    }
}

Qt::ItemFlags FieldModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return m_rows[index.row()].field < 0 ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace sluice
