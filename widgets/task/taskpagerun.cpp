// The part of a task's page that is about running it: the run configuration, what is looked at before a run, and runs.
#include "task/optionvalue.h"
#include "task/taskedit.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/samplepane.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/run/sidepanel.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/wizardpage.h"

#include <QHBoxLayout>
#include <QSplitter>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int tableHeight = 300;
const Setting<int> sideSetting{"task/sidePane", -1};

// Bytes that wait in each channel, by the memory that this computer gives.
std::optional<qint64> queueBytes(const ScriptDocument &script)
{
    const QJsonValue lanes = script.value(QStringLiteral("/setting/speed/concurrent"));
    return ChannelSection::queueBytes(int(readInteger(lanes).value_or(1)));
}

} // namespace

// The strip at the right edge, and the panes about running beside the problems.
void TaskPage::buildRunTools(QHBoxLayout &beside)
{
    m_side = new SidePanel(m_look, this);
    m_config = new RunConfigPane(m_look, m_side->paneParent());
    m_side->add(QStringLiteral("play"), tr("Run configuration"), m_config);
    m_config->setSession(m_session, path());
    beside.addWidget(m_side);
    m_rehearsal = new RehearsalPane(m_look, m_problems->pageParent());
    m_rehearsal->setSession(m_session);
    m_rehearsalPage = m_problems->addPage(tr("As it will land"), m_rehearsal);
    m_sourcePreview = new PreviewPane(m_look, PreviewPane::End::Source, m_problems->pageParent());
    m_sourcePreview->setSession(m_session);
    m_sourcePage = m_problems->addPage(tr("Source preview"), m_sourcePreview);
    if (sideSetting.value() >= 0)
        m_side->open(sideSetting.value());
    connect(m_side, &SidePanel::opened, this, [](int place) { sideSetting.set(place); });
    connect(m_config, &RunConfigPane::changed, this, &TaskPage::showRunTools);
    connect(m_rehearsal, &RehearsalPane::rehearseRequested, this, &TaskPage::rehearse);
    connect(m_rehearsal, &RehearsalPane::changed, this, &TaskPage::statusChanged);
}

void TaskPage::fitPane()
{
    const QList<int> sizes = m_split->sizes();
    const int place = m_problems->currentPage();
    if (m_problems->isFolded() || sizes.size() != 2 || sizes[0] + sizes[1] == 0)
        return;
    const bool table = place == m_rehearsalPage || place == m_sourcePage;
    int wanted = sizes[1];
    if (table && wanted < tableHeight)
        m_paneBefore = std::exchange(wanted, tableHeight);
    else if (!table && m_paneBefore > 0)
        wanted = std::exchange(m_paneBefore, 0);
    if (wanted != sizes[1])
        m_split->setSizes({sizes[0] + sizes[1] - wanted, wanted});
}

// One pane below the mapper, not two.
void TaskPage::offerSample()
{
    MapperPage *mapper = m_wizard->mapper();
    if (!mapper)
        return;
    if (m_samplePage < 0) {
        m_samplePage = m_problems->addPage(tr("Sample record"), &mapper->samples());
        m_problems->setPageOffered(m_samplePage, false);
    }
    m_problems->setPageOffered(m_samplePage, m_wizard->isMapperOpen() && position() == Wizard);
}

void TaskPage::showRunTools()
{
    m_wizard->setParameters(m_config->resolved());
    const ScriptDocument &script = m_document.script();
    if (!script.parsed())
        return;
    std::optional<TaskSpec> task;
    QString whyNot;
    auto resolved = substitute(script, m_config->resolved());
    if (auto parsed = resolved.ok() ? parseTask(*resolved) : Result<TaskSpec>(resolved.error()); parsed.ok())
        task = std::move(*parsed);
    else
        whyNot = parsed.error().text();
    std::optional<StepSpec> reader;
    if (task)
        reader = task->reader;
    const SourceHalf half = m_config->config().half;
    if (m_previewed.has_value() != reader.has_value() || m_previewedHalf != half ||
        (reader && (m_previewed->stepType != reader->stepType || m_previewed->parameter != reader->parameter))) {
        m_sourcePreview->setHalf(half);
        m_sourcePreview->setStep(reader, whyNot);
    }
    m_previewed = reader;
    m_previewedHalf = half;
}

