#include "widgets/tree/treepanel.h"

#include "widgets/tree/movedialog.h"
#include "widgets/tree/newtaskdialog.h"
#include "widgets/tree/nodeview.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype mostExpanded = 1000; // of what a filter leaves; more stay in their folders

// The marks of the tree and what they mean, under it.
class Legend : public Surface
{
public:
    Legend(const Appearance &look, QWidget *parent)
        : Surface(look, Role::Panel, Qt::TopEdge, parent)
    {
        setFixedHeight(28);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Surface::paintEvent(event);
        QPainter painter(this);
        painter.setFont(Appearance::font(TextStyle::Caption));
        int x = 12;
        const auto entry = [&](Glyph glyph, const QString &text) {
            paintGlyph(painter, QRectF(x, 8.5, 11, 11), glyph, m_look);
            painter.setPen(m_look[Role::T2]);
            x += 16;
            painter.drawText(QRect(x, 1, width() - x, height() - 1), Qt::AlignVCenter, text);
            x += painter.fontMetrics().horizontalAdvance(text) + 14;
        };
        entry(Glyph::Unsaved, TreePanel::tr("unsaved"));
        entry(Glyph::Failed, TreePanel::tr("problem"));
    }
};

// A folder stays when something below it matches. What stays is found in one go: asking each row about all below it
// would take too long with 20,000 of them.
class NodeFilter : public QSortFilterProxyModel
{
public:
    NodeFilter(WorkspaceModel &model, QObject *parent)
        : QSortFilterProxyModel(parent)
        , m_model(model)
    {
        connect(&model, &QAbstractItemModel::modelReset, this, [this] { find(); }); // before the rows are asked for
        setSourceModel(&model);
    }

    void setText(const QString &text)
    {
        m_text = text;
        find();
        invalidate(); // rows that nobody looks at are not filtered before somebody does
    }
    bool isOn() const { return !m_text.isEmpty(); }
    qsizetype shown() const { return m_shown.size(); }

    QSet<QString> openBefore; // folders, as they come back when the filter goes

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        return m_text.isEmpty() || m_shown.contains(m_model.pathOf(m_model.index(row, 0, parent)));
    }

private:
    void find()
    {
        m_shown.clear();
        if (m_text.isEmpty())
            return;
        m_shown.reserve(m_model.taskCount());
        for (const QStringList &paths : {m_model.taskPaths(), m_model.folderPaths()})
            for (const QString &path : paths)
                if (path.contains(m_text, Qt::CaseInsensitive))
                    for (QString at = path; !at.isEmpty() && !m_shown.contains(at); at = folderOf(at))
                        m_shown.insert(at);
    }

    WorkspaceModel &m_model;
    QString m_text;
    QSet<QString> m_shown;
};

QSet<QString> expandedPaths(const QTreeView &view)
{
    QSet<QString> paths;
    for (QModelIndex i = view.model()->index(0, 0); i.isValid(); i = view.indexBelow(i))
        if (view.isExpanded(i))
            paths.insert(i.data(WorkspaceModel::PathRole).toString());
    return paths;
}

} // namespace

