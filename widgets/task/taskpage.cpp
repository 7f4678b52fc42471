#include "widgets/task/taskpage.h"

#include "base/files.h"
#include "task/rerunverdict.h"
#include "task/taskedit.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/runbar.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/run/sidepanel.h"
#include "widgets/task/breadcrumb.h"
#include "widgets/task/completionpopup.h"
#include "widgets/task/diffstrip.h"
#include "widgets/task/findbar.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/targetdialog.h"
#include "widgets/wizard/wizardpage.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

namespace
{

const Setting<QByteArray> splitSetting{"task/split", {}};
const Setting<bool> foldedSetting{"task/problemsFolded", false};
const Setting<int> viewSetting{"task/view", TaskPage::Wizard};

Tone toneOf(RerunVerdict::Kind kind)
{
    switch (kind) {
    case RerunVerdict::Kind::Safe:
    case RerunVerdict::Kind::Idempotent:
    case RerunVerdict::Kind::Nothing:
        return Tone::Ok;
    case RerunVerdict::Kind::Duplicates:
        return Tone::Warn;
    case RerunVerdict::Kind::Unknown:
        break;
    }
    return Tone::Neutral;
}

} // namespace

TaskPage::TaskPage(const Appearance &look, const ActionRegistry &actions, SessionPtr session, const QString &path,
                   QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_actions(actions)
    , m_session(std::move(session))
    , m_document(path, m_session->catalog, this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    m_pages = new QStackedWidget(this);
    buildViews(m_pages);
    auto *resolved = new ScriptView(look);
    resolved->setAccessibleName(tr("Resolved script"));
    m_run = new RunPage(
        look, resolved, [resolved](const QString &text) { resolved->showText(text); }, m_pages);
    m_pages->addWidget(m_run);

    auto *bar = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    bar->setFixedHeight(44);
    buildToolBar(bar, actions);
    layout->addWidget(bar);
    m_error = new ErrorStrip(look, this);
    layout->addWidget(m_error);
    m_notice = new ErrorStrip(look, this, Tone::Ok);
    layout->addWidget(m_notice);
    auto *beside = new QHBoxLayout;
    beside->setSpacing(0);
    beside->addWidget(m_pages, 1);
    buildRunTools(*beside);
    layout->addLayout(beside, 1);

    connect(&m_document, &TaskDocument::issuesChanged, this, &TaskPage::issuesChanged);
    connect(&m_document, &TaskDocument::modifiedChanged, this, &TaskPage::statusChanged);
    connect(m_run, &RunPage::changed, this, &TaskPage::statusChanged);
    connect(m_run, &RunPage::tableRequested, this, &TaskPage::generateTarget);
    connect(m_notice, &ErrorStrip::cureRequested, this, &TaskPage::run);
    connect(m_run, &RunPage::attemptsChanged, this, [this] {
        showSwitch();
        if (position() == Run)
            m_run->showNewest();
    });
    connect(m_run, &RunPage::placeRequested, this, &TaskPage::goToPointer);
    connect(m_run, &RunPage::adviceTaken, this, &TaskPage::takeAdvice);
    m_run->setSession(m_session, path);
    m_sourcesQuestion.ask([session = m_session](Stop) { return session->sources->list(); },
                          [this](Result<QList<DataSource>> sources) {
                              for (const DataSource &source : sources.valueOr({}))
                                  m_sources.append(source.type + u'\n' + source.name);
                          });
    m_views->setCurrentIndex(std::clamp(viewSetting.value(), int(Wizard), int(Script)));
    m_switch->setCurrent(position());
    issuesChanged();
}

TaskPage::~TaskPage() = default;

void TaskPage::buildToolBar(QWidget *parent, const ActionRegistry &actions)
{
    auto *layout = new QHBoxLayout(parent);
    layout->setContentsMargins(12, 0, 12, 1);
    layout->setSpacing(8);
    m_bars = new QStackedWidget(parent);
    layout->addWidget(m_bars, 1);

    auto *script = new QWidget(m_bars);
    auto *tools = new QHBoxLayout(script);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(4);
    auto *run = makeVerbButton(actions, QStringLiteral("run.start"), "primary", script);
    QAction *runAction = actions.action(QStringLiteral("run.start"));
    const auto tint = [run, runAction, this] {
        run->setIcon(m_look.icon(QStringLiteral("play"), runAction->isEnabled() ? Role::OnAccent : Role::Disabled));
    };
    tint();
    connect(runAction, &QAction::changed, run, tint);
    tools->addWidget(run);
    auto *rehearse = makeVerbButton(actions, QStringLiteral("run.rehearse"), "", script);
    rehearse->setIcon(m_look.icon(QStringLiteral("flask")));
    tools->addSpacing(4);
    tools->addWidget(rehearse);
    m_reason = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, script);
    m_reason->setContentsMargins(6, 0, 6, 0);
    tools->addWidget(m_reason);
    auto *line = new Surface(m_look, Role::Line, {}, script);
    line->setFixedSize(1, 20);
    tools->addSpacing(4);
    tools->addWidget(line);
    tools->addSpacing(4);
    for (const char *id : {"file.save", "edit.undo", "edit.redo", "edit.find", "edit.format"})
        tools->addWidget(actions.makeButton(QLatin1String(id), script));
    tools->addStretch(1);
    m_bars->addWidget(script);
    m_bars->addWidget(new RunBar(m_look, actions, *m_run, m_bars));

    m_verdict = new Chip(m_look, {}, Tone::Neutral, parent);
    layout->addWidget(m_verdict);
    m_switch = new SegmentedSwitch(m_look, {}, parent);
    m_switch->setAccessibleName(tr("View of the task"));
    m_switch->setToolTip(tr("Wizard and script show the same text; either may be edited at any time."));
    showSwitch();
    connect(m_switch, &SegmentedSwitch::switched, this, [this](int index) { setPosition(Position(index)); });
    layout->addWidget(m_switch);
}

