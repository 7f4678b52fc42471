#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/controls.h"
#include "workspace/tasksearch.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPointer>

namespace sluice
{

// What the field at the top finds: tasks of the workspace, verbs of the registry, places in tasks.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    struct Entry {
        QString text;  // "load_flights", "New task"
        QString place; // folder, or the keys
        QString icon;
        QString task; // a task's path, or
        QAction *verb = nullptr;
        QString pointer = {}; // a place in the task's script
    };
    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<Entry> entries);
    void append(const QList<Entry> &entries);
    const Entry &entry(int row) const { return m_entries[row]; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Entry> m_entries;
};

// The field in the top bar with its list. Ctrl+K; arrows and Enter; Escape gives the focus back.
class CommandPalette : public QWidget
{
    Q_OBJECT
public:
    // area: what the list may cover.
    CommandPalette(const Appearance &look, const ActionRegistry &actions, QWidget *area, QWidget *parent);

    void setTasks(const QStringList &paths) { m_tasks = paths; }
    void open();
    void close();
    // Places that answer what is typed, behind tasks and verbs; nothing when something else is typed meanwhile.
    void showHits(const QString &words, const QList<TaskHit> &hits);
    PaletteModel &model() { return m_model; }
    QLineEdit &field() { return *m_field; }

Q_SIGNALS:
    void opened();
    void typed(const QString &words);
    void taskChosen(const QString &path);
    void placeChosen(const QString &path, const QString &pointer);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Popup;
    void search();
    void showPopup();
    void choose();

    const Appearance &m_look;
    const ActionRegistry &m_actions;
    QStringList m_tasks;
    PaletteModel m_model;
    FilterField *m_field;
    Popup *m_popup;
    QListView *m_list;
    QPointer<QWidget> m_focusBefore;
};

} // namespace sluice
