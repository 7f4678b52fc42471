#include "widgets/run/attemptdelegate.h"

#include <QPainter>

namespace sluice
{

namespace
{

constexpr int textX = 30;
constexpr int widestReason = 360;

} // namespace

void AttemptDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect row = option.rect;
    const bool marked = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
    painter->fillRect(row, m_look[marked ? Role::Selected : Role::Raised]);
    const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
    icon.paint(painter, QRect(row.x() + 8, row.center().y() - 7, 14, 14));
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->setFont(Appearance::font(TextStyle::Base));
    painter->setPen(m_look[Role::T1]);
    painter->drawText(row.adjusted(textX, 0, -8, 0), Qt::AlignVCenter, text);
    const int behind = textX + painter->fontMetrics().horizontalAdvance(text) + 12;
    painter->setFont(Appearance::font(TextStyle::Dense));
    painter->setPen(m_look[Role::T2]);
    const QRect rest = row.adjusted(behind, 0, -8, 0);
    painter->drawText(
        rest, Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data(ReasonRole).toString(), Qt::ElideRight, rest.width()));
}

QSize AttemptDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int text = QFontMetrics(Appearance::font(TextStyle::Base)).horizontalAdvance(index.data().toString());
    const int reason =
        QFontMetrics(Appearance::font(TextStyle::Dense)).horizontalAdvance(index.data(ReasonRole).toString());
    return {textX + text + (reason > 0 ? 12 + std::min(reason, widestReason) : 0) + 16, 26};
}

} // namespace sluice