// The run has its place once there is one.
void TaskPage::showSwitch()
{
    QStringList texts{tr("Wizard"), tr("Script")};
    if (m_run->hasAttempt() || !m_run->attempts().isEmpty())
        texts.append(tr("Run"));
    m_switch->setTexts(texts);
}

void TaskPage::buildViews(QWidget *parent)
{
    m_split = new QSplitter(Qt::Vertical, parent);
    m_split->setChildrenCollapsible(false);
    m_views = new QStackedWidget(m_split);
    m_views->setMinimumHeight(160);
    m_wizard = new WizardPage(m_look, m_actions, m_session, m_document, m_views);
    m_views->addWidget(m_wizard);
    m_views->addWidget(buildScript(m_views));
    m_split->addWidget(m_views);
    m_problems = new ProblemsPane(m_look, m_split);
    m_split->addWidget(m_problems);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->restoreState(splitSetting.value());
    m_problems->setFolded(foldedSetting.value());
    static_cast<QStackedWidget *>(parent)->addWidget(m_split);
    connect(m_split, &QSplitter::splitterMoved, this, [this] {
        m_paneBefore = 0;
        splitSetting.set(m_split->saveState());
    });
    connect(m_problems, &ProblemsPane::pageChanged, this, &TaskPage::fitPane);
    connect(m_problems, &ProblemsPane::foldedChanged, this, [this](bool folded) {
        foldedSetting.set(folded);
        fitPane();
    });
    connect(m_problems, &ProblemsPane::jumpRequested, this, &TaskPage::goTo);
    const auto cure = [this](const Issue &issue) {
        m_view->commit();
        m_document.applyCure(issue);
    };
    connect(m_problems, &ProblemsPane::cureRequested, this, cure);
    connect(m_wizard, &WizardPage::cureRequested, this, cure);
    connect(m_wizard, &WizardPage::tableRequested, this, &TaskPage::generateTarget);
    connect(m_wizard, &WizardPage::pageChanged, this, [this] {
        m_notice->dismiss(); // it was read: the person goes on
        offerSample();
        Q_EMIT positionChanged(position());
    });
    connect(m_wizard, &WizardPage::scriptRequested, this, [this] {
        setPosition(Script);
        if (const Issues &issues = m_document.script().syntaxIssues(); !issues.isEmpty())
            m_view->goTo(issues.front().offset, issues.front().length);
    });
}

