#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"

#include <QAbstractTableModel>
#include <QTableView>

class QStackedWidget;

namespace sluice
{

// The rows of a RowPreview; names and types in two lines of the head.
class PreviewModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void show(RowPreview preview);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool isNumeric(int column) const;

private:
    RowPreview m_preview;
};

// The first rows of one end of a task: of what it reads, just as a run reads it, or of where it writes, read again from
// there.
class PreviewPane : public QWidget
{
    Q_OBJECT
public:
    enum class End { Source, Destination };

    PreviewPane(const Appearance &look, End end, QWidget *parent = nullptr);

    void setSession(SessionPtr session) { m_session = std::move(session); }
    // What to look at; nothing is asked before the pane is seen. Without a step, why there is none.
    void setStep(const std::optional<StepSpec> &step, const QString &whyNone = {});
    // Of the data sources; to be set before the step.
    void setHalf(SourceHalf half) { m_half = half; }
    void setRunning(bool running);
    void load();
    PreviewModel &model() { return m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void say(const QString &title, const QString &why);
    void take(Result<RowPreview> preview);

    const End m_end;
    SessionPtr m_session;
    std::optional<StepSpec> m_step;
    SourceHalf m_half = SourceHalf::Development;
    bool m_running = false;
    bool m_loaded = false;
    PreviewModel m_model;
    QTableView *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    TextLabel *m_note;
    QPushButton *m_again;
    Question m_reading{this};
};

} // namespace sluice
