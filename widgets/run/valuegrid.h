#pragma once

#include "widgets/common/controls.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace sluice
{

// How the studio shows rows of data: values in the fixed font, numbers right, NULL as an italic caption. A model gives
// these beside the text.
enum ValueGridRole {
    IsNullRole = Qt::UserRole,
    FillRole, // a Role to fill the cell with, as int
    TextRole, // a Role for the text, as int
};

class ValueDelegate : public QStyledItemDelegate
{
public:
    ValueDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Appearance &m_look;
};

// Two lines, as headerData() gives them: the name, and its type under it.
class TypeHeader : public QHeaderView
{
public:
    TypeHeader(const Appearance &look, QWidget *parent);

protected:
    QSize sectionSizeFromContents(int section) const override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    const Appearance &m_look;
};

// A table of values, dressed; read-only.
QTableView *makeValueGrid(const Appearance &look, const QString &accessibleName, QWidget *parent);
// Columns as wide as their values, within reason.
void fitColumns(QTableView &grid);
// Whether values of the type stand at the right.
class Type;
bool isNumber(const Type &type);

} // namespace sluice
