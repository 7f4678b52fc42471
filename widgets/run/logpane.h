#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/run/logmodel.h"

#include <QCheckBox>
#include <QListView>
#include <QSortFilterProxyModel>

namespace sluice
{

// An attempt's log: filter, levels, follow. Reads log.txt piece by piece, off the GUI thread.
class LogPane : public QWidget
{
    Q_OBJECT
public:
    explicit LogPane(const Appearance &look, QWidget *parent = nullptr);

    void setFile(const QString &file); // another attempt
    void poll();                       // what is new
    LogModel &model() { return m_model; }
    QListView &list() { return *m_list; }

private:
    class Filter;
    void follow();
    void copySelected();

    LogModel m_model;
    Filter *m_filter;
    QListView *m_list;
    QCheckBox *m_follow;
    TextLabel *m_skipped;
    QString m_file;
    qint64 m_offset = 0;
    Question m_reading{this};
};

} // namespace sluice