TreePanel::TreePanel(const Appearance &look, ActionRegistry &actions, QWidget *parent)
    : Surface(look, Role::Panel, {}, parent)
    , m_look(look)
    , m_actions(actions)
    , m_model(look)
{
    setMinimumWidth(180);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, this);
    head->setFixedHeight(36);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(12, 0, 6, 1);
    headLayout->setSpacing(2);
    headLayout->addWidget(new TextLabel(look, tr("Workspace Directories"), TextStyle::DenseStrong, Role::T1, head), 1);
    layout->addWidget(head);

    m_field = new FilterField(look, QStringLiteral("filter"), tr("Filter nodes"), this);
    auto *fieldBox = new QHBoxLayout;
    fieldBox->setContentsMargins(8, 8, 8, 6);
    fieldBox->addWidget(m_field);
    layout->addLayout(fieldBox);

    auto *filter = new NodeFilter(m_model, this);
    m_filter = filter;
    m_view = new NodeView(look, this);
    m_view->setModel(m_filter);
    m_view->setAccessibleName(tr("Workspace Directories"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);

    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_view);
    m_empty = new EmptyState(look, QStringLiteral("folder"), tr("No workspace is open"),
                             tr("A workspace is a folder with tasks in it."), tr("New task…"), this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(new EmptyState(look, QStringLiteral("filter"), tr("Nothing matches"),
                                      tr("No task or folder has this in its path."), {}, this));
    layout->addWidget(m_pages, 1);
    layout->addWidget(new Legend(look, this));

    declareActions(actions);
    headLayout->addWidget(actions.makeButton(QStringLiteral("tree.new"), head));
    auto *more = new QToolButton(head);
    more->setIcon(look.icon(QStringLiteral("more")));
    more->setFixedSize(28, 28);
    more->setToolTip(tr("More"));
    more->setAccessibleName(tr("More"));
    connect(more, &QToolButton::clicked, this, [this, more] {
        QMenu menu;
        m_actions.fillMenu(menu, {QStringLiteral("file.newTask"), QStringLiteral("file.newFolder"), QStringLiteral("-"),
                                  QStringLiteral("tree.refresh"), QStringLiteral("tree.collapse"),
                                  QStringLiteral("tree.expand")});
        menu.exec(more->mapToGlobal(QPoint(0, more->height())));
    });
    headLayout->addWidget(more);

    connect(m_field, &QLineEdit::textChanged, this, [this, filter](const QString &text) {
        if (!filter->isOn())
            filter->openBefore = expandedPaths(*m_view);
        m_view->collapseAll(); // laying out what is open would take long while much is left
        filter->setText(text);
        if (!filter->isOn())
            for (const QString &path : std::as_const(filter->openBefore))
                m_view->expand(m_filter->mapFromSource(m_model.indexOf(path)));
        else if (filter->shown() <= mostExpanded)
            m_view->expandAll();
        showRightPage();
    });
    connect(m_view, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (!index.data(WorkspaceModel::FolderRole).toBool())
            Q_EMIT taskActivated(index.data(WorkspaceModel::PathRole).toString());
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        QMenu menu;
        QStringList ids{QStringLiteral("file.newTask"), QStringLiteral("file.newFolder")};
        if (m_view->indexAt(at).isValid())
            ids = QStringList{QStringLiteral("tree.open"), QStringLiteral("-")} + ids +
                  QStringList{QStringLiteral("-"), QStringLiteral("tree.rename"), QStringLiteral("tree.duplicate"),
                              QStringLiteral("tree.move"), QStringLiteral("tree.delete")};
        else
            m_view->clearSelection();
        m_actions.fillMenu(menu, ids);
        menu.exec(m_view->viewport()->mapToGlobal(at));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TreePanel::updateActions);
    connect(m_empty, &EmptyState::triggered, this, [this] {
        m_actions.action(m_session ? QStringLiteral("file.newTask") : QStringLiteral("file.newWorkspace"))->trigger();
    });
    connect(&m_model, &WorkspaceModel::renameRequested, this, [this](const QString &path, const QString &name) {
        m_journal.move({{path, withName(path, name)}}, tr("rename %1").arg(nodeName(path)));
    });
    connect(&m_model, &WorkspaceModel::moveRequested, this, &TreePanel::moveNodes);
    connect(&m_journal, &NodeJournal::created, this, [this](const QStringList &paths, bool tasks) {
        m_selectNext = paths;
        m_editNext = !tasks;
        if (tasks && paths.size() == 1)
            Q_EMIT taskCreated(paths.front());
    });
    connect(&m_journal, &NodeJournal::moved, this,
            [this](const QString &, const QString &newPath) { m_selectNext.append(newPath); });
    connect(&m_journal, &NodeJournal::restored, this, [this](const QString &path) { m_selectNext.append(path); });
    connect(&m_journal, &NodeJournal::failed, this, &TreePanel::failed);
    connect(&m_journal, &NodeJournal::settled, this, &TreePanel::refresh);

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(200);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TreePanel::refresh);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_refreshTimer, qOverload<>(&QTimer::start));
    showRightPage();
    updateActions();
}

TreePanel::~TreePanel() = default;

