#include "widgets/common/actionregistry.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

ActionRegistry::ActionRegistry(const Appearance &look, QWidget *window)
    : QObject(window)
    , m_look(look)
    , m_window(window)
{
}

QAction *ActionRegistry::add(const Verb &verb, std::function<void()> handler, QWidget *scope)
{
    Q_ASSERT(!find(verb.id));
    auto *action = new QAction(verb.text, this);
    action->setObjectName(verb.id);
    if (!verb.icon.isEmpty())
        action->setIcon(m_look.icon(verb.icon));
    action->setShortcuts(verb.keys);
    action->setShortcutContext(scope ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    action->setCheckable(verb.checkable);
    connect(action, &QAction::triggered, this, [handler = std::move(handler)] { handler(); });
    (scope ? scope : m_window)->addAction(action);
    m_entries.push_back({verb, action, {}});
    describe(m_entries.back());
    return action;
}

const ActionRegistry::Entry *ActionRegistry::find(const QString &id) const
{
    const auto it = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &e) { return e.verb.id == id; });
    return it == m_entries.end() ? nullptr : &*it;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const Entry *entry = find(id);
    Q_ASSERT_X(entry, "ActionRegistry", qPrintable(id));
    return entry ? entry->action : nullptr;
}

void ActionRegistry::describe(const Entry &entry)
{
    QString tip = entry.verb.hint.isEmpty() ? QString(entry.verb.text).remove(u'…') : entry.verb.hint;
    if (!entry.verb.keys.isEmpty())
        tip += QStringLiteral("  (%1)").arg(entry.verb.keys.front().toString(QKeySequence::NativeText));
    if (!entry.reason.isEmpty())
        tip += u'\n' + entry.reason;
    entry.action->setToolTip(tip);
}

void ActionRegistry::setAvailable(const QString &id, bool available, const QString &reason)
{
    auto *entry = const_cast<Entry *>(find(id));
    Q_ASSERT_X(entry, "ActionRegistry", qPrintable(id));
    entry->action->setEnabled(available);
    const QString why = available ? QString() : reason;
    if (entry->reason == why)
        return;
    entry->reason = why;
    describe(*entry);
}

QString ActionRegistry::reason(const QAction *action) const
{
    const Entry *entry = find(action->objectName());
    return entry ? entry->reason : QString();
}

QString ActionRegistry::iconName(const QAction *action) const
{
    const Entry *entry = find(action->objectName());
    return entry ? entry->verb.icon : QString();
}

void ActionRegistry::fillMenu(QMenu &menu, const QString &name) const
{
    int group = -1;
    for (const Entry &entry : m_entries) {
        if (entry.verb.menu != name)
            continue;
        if (group != -1 && group != entry.verb.group)
            menu.addSeparator();
        group = entry.verb.group;
        menu.addAction(entry.action);
    }
}

void ActionRegistry::fillMenu(QMenu &menu, const QStringList &ids) const
{
    for (const QString &id : ids) {
        if (id == QLatin1String("-"))
            menu.addSeparator();
        else
            menu.addAction(action(id));
    }
}

QToolButton *ActionRegistry::makeButton(const QString &id, QWidget *parent) const
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action(id));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setIconSize({16, 16});
    button->setFixedSize(28, 28);
    button->setAccessibleName(action(id)->text());
    return button;
}

std::vector<QAction *> ActionRegistry::all() const
{
    std::vector<QAction *> actions;
    for (const Entry &entry : m_entries)
        actions.push_back(entry.action);
    return actions;
}

} // namespace sluice
