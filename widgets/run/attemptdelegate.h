#pragma once

#include "widgets/common/appearance.h"

#include <QStyledItemDelegate>

namespace sluice
{

// A row of the list of attempts: state, when and how it went, and behind that the reason of a failure.
class AttemptDelegate : public QStyledItemDelegate
{
public:
    static constexpr int ReasonRole = Qt::UserRole + 1;

    AttemptDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Appearance &m_look;
};

} // namespace sluice
