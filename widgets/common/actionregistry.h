#pragma once

#include "widgets/common/appearance.h"

#include <QAction>
#include <QKeySequence>

#include <functional>
#include <vector>

class QMenu;
class QToolButton;

namespace sluice
{

// A verb of the studio as it is declared, once.
struct Verb {
    QString id;               // "run.start"
    QString text;             // "Run"; an ellipsis only when a dialog follows
    QString icon;             // of resources/icons
    QList<QKeySequence> keys; // the first is shown
    QString menu;             // "file", "edit", …; empty: in no menu of the window
    int group = 0;            // a separator stands between groups
    QString hint;             // one line for tool tips and the palette
    bool checkable = false;
};

// Every verb once, by id. Menus, tool bars, context menus, the command palette and shortcuts are queries on it. A
// member of the main window.
class ActionRegistry : public QObject
{
    Q_OBJECT
public:
    ActionRegistry(const Appearance &look, QWidget *window);

    // scope: the widget in which the shortcut works (with its children); null: the whole window.
    QAction *add(const Verb &verb, std::function<void()> handler, QWidget *scope = nullptr);
    QAction *action(const QString &id) const;

    // A verb that cannot be used now says why, in its tool tip and in the palette.
    void setAvailable(const QString &id, bool available, const QString &reason = {});
    QString reason(const QAction *action) const;
    QString iconName(const QAction *action) const;

    void fillMenu(QMenu &menu, const QString &name) const;
    void fillMenu(QMenu &menu, const QStringList &ids) const; // "-" is a separator
    QToolButton *makeButton(const QString &id, QWidget *parent) const;
    // In order of declaration; those a person may look for in the palette.
    std::vector<QAction *> all() const;

private:
    struct Entry {
        Verb verb;
        QAction *action;
        QString reason;
    };
    const Entry *find(const QString &id) const;
    static void describe(const Entry &entry);

    const Appearance &m_look;
    QWidget *m_window;
    std::vector<Entry> m_entries;
};

} // namespace sluice
