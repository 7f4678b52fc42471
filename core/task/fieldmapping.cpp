#include "task/fieldmapping.h"

#include "task/optionvalue.h"
#include "task/taskwords.h"

#include <QJsonDocument>

#include <algorithm>

namespace sluice
{

// A source on its way into the list.
struct FieldMapping::Row {
    MappedField field;
    int entry = -1; // of the script; -1: not in it
};

namespace
{

bool isAll(const QJsonArray &entries)
{
    return entries.size() == 1 && entries[0] == QLatin1String("*");
}

// Fields of one kind stand together.
int groupOf(FieldKind kind, ReaderForm form)
{
    switch (kind) {
    case FieldKind::RecordField:
        return form == ReaderForm::Records ? 0 : 2;
    case FieldKind::PartitionValue:
    case FieldKind::JsonPath:
        return 1;
    case FieldKind::Constant:
        return form == ReaderForm::Generated ? 0 : 3;
    case FieldKind::Expression:
        return 3;
    default:
        return 0;
    }
}

// A reader's entries with "*" as the columns that it stands for, where they are known.
QJsonArray expanded(const QJsonArray &entries, const MappingEnd &end, const QJsonArray &all)
{
    QJsonArray list;
    for (const QJsonValue &entry : entries) {
        if (entry != QLatin1String("*") || !end.known)
            list.append(entry);
        else
            for (const QJsonValue &column : all)
                list.append(column);
    }
    return list;
}

QJsonArray namesOf(const Schema &schema)
{
    return QJsonArray::fromStringList(schema.names());
}

MappedField knownField(const Column &column, FieldKind kind)
{
    MappedField field;
    field.kind = kind;
    field.name = column.name;
    field.entry = column.name;
    field.type = column.type;
    field.nullable = column.nullable;
    return field;
}

// Which of the fields of an object an entry means: by index, by name, at last by name in any case.
class KnownFields
{
public:
    KnownFields(const QList<MappedField> &fields)
    {
        for (int i = 0; i < fields.size(); ++i) {
            m_exact.insert(fields[i].name, i);
            if (!m_folded.contains(fields[i].name.toCaseFolded()))
                m_folded.insert(fields[i].name.toCaseFolded(), i);
        }
    }
    int find(const MappedField &field, ReaderForm form) const
    {
        if (field.entry.isObject() && form == ReaderForm::File) {
            if (field.kind == FieldKind::Constant)
                return -1;
            if (const auto index = readInteger(field.entry[QLatin1String("index")]))
                return int(*index);
        }
        if (const auto found = m_exact.find(field.name); found != m_exact.end())
            return *found;
        return form == ReaderForm::Records ? -1 : m_folded.value(field.name.toCaseFolded(), -1);
    }
    int find(const QString &name) const { return m_folded.value(name.toCaseFolded(), -1); }

private:
    QHash<QString, int> m_exact;
    QHash<QString, int> m_folded;
};

bool isOfObject(FieldKind kind)
{
    return kind == FieldKind::Column || kind == FieldKind::PartitionValue || kind == FieldKind::RecordField ||
           kind == FieldKind::JsonPath;
}

// Texts are delivered as such until the step asks for a type; the types of a Parquet file are its own.
bool deliversTexts(const StepSpec &reader)
{
    const auto isParquet = [](const QString &text) {
        return text.endsWith(QLatin1String("parquet"), Qt::CaseInsensitive);
    };
    const QString format = readText(reader.parameter[QLatin1String("fileFormat")]).value_or(QString());
    if (!format.isEmpty() && format != QLatin1String("auto"))
        return !isParquet(format);
    const QStringList paths = readTexts(reader.parameter[QLatin1String("path")]).value_or(QStringList());
    return paths.isEmpty() || !isParquet(paths.first());
}

// The fields of a reader's object, and those it has whatever its object.
QList<MappedField> fieldsOf(const MappingEnd &reader, ReaderForm form)
{
    QList<MappedField> fields;
    const QList<MappedField> builtIn = builtInFields(reader.step);
    const auto isBuiltIn = [&](const QString &name) {
        return std::any_of(builtIn.begin(), builtIn.end(),
                           [&](const MappedField &field) { return field.name == name; });
    };
    if (form == ReaderForm::Records)
        fields = builtIn;
    if (form != ReaderForm::Generated) // its object is what the script says
        for (const Column &column : reader.columns.columns)
            if (form != ReaderForm::Records || !isBuiltIn(column.name))
                fields.append(
                    knownField(column, form == ReaderForm::Records ? FieldKind::JsonPath : FieldKind::Column));
    if (form == ReaderForm::File && deliversTexts(reader.step))
        for (MappedField &field : fields)
            field.type = Type(TypeKind::String);
    for (const Column &column : reader.partitionColumns.columns) {
        MappedField level = knownField(column, FieldKind::PartitionValue);
        level.type = column.type.isInteger() ? TypeKind::BigInt : TypeKind::String;
        fields.append(level);
    }
    if (form == ReaderForm::File)
        fields += builtIn;
    for (MappedField &field : fields)
        if (form == ReaderForm::Table && field.type && field.type->kind() == TypeKind::Char)
            field.flaw = TaskWords::tr("%1 is not read by MaxCompute's readers; read CAST(… AS STRING).")
                             .arg(field.type->text());
    return fields;
}

} // namespace

FieldMapping::FieldMapping(const MappingEnd &reader, const MappingEnd &writer, const LooseFields &loose)
    : m_readerForm(sluice::readerForm(reader.step.stepType))
    , m_writerForm(sluice::writerForm(writer.step.stepType))
    , m_reader(reader.step.parameter[QLatin1String("column")])
    , m_writer(writer.step.parameter[QLatin1String("column")])
{
    QList<int> sourceOfEntry, targetOfEntry;
    readSources(reader, loose, sourceOfEntry);
    readTargets(writer, loose, targetOfEntry);
    const QJsonArray written = columnEntries(writer.step);
    if (m_readerForm == ReaderForm::Generated && sourceOfEntry.isEmpty())
        mirrorTargets(targetOfEntry, sourceOfEntry);
    if (m_writerForm != WriterForm::Table && (written.isEmpty() || isAll(written)))
        mirrorSources(sourceOfEntry, targetOfEntry);

    const qsizetype paired = std::min(sourceOfEntry.size(), targetOfEntry.size());
    for (qsizetype i = 0; i < paired; ++i)
        m_links.append({sourceOfEntry[i], targetOfEntry[i]});
    m_unpairedTargets = targetOfEntry.mid(paired);
    // A list that stands for all columns asks for nothing in particular.
    if (paired > 0 || !isUnset(m_reader))
        m_unpairedSources = sourceOfEntry.mid(paired);
    index();
    m_readerBefore = readerEntries();
    m_writerBefore = writerEntries();
}

void FieldMapping::readSources(const MappingEnd &reader, const LooseFields &loose, QList<int> &sourceOfEntry)
{
    QList<MappedField> fields = fieldsOf(reader, m_readerForm);
    const KnownFields known(fields);
    QJsonArray entries = columnEntries(reader.step);
    if (entries.isEmpty() && m_readerForm == ReaderForm::File)
        entries.append(QStringLiteral("*"));
    if (m_readerForm == ReaderForm::Table || m_readerForm == ReaderForm::File)
        entries = expanded(entries, reader, namesOf(reader.columns));

    std::vector<Row> rows;
    for (MappedField &field : fields)
        rows.push_back({std::move(field), -1});
    const auto add = [&](const QJsonValue &entry, int position) {
        MappedField field = sourceField(entry, m_readerForm, position);
        const int place = isOfObject(field.kind) ? known.find(field, m_readerForm) : -1;
        const bool there = place >= 0 && place < int(fields.size());
        if (there && rows[size_t(place)].entry < 0) {
            Row &row = rows[size_t(place)];
            row.entry = position;
            row.field.entry = entry;
            if (entry.isObject() && field.type)
                row.field.type = field.type;
            return;
        }
        if (there) {
            field.type = rows[size_t(place)].field.type;
            field.kind = rows[size_t(place)].field.kind;
            field.flaw = TaskWords::tr("It is read twice.");
        } else if (field.kind == FieldKind::Column && reader.known && field.flaw.isEmpty()) {
            field.missing = true;
        } else if (field.kind == FieldKind::RecordField) {
            field.missing = true;
        }
        rows.push_back({std::move(field), position});
    };
    for (int i = 0; i < entries.size(); ++i)
        add(entries[i], i);
    QHash<QJsonValue, int> spare; // of each loose entry, how many the script has already
    for (const QJsonValue &entry : loose.sources)
        spare.insert(entry, 0);
    if (!spare.isEmpty())
        for (const QJsonValue &entry : std::as_const(entries))
            if (const auto loose = spare.find(entry); loose != spare.end())
                ++*loose;
    for (const QJsonValue &entry : loose.sources)
        if (spare[entry]-- <= 0)
            add(entry, -1);

    QHash<QString, int> wanted;
    for (int i = 0; i < loose.order.size(); ++i)
        wanted.insert(loose.order[i], i);
    std::stable_sort(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
        return groupOf(a.field.kind, m_readerForm) < groupOf(b.field.kind, m_readerForm);
    });
    sourceOfEntry.fill(-1, entries.size());
    const auto settle = [&] {
        m_sources.clear();
        for (const Row &row : rows) {
            if (row.entry >= 0)
                sourceOfEntry[row.entry] = int(m_sources.size());
            m_sources.append(row.field);
        }
    };
    settle();
    if (wanted.isEmpty())
        return;
    index(); // the keys by which the order is told
    std::vector<std::pair<int, size_t>> order;
    for (size_t i = 0; i < rows.size(); ++i)
        order.push_back({wanted.value(m_sourceKeys[qsizetype(i)], INT_MAX), i});
    std::stable_sort(order.begin(), order.end(), [&](const auto &a, const auto &b) {
        const int left = groupOf(rows[a.second].field.kind, m_readerForm);
        const int right = groupOf(rows[b.second].field.kind, m_readerForm);
        return left != right ? left < right : a.first < b.first;
    });
    std::vector<Row> sorted;
    for (const auto &[place, row] : order)
        sorted.push_back(std::move(rows[row]));
    rows = std::move(sorted);
    settle();
}

