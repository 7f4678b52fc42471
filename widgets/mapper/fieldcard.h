#pragma once

#include "widgets/common/controls.h"
#include "widgets/mapper/fieldlist.h"

namespace sluice
{

// One side of the mapper: what it is, its filters, the heads of the columns and the list.
class FieldCard : public QWidget
{
    Q_OBJECT
public:
    FieldCard(const Appearance &look, MappingEditor &editor, MapperSide side, QWidget *parent);

    FieldList &list() { return *m_list; }
    FilterField &filter() { return *m_filter; }
    QPushButton &unmappedOnly() { return *m_unmapped; }
    void setHeading(const QString &icon, const QString &system, const QString &object);
    void setValueHead(const QString &text); // "Value in record 2"
    // Asks for a text below the list; `then` answers what is wrong with it, or nothing and the row closes.
    void openEditor(const QString &hint, std::function<QString(const QString &)> then);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void paintHeads(QPaintDevice *device);
    void closeEditor();

    const Appearance &m_look;
    QLabel *m_icon;
    TextLabel *m_system;
    TextLabel *m_object;
    FilterField *m_filter;
    QPushButton *m_unmapped;
    QWidget *m_heads;
    FieldList *m_list;
    QWidget *m_editorRow;
    QLineEdit *m_editor;
    TextLabel *m_editorNote;
    QString m_valueHead;
    std::function<QString(const QString &)> m_then;
    QString m_iconName;
};

} // namespace sluice
