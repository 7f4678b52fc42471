#pragma once

#include "service/rehearsal.h"

#include <QAbstractTableModel>

namespace sluice
{

// The rows of a rehearsal as they will land: the number in the source, then the writer's columns. What does not arrive
// is shown as it came.
class RehearsalModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Show { All, Changed, Dirty };

    using QAbstractTableModel::QAbstractTableModel;

    void setRehearsal(Rehearsal rehearsal);
    void setShow(Show show);
    const Rehearsal &rehearsal() const { return m_rehearsal; }
    const RehearsedRow &row(int row) const { return m_rehearsal.rows[m_shown[row]]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void filter();
    QVariant cell(const RehearsedRow &row, int column, int role) const;
    QString story(const RehearsedRow &row, int column) const;

    Rehearsal m_rehearsal;
    QList<qsizetype> m_shown;
    Show m_show = Show::All;
};

} // namespace sluice
