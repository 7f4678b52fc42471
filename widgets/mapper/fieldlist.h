#pragma once

#include "widgets/mapper/fielddelegate.h"

#include <QListView>

namespace sluice
{

// One list of the mapper. Selecting is its own; what joins the two lists (drags, keys that link) it only tells, in
// global positions. Drags are plain press, move and release.
class FieldList : public QListView
{
    Q_OBJECT
public:
    FieldList(const Appearance &look, MappingEditor &editor, MapperSide side, QWidget *parent);

    FieldModel &fields() { return m_model; }
    FieldDelegate &delegate() { return *m_delegate; }
    int currentField() const { return m_model.fieldAt(currentIndex()); }
    QList<int> selectedFields() const; // in the order of the list
    void selectField(int field);
    // The middle of a field's row in the list's viewport, seen or not; nothing when it is filtered out.
    std::optional<int> middleOf(int field) const;
    // The field at a height of the viewport; -1: none.
    int fieldAtHeight(int y) const;
    int firstVisibleRow() const;
    int lastVisibleRow() const;
    void setDropField(int field);
    void setEmptyText(const QString &text);
    void goOn(); // the next field below is current

Q_SIGNALS:
    void scrolled();
    void selectionMoved();
    void linkAsked();
    void unlinkAsked();
    void skipAsked();
    void addAsked(const QString &verb); // the verb of a head, or empty by key
    void filterAsked();
    void otherSideAsked();
    void moveAsked(int by);
    void acceptAsked(int field);
    void rejectAsked(int field);
    void dragBegan(bool byHandle);
    void dragMoved(const QPoint &global);
    void dragEnded(const QPoint &global);
    void dragLeft();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void rememberPlace();
    void restorePlace();

    const Appearance &m_look;
    FieldModel m_model;
    FieldDelegate *m_delegate;
    QString m_emptyText;
    QPoint m_pressed;
    bool m_maybeDrag = false;
    bool m_dragging = false;
    bool m_byHandle = false;
    bool m_selectOnRelease = false;
    QStringList m_keptKeys;
    QString m_keptCurrent;
    int m_keptScroll = 0;
};

} // namespace sluice
