#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/mapper/mappingeditor.h"

#include <QWidget>

class QPushButton;

namespace sluice
{

class ErrorStrip;
class MapperView;
class SamplePane;
class TextLabel;

// The field mapping of a task: toolbar, what the last action did, the two lists; and a record to look at, which the
// owner puts where it has the room. A view of the document like any other: what is done here is an edit of its text.
class MapperPage : public QWidget
{
    Q_OBJECT
public:
    MapperPage(const Appearance &look, const ActionRegistry &actions, SessionPtr session, TaskDocument &document,
               QWidget *parent = nullptr);

    MappingSummary summary() const { return m_editor.summary(); }
    MappingEditor &editor() { return m_editor; }
    MapperView &view() { return *m_view; }
    SamplePane &samples() { return *m_samples; }
    // Values of the script's variables, for looking at the source and the destination.
    void setParameters(std::function<QMap<QString, QString>()> parameters);
    QString said() const; // what the strip says; empty: it is away

Q_SIGNALS:
    void summaryChanged();
    void closed(); // "All sections"

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildToolBar(QWidget *parent);
    QPushButton *addVerb(const QString &text, const QString &icon, const QString &what,
                         MappingOutcome (FieldMapping::*verb)());
    void refresh();
    void tell(const QString &words, bool undo, bool replace);

    const Appearance &m_look;
    MappingEditor m_editor;
    TextLabel *m_count;
    QList<QPushButton *> m_verbs;
    QPushButton *m_accept;
    ErrorStrip *m_trouble; // what keeps from mapping
    ErrorStrip *m_told;
    bool m_replaces = false;
    MapperView *m_view;
    SamplePane *m_samples;
    MappingSummary m_summary;
};

} // namespace sluice