void FieldMapping::readTargets(const MappingEnd &writer, const LooseFields &loose, QList<int> &targetOfEntry)
{
    if (m_writerForm == WriterForm::Bare)
        return;
    QStringList filled; // levels whose values come with the rows
    QList<MappedField> fixed;
    if (m_writerForm == WriterForm::Table) {
        for (const Column &column : writer.columns.columns)
            m_targets.append(knownField(column, FieldKind::Column));
        for (const PartitionLevel &level : writtenLevels(writer.step)) {
            const qsizetype place = writer.partitionColumns.indexOf(level.name);
            MappedField field = place >= 0
                                    ? knownField(writer.partitionColumns.columns[place], FieldKind::PartitionValue)
                                    : knownField({level.name, TypeKind::String, false, {}}, FieldKind::PartitionValue);
            field.nullable = false;
            field.fixedValue = level.value;
            if (!field.isFixed())
                filled.append(field.name);
            (field.isFixed() ? fixed : m_targets).append(field);
        }
    }
    const qsizetype given = m_targets.size();
    const KnownFields known(m_targets);
    QJsonArray entries = columnEntries(writer.step);
    if (m_writerForm == WriterForm::Table) {
        QJsonArray all = namesOf(writer.columns);
        for (const QString &level : filled)
            all.append(level);
        entries = expanded(entries, writer, all);
    } else if (isAll(entries)) {
        entries = {};
    }
    QList<bool> taken(given, false);
    for (const QJsonValue &entry : std::as_const(entries)) {
        MappedField field = targetField(entry, m_writerForm);
        const int place = known.find(field.name);
        if (place >= 0 && !taken[place]) {
            taken[place] = true;
            m_targets[place].entry = entry;
            targetOfEntry.append(place);
            continue;
        }
        if (place >= 0)
            field.flaw = TaskWords::tr("It is written twice.");
        else if (field.name == QLatin1String("__operation__"))
            field.kind = FieldKind::RecordField, field.type = Type(TypeKind::String);
        else if (m_writerForm == WriterForm::Table && writer.known && field.kind == FieldKind::Column)
            field.missing = true;
        targetOfEntry.append(int(m_targets.size()));
        m_targets.append(field);
    }
    if (m_writerForm == WriterForm::Named)
        for (const QJsonValue &entry : loose.targets) {
            const MappedField field = targetField(entry, m_writerForm);
            if (std::none_of(m_targets.begin(), m_targets.end(),
                             [&](const MappedField &target) { return target.name == field.name; }))
                m_targets.append(field);
        }
    m_targets += fixed;
}

