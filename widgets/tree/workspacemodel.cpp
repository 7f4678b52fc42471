#include "widgets/tree/workspacemodel.h"

#include <QMimeData>

#include <algorithm>

namespace sluice
{

namespace
{

const QString mimeType = QStringLiteral("application/x-sluice-nodes");
const QString taskSuffix = QStringLiteral(".job.json");

bool sameNodes(const QList<Node> &a, const QList<Node> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Node &x, const Node &y) { return x.kind == y.kind && x.path == y.path; });
}

} // namespace

QString folderOf(const QString &path)
{
    const auto slash = path.lastIndexOf(u'/');
    return slash < 0 ? QString() : path.left(slash);
}

QString nodeName(const QString &path)
{
    QString name = path.mid(path.lastIndexOf(u'/') + 1);
    if (name.endsWith(taskSuffix))
        name.chop(taskSuffix.size());
    return name;
}

QString withName(const QString &path, const QString &name)
{
    const QString folder = folderOf(path);
    const QString file = path.endsWith(taskSuffix) ? name + taskSuffix : name;
    return folder.isEmpty() ? file : folder + u'/' + file;
}

QString inFolder(const QString &path, const QString &folder)
{
    const QString file = path.mid(path.lastIndexOf(u'/') + 1);
    return folder.isEmpty() ? file : folder + u'/' + file;
}

bool mayMove(const QString &path, const QString &folder)
{
    return folderOf(path) != folder && folder != path && !folder.startsWith(path + u'/');
}

QStringList topmost(QStringList paths)
{
    const QSet<QString> all(paths.begin(), paths.end());
    paths.removeIf([&](const QString &path) {
        for (QString folder = folderOf(path); !folder.isEmpty(); folder = folderOf(folder))
            if (all.contains(folder))
                return true;
        return false;
    });
    paths.sort();
    return paths;
}

WorkspaceModel::WorkspaceModel(const Appearance &look, QObject *parent)
    : QAbstractItemModel(parent)
    , m_look(look)
    , m_items(1)
{
}

bool WorkspaceModel::setNodes(const QList<Node> &nodes)
{
    if (sameNodes(nodes, m_nodes))
        return false;
    beginResetModel();
    m_nodes = nodes;
    m_items.assign(1, {});
    m_items.reserve(size_t(nodes.size()) + 1);
    m_byPath.clear();
    m_byPath.insert(QString(), 0);
    m_tasks = 0;
    for (const Node &node : nodes) {
        m_byPath.insert(node.path, int(m_items.size()));
        m_items.push_back({node, 0, 0, {}});
        m_tasks += node.kind == Node::Kind::Task;
    }
    for (int id = 1; id < int(m_items.size()); ++id) {
        m_items[size_t(id)].parent = m_byPath.value(folderOf(m_items[size_t(id)].node.path), 0);
        m_items[size_t(m_items[size_t(id)].parent)].children.push_back(id);
    }
    for (Item &parent : m_items) // in the order of `nodes`
        for (int row = 0; row < int(parent.children.size()); ++row)
            m_items[size_t(parent.children[size_t(row)])].row = row;
    endResetModel();
    return true;
}

void WorkspaceModel::setMarks(const QSet<QString> &unsaved, const QSet<QString> &problems)
{
    const auto differing = [](const QSet<QString> &a, const QSet<QString> &b) { return (a - b) + (b - a); };
    const QSet<QString> touched = differing(m_unsaved, unsaved) + differing(m_problems, problems);
    m_unsaved = unsaved;
    m_problems = problems;
    for (const QString &path : touched)
        if (const QModelIndex index = indexOf(path); index.isValid())
            Q_EMIT dataChanged(index, index, {UnsavedRole, ProblemRole});
}

QModelIndex WorkspaceModel::indexOfItem(int id) const
{
    return id == 0 ? QModelIndex() : createIndex(m_items[size_t(id)].row, 0, quintptr(id));
}

QModelIndex WorkspaceModel::indexOf(const QString &path) const
{
    return indexOfItem(m_byPath.value(path, 0));
}

QString WorkspaceModel::pathOf(const QModelIndex &index) const
{
    return item(index).node.path;
}

bool WorkspaceModel::isFolder(const QModelIndex &index) const
{
    return !index.isValid() || item(index).node.kind == Node::Kind::Folder;
}

QStringList WorkspaceModel::taskPaths() const
{
    QStringList paths;
    for (const Node &node : m_nodes)
        if (node.kind == Node::Kind::Task)
            paths.append(node.path);
    return paths;
}

QStringList WorkspaceModel::folderPaths() const
{
    QStringList paths;
    for (const Node &node : m_nodes)
        if (node.kind == Node::Kind::Folder)
            paths.append(node.path);
    return paths;
}

QModelIndex WorkspaceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(item(parent).children[size_t(row)]));
}

QModelIndex WorkspaceModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOfItem(item(index).parent) : QModelIndex();
}

int WorkspaceModel::rowCount(const QModelIndex &parent) const
{
    return int(item(parent).children.size());
}

int WorkspaceModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant WorkspaceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = item(index).node;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return node.name;
    case Qt::DecorationRole:
        return m_look.icon(node.kind == Node::Kind::Folder ? QStringLiteral("folder") : QStringLiteral("task"));
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return m_unsaved.contains(node.path)    ? tr("%1, unsaved").arg(node.path)
               : m_problems.contains(node.path) ? tr("%1, has problems").arg(node.path)
                                                : node.path;
    case PathRole:
        return node.path;
    case FolderRole:
        return node.kind == Node::Kind::Folder;
    case UnsavedRole:
        return m_unsaved.contains(node.path);
    case ProblemRole:
        return m_problems.contains(node.path);
    default:
        return {};
    }
}

// The name changes when the disk has it; until then the tree keeps the old one.
bool WorkspaceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid())
        return false;
    const QString name = value.toString().trimmed();
    if (name.isEmpty() || name == item(index).node.name)
        return false;
    Q_EMIT renameRequested(item(index).node.path, name);
    return false;
}

Qt::ItemFlags WorkspaceModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
    return isFolder(index) ? flags | Qt::ItemIsDropEnabled : flags | Qt::ItemNeverHasChildren;
}

QStringList WorkspaceModel::mimeTypes() const
{
    return {mimeType};
}

QMimeData *WorkspaceModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList paths;
    for (const QModelIndex &index : indexes)
        paths.append(pathOf(index));
    auto *data = new QMimeData;
    data->setData(mimeType, topmost(paths).join(u'\n').toUtf8());
    return data;
}

bool WorkspaceModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int,
                                     const QModelIndex &parent) const
{
    if (action != Qt::MoveAction || !data->hasFormat(mimeType) || !isFolder(parent))
        return false;
    const QStringList paths = QString::fromUtf8(data->data(mimeType)).split(u'\n');
    return std::all_of(paths.begin(), paths.end(), [&](const QString &p) { return mayMove(p, pathOf(parent)); });
}

// False: the view must not remove the rows by itself; they move when the disk has moved them.
bool WorkspaceModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                  const QModelIndex &parent)
{
    if (canDropMimeData(data, action, row, column, parent))
        Q_EMIT moveRequested(QString::fromUtf8(data->data(mimeType)).split(u'\n'), pathOf(parent));
    return false;
}

} // namespace sluice