QWidget *TaskPage::buildScript(QWidget *parent)
{
    auto *upper = new Surface(m_look, Role::Canvas, {}, parent);
    auto *layout = new QVBoxLayout(upper);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_diff = new DiffStrip(m_look, upper);
    layout->addWidget(m_diff);
    m_breadcrumb = new Breadcrumb(m_look, upper);
    m_view = new ScriptView(m_look, upper);
    m_view->setMinimumHeight(120);
    m_view->setAccessibleName(tr("Script"));
    m_view->setDocument(&m_document);
    m_view->setReadOnly(true); // until the file is read
    m_find = new FindBar(m_look, *m_view, upper);
    layout->addWidget(m_breadcrumb);
    layout->addWidget(m_find);
    layout->addWidget(m_view, 1);
    m_completion = new CompletionPopup(
        m_look, *m_view,
        [this](const QString &text, int caret) {
            CompletionSources sources;
            sources.dataSources = [this](const QString &stepType) {
                QStringList names;
                for (const QString &source : m_sources)
                    if (const auto cut = source.indexOf(u'\n'); source.left(cut) == stepType)
                        names.append(source.mid(cut + 1));
                return names;
            };
            sources.parameters = [this] { return parameterNames(m_document.script()); };
            return complete(text, caret, m_session->catalog, sources);
        },
        this);

    connect(m_diff, &DiffStrip::placeRequested, this, [this](const TaskChange &change) {
        const auto range = m_document.parseNow().keyRangeOf(change.pointer);
        if (range && change.matters())
            m_view->goTo(range->offset, range->length);
        else if (change.line > 0)
            m_view->goToLine(change.line);
        m_view->setFocus();
    });
    connect(m_diff, &DiffStrip::fileRequested, this, &TaskPage::compareWithFile);
    connect(m_breadcrumb, &Breadcrumb::clicked, this, [this](const QString &pointer) {
        if (const auto range = m_document.script().keyRangeOf(pointer))
            m_view->goTo(range->offset, range->length);
        else if (const auto value = m_document.script().rangeOf(pointer))
            m_view->goTo(value->offset);
        m_view->setFocus();
    });
    connect(m_view, &ScriptView::caretMoved, this, &TaskPage::caretMoved);
    connect(m_view, &ScriptView::contextMenuRequested, this, &TaskPage::contextMenuRequested);
    return upper;
}

void TaskPage::goToPointer(const QString &pointer)
{
    Issue issue;
    issue.pointer = pointer;
    if (const auto range = m_document.parseNow().rangeOf(pointer)) {
        issue.offset = range->offset;
        issue.length = range->length;
    }
    goTo(issue);
}

// In the view that is open, if it has a place for it.
void TaskPage::goTo(const Issue &issue)
{
    showEditor();
    if (position() == Wizard && m_wizard->goTo(issue))
        return;
    setPosition(Script);
    m_view->goTo(issue.offset, issue.length);
    m_view->setFocus();
}

void TaskPage::setPath(const QString &path)
{
    m_document.setPath(path);
    m_run->setTaskPath(path);
    m_config->setTaskPath(path);
}

