#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/run/dirtymodel.h"

#include <QListView>
#include <QSortFilterProxyModel>
#include <QTableView>

class QStackedWidget;

namespace sluice
{

// Rows that were refused: causes left, rows right. Reads dirty.jsonl piece by piece, off the GUI thread.
class DirtyPane : public QWidget
{
    Q_OBJECT
public:
    explicit DirtyPane(const Appearance &look, QWidget *parent = nullptr);

    void setFile(const QString &file); // another attempt
    void poll();
    void setCount(qint64 rowsDirty); // of the whole attempt
    DirtyModel &model() { return m_model; }
    CauseModel &causes() { return m_causes; }

private:
    class Filter;
    void showRightPage();
    void chooseCause(const QString &cause);

    DirtyModel m_model;
    CauseModel m_causes;
    Filter *m_filter;
    QListView *m_causeList;
    QTableView *m_table;
    QStackedWidget *m_pages;
    TextLabel *m_note;
    QString m_file;
    QString m_cause; // empty: all
    qint64 m_offset = 0;
    qint64 m_count = 0;
    Question m_reading{this};
};

} // namespace sluice
