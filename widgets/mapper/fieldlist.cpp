#include "widgets/mapper/fieldlist.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace sluice
{

FieldList::FieldList(const Appearance &look, MappingEditor &editor, MapperSide side, QWidget *parent)
    : QListView(parent)
    , m_look(look)
    , m_model(editor, side)
    , m_delegate(new FieldDelegate(look, editor, m_model, this))
{
    setModel(&m_model);
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setMouseTracking(true);
    setAccessibleName(side == MapperSide::Source ? tr("Source fields") : tr("Destination columns"));
    verticalScrollBar()->setSingleStep(fieldRowHeight);
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, &FieldList::rememberPlace);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &FieldList::restorePlace);
}

// The mapping was made anew: what was selected is found again by name.
void FieldList::rememberPlace()
{
    m_keptKeys.clear();
    for (const QModelIndex &index : selectionModel()->selectedIndexes())
        m_keptKeys.append(m_model.keyAt(index.row()));
    m_keptCurrent = currentIndex().isValid() ? m_model.keyAt(currentIndex().row()) : QString();
    m_keptScroll = verticalScrollBar()->value();
}

void FieldList::restorePlace()
{
    doItemsLayout();
    QItemSelection selection;
    for (const QString &key : std::as_const(m_keptKeys))
        if (const int row = m_model.rowOfKey(key); row >= 0)
            selection.select(m_model.index(row), m_model.index(row));
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const int row = m_model.rowOfKey(m_keptCurrent); row >= 0)
        selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::NoUpdate);
    verticalScrollBar()->setValue(m_keptScroll);
    Q_EMIT scrolled();
}

QList<int> FieldList::selectedFields() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedIndexes())
        if (m_model.fieldAt(index) >= 0)
            rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    QList<int> fields;
    for (const int row : std::as_const(rows))
        fields.append(m_model.row(row).field);
    if (fields.isEmpty() && currentField() >= 0)
        fields.append(currentField());
    return fields;
}

void FieldList::selectField(int field)
{
    const int row = m_model.rowOf(field);
    if (row < 0)
        return clearSelection();
    setCurrentIndex(m_model.index(row));
}

std::optional<int> FieldList::middleOf(int field) const
{
    const int row = m_model.rowOf(field);
    if (row < 0)
        return std::nullopt;
    return row * fieldRowHeight - verticalScrollBar()->value() + fieldRowHeight / 2;
}

int FieldList::fieldAtHeight(int y) const
{
    const int row = (y + verticalScrollBar()->value()) / fieldRowHeight;
    return y >= 0 && row < m_model.rowCount() ? m_model.row(row).field : -1;
}

int FieldList::firstVisibleRow() const
{
    return std::max(0, verticalScrollBar()->value() / fieldRowHeight);
}

int FieldList::lastVisibleRow() const
{
    return std::min(m_model.rowCount() - 1, (verticalScrollBar()->value() + viewport()->height()) / fieldRowHeight);
}

void FieldList::setDropField(int field)
{
    m_delegate->setDropRow(m_model.rowOf(field));
    viewport()->update();
}

void FieldList::setEmptyText(const QString &text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    viewport()->update();
}

void FieldList::goOn()
{
    for (int row = currentIndex().row() + 1; row < m_model.rowCount(); ++row)
        if (m_model.row(row).field >= 0)
            return setCurrentIndex(m_model.index(row));
}

// Tab goes to the other list and from there on; it never holds a person here.
bool FieldList::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool source = m_model.side() == MapperSide::Source;
        if ((key->key() == Qt::Key_Tab && source) || (key->key() == Qt::Key_Backtab && !source)) {
            Q_EMIT otherSideAsked();
            return true;
        }
    }
    return QListView::event(event);
}

void FieldList::keyPressEvent(QKeyEvent *event)
{
    const bool alt = event->modifiers() & Qt::AltModifier;
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return Q_EMIT linkAsked();
    case Qt::Key_Delete:
        return Q_EMIT unlinkAsked();
    case Qt::Key_Insert:
        return Q_EMIT addAsked({});
    case Qt::Key_Space:
        return Q_EMIT skipAsked();
    case Qt::Key_Escape:
        if (m_dragging || m_maybeDrag) {
            m_dragging = m_maybeDrag = false;
            return Q_EMIT dragLeft();
        }
        break;
    case Qt::Key_F:
        if (control)
            return Q_EMIT filterAsked();
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (alt)
            return Q_EMIT moveAsked(event->key() == Qt::Key_Up ? -1 : 1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        return Q_EMIT otherSideAsked();
    default:
        break;
    }
    QListView::keyPressEvent(event);
}

void FieldList::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return QListView::mousePressEvent(event);
    const auto part = m_delegate->partAt(visualRect(index), index, event->position().toPoint());
    const int field = m_model.fieldAt(index);
    if (part == FieldDelegate::Part::Verb)
        return Q_EMIT addAsked(m_model.row(index.row()).verb);
    if (part == FieldDelegate::Part::Accept)
        return Q_EMIT acceptAsked(field);
    if (part == FieldDelegate::Part::Reject)
        return Q_EMIT rejectAsked(field);
    if (field < 0)
        return;
    m_pressed = event->position().toPoint();
    m_maybeDrag = true;
    m_byHandle = part == FieldDelegate::Part::Handle;
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier));
    // Several that are selected are dragged together.
    m_selectOnRelease = plain && selectionModel()->isSelected(index) && selectionModel()->selectedIndexes().size() > 1;
    if (!m_selectOnRelease)
        QListView::mousePressEvent(event);
}

void FieldList::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || !m_maybeDrag)
        return QListView::mouseMoveEvent(event);
    const QPoint pos = event->position().toPoint();
    if (!m_dragging && (pos - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragging = true;
        Q_EMIT dragBegan(m_byHandle);
    }
    if (m_dragging)
        Q_EMIT dragMoved(viewport()->mapToGlobal(pos));
}

void FieldList::mouseReleaseEvent(QMouseEvent *event)
{
    const bool dragged = std::exchange(m_dragging, false);
    m_maybeDrag = false;
    if (dragged)
        return Q_EMIT dragEnded(viewport()->mapToGlobal(event->position().toPoint()));
    if (std::exchange(m_selectOnRelease, false))
        return setCurrentIndex(indexAt(event->position().toPoint()));
    QListView::mouseReleaseEvent(event);
}

void FieldList::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
}

void FieldList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_model.fieldCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setFont(Appearance::font(TextStyle::Dense));
    painter.setPen(m_look[Role::T2]);
    const int top = m_model.rowCount() * fieldRowHeight;
    painter.drawText(viewport()->rect().adjusted(20, top + 12, -20, -8),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void FieldList::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    Q_EMIT scrolled();
}

void FieldList::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

} // namespace sluice