void TreePanel::setSession(SessionPtr session)
{
    m_session = std::move(session);
    m_journal.setSession(m_session);
    m_reading.cancel();
    m_nodesKnown = false;
    m_field->clear();
    m_model.setNodes({});
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
    showRightPage();
    updateActions();
    refresh();
}

void TreePanel::refresh()
{
    if (!m_session)
        return;
    m_reading.ask([session = m_session](Stop) { return session->workspace.nodes(); },
                  [this](Result<QList<Node>> nodes) {
                      if (nodes.ok())
                          takeNodes(*nodes);
                      else
                          Q_EMIT failed(nodes.error());
                  });
}

void TreePanel::takeNodes(const QList<Node> &nodes)
{
    const bool first = !m_nodesKnown;
    m_nodesKnown = true;
    const QSet<QString> expanded = expandedPaths(*m_view);
    const QStringList selected = selectedPaths();
    const int scrolled = m_view->verticalScrollBar()->value();
    if (m_model.setNodes(nodes)) {
        QStringList folders{m_session->workspace.directory()};
        for (const Node &node : nodes) {
            if (node.kind != Node::Kind::Folder)
                continue;
            // Few folders are opened at once, so that the first look says something; many stay closed.
            if (expanded.contains(node.path) || (first && nodes.size() <= 60))
                m_view->expand(m_filter->mapFromSource(m_model.indexOf(node.path)));
            if (folders.size() < 1000)
                folders.append(m_session->workspace.absolute(node.path));
        }
        const QStringList watched = m_watcher.directories();
        const QSet<QString> wanted(folders.begin(), folders.end());
        for (const QString &folder : watched)
            if (!wanted.contains(folder))
                m_watcher.removePath(folder);
        const QSet<QString> known(watched.begin(), watched.end());
        folders.removeIf([&](const QString &folder) { return known.contains(folder); });
        if (!folders.isEmpty())
            m_watcher.addPaths(folders);
        for (const QString &path : selected)
            m_view->selectionModel()->select(m_filter->mapFromSource(m_model.indexOf(path)),
                                             QItemSelectionModel::Select | QItemSelectionModel::Rows);
        m_view->verticalScrollBar()->setValue(scrolled);
    }
    showRightPage();
    selectNext();
    updateActions();
    Q_EMIT nodesRead();
}