// The reader makes up what the writer's columns are.
void FieldMapping::mirrorTargets(const QList<int> &targetOfEntry, QList<int> &sourceOfEntry)
{
    if (m_writerForm != WriterForm::Table && targetOfEntry.isEmpty()) {
        m_sources = {sourceField(QJsonObject{{QStringLiteral("name"), QStringLiteral("c1")},
                                             {QStringLiteral("type"), QStringLiteral("bigint")}},
                                 m_readerForm, 0)};
        sourceOfEntry = {0};
        return;
    }
    QHash<int, int> sourceOf;
    for (int i = 0; i < m_targets.size(); ++i) {
        const MappedField &target = m_targets[i];
        if (target.isFixed())
            continue;
        sourceOf.insert(i, int(m_sources.size()));
        const QString type = target.type ? target.type->text().toLower() : QStringLiteral("string");
        m_sources.append(sourceField(QJsonObject{{QStringLiteral("name"), target.name}, {QStringLiteral("type"), type}},
                                     m_readerForm, int(m_sources.size())));
    }
    for (const int target : targetOfEntry)
        sourceOfEntry.append(sourceOf.value(target));
}

// The writer takes what comes.
void FieldMapping::mirrorSources(const QList<int> &sourceOfEntry, QList<int> &targetOfEntry)
{
    const QList<MappedField> loose = std::exchange(m_targets, {});
    for (const int source : sourceOfEntry) {
        MappedField field;
        field.kind = m_sources[source].kind == FieldKind::Everything ? FieldKind::Everything : FieldKind::Column;
        field.name = impliedName(source, m_targets.size());
        field.entry = field.name;
        targetOfEntry.append(int(m_targets.size()));
        m_targets.append(field);
    }
    m_targets += loose;
}

