#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/controls.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPointer>

namespace sluice
{

// What the field at the top finds: tasks of the workspace and verbs of the registry.
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
    };
    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<Entry> entries);
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
    PaletteModel &model() { return m_model; }
    QLineEdit &field() { return *m_field; }

Q_SIGNALS:
    void taskChosen(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Popup;
    void search();
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
