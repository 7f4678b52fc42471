#pragma once

#include "task/completion.h"
#include "widgets/common/controls.h"

#include <QAbstractListModel>
#include <QListView>

namespace sluice
{

class ScriptView;

// The candidates as rows: label, type, and whether the key is set already.
class CandidateModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setCompletion(Completion completion);
    const Completion &completion() const { return m_completion; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    Completion m_completion;
};

// Keys and values that may stand at the caret, with their document at the side. Opens while typing and by Ctrl+Space;
// the editor keeps the focus, its arrow keys, Tab, Enter and Escape come here.
class CompletionPopup : public QWidget
{
    Q_OBJECT
public:
    using Complete = std::function<Completion(const QString &text, int caret)>;
    // parent: the area the popup may cover.
    CompletionPopup(const Appearance &look, ScriptView &view, Complete complete, QWidget *parent);

    void open();         // asked for
    void openIfUseful(); // while typing
    CandidateModel &model() { return m_model; }
    QListView &list() { return *m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool refresh();
    void place();
    void insert();
    void showDocument();

    const Appearance &m_look;
    ScriptView &m_view;
    Complete m_complete;
    CandidateModel m_model;
    QListView *m_list;
    TextLabel *m_name;
    TextLabel *m_document;
    QWidget *m_side;
    bool m_inserting = false;
};

} // namespace sluice
