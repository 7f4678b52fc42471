#pragma once

#include "widgets/common/controls.h"
#include "widgets/form/optionfield.h"

#include <QTimer>

class QListWidget;

namespace sluice
{

// The names that a data source offers, under a field: a filter that may be typed, the list, and in words what is going
// on. Arrows choose, Enter picks, Escape closes.
class NamePicker : public QFrame
{
    Q_OBJECT
public:
    NamePicker(const Appearance &look, QWidget *parent);

    void openUnder(QWidget *field, const QString &current);
    void offer(const QString &prefix, const OfferedNames &offered);
    FilterField &filter() { return *m_filter; }
    QListWidget &list() { return *m_list; }

Q_SIGNALS:
    void asked(const QString &prefix);
    void picked(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow();
    void pick();

    FilterField *m_filter;
    QListWidget *m_list;
    TextLabel *m_state;
    QStringList m_names;
    QString m_current; // what the field holds
    QString m_asked;
    QTimer m_pause;
};

} // namespace sluice