void TaskPage::load()
{
    if (m_saving > 0)
        return; // what is on disk is about to be ours
    m_reading.ask([session = m_session, path = path()](Stop) { return session->workspace.readTask(path); },
                  [this](Result<QString> text) {
                      if (!text.ok()) {
                          if (!m_loaded || text.error().code != ErrorCode::NotFound)
                              fail(text.error());
                          return;
                      }
                      const bool changed = m_loaded && *text != m_document.savedText();
                      const bool kept = changed && m_document.isModified();
                      m_document.load(*text);
                      if (kept)
                          m_error->show(
                              tr("The file was changed by another program. Your text here is not saved: saving "
                                 "replaces the other change, undoing everything brings back what was read."));
                      if (!m_loaded) {
                          m_loaded = true;
                          m_view->setReadOnly(false);
                          caretMoved();
                          Q_EMIT loaded();
                      }
                      Q_EMIT statusChanged();
                  });
}

void TaskPage::save(std::function<void(bool)> then)
{
    m_view->commit();
    const QString text = m_document.text();
    m_reading.cancel(); // what it would bring is old
    ++m_saving;
    ask(
        this, [session = m_session, path = path(), text](Stop) { return session->workspace.writeTask(path, text); },
        [this, text, then = std::move(then)](Done done) {
            --m_saving;
            if (done.ok()) {
                m_document.markSaved(text);
                m_diff->compare(text, m_document.text());
                m_error->dismiss();
            } else {
                fail(done.error());
            }
            if (then)
                then(done.ok());
        });
}

TaskPage::Position TaskPage::position() const
{
    return m_pages->currentIndex() == 1 ? Run : Position(m_views->currentIndex());
}

bool TaskPage::wantsWidth() const
{
    return position() == Run || (position() == Wizard && m_wizard->isMapperOpen());
}

void TaskPage::setPosition(Position position)
{
    m_switch->setCurrent(position);
    if (position != Run)
        viewSetting.set(position);
    if (position == this->position())
        return;
    m_view->commit();
    m_notice->dismiss();
    m_pages->setCurrentIndex(position == Run ? 1 : 0);
    m_bars->setCurrentIndex(position == Run ? 1 : 0);
    m_side->setVisible(position != Run);
    if (position == Run)
        m_run->showNewest();
    else
        m_views->setCurrentIndex(position);
    offerSample();
    showVerdict();
    focusContent();
    Q_EMIT positionChanged(position);
    Q_EMIT statusChanged();
}

void TaskPage::toggleWizard()
{
    setPosition(position() == Wizard ? Script : Wizard);
}

void TaskPage::focusContent()
{
    if (position() == Script)
        m_view->setFocus();
    else if (position() == Wizard)
        m_wizard->setFocus();
}

void TaskPage::showProblems()
{
    showEditor();
    m_problems->setFolded(!m_problems->isFolded());
}

void TaskPage::compareWithFile()
{
    setPosition(Script);
    auto *dialog = new QFileDialog(this, tr("Compare with file"), m_session->workspace.directory(),
                                   tr("Tasks (*.job.json *.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_comparing.ask([file](Stop) { return readFile(file); },
                        [this, file](Result<QByteArray> text) {
                            if (!text.ok())
                                return fail(text.error());
                            m_diff->setOther(QFileInfo(file).fileName(), QString::fromUtf8(*text));
                        });
    });
    dialog->open();
}

// What another run does to the rows that are there: said before it is done.
void TaskPage::showVerdict()
{
    const auto writer = stepOf(m_document.lastParsed(), StepSide::Writer);
    m_verdict->setVisible(writer.has_value());
    if (!writer)
        return;
    const RerunVerdict verdict = rerunVerdict(*writer);
    m_verdict->set(verdict.words, toneOf(verdict.kind));
    m_verdict->setGlyph(verdict.kind == RerunVerdict::Kind::Duplicates ? std::optional(Glyph::Warning) : std::nullopt);
    m_verdict->setToolTip(verdict.reason);
    m_verdict->setAccessibleName(verdict.words + QStringLiteral(". ") + verdict.reason);
}

QString TaskPage::runObstacle() const
{
    if (!m_loaded)
        return tr("The file is not read yet");
    if (m_run->isRunning())
        return tr("It is running");
    const auto errors = std::count_if(m_document.issues().begin(), m_document.issues().end(),
                                      [](const Issue &issue) { return issue.severity == Severity::Error; });
    return errors > 0 ? tr("%n problem(s) to fix first", nullptr, int(errors)) : QString();
}

