#include "widgets/run/dirtymodel.h"

#include "widgets/run/figures.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int longestValue = 200;
constexpr int mostCauses = 100;

} // namespace

QString causeOf(const QString &reason)
{
    QString cause;
    bool quoted = false, number = false;
    for (const QChar c : reason) {
        if (c == u'"') {
            if (!quoted)
                cause += u'…';
            quoted = !quoted;
        } else if (!quoted) {
            if (c.isDigit()) {
                if (!number)
                    cause += u'…';
                number = true;
                continue;
            }
            if (number && (c == u'.' || c == u',' || c == u'-' || c == u':'))
                continue;
            number = false;
            cause += c;
        }
    }
    cause = cause.trimmed();
    while (cause.startsWith(u'…') || cause.startsWith(u' ') || cause.startsWith(u'-'))
        cause.remove(0, 1);
    if (cause.startsWith(QLatin1String("is ")))
        cause.remove(0, 3);
    if (!cause.isEmpty())
        cause[0] = cause[0].toUpper();
    return cause.isEmpty() ? reason : cause;
}

void DirtyModel::clear()
{
    if (m_entries.isEmpty())
        return;
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

void DirtyModel::append(const QList<DirtyEntry> &entries)
{
    const qsizetype fresh = std::min<qsizetype>(entries.size(), limit - m_entries.size());
    if (fresh <= 0)
        return;
    beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + fresh - 1));
    m_entries.append(entries.first(fresh));
    endInsertRows();
}

int DirtyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int DirtyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DirtyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DirtyEntry &entry = m_entries[index.row()];
    if (role == Qt::TextAlignmentRole)
        return index.column() == Row ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                     : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Row:
        return entry.row < 0 ? QStringLiteral("–") : grouped(entry.row);
    case Name:
        return entry.column.isEmpty() ? tr("whole row") : entry.column;
    case Value:
        return entry.raw;
    case Reason:
        return entry.reason;
    default:
        return {};
    }
}

QVariant DirtyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Row ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                              : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Row:
        return tr("Row");
    case Name:
        return tr("Column");
    case Value:
        return tr("Value as it came");
    case Reason:
        return tr("Why it was refused");
    default:
        return {};
    }
}

QList<DirtyEntry> DirtyModel::parse(const QByteArray &lines)
{
    QList<DirtyEntry> entries;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue;
        DirtyEntry entry;
        entry.row = qint64(object.value(QLatin1String("row")).toDouble(-1));
        entry.column = object.value(QLatin1String("column")).toString();
        entry.raw = object.value(QLatin1String("raw")).toString();
        if (object.value(QLatin1String("encoding")) == QLatin1String("base64")) // not text: shown as hexadecimal
            entry.raw =
                QStringLiteral("0x") +
                QString::fromLatin1(QByteArray::fromBase64(entry.raw.toLatin1()).left(longestValue / 2).toHex());
        if (entry.raw.size() > longestValue)
            entry.raw = entry.raw.left(longestValue) + u'…';
        entry.reason = object.value(QLatin1String("reason")).toString();
        entry.cause = causeOf(entry.reason);
        entries.append(std::move(entry));
    }
    return entries;
}

void CauseModel::clear()
{
    beginResetModel();
    m_causes.clear();
    m_total = 0;
    endResetModel();
}

void CauseModel::append(const QList<DirtyEntry> &entries)
{
    if (entries.isEmpty())
        return;
    beginResetModel(); // few rows, and their order may change with every piece
    for (const DirtyEntry &entry : entries) {
        const auto find = [&](const QString &text) {
            return std::find_if(m_causes.begin(), m_causes.end(), [&](const Cause &c) { return c.text == text; });
        };
        auto cause = find(entry.cause);
        if (cause == m_causes.end() && m_causes.size() >= mostCauses)
            cause = find(tr("Other causes"));
        if (cause == m_causes.end()) {
            m_causes.append({m_causes.size() < mostCauses ? entry.cause : tr("Other causes"), 0, {}, entry.raw});
            cause = m_causes.end() - 1;
        }
        ++cause->count;
        const QString column = entry.column.isEmpty() ? tr("whole row") : entry.column;
        if (!cause->columns.contains(column))
            cause->columns.append(column);
    }
    m_total += int(entries.size());
    std::stable_sort(m_causes.begin(), m_causes.end(),
                     [](const Cause &a, const Cause &b) { return a.count > b.count; });
    endResetModel();
}

int CauseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_causes.isEmpty() ? 0 : int(m_causes.size()) + 1;
}

QVariant CauseModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.row() == 0) {
        switch (role) {
        case Qt::DisplayRole:
            return tr("All causes");
        case CauseRole:
            return QString();
        case CountRole:
            return m_total;
        case ColumnsRole:
            return tr("%n cause(s)", nullptr, int(m_causes.size()));
        default:
            return {};
        }
    }
    const Cause &cause = m_causes[index.row() - 1];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case CauseRole:
        return cause.text;
    case CountRole:
        return cause.count;
    case ColumnsRole: {
        const QString columns =
            cause.columns.size() == 1 ? cause.columns.front() : tr("%n columns", nullptr, int(cause.columns.size()));
        return cause.example.isEmpty() ? columns : QStringLiteral("%1, \"%2\"").arg(columns, cause.example.left(24));
    }
    default:
        return {};
    }
}

} // namespace sluice
