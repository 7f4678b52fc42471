#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/session.h"
#include "widgets/wizard/taskeditor.h"

#include <QWidget>

class QBoxLayout;
class QScrollArea;
class QStackedWidget;

namespace sluice
{

class ChannelSection;
class ErrorStrip;
class MapperPage;
class MappingSection;
class NetworkSection;
class SectionCard;
class StepSection;
class TextLabel;

// A task as one page of sections: where rows come from and go to, the options of both ends, the mapping, how it runs. A
// view of the document like the script: an edit here is an edit of its text. While the script does not parse it shows
// the last state that did, read-only.
class WizardPage : public QWidget
{
    Q_OBJECT
public:
    WizardPage(const Appearance &look, const ActionRegistry &actions, SessionPtr session, TaskDocument &document,
               QWidget *parent = nullptr);

    // Shows and focuses what an issue is about; false: the wizard has no place for it.
    bool goTo(const Issue &issue);
    void setTableObstacle(const QString &reason);
    // Values of the script's variables as far as they are known: shown beside them.
    void setParameters(const QMap<QString, QString> &parameters);
    bool isReadOnly() const { return m_readOnly; }
    TaskEditor &editor() { return m_editor; }

    NetworkSection &network() { return *m_network; }
    StepSection &source() { return *m_source; }
    StepSection &target() { return *m_target; }
    MappingSection &mapping() { return *m_mapping; }
    ChannelSection &channel() { return *m_channel; }
    MapperPage *mapper() const { return m_mapper; } // null until the wizard was first shown
    void openMapper();
    void showSections();
    bool isMapperOpen() const;
    QString bannerText() const;

Q_SIGNALS:
    void tableRequested();
    void scriptRequested(); // where the script does not parse
    void cureRequested(const sluice::Issue &issue);
    void pageChanged(); // the sections, the mapper

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void makeMapper();
    void showMapping();
    void textChanged();
    void showScript();
    void showIssues();
    void showGate();
    bool goToField(const Issue &issue);

    const Appearance &m_look;
    const ActionRegistry &m_actions;
    SessionPtr m_session;
    TaskEditor m_editor;
    QStackedWidget *m_stack;
    QScrollArea *m_area;
    QWidget *m_banner;
    TextLabel *m_bannerText;
    ErrorStrip *m_refusal;
    QBoxLayout *m_ends;
    NetworkSection *m_network;
    StepSection *m_source;
    StepSection *m_target;
    MappingSection *m_mapping;
    ChannelSection *m_channel;
    MapperPage *m_mapper = nullptr;
    QMap<QString, QString> m_parameters;
    QList<SectionCard *> m_sections;
    QString m_shown; // the text whose values are shown
    bool m_readOnly = false;
    bool m_stale = true; // what is shown is older than the text
};

} // namespace sluice
