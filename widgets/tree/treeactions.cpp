// The verbs of the tree, declared once each.
#include "widgets/tree/nodeview.h"
#include "widgets/tree/treepanel.h"

#include <QMenu>

namespace sluice
{

void TreePanel::declareActions(ActionRegistry &actions)
{
    actions.add({.id = QStringLiteral("tree.new"),
                 .text = tr("New…"),
                 .icon = QStringLiteral("plus"),
                 .keys = {},
                 .menu = {},
                 .hint = tr("New task or folder")},
                [this] {
                    QMenu menu;
                    m_actions.fillMenu(menu, {QStringLiteral("file.newTask"), QStringLiteral("file.newFolder")});
                    menu.exec(QCursor::pos());
                });
    actions.add({.id = QStringLiteral("tree.open"),
                 .text = tr("Open"),
                 .icon = QStringLiteral("file"),
                 .keys = {},
                 .menu = {},
                 .hint = {}},
                [this] {
                    for (const QString &path : selectedPaths())
                        if (!m_model.isFolder(m_model.indexOf(path)))
                            Q_EMIT taskActivated(path);
                });
    actions.add(
        {.id = QStringLiteral("tree.rename"),
         .text = tr("Rename"),
         .icon = QStringLiteral("rename"),
         .keys = {Qt::Key_F2},
         .menu = {},
         .hint = tr("Rename the selected node")},
        [this] { m_view->edit(m_view->currentIndex()); }, m_view);
    actions.add(
        {.id = QStringLiteral("tree.duplicate"),
         .text = tr("Duplicate"),
         .icon = QStringLiteral("copy"),
         .keys = {Qt::CTRL | Qt::Key_D},
         .menu = {},
         .hint = tr("A copy of each selected task beside it")},
        [this] { m_journal.duplicateTasks(selectedPaths()); }, m_view);
    actions.add(
        {.id = QStringLiteral("tree.move"),
         .text = tr("Move to…"),
         .icon = QStringLiteral("folder"),
         .keys = {Qt::Key_F6},
         .menu = {},
         .hint = tr("Move the selected nodes to another folder")},
        [this] { moveSelected(); }, m_view);
    actions.add(
        {.id = QStringLiteral("tree.delete"),
         .text = tr("Delete"),
         .icon = QStringLiteral("trash"),
         .keys = {QKeySequence::Delete},
         .menu = {},
         .hint = tr("Delete the selected nodes; undo brings them back")},
        [this] { removeSelected(); }, m_view);
    actions.add({.id = QStringLiteral("tree.refresh"),
                 .text = tr("Read the folder again"),
                 .icon = QStringLiteral("refresh"),
                 .keys = {},
                 .menu = {},
                 .hint = {}},
                [this] { refresh(); });
    actions.add({.id = QStringLiteral("tree.collapse"),
                 .text = tr("Collapse all folders"),
                 .icon = {},
                 .keys = {},
                 .menu = {},
                 .hint = {}},
                [this] { m_view->collapseAll(); });
    actions.add({.id = QStringLiteral("tree.expand"),
                 .text = tr("Expand all folders"),
                 .icon = {},
                 .keys = {},
                 .menu = {},
                 .hint = {}},
                [this] { m_view->expandAll(); });
}

} // namespace sluice
