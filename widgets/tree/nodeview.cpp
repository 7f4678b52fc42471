#include "widgets/tree/nodeview.h"

#include "widgets/common/glyph.h"
#include "widgets/tree/workspacemodel.h"

#include <QLineEdit>
#include <QPainter>

namespace sluice
{

void NodeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool selected = option.state & QStyle::State_Selected;
    const bool folder = index.data(WorkspaceModel::FolderRole).toBool();
    const QRect rect = option.rect;
    const qreal scale = painter->device()->devicePixelRatioF();
    const QPixmap icon = m_look.pixmap(folder ? QStringLiteral("folder") : QStringLiteral("task"),
                                       selected && !folder ? Role::Accent : Role::T2, 16, scale);
    painter->drawPixmap(rect.x() + 6, rect.y() + (rect.height() - 16) / 2, icon);

    int right = rect.right() - 10;
    const auto mark = [&](Glyph glyph) {
        paintGlyph(*painter, QRectF(right - 12, rect.y() + (rect.height() - 12) / 2.0, 12, 12), glyph, m_look);
        right -= 16;
    };
    if (index.data(WorkspaceModel::UnsavedRole).toBool())
        mark(Glyph::Unsaved);
    if (index.data(WorkspaceModel::ProblemRole).toBool())
        mark(Glyph::Failed);

    painter->setFont(Appearance::font(TextStyle::Base));
    painter->setPen(m_look[Role::T1]);
    const QRect text(rect.x() + 27, rect.y(), right - rect.x() - 31, rect.height());
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
}

QSize NodeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {120, 26};
}

QWidget *NodeDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *editor = new QLineEdit(parent);
    editor->setProperty("compact", true);
    return editor;
}

void NodeDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(21, 1, -4, -1));
}

NodeView::NodeView(const Appearance &look, QWidget *parent)
    : QTreeView(parent)
    , m_look(look)
{
    setItemDelegate(new NodeDelegate(look, this));
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(20);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragDropMode(QAbstractItemView::InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(true);
    setAutoExpandDelay(600);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setExpandsOnDoubleClick(true);
    viewport()->setBackgroundRole(QPalette::NoRole);
    viewport()->setAutoFillBackground(false);
}

// The whole row carries the selection; items and branches are drawn over it.
void NodeView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool selected = selectionModel()->isSelected(index);
    const bool hovered = indexAt(viewport()->mapFromGlobal(QCursor::pos())) == index && viewport()->underMouse();
    if (selected)
        painter->fillRect(option.rect, m_look[hasFocus() || isActiveWindow() ? Role::Selected : Role::SelectedIdle]);
    else if (hovered)
        painter->fillRect(option.rect, m_look[Role::Hover]);
    QStyleOptionViewItem item = option;
    if (selected)
        item.state |= QStyle::State_Selected;
    drawBranches(painter, QRect(option.rect.x(), option.rect.y(), visualRect(index).x(), option.rect.height()), index);
    item.rect = visualRect(index);
    item.rect.setRight(option.rect.right());
    itemDelegateForIndex(index)->paint(painter, item, index);
    if (hasFocus() && currentIndex() == index && !selected) {
        painter->setPen(QPen(m_look[Role::Accent], 2));
        painter->drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1));
    }
}

void NodeView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    const QString name = isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    painter->drawPixmap(rect.right() - 13, rect.y() + (rect.height() - 14) / 2,
                        m_look.pixmap(name, Role::T2, 14, painter->device()->devicePixelRatioF()));
}

} // namespace sluice
