#pragma once

#include "service/sourcekeeper.h"
#include "widgets/common/glyph.h"

#include <QAbstractTableModel>
#include <QMap>
#include <QSet>

namespace sluice
{

// A line of the list.
struct SourceEntry {
    DataSource source;
    QString type;  // its connector's title
    QString where; // project and address, folder, brokers
    SourceStatus development;
    SourceStatus production; // the same where production has no values of its own
};

// The workspace's data sources with how they were tested and who uses them.
class SourceModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Type, Status, UsedBy, Where, ColumnCount };
    enum Data { GlyphRole = Qt::UserRole, SourceNameRole, FilterRole };

    using QAbstractTableModel::QAbstractTableModel;

    // Off the GUI thread: what the disk knows.
    static Result<QList<SourceEntry>> read(const SourceStore &sources, const SourceKeeper &keeper,
                                           const QString &warehouse);

    void setEntries(const QList<SourceEntry> &entries);
    void setUsers(const QMap<QString, QStringList> &users); // tasks by data source
    void setTesting(const QSet<QString> &names);

    const QList<SourceEntry> &entries() const { return m_entries; }
    const SourceEntry *entry(const QString &name) const;
    QStringList users(const QString &name) const { return m_users.value(name); }
    bool usersKnown() const { return m_usersKnown; }
    int rowOf(const QString &name) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const SourceEntry &entry, int column) const;
    QString toolTip(const SourceEntry &entry, int column) const;
    Glyph glyph(const SourceEntry &entry) const;

    QList<SourceEntry> m_entries;
    QMap<QString, QStringList> m_users;
    bool m_usersKnown = false;
    QSet<QString> m_testing;
};

// "Connected, 10:07", "Failed, 20 Nov", "Not tested".
QString statusText(const SourceStatus &status);

} // namespace sluice
