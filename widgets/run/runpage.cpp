#include "widgets/run/runpage.h"

#include "service/resume.h"
#include "service/runreport.h"
#include "widgets/run/dirtypane.h"
#include "widgets/run/figures.h"
#include "widgets/run/logpane.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/ratechart.h"
#include "widgets/run/runheader.h"
#include "widgets/run/waitspanel.h"

#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>

namespace sluice
{

namespace
{

constexpr int mostAttempts = 50;
constexpr qint64 longestScript = 8 * 1024 * 1024;
const Setting<QByteArray> splitSetting{"run/split", {}};

AttemptDetails readDetails(const QString &directory)
{
    AttemptDetails details;
    QFile file(directory + QLatin1String("/script.json"));
    if (file.open(QIODevice::ReadOnly)) {
        details.script = QString::fromUtf8(file.read(longestScript));
        if (auto task = parseTask(ScriptDocument(details.script)); task.ok())
            details.task = std::move(*task);
    }
    if (auto report = readReport(directory); report.ok())
        details.report = *report;
    details.rowsKept = rowsKept(directory).value_or(0);
    details.arrived = arrivalOf(directory).whole;
    return details;
}

// What a step reads or writes, in a word or two.
QString objectText(const StepSpec &step)
{
    for (const char *key : {"path", "table", "topic"}) {
        const QJsonValue value = step.parameter.value(QLatin1String(key));
        if (const QString text = value.toString(); !text.isEmpty())
            return text.mid(text.lastIndexOf(u'/') + 1);
    }
    return step.stepType;
}

RunProgress progressOf(const Attempt &attempt)
{
    RunProgress progress;
    progress.rowsRead = attempt.rowsRead;
    progress.rowsWritten = attempt.rowsWritten;
    progress.rowsDirty = attempt.rowsDirty;
    progress.bytesWritten = attempt.bytesWritten;
    progress.elapsedSeconds = attempt.elapsedSeconds;
    return progress;
}

} // namespace

RunPage::RunPage(const Appearance &look, QWidget *resolvedScript, ScriptShower showScript, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_resolved(resolvedScript)
    , m_showScript(std::move(showScript))
{
    m_resolved->setParent(this);
    m_resolved->hide();
    m_poll.setInterval(250);
    connect(&m_poll, &QTimer::timeout, this, &RunPage::tick);
}

RunPage::~RunPage() = default;

void RunPage::setVisible(bool visible)
{
    if (visible)
        build();
    QWidget::setVisible(visible);
}

void RunPage::build()
{
    if (std::exchange(m_built, true))
        return;
    const Appearance &look = m_look;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_error = new ErrorStrip(look, this);
    layout->addWidget(m_error);
    m_header = new RunHeader(look, this);
    layout->addWidget(m_header);

    auto *middle = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    auto *middleLayout = new QHBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    m_chart = new RateChart(look, middle);
    m_waits = new WaitsPanel(look, middle);
    auto *line = new Surface(look, Role::Line, {}, middle);
    line->setFixedWidth(1);
    middleLayout->addWidget(m_chart, 3);
    middleLayout->addWidget(line);
    middleLayout->addWidget(m_waits, 2);
    middle->setFixedHeight(195);
    layout->addWidget(middle);

    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    const auto pane = [&](PaneTabs *&tabs, QVBoxLayout *&inside) {
        auto *area = new Surface(look, Role::Canvas, {}, m_split);
        inside = new QVBoxLayout(area);
        inside->setContentsMargins(0, 0, 0, 0);
        inside->setSpacing(0);
        auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, area);
        head->setFixedHeight(33);
        auto *headLayout = new QHBoxLayout(head);
        headLayout->setContentsMargins(4, 0, 4, 1);
        tabs = new PaneTabs(look, head);
        headLayout->addWidget(tabs);
        headLayout->addStretch(1);
        inside->addWidget(head);
        m_split->addWidget(area);
    };
    QVBoxLayout *left = nullptr, *right = nullptr;
    pane(m_leftTabs, left);
    for (const QString &text : {tr("Log"), tr("Destination preview"), tr("Resolved script")})
        m_leftTabs->addTab(text);
    m_leftPages = new QStackedWidget(left->parentWidget());
    m_log = new LogPane(look, m_leftPages);
    m_preview = new PreviewPane(look, PreviewPane::End::Destination, m_leftPages);
    m_leftPages->addWidget(m_log);
    m_leftPages->addWidget(m_preview);
    m_leftPages->addWidget(m_resolved);
    left->addWidget(m_leftPages, 1);
    pane(m_rightTabs, right);
    m_rightTabs->addTab(tr("Dirty rows"));
    m_dirty = new DirtyPane(look, right->parentWidget());
    right->addWidget(m_dirty, 1);
    m_split->setSizes({600, 640});
    m_split->restoreState(splitSetting.value());
    layout->addWidget(m_split, 1);

    connect(m_waits, &WaitsPanel::adviceTaken, this, &RunPage::adviceTaken);
    connect(m_leftTabs, &QTabBar::currentChanged, m_leftPages, &QStackedWidget::setCurrentIndex);
    connect(m_split, &QSplitter::splitterMoved, this, [this] { splitSetting.set(m_split->saveState()); });
    connect(m_dirty, &DirtyPane::replayRequested, this, [this](const QString &attempt) {
        StartRequest request;
        request.taskPath = m_taskPath;
        request.replays = attempt;
        start(request);
    });
    connect(m_error, &ErrorStrip::cureRequested, this, [this] {
        if (lacksTarget())
            return Q_EMIT tableRequested();
        const QJsonObject error = m_details.report.value(QLatin1String("error")).toObject();
        if (const QString where = error.value(QLatin1String("where")).toString(); where.startsWith(u'/'))
            Q_EMIT placeRequested(where);
    });
    m_preview->setSession(m_session);
    m_dirty->setSession(m_session);
    refresh();
}

void RunPage::setSession(SessionPtr session, const QString &taskPath)
{
    m_session = std::move(session);
    m_taskPath = taskPath;
    if (m_built) {
        m_preview->setSession(m_session);
        m_dirty->setSession(m_session);
    }
    if (m_session && m_session->runs)
        connect(m_session->runs.get(), &RunService::attemptChanged, this, &RunPage::attemptChanged);
    loadAttempts();
}

QString RunPage::start(const StartRequest &request)
{
    Attempt attempt;
    attempt.id = m_session->runs->start(request);
    attempt.taskPath = request.taskPath;
    attempt.parameters = request.parameters;
    attempt.resumes = request.resumes;
    attempt.replays = request.replays;
    attempt.half = !request.resumes.isEmpty() || !request.replays.isEmpty() ? m_view.attempt.half : request.half;
    attempt.started = QDateTime::currentDateTimeUtc();
    attempt.state = runStateName(RunState::Preparing);
    attempt.directory = m_session->workspace.attemptDir(attempt.id);
    showAttempt(attempt);
    m_view.rowLimit = request.rowLimit;
    loadAttempts();
    return attempt.id;
}

void RunPage::stop()
{
    if (!m_view.running || m_view.stopping)
        return;
    m_view.stopping = true;
    m_view.stoppingFor.start();
    m_session->runs->stop(m_view.attempt.id);
    refresh();
}

void RunPage::showAttempt(const Attempt &attempt)
{
    build();
    if (!m_view.attempt.id.isEmpty())
        m_curves.insert(m_view.attempt.id, m_curve);
    m_view = {};
    m_view.attempt = attempt;
    m_view.progress = progressOf(attempt);
    m_view.running = m_session->runs->isRunning(attempt.id);
    m_details = {};
    m_curve = m_curves.value(attempt.id);
    m_error->dismiss();
    const QString directory = m_session->workspace.attemptDir(attempt.id);
    m_log->setFile(directory + QLatin1String("/log.txt"));
    m_dirty->setAttempt(attempt.id);
    m_dirty->setReader({});
    m_preview->setStep({});
    m_preview->setRunning(m_view.running);
    m_showScript({});
    if (m_view.running)
        m_poll.start();
    else
        m_poll.stop();
    askDetails();
    m_log->poll();
    m_dirty->poll();
    refresh();
}

void RunPage::showNewest()
{
    if (!hasAttempt() && !m_attempts.isEmpty())
        showAttempt(m_attempts.front());
}

void RunPage::tick()
{
    const auto progress = m_session->runs->progress(m_view.attempt.id);
    if (!progress)
        return; // it has ended: attemptChanged() tells
    m_view.progress = *progress;
    m_view.hasWaits = true;
    m_curve.add({progress->elapsedSeconds, double(progress->rowsRead - progress->rowsReadBefore),
                 double(progress->rowsWritten - progress->rowsWrittenBefore), double(progress->bytesRead),
                 double(progress->bytesWritten)});
    if (!m_details.task)
        askDetails();
    m_log->poll();
    if (progress->rowsDirty > m_dirty->rowsRead())
        m_dirty->poll();
    refresh();
}

void RunPage::attemptChanged(const Attempt &attempt)
{
    if (attempt.taskPath == m_taskPath)
        loadAttempts();
    if (attempt.id != m_view.attempt.id)
        return;
    m_view.attempt = attempt;
    const bool running = m_session->runs->isRunning(attempt.id);
    if (m_view.running && !running) {
        m_poll.stop();
        m_view.running = false;
        m_view.stopping = false;
        m_view.progress.rowsRead = attempt.rowsRead;
        m_view.progress.rowsWritten = attempt.rowsWritten;
        m_view.progress.rowsDirty = attempt.rowsDirty;
        m_view.progress.bytesWritten = attempt.bytesWritten;
        m_view.progress.elapsedSeconds = attempt.elapsedSeconds;
        m_curve.add({attempt.elapsedSeconds, double(attempt.rowsRead - m_view.progress.rowsReadBefore),
                     double(attempt.rowsWritten - m_view.progress.rowsWrittenBefore), double(m_view.progress.bytesRead),
                     double(attempt.bytesWritten)});
        m_log->poll();
        m_dirty->poll();
        m_preview->setRunning(false);
        askDetails();
    }
    refresh();
}

void RunPage::askDetails()
{
    if (m_detailsQuestion.pending() && m_view.running)
        return;
    const QString id = m_view.attempt.id;
    m_detailsQuestion.ask([directory = m_session->workspace.attemptDir(id)](Stop) { return readDetails(directory); },
                          [this, id](AttemptDetails details) {
                              if (id == m_view.attempt.id)
                                  takeDetails(std::move(details));
                          });
}

void RunPage::takeDetails(AttemptDetails details)
{
    const bool firstTask = details.task && !m_details.task;
    if (details.script != m_details.script)
        m_showScript(details.script);
    m_details = std::move(details);
    if (m_details.task) {
        const TaskSpec &task = *m_details.task;
        m_view.source = objectText(task.reader);
        m_view.destination = objectText(task.writer);
        m_view.channels = task.speed.concurrent;
        m_view.megabytesAllowed = task.speed.throttle ? task.speed.megabytes.value_or(0) : 0;
        m_view.dirtyAllowed = m_details.task->errorLimit.record;
        m_view.dirtyShareAllowed = m_details.task->errorLimit.percentage;
        if (firstTask)
            m_dirty->setReader(m_details.task->reader);
        if (firstTask) {
            m_preview->setHalf(m_view.attempt.half.value_or(SourceHalf::Development));
            m_preview->setStep(m_details.task->writer);
        }
    }
    if (!m_view.running && !m_details.report.isEmpty())
        takeReport(m_details.report);
    // The last lines may have come after the last look.
    m_log->poll();
    if (m_view.progress.rowsDirty > m_dirty->rowsRead())
        m_dirty->poll();
    refresh();
}

void RunPage::takeReport(const QJsonObject &report)
{
    const auto number = [&](const char *key) { return report.value(QLatin1String(key)).toDouble(); };
    RunProgress &p = m_view.progress;
    p.rowsRead = qint64(number("rowsRead"));
    p.rowsWritten = qint64(number("rowsWritten"));
    p.rowsDirty = qint64(number("rowsDirty"));
    p.rowsReadBefore = qint64(number("rowsReadBefore"));
    p.rowsWrittenBefore = qint64(number("rowsWrittenBefore"));
    p.bytesRead = qint64(number("bytesRead"));
    p.bytesWritten = qint64(number("bytesWritten"));
    p.bytesSent = qint64(number("bytesSent"));
    p.elapsedSeconds = number("seconds");
    p.readerWaitSeconds = number("readerWaitSeconds");
    p.writerWaitSeconds = number("writerWaitSeconds");
    p.throttleSeconds = number("throttleSeconds");
    p.castSeconds = number("castSeconds");
    p.splitsTotal = int(number("splits"));
    p.splitsDone = p.splitsTotal;
    m_view.hasWaits = true;
}

QString RunPage::errorText() const
{
    return m_error && m_error->isVisibleTo(this) ? m_error->text() : QString();
}

void RunPage::showError()
{
    const Attempt &attempt = m_view.attempt;
    if (m_view.running || attempt.state != QLatin1String("Failed") || m_dismissed.contains(attempt.id))
        return;
    if (m_error->isVisibleTo(this))
        m_dismissed.remove(attempt.id);
    const QJsonObject error = m_details.report.value(QLatin1String("error")).toObject();
    const QString where = error.value(QLatin1String("where")).toString();
    if (error.isEmpty())
        m_error->show(attempt.error);
    else
        m_error->show(error.value(QLatin1String("message")).toString(),
                      QStringList{where, error.value(QLatin1String("detail")).toString()}
                          .filter(QRegularExpression(QStringLiteral(".")))
                          .join(QStringLiteral("  ·  ")),
                      lacksTarget()            ? tr("Generate target table…")
                      : where.startsWith(u'/') ? tr("Go to the script")
                                               : QString());
}

bool RunPage::lacksTarget() const
{
    const QJsonObject error = m_details.report.value(QLatin1String("error")).toObject();
    return m_details.task && m_details.task->writer.stepType == QLatin1String("odps") &&
           error.value(QLatin1String("code")).toString() == QLatin1String("NotFound") &&
           error.value(QLatin1String("where")).toString() ==
               QLatin1String("writer ") + m_details.task->writer.pointer + QLatin1String("/parameter/table");
}

QString RunPage::replayObstacle() const
{
    if (m_view.running)
        return tr("Replay opens when the run ends.");
    return m_view.attempt.state == QLatin1String("Succeeded") || m_details.arrived
               ? QString()
               : tr("The attempt did not succeed, so its other rows are not at the destination: allow more dirty rows "
                    "and run again.");
}

void RunPage::refresh()
{
    if (!m_curve.points().isEmpty()) {
        const auto &last = m_curve.points().back();
        m_view.readRate = last.rowsRead;
        m_view.writeRate = last.rowsWritten;
        m_view.byteRate = last.bytesWritten;
    }
    const double left = m_view.remaining();
    m_chart->setEmptyText(m_view.running ? tr("The curve begins with the first rows.")
                          : hasAttempt() ? tr("No curve is kept of this attempt; its totals stand above.")
                                         : tr("The curve of a run appears here."));
    m_chart->show(m_curve, left >= 0 ? m_view.progress.elapsedSeconds + left : 0, m_view.running);
    m_header->show(m_view);
    m_waits->show(m_view);
    m_dirty->setCount(m_view.progress.rowsDirty);
    m_dirty->setObstacle(replayObstacle());
    m_rightTabs->setCount(0, hasAttempt() ? m_view.progress.rowsDirty : -1);
    showError();
    Q_EMIT changed();
}

void RunPage::loadAttempts()
{
    if (!m_session)
        return;
    m_attemptsQuestion.ask(
        [session = m_session, path = m_taskPath](Stop) { return session->history->attempts(path, mostAttempts); },
        [this](Result<QList<Attempt>> attempts) {
            if (attempts.ok())
                m_attempts = std::move(*attempts);
            Q_EMIT attemptsChanged();
        });
}

bool RunPage::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_header)
        m_header->update();
    return QWidget::event(event);
}

} // namespace sluice
