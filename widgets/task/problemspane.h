#pragma once

#include "task/taskspec.h"
#include "widgets/common/controls.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

class QStackedWidget;

namespace sluice
{

// What validation says of a document, worst first.
class ProblemsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setIssues(Issues issues);
    const Issue &issue(int row) const { return m_issues[row]; }
    int count(Severity severity) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    Issues m_issues;
};

// A row: mark, message, line and column, JSON pointer, cure as a link.
class ProblemDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    ProblemDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

Q_SIGNALS:
    void cureClicked(int row);

private:
    const Appearance &m_look;
};

// The pane under the editor: "Problems", counts by severity, the list. F8 walks through it.
class ProblemsPane : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemsPane(const Appearance &look, QWidget *parent = nullptr);

    void setIssues(const Issues &issues);
    void next();
    // What a page is made with as its parent, so that it is not styled a second time.
    QWidget *pageParent() const;
    // Another pane beside the problems, under a tab of its own. Its place.
    int addPage(const QString &title, QWidget *page);
    void showPage(int place); // 0: the problems; unfolds
    // A page that belongs to what is above: while that is there it is in front, unless the pane is folded.
    void setPageOffered(int place, bool offered);
    int currentPage() const;
    QSize sizeHint() const override; // a few lines, whatever the pages would like
    bool isFolded() const { return m_folded; }
    void setFolded(bool folded);
    ProblemsModel &model() { return m_model; }
    QListView &list() { return *m_list; }

Q_SIGNALS:
    void jumpRequested(const sluice::Issue &issue);
    void cureRequested(const sluice::Issue &issue);
    void foldedChanged(bool folded);
    void pageChanged(int place);

private:
    ProblemsModel m_model;
    PaneTabs *m_tabs;
    Chip *m_errors;
    Chip *m_warnings;
    Chip *m_notes;
    QListView *m_list;
    QWidget *m_body;
    QStackedWidget *m_pages; // the problems, and what stands beside them
    EmptyState *m_empty;
    QAbstractButton *m_fold;
    const Appearance &m_look;
    bool m_folded = false;
};

} // namespace sluice
