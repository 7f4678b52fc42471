#pragma once

#include "base/log.h"

#include <QAbstractListModel>

#include <deque>

namespace sluice
{

// The lines of an attempt's log, newest last; bounded, the oldest go first.
class LogModel : public QAbstractListModel
{
    Q_OBJECT
public:
    struct Line {
        QString time; // empty: goes on from the line before
        LogLevel level = LogLevel::Info;
        QString text;
    };
    enum DataRole { TimeRole = Qt::UserRole, LevelRole };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    void append(const QList<Line> &lines);
    const Line &line(int row) const { return m_lines[size_t(row)]; }
    int dropped() const { return m_dropped; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    // "10:04:11.902 INFO  text" by line. Pure; for probes.
    static QList<Line> parse(const QByteArray &bytes);

private:
    std::deque<Line> m_lines;
    int m_dropped = 0;
};

} // namespace sluice
