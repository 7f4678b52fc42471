#include "widgets/run/valuegrid.h"

#include "data/type.h"

#include <QPainter>

#include <algorithm>

namespace sluice
{

void ValueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect cell = option.rect;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(cell, m_look[Role::Selected]);
    else if (const QVariant fill = index.data(FillRole); fill.isValid())
        painter->fillRect(cell, m_look[Role(fill.toInt())]);
    painter->fillRect(cell.x(), cell.bottom(), cell.width(), 1, m_look[Role::Grid]);
    const bool null = index.data(IsNullRole).toBool();
    QFont font = Appearance::font(null ? TextStyle::Caption : TextStyle::CodeDense);
    font.setItalic(null);
    painter->setFont(font);
    const QVariant text = index.data(TextRole);
    painter->setPen(m_look[text.isValid() ? Role(text.toInt()) : null ? Role::T3 : Role::T1]);
    const auto align = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QString shown = null ? QStringLiteral("NULL") : index.data().toString().simplified();
    painter->drawText(cell.adjusted(8, 0, -8, 0), align,
                      painter->fontMetrics().elidedText(shown, Qt::ElideRight, cell.width() - 16));
}

TypeHeader::TypeHeader(const Appearance &look, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_look(look)
{
    setSectionsClickable(false);
}

QSize TypeHeader::sectionSizeFromContents(int section) const
{
    const QStringList parts = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString().split(u'\n');
    const int name = QFontMetrics(Appearance::font(TextStyle::DenseMedium)).horizontalAdvance(parts.value(0));
    const int type = QFontMetrics(Appearance::font(TextStyle::CodeDense)).horizontalAdvance(parts.value(1));
    return {std::max(name, type) + 20, 40};
}

void TypeHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const QStringList parts = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString().split(u'\n');
    const auto align = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    painter->fillRect(rect, m_look[Role::Sunken]);
    painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, m_look[Role::Line]);
    const Qt::Alignment side = align & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft;
    painter->setFont(Appearance::font(TextStyle::DenseMedium));
    painter->setPen(m_look[Role::T1]);
    painter->drawText(rect.adjusted(8, 4, -8, -18), side | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(parts.value(0), Qt::ElideRight, rect.width() - 16));
    QFont type = Appearance::font(TextStyle::CodeDense);
    type.setPixelSize(11);
    painter->setFont(type);
    painter->setPen(m_look[Role::T2]);
    painter->drawText(rect.adjusted(8, 20, -8, -3), side | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(parts.value(1), Qt::ElideRight, rect.width() - 16));
}

QTableView *makeValueGrid(const Appearance &look, const QString &accessibleName, QWidget *parent)
{
    auto *grid = new QTableView(parent);
    grid->setHorizontalHeader(new TypeHeader(look, grid));
    grid->setItemDelegate(new ValueDelegate(look, grid));
    grid->setFrameShape(QFrame::NoFrame);
    grid->setShowGrid(false);
    grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    grid->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    grid->verticalHeader()->hide();
    grid->verticalHeader()->setDefaultSectionSize(26);
    grid->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    grid->setAccessibleName(accessibleName);
    return grid;
}

void fitColumns(QTableView &grid)
{
    grid.resizeColumnsToContents();
    for (int i = 0; i < grid.model()->columnCount(); ++i)
        grid.setColumnWidth(i, std::clamp(grid.columnWidth(i) + 8, 64, 320));
}

bool isNumber(const Type &type)
{
    return type.isInteger() || type.kind() == TypeKind::Float || type.kind() == TypeKind::Double ||
           type.kind() == TypeKind::Decimal;
}

} // namespace sluice