// What was just made, moved or brought back, once the tree shows it.
void TreePanel::selectNext()
{
    const auto shown = [this](const QString &path) { return m_model.indexOf(path).isValid(); };
    if (m_selectNext.isEmpty() || !std::all_of(m_selectNext.begin(), m_selectNext.end(), shown))
        return;
    const QStringList paths = std::exchange(m_selectNext, {});
    select(paths.front());
    QItemSelection selection;
    for (const QString &path : paths) {
        const QModelIndex index = m_filter->mapFromSource(m_model.indexOf(path));
        m_view->expand(index.parent());
        selection.select(index, index);
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (std::exchange(m_editNext, false)) {
        m_view->setFocus();
        m_view->edit(m_view->currentIndex());
    }
}

QAbstractItemView *TreePanel::view() const
{
    return m_view;
}

void TreePanel::select(const QString &path)
{
    const QModelIndex index = m_filter->mapFromSource(m_model.indexOf(path));
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

QString TreePanel::currentFolder() const
{
    const QModelIndex index = m_view->currentIndex();
    if (!index.isValid() || !m_view->selectionModel()->hasSelection())
        return {};
    const QString path = index.data(WorkspaceModel::PathRole).toString();
    return index.data(WorkspaceModel::FolderRole).toBool() ? path : folderOf(path);
}

void TreePanel::focusFilter()
{
    m_field->setFocus();
    m_field->selectAll();
}

// A name that is free, from "new_task", "new_task_2", …
QString TreePanel::freeName(const QString &folder, const QString &base) const
{
    const QString prefix = folder.isEmpty() ? QString() : folder + u'/';
    for (int i = 1;; ++i) {
        const QString name = i == 1 ? base : QStringLiteral("%1_%2").arg(base).arg(i);
        if (!m_model.indexOf(prefix + name).isValid() &&
            !m_model.indexOf(prefix + name + QStringLiteral(".job.json")).isValid())
            return name;
    }
}

void TreePanel::newTask()
{
    auto *dialog = new NewTaskDialog(m_look, m_session, m_model, currentFolder(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewTaskDialog::chosen, this,
            [this](const QString &folder, const QString &name, const QString &script) {
                m_journal.createTask(folder, name, script);
            });
    dialog->open();
}

void TreePanel::newFolder()
{
    const QString folder = currentFolder();
    m_journal.createFolder(folder, freeName(folder, QStringLiteral("new_folder")));
}

QStringList TreePanel::selectedPaths() const
{
    QStringList paths;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        paths.append(index.data(WorkspaceModel::PathRole).toString());
    return topmost(paths);
}

void TreePanel::moveNodes(const QStringList &paths, const QString &folder)
{
    QList<NodeJournal::Move> moves;
    for (const QString &path : paths)
        moves.append({path, inFolder(path, folder)});
    m_journal.move(moves, paths.size() == 1 ? tr("move %1").arg(nodeName(paths.front()))
                                            : tr("move %n nodes", nullptr, int(paths.size())));
}

void TreePanel::moveSelected()
{
    const QStringList paths = selectedPaths();
    QStringList folders{QString()};
    folders += m_model.folderPaths();
    folders.removeIf([&](const QString &folder) {
        return std::none_of(paths.begin(), paths.end(), [&](const QString &p) { return mayMove(p, folder); }) ||
               std::any_of(paths.begin(), paths.end(),
                           [&](const QString &p) { return folder == p || folder.startsWith(p + u'/'); });
    });
    const QString title = paths.size() == 1 ? tr("Move %1 to").arg(nodeName(paths.front()))
                                            : tr("Move %n nodes to", nullptr, int(paths.size()));
    auto *dialog = new MoveDialog(m_look, title, folders, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &MoveDialog::chosen, this, [this, paths](const QString &folder) {
        QStringList moving = paths; // those that are there already stay
        moving.removeIf([&](const QString &path) { return !mayMove(path, folder); });
        moveNodes(moving, folder);
    });
    dialog->open();
}

void TreePanel::removeSelected()
{
    m_journal.trash(selectedPaths());
}

void TreePanel::updateActions()
{
    const QModelIndexList rows = m_session ? m_view->selectionModel()->selectedRows() : QModelIndexList();
    const qsizetype selected = rows.size();
    const bool onlyTasks = std::none_of(
        rows.begin(), rows.end(), [](const QModelIndex &row) { return row.data(WorkspaceModel::FolderRole).toBool(); });
    const QString none = tr("No node is selected");
    m_actions.setAvailable(QStringLiteral("tree.open"), selected > 0, none);
    m_actions.setAvailable(QStringLiteral("tree.delete"), selected > 0, none);
    m_actions.setAvailable(QStringLiteral("tree.rename"), selected == 1, selected == 0 ? none : tr("Select one node"));
    m_actions.setAvailable(QStringLiteral("tree.move"), selected > 0, none);
    m_actions.setAvailable(QStringLiteral("tree.duplicate"), selected > 0 && onlyTasks,
                           selected == 0 ? none : tr("Only tasks are duplicated"));
    m_actions.setAvailable(QStringLiteral("tree.new"), bool(m_session), tr("No workspace is open"));
    m_actions.setAvailable(QStringLiteral("tree.refresh"), bool(m_session), tr("No workspace is open"));
}

void TreePanel::showRightPage()
{
    if (!m_session)
        m_empty->setTexts(tr("No workspace is open"), tr("A workspace is a folder with tasks in it."));
    else
        m_empty->setTexts(tr("No nodes yet"), tr("A node is a sync task. It is saved as a plain file in this folder."));
    const bool empty = !m_session || (m_nodesKnown && m_model.rowCount() == 0);
    m_pages->setCurrentIndex(empty ? 1 : m_filter->rowCount() == 0 && !m_field->text().isEmpty() ? 2 : 0);
    m_empty->findChild<QPushButton *>()->setText(m_session ? tr("New task…") : tr("New workspace…"));
    m_field->setEnabled(!empty);
}

void TreePanel::showEvent(QShowEvent *event)
{
    Surface::showEvent(event);
    refresh();
}

} // namespace sluice
