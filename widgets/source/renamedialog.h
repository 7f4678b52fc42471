#pragma once

#include "widgets/common/controls.h"

#include <QDialog>

namespace sluice
{

// Asks for a data source's new name and names the tasks that change along.
class RenameDialog : public QDialog
{
    Q_OBJECT
public:
    // unsaved: tasks among the users that are edited just now, which must be saved first.
    RenameDialog(const Appearance &look, const QString &name, const QStringList &taken, const QStringList &users,
                 const QStringList &unsaved, QWidget *parent);

    QLineEdit &field() { return *m_field; }
    QString name() const { return m_field->text(); }
    QString message() const { return m_message->text(); }
    bool mayRename() const { return m_rename->isEnabled(); }

private:
    void judge();

    QString m_before;
    QStringList m_taken;
    QStringList m_unsaved;
    QLineEdit *m_field;
    TextLabel *m_message;
    QPushButton *m_rename;
};

} // namespace sluice