bool TaskPage::configReady()
{
    m_view->commit();
    m_config->setScript(m_document.parseNow(), std::nullopt);
    if (m_config->obstacle().isEmpty())
        return true;
    showRunConfig();
    m_config->showObstacle();
    return false;
}

void TaskPage::showRunConfig()
{
    showEditor();
    m_side->open(0);
}

void TaskPage::showSource()
{
    showEditor();
    m_problems->showPage(m_sourcePage);
}

void TaskPage::rehearse()
{
    if (!runObstacle().isEmpty() || m_rehearsal->isRunning() || !configReady())
        return;
    const RunConfig &config = m_config->config();
    showEditor();
    m_problems->showPage(m_rehearsalPage);
    m_rehearsal->rehearse({.taskPath = path(),
                           .script = m_document.text(),
                           .parameters = config.given(),
                           .planned = config.planned(m_session->workspace.timeZone()).valueOr({}),
                           .rows = config.rehearsedRows,
                           .half = config.half});
}

void TaskPage::run()
{
    if (!runObstacle().isEmpty() || !configReady())
        return;
    const RunConfig &config = m_config->config();
    StartRequest request;
    request.parameters = config.given();
    request.planned = config.planned(m_session->workspace.timeZone()).valueOr({});
    request.rowLimit = config.rowLimit;
    request.half = config.half;
    if (config.channels > 0)
        request.channels = config.channels;
    startRun(std::move(request));
}

void TaskPage::runAgain()
{
    m_view->commit();
    if (runObstacle().isEmpty())
        startLike(m_run->view().attempt, {});
}

void TaskPage::resume()
{
    m_view->commit();
    if (runObstacle().isEmpty() && m_run->rowsKept() > 0)
        startLike(m_run->view().attempt, m_run->view().attempt.id);
}

void TaskPage::startLike(const Attempt &last, const QString &resumes)
{
    const QStringList names = parameterNames(m_document.parseNow());
    const bool complete =
        std::all_of(names.begin(), names.end(), [&](const QString &name) { return last.parameters.contains(name); });
    if (!complete && !configReady())
        return;
    StartRequest request;
    request.parameters = complete ? last.parameters : m_config->config().given();
    request.resumes = resumes;
    request.half = last.half.value_or(SourceHalf::Development);
    if (resumes.isEmpty()) {
        request.rowLimit = m_config->config().rowLimit;
        if (m_config->config().channels > 0)
            request.channels = m_config->config().channels;
    } else if (const auto &ran = m_run->details().task) {
        request.channels = ran->speed.concurrent; // goes on only as it began, whatever was chosen for it then
    }
    startRun(std::move(request));
}

void TaskPage::startRun(StartRequest request)
{
    request.taskPath = path();
    request.script = m_document.text();
    request.queueBytes = queueBytes(m_document.parseNow());
    m_run->start(request);
    m_notice->dismiss();
    showSwitch();
    setPosition(Run);
}

// One step of the text, for the next run.
void TaskPage::takeAdvice(const QString &option, const QJsonValue &value)
{
    m_view->commit();
    m_wizard->editor().setChannelOption(option, value, false);
    m_config->leaveToScript(option);
    m_notice->show(tr("The task now says: %1.").arg(channelInWords(m_document.parseNow())),
                   m_run->isRunning() ? tr("The run that is under way goes on as it began.") : QString(),
                   m_run->isRunning() ? QString() : tr("Run"));
}

void TaskPage::stop()
{
    m_run->stop();
}

} // namespace sluice
