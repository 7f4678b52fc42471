#include "widgets/run/dirtypane.h"

#include "widgets/run/figures.h"
#include "widgets/run/filetail.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>

namespace sluice
{

namespace
{

constexpr qint64 pieceSize = 512 * 1024;

// A cause: its text and count, the columns under it.
class CauseDelegate : public QStyledItemDelegate
{
public:
    CauseDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {180, 48}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect row = option.rect;
        painter->fillRect(row, m_look[option.state & QStyle::State_Selected    ? Role::Selected
                                      : option.state & QStyle::State_MouseOver ? Role::Hover
                                                                               : Role::Canvas]);
        painter->fillRect(row.x(), row.bottom(), row.width(), 1, m_look[Role::Line]);
        painter->setFont(Appearance::font(TextStyle::DenseStrong));
        painter->setPen(m_look[Role::T1]);
        const QString count = grouped(index.data(CauseModel::CountRole).toInt());
        const int countWidth = painter->fontMetrics().horizontalAdvance(count);
        painter->drawText(row.adjusted(0, 5, -12, -24), Qt::AlignVCenter | Qt::AlignRight, count);
        painter->setFont(Appearance::font(TextStyle::DenseMedium));
        const int width = row.width() - 36 - countWidth;
        painter->drawText(QRect(row.x() + 12, row.y() + 5, width, 19), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, width));
        painter->setFont(Appearance::font(TextStyle::Dense));
        painter->setPen(m_look[Role::T2]);
        painter->drawText(QRect(row.x() + 12, row.y() + 24, row.width() - 24, 18), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(CauseModel::ColumnsRole).toString(),
                                                            Qt::ElideRight, row.width() - 24));
    }

private:
    const Appearance &m_look;
};

// Cells of the grid: values in the fixed font, the refused value on its soft fill.
class CellDelegate : public QStyledItemDelegate
{
public:
    CellDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        const bool value = index.column() == DirtyModel::Value;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(cell, m_look[Role::Selected]);
        else if (value)
            painter->fillRect(cell, m_look[Role::ErrorSoft]);
        painter->fillRect(cell.x(), cell.bottom(), cell.width(), 1, m_look[Role::Grid]);
        painter->setFont(
            Appearance::font(index.column() == DirtyModel::Reason ? TextStyle::Dense : TextStyle::CodeDense));
        painter->setPen(m_look[value ? Role::Error : index.column() == DirtyModel::Name ? Role::T1 : Role::T2]);
        const Qt::Alignment align = index.column() == DirtyModel::Row ? Qt::AlignRight : Qt::AlignLeft;
        QString text = index.data().toString();
        if (value && text.isEmpty())
            text = DirtyPane::tr("(empty)");
        painter->drawText(cell.adjusted(8, 0, -8, 0), align | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(text.simplified(), Qt::ElideRight, cell.width() - 16));
    }

private:
    const Appearance &m_look;
};

} // namespace

class DirtyPane::Filter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setCause(const QString &cause)
    {
        m_cause = cause;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        return m_cause.isEmpty() || static_cast<const DirtyModel *>(sourceModel())->entry(row).cause == m_cause;
    }

private:
    QString m_cause;
};

DirtyPane::DirtyPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_pages = new QStackedWidget(this);
    auto *split = new QSplitter(Qt::Horizontal, m_pages);
    split->setChildrenCollapsible(false);

    m_causeList = new QListView(split);
    m_causeList->setFrameShape(QFrame::NoFrame);
    m_causeList->setModel(&m_causes);
    m_causeList->setItemDelegate(new CauseDelegate(look, m_causeList));
    m_causeList->setMouseTracking(true);
    m_causeList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_causeList->setMinimumWidth(140);
    m_causeList->setAccessibleName(tr("Causes"));
    split->addWidget(m_causeList);

    m_filter = new Filter(this);
    m_filter->setSourceModel(&m_model);
    m_table = new QTableView(split);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new CellDelegate(look, m_table));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setFont(Appearance::font(TextStyle::DenseMedium));
    m_table->setColumnWidth(DirtyModel::Row, 76);
    m_table->setColumnWidth(DirtyModel::Name, 124);
    m_table->setColumnWidth(DirtyModel::Value, 130);
    m_table->setAccessibleName(tr("Dirty rows"));
    split->addWidget(m_table);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({196, 480});
    m_pages->addWidget(split);
    m_pages->addWidget(new EmptyState(
        look, QStringLiteral("check"), tr("No dirty rows"),
        tr("Rows whose values do not fit the destination are kept here, with the reason."), {}, m_pages));
    layout->addWidget(m_pages, 1);
    m_note = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_note->setContentsMargins(12, 6, 12, 6);
    m_note->hide();
    layout->addWidget(m_note);

    connect(m_causeList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    chooseCause(index.data(CauseModel::CauseRole).toString());
            });
    showRightPage();
}

void DirtyPane::setFile(const QString &file)
{
    if (m_file == file)
        return;
    m_reading.cancel();
    m_file = file;
    m_offset = 0;
    m_count = 0;
    m_model.clear();
    m_causes.clear();
    chooseCause({});
    showRightPage();
}

void DirtyPane::setCount(qint64 rowsDirty)
{
    m_count = rowsDirty;
    showRightPage();
}

void DirtyPane::chooseCause(const QString &cause)
{
    m_cause = cause;
    m_filter->setCause(cause);
}

void DirtyPane::poll()
{
    if (m_file.isEmpty() || m_reading.pending() || m_model.full())
        return;
    struct Piece {
        FileTail tail;
        QList<DirtyEntry> entries;
    };
    m_reading.ask(
        [file = m_file, offset = m_offset](Stop) {
            Piece piece{readTail(file, offset, pieceSize, false), {}};
            piece.entries = DirtyModel::parse(piece.tail.bytes);
            return piece;
        },
        [this](Piece piece) {
            m_offset = piece.tail.next;
            if (!piece.entries.isEmpty()) {
                if (m_model.rowCount() + piece.entries.size() > DirtyModel::limit)
                    piece.entries.resize(DirtyModel::limit - m_model.rowCount());
                const QString cause = m_cause;
                m_model.append(piece.entries);
                m_causes.append(piece.entries);
                int row = 0;
                for (int i = 1; i < m_causes.rowCount(); ++i)
                    if (m_causes.index(i).data(CauseModel::CauseRole) == cause)
                        row = i;
                m_causeList->setCurrentIndex(m_causes.index(row));
            }
            showRightPage();
            if (piece.tail.more)
                poll();
        });
}

void DirtyPane::showRightPage()
{
    m_pages->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1);
    m_note->setVisible(m_model.full() && m_count > DirtyModel::limit);
    if (m_note->isVisibleTo(this))
        m_note->setText(tr("The first %1 of %2 are shown; all are in %3")
                            .arg(grouped(DirtyModel::limit), grouped(m_count), m_file));
}

} // namespace sluice
