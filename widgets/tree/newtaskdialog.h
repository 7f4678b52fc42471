#pragma once

#include "task/jobtemplate.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"

#include <QComboBox>
#include <QDialog>

class QFormLayout;
class QListWidget;

namespace sluice
{

class WorkspaceModel;

// Asks what a new task moves, where it stands and how it is called. Offers what the program's connectors can do.
class NewTaskDialog : public QDialog
{
    Q_OBJECT
public:
    // model: what names are taken; must outlive the dialog.
    NewTaskDialog(const Appearance &look, SessionPtr session, const WorkspaceModel &model, const QString &folder,
                  QWidget *parent);

public Q_SLOTS:
    void accept() override;

Q_SIGNALS:
    void chosen(const QString &folder, const QString &name, const QString &script);

private:
    // A template as it stands in the list; the last is the script of generated rows.
    struct Kind {
        JobTemplate from;
        QString title;
        QString name; // that a task of it may have
        bool generated = false;
    };

    void fillKinds();
    QWidget *makeForm();
    QComboBox *addSourceRow(QFormLayout *form, const QString &label, TextLabel *&shownLabel);
    void askSources();
    void fillSources(QComboBox *box, TextLabel *label, const QString &stepType, const QString &category);
    void kindChanged();
    void check();
    QString folder() const;
    QString name() const;
    QString script() const;
    QString freeName(const QString &base) const;
    static void setMessage(TextLabel *label, QLineEdit *field, const QString &fault, const QString &note = {});

    const Appearance &m_look;
    SessionPtr m_session;
    const WorkspaceModel &m_model;
    QList<Kind> m_kinds;
    QList<DataSource> m_sources;
    bool m_nameTyped = false;
    QListWidget *m_list;
    TextLabel *m_what;
    QComboBox *m_reader;
    QComboBox *m_writer;
    TextLabel *m_readerLabel;
    TextLabel *m_writerLabel;
    QComboBox *m_folder;
    TextLabel *m_folderMessage;
    QLineEdit *m_name;
    TextLabel *m_nameMessage;
    QPushButton *m_create;
    Question m_question{this};
};

} // namespace sluice