QString FieldMapping::impliedName(int source, qsizetype position) const
{
    const MappedField &field = m_sources[source];
    const bool nameless = field.kind == FieldKind::Constant && !field.entry.isObject() &&
                          (m_readerForm == ReaderForm::File || m_readerForm == ReaderForm::Records);
    return nameless ? QStringLiteral("c%1").arg(position + 1) : field.name;
}

void FieldMapping::pairUp()
{
    m_targetOf.fill(-1, m_sources.size());
    m_sourceOf.fill(-1, m_targets.size());
    for (const FieldLink &link : std::as_const(m_links)) {
        m_targetOf[link.source] = link.target;
        m_sourceOf[link.target] = link.source;
    }
}

void FieldMapping::index()
{
    pairUp();
    const auto name = [](const QList<MappedField> &fields, QStringList &keys, QHash<QString, int> &places) {
        keys.clear();
        places.clear();
        for (int i = 0; i < fields.size(); ++i) {
            QString key = fields[i].name;
            for (int n = 2; places.contains(key); ++n)
                key = QStringLiteral("%1 #%2").arg(fields[i].name).arg(n);
            places.insert(key, i);
            keys.append(key);
        }
    };
    name(m_sources, m_sourceKeys, m_sourceOfKey);
    name(m_targets, m_targetKeys, m_targetOfKey);
}

int FieldMapping::openTargets() const
{
    return int(std::count_if(m_targets.begin(), m_targets.end(), [](const MappedField &field) {
        return !field.isFixed() && field.kind != FieldKind::Everything;
    }));
}

std::optional<Type> FieldMapping::targetType(int target) const
{
    const MappedField &field = m_targets[target];
    if (field.type || m_writerForm == WriterForm::Table)
        return field.type;
    const int source = sourceOf(target);
    return source < 0 ? std::nullopt : m_sources[source].type;
}

QJsonArray FieldMapping::readerEntries() const
{
    QJsonArray entries;
    for (const FieldLink &link : m_links)
        entries.append(m_sources[link.source].entry);
    for (const int source : m_unpairedSources)
        entries.append(m_sources[source].entry);
    return entries;
}

QJsonArray FieldMapping::writerEntries() const
{
    QJsonArray entries;
    for (const FieldLink &link : m_links)
        entries.append(m_targets[link.target].entry);
    for (const int target : m_unpairedTargets)
        entries.append(m_targets[target].entry);
    return entries;
}

bool FieldMapping::isReaderImplied() const
{
    return m_readerForm == ReaderForm::Generated && isUnset(m_reader) && m_unpairedSources.isEmpty() &&
           std::all_of(m_links.begin(), m_links.end(), [this](const FieldLink &link) {
               return m_sources[link.source].kind == FieldKind::Generated &&
                      m_sources[link.source].name == m_targets[link.target].name;
           });
}

bool FieldMapping::isWriterImplied() const
{
    if (m_writerForm == WriterForm::Bare)
        return true;
    if (!m_unpairedTargets.isEmpty() || !m_unpairedSources.isEmpty())
        return false;
    for (qsizetype i = 0; i < m_links.size(); ++i)
        if (m_targets[m_links[i].target].entry != impliedName(m_links[i].source, i))
            return false;
    return true;
}

QJsonValue FieldMapping::readerColumn() const
{
    const QJsonArray entries = readerEntries();
    return entries == m_readerBefore || isReaderImplied() ? m_reader : QJsonValue(entries);
}

QJsonValue FieldMapping::writerColumn() const
{
    const QJsonArray entries = writerEntries();
    const bool mirrors = m_writerForm == WriterForm::Bare ||
                         (m_writerForm == WriterForm::Named && (isUnset(m_writer) || isAll(m_writer.toArray())));
    return (mirrors ? isWriterImplied() : entries == m_writerBefore) ? m_writer : QJsonValue(entries);
}

} // namespace sluice
