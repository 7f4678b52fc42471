#pragma once

#include "service/dirtytrail.h"
#include "widgets/common/controls.h"

#include <QAbstractTableModel>
#include <QDialog>

namespace sluice
{

// The corrections of an attempt's refused rows, newest first: when, which row, what became of what, by which rule.
class TrailModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { At, Row, Name, From, To, Rule, ColumnCount };

    explicit TrailModel(const DirtyTrail &trail, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<QStringList> m_rows;
};

class TrailDialog : public QDialog
{
    Q_OBJECT
public:
    TrailDialog(const Appearance &look, const DirtyTrail &trail, QWidget *parent);
};

} // namespace sluice
