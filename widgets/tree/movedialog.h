#pragma once

#include "widgets/common/controls.h"

#include <QDialog>

class QListView;
class QSortFilterProxyModel;

namespace sluice
{

// Asks for the folder that nodes are moved to.
class MoveDialog : public QDialog
{
    Q_OBJECT
public:
    // folders: paths that may be chosen, the empty one being the workspace itself.
    MoveDialog(const Appearance &look, const QString &title, const QStringList &folders, QWidget *parent);

public Q_SLOTS:
    void accept() override;

Q_SIGNALS:
    void chosen(const QString &folder);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QSortFilterProxyModel *m_shown;
    FilterField *m_field;
    QListView *m_list;
    QPushButton *m_move;
};

} // namespace sluice