QString TaskPage::targetObstacle() const
{
    if (!m_loaded)
        return tr("The file is not read yet");
    const ScriptDocument &script = m_document.lastParsed();
    const QString writer = stepPointer(script, StepSide::Writer);
    if (writer.isEmpty())
        return tr("The task has no writer");
    const auto text = [&](const char *place) { return script.value(writer + QLatin1String(place)).toString(); };
    return text("/stepType") != QLatin1String("odps") ? tr("The writer is not MaxCompute")
           : text("/parameter/datasource").isEmpty()  ? tr("The writer names no data source")
           : text("/parameter/table").isEmpty()       ? tr("The writer names no table")
                                                      : QString();
}

void TaskPage::generateTarget()
{
    m_view->commit();
    if (!targetObstacle().isEmpty())
        return;
    const QMap<QString, QString> parameters = m_config->resolved();
    auto *dialog = new TargetDialog(m_look, m_session, m_document.text(), parameters, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TargetDialog::created, this, [this](const QString &table) {
        m_notice->show(tr("Table \"%1\" is made.").arg(table), {}, tr("Run"));
        if (MapperPage *mapper = m_wizard->mapper())
            mapper->editor().readAgain();
    });
    dialog->open();
}

void TaskPage::showEditor()
{
    if (position() == Run)
        setPosition(Position(m_views->currentIndex()));
}

void TaskPage::issuesChanged()
{
    const Issues &issues = m_document.issues();
    m_problems->setIssues(issues);
    const QString obstacle = m_loaded ? runObstacle() : QString();
    m_reason->setText(m_run->isRunning() ? QString() : obstacle);
    m_reason->setVisible(!m_reason->text().isEmpty());
    m_diff->compare(m_document.savedText(), m_document.text());
    m_wizard->setTableObstacle(targetObstacle());
    showVerdict();
    const ScriptDocument &script = m_document.script();
    QString fault;
    if (!script.parsed() && !script.syntaxIssues().isEmpty())
        fault = tr("Line %1 does not parse").arg(script.syntaxIssues().front().line);
    m_breadcrumb->setFault(fault);
    if (script.parsed()) {
        const auto task = parseTask(script);
        m_config->setScript(script, task.ok() ? std::optional(*task) : std::nullopt);
        m_rehearsal->setOutdated();
        showRunTools();
    }
    caretMoved();
}

void TaskPage::caretMoved()
{
    const ScriptDocument &script = m_document.lastParsed();
    m_breadcrumb->setPlace(script, script.pointerAt(m_document.offsetInLastParsed(m_view->caretOffset())));
    Q_EMIT statusChanged();
}

void TaskPage::find(bool replace)
{
    setPosition(Script);
    m_find->open(replace);
}

void TaskPage::nextProblem()
{
    m_problems->next();
}

void TaskPage::goToLine()
{
    setPosition(Script);
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to line"));
    dialog->setLabelText(tr("Line, or a path such as /steps/0/parameter"));
    dialog->setTextValue(QString::number(m_view->caretLine()));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        if (text.startsWith(u'/')) {
            if (const auto range = m_document.script().rangeOf(text))
                m_view->goTo(range->offset, range->length);
        } else {
            m_view->goToLine(text.toInt());
        }
        m_view->setFocus();
    });
    dialog->open();
}

void TaskPage::completeHere()
{
    if (position() == Script)
        m_completion->open();
}

void TaskPage::cureHere()
{
    if (position() == Script)
        m_view->showCardAtCaret();
}

void TaskPage::fail(const Error &error)
{
    m_error->show(error.message, QStringList{error.where, error.detail}
                                     .filter(QRegularExpression(QStringLiteral(".")))
                                     .join(QStringLiteral("  ·  ")));
}

void TaskPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
}

} // namespace sluice
