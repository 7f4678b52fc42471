#pragma once

#include "widgets/common/appearance.h"
#include "workspace/workspace.h"

#include <QAbstractItemModel>
#include <QSet>

#include <vector>

namespace sluice
{

// The folders and tasks of a workspace as a tree. Holds paths only, so 20,000 nodes cost little; knows nothing of the
// disk: setNodes() brings what was read, renames and moves leave as requests.
class WorkspaceModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum DataRole { PathRole = Qt::UserRole, FolderRole, UnsavedRole, ProblemRole };

    explicit WorkspaceModel(const Appearance &look, QObject *parent = nullptr);

    // In the order of Workspace::nodes(). True when something changed (and the model was reset).
    bool setNodes(const QList<Node> &nodes);
    void setMarks(const QSet<QString> &unsaved, const QSet<QString> &problems);

    QModelIndex indexOf(const QString &path) const;
    QString pathOf(const QModelIndex &index) const;
    bool isFolder(const QModelIndex &index) const;
    int taskCount() const { return m_tasks; }
    QStringList taskPaths() const;
    QStringList folderPaths() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

Q_SIGNALS:
    void renameRequested(const QString &path, const QString &name);
    void moveRequested(const QStringList &paths, const QString &folder);

private:
    struct Item {
        Node node;
        int parent = 0;
        int row = 0;
        std::vector<int> children;
    };
    const Item &item(const QModelIndex &index) const { return m_items[index.isValid() ? index.internalId() : 0]; }
    QModelIndex indexOfItem(int id) const;

    const Appearance &m_look;
    QList<Node> m_nodes;
    std::vector<Item> m_items; // the first is the root
    QHash<QString, int> m_byPath;
    QSet<QString> m_unsaved;
    QSet<QString> m_problems;
    int m_tasks = 0;
};

// The folder part of a node's path, empty at the top.
QString folderOf(const QString &path);
// "a/b/x.job.json" → "x", "a/b" → "b".
QString nodeName(const QString &path);
// The path that a node gets under another name or in another folder.
QString withName(const QString &path, const QString &name);
QString inFolder(const QString &path, const QString &folder);
// Whether `path` may go into `folder`: not where it is already, and no folder into itself.
bool mayMove(const QString &path, const QString &folder);
// The paths in order, without those that go along with a folder among them.
QStringList topmost(QStringList paths);

} // namespace sluice
