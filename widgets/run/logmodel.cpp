#include "widgets/run/logmodel.h"

namespace sluice
{

namespace
{

constexpr int mostLines = 20'000;
constexpr qsizetype timeLength = 12; // 10:04:11.902

} // namespace

void LogModel::clear()
{
    if (m_lines.empty())
        return;
    beginResetModel();
    m_lines.clear();
    m_dropped = 0;
    endResetModel();
}

void LogModel::append(const QList<Line> &lines)
{
    if (lines.isEmpty())
        return;
    const qsizetype fresh = std::min<qsizetype>(lines.size(), mostLines);
    m_dropped += int(lines.size() - fresh);
    if (const int over = int(m_lines.size() + size_t(fresh)) - mostLines; over > 0) {
        beginRemoveRows({}, 0, over - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + over);
        m_dropped += over;
        endRemoveRows();
    }
    const int first = int(m_lines.size());
    beginInsertRows({}, first, first + int(fresh) - 1);
    m_lines.insert(m_lines.end(), lines.end() - fresh, lines.end());
    endInsertRows();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Line &line = m_lines[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return line.text;
    case TimeRole:
        return line.time;
    case LevelRole:
        return int(line.level);
    default:
        return {};
    }
}

QList<LogModel::Line> LogModel::parse(const QByteArray &bytes)
{
    QList<Line> lines;
    for (const QByteArray &raw : bytes.split('\n')) {
        if (raw.isEmpty())
            continue;
        const QString text = QString::fromUtf8(raw);
        Line line;
        if (text.size() > timeLength + 6 && text[2] == u':' && text[8] == u'.') {
            line.time = text.left(timeLength);
            const QStringView level = QStringView(text).mid(timeLength + 1, 5).trimmed();
            line.level = level == QLatin1String("ERROR")  ? LogLevel::Error
                         : level == QLatin1String("WARN") ? LogLevel::Warning
                                                          : LogLevel::Info;
            line.text = text.mid(timeLength + 7);
        } else {
            line.level = lines.isEmpty() ? LogLevel::Info : lines.back().level;
            line.text = text.trimmed();
        }
        lines.append(std::move(line));
    }
    return lines;
}

} // namespace sluice
