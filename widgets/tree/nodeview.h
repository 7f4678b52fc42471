#pragma once

#include "widgets/common/appearance.h"

#include <QStyledItemDelegate>
#include <QTreeView>

namespace sluice
{

// Rows of 26 px: icon, name, mark at the right edge.
class NodeDelegate : public QStyledItemDelegate
{
public:
    NodeDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    const Appearance &m_look;
};

class NodeView : public QTreeView
{
public:
    explicit NodeView(const Appearance &look, QWidget *parent = nullptr);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Appearance &m_look;
};

} // namespace sluice
