#include "widgets/source/sourcedialog.h"

#include "widgets/form/optionform.h"
#include "widgets/source/countededit.h"
#include "widgets/source/prerequisites.h"
#include "widgets/source/stagepanel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr auto testPatience = std::chrono::seconds(40); // the probe's own is shorter
constexpr int tickMs = 100;

const OptionSpecs &optionsOf(const Session &session, const QString &type)
{
    static const OptionSpecs none;
    const ConnectorInfo *info = session.keeper->type(type);
    return info ? info->sourceOptions : none;
}

bool hasSecrets(const OptionSpecs &options)
{
    return std::any_of(options.begin(), options.end(),
                       [](const OptionSpec &option) { return option.kind == OptionKind::Secret; });
}

QString titleOfType(const Session &session, const QString &type)
{
    const ConnectorInfo *info = session.keeper->type(type);
    return info ? info->title : type;
}

} // namespace

SourceDialog::SourceDialog(const Appearance &look, SessionPtr session, DataSource source, bool isNew,
                           const QList<DataSource> &others, QWidget *parent)
    : QDialog(parent)
    , m_look(look)
    , m_session(std::move(session))
    , m_draft(source, isNew, optionsOf(*m_session, source.type))
    , m_others(others)
{
    const QString title = tr("%1 data source").arg(titleOfType(*m_session, source.type));
    setWindowTitle(isNew ? tr("New %1").arg(title) : title);
    resize(1104, 640);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, this);
    head->setFixedHeight(44);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(20, 0, 20, 0);
    headLayout->addWidget(new TextLabel(look, windowTitle(), TextStyle::Section, Role::T1, head));
    layout->addWidget(head);
    m_error = new ErrorStrip(look, this);
    layout->addWidget(m_error);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeForm(), 11);
    auto *right = new Surface(look, Role::Canvas, Qt::LeftEdge, this);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(1, 0, 0, 0);
    auto *scroll = new QScrollArea(right);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *told = new QWidget(scroll);
    auto *toldLayout = new QVBoxLayout(told);
    toldLayout->setContentsMargins(0, 0, 0, 0);
    toldLayout->setSpacing(0);
    m_stages = new StagePanel(look, told);
    toldLayout->addWidget(m_stages, 1);
    toldLayout->addWidget(new PrerequisiteList(look, prerequisitesOf(source.type), told));
    scroll->setWidget(told);
    scroll->viewport()->setAutoFillBackground(false);
    told->setAutoFillBackground(false);
    rightLayout->addWidget(scroll);
    middle->addWidget(right, 10);
    layout->addLayout(middle, 1);
    layout->addWidget(makeFoot());

    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &SourceDialog::showTest);
    connect(m_stages, &StagePanel::cureRequested, this, [this] {
        if (const TestReport *report = m_draft.report(m_half); report && !report->ok())
            m_form->goTo(report->error().where);
    });
    showHalf(m_half);
    takeNames();
    readKnown();
    isNew ? m_name->setFocus() : m_description->setFocus();
}

SourceDialog::~SourceDialog() = default;

QWidget *SourceDialog::makeForm()
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new Surface(m_look, Role::Panel, {}, area);
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(8);
    const auto addField = [&](const QString &title, QLineEdit *field) {
        auto *line = new QHBoxLayout;
        line->setSpacing(12);
        auto *label = new TextLabel(m_look, title, TextStyle::Base, Role::T2, inside);
        label->setFixedWidth(OptionForm::usualLabelWidth);
        label->setBuddy(field);
        field->setAccessibleName(title);
        line->addWidget(label);
        line->addWidget(field, 1);
        layout->addLayout(line);
        auto *message = new TextLabel(m_look, {}, TextStyle::Dense, Role::Error, inside);
        message->setWordWrap(true);
        message->setContentsMargins(OptionForm::usualLabelWidth + 12, 0, 0, 4);
        message->hide();
        layout->addWidget(message);
        return message;
    };
    m_name = new QLineEdit(m_draft.source().name, inside);
    m_name->setPlaceholderText(tr("letters, digits and underscores"));
    m_name->setEnabled(m_draft.isNew());
    m_name->setToolTip(m_draft.isNew() ? QString() : tr("Rename it in the list: the tasks that use it change along"));
    m_nameMessage = addField(tr("Name"), m_name);
    m_description = new CountedEdit(m_look, longestSourceDescription, inside);
    m_description->setText(m_draft.source().description);
    m_descriptionMessage = addField(tr("Description"), m_description);
    connect(m_name, &QLineEdit::textChanged, this, &SourceDialog::takeNames);
    connect(m_description, &QLineEdit::textChanged, this, &SourceDialog::takeNames);
    layout->addSpacing(4);
    layout->addWidget(makeHalves(inside));
    m_hints = new TextLabel(m_look, {}, TextStyle::Dense, Role::Warn, inside);
    m_hints->setWordWrap(true);
    m_hints->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_hints);
    layout->addStretch(1);
    area->setWidget(inside);
    return area;
}

QWidget *SourceDialog::makeHalves(QWidget *parent)
{
    auto *box = new QFrame(parent);
    box->setFrameShape(QFrame::StyledPanel);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto *head = new Surface(m_look, Role::Sunken, Qt::BottomEdge, box);
    head->setFixedHeight(40);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(12, 0, 12, 1);
    m_halves = new SegmentedSwitch(m_look, {tr("Development"), tr("Production")}, head);
    m_halves->setAccessibleName(tr("Half of the data source"));
    m_halfNote = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, head);
    m_join = makeButton(tr("Use development's values"), "link", head);
    headLayout->addWidget(m_halves);
    headLayout->addStretch(1);
    headLayout->addWidget(m_join);
    headLayout->addWidget(m_halfNote);
    layout->addWidget(head);

    m_pages = new QStackedWidget(box);
    auto *page = new QWidget(m_pages);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(12, 12, 12, 10);
    pageLayout->setSpacing(8);
    const bool folders = m_draft.source().type == QLatin1String("file");
    m_form = new OptionForm(
        m_look, m_draft.options(),
        PathChoice{folders ? PathChoice::Way::Folder : PathChoice::Way::Open, m_session->workspace.directory()}, page);
    pageLayout->addWidget(m_form);
    m_secretNote = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, page);
    m_secretNote->setWordWrap(true);
    pageLayout->addWidget(m_secretNote);
    m_forget = makeButton({}, "link", page);
    m_forget->hide();
    connect(m_forget, &QPushButton::clicked, this, &SourceDialog::forgetSecrets);
    pageLayout->addWidget(m_forget, 0, Qt::AlignLeft);
    pageLayout->addStretch(1);
    m_pages->addWidget(page);
    auto *joint = new EmptyState(m_look, QStringLiteral("copy"), tr("Production uses the development values"),
                                 tr("Scheduled runs connect to the same place with the same key. Production can have "
                                    "a project and a key of its own."),
                                 tr("Give production its own values"), m_pages);
    m_pages->addWidget(joint);
    layout->addWidget(m_pages, 1);
    connect(joint, &EmptyState::triggered, this, &SourceDialog::splitProduction);
    connect(m_join, &QPushButton::clicked, this, &SourceDialog::joinProduction);
    connect(m_halves, &SegmentedSwitch::switched, this, [this](int index) { showHalf(SourceHalf(index)); });
    connect(m_form, &OptionForm::edited, this, &SourceDialog::takeEdit);
    return box;
}

QWidget *SourceDialog::makeFoot()
{
    auto *foot = new Surface(m_look, Role::Panel, Qt::TopEdge, this);
    foot->setFixedHeight(56);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(20, 1, 20, 0);
    layout->setSpacing(8);
    m_test = makeButton(tr("Test connectivity"), "", foot);
    m_test->setIcon(m_look.icon(QStringLiteral("refresh")));
    m_test->setMinimumWidth(150);
    m_test->setDefault(true);
    m_cancelTest = makeButton(tr("Cancel test"), "", foot);
    m_cancelTest->hide();
    m_foot = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, foot);
    m_foot->setMinimumWidth(40);
    m_foot->setWordWrap(true);
    auto *cancel = makeButton(tr("Cancel"), "", foot);
    m_saveAnyway = makeButton(tr("Save anyway"), "", foot);
    m_saveAnyway->setToolTip(tr("Keeps it marked untested; a run on it says so"));
    m_save = makeButton(tr("Save"), "primary", foot);
    m_save->setToolTip(tr("Save (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText)));
    layout->addWidget(m_test);
    layout->addWidget(m_cancelTest);
    layout->addWidget(m_foot, 1);
    layout->addWidget(cancel);
    layout->addWidget(m_saveAnyway);
    layout->addWidget(m_save);
    connect(m_test, &QPushButton::clicked, this, &SourceDialog::test);
    connect(m_cancelTest, &QPushButton::clicked, this, &SourceDialog::cancelTest);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &SourceDialog::save);
    connect(m_saveAnyway, &QPushButton::clicked, this, &SourceDialog::save);
    return foot;
}

// What is kept of a source that is there already: its secrets' places and how the halves were tested.
void SourceDialog::readKnown()
{
    struct Kept {
        SourceDraft::Known development;
        SourceDraft::Known production;
        QString place;
        QString problem;
    };
    m_reading.ask(
        [session = m_session, source = m_draft.source(), isNew = m_draft.isNew()](Stop) {
            Kept kept;
            kept.place = session->keeper->placeOfSecrets();
            if (isNew)
                return kept;
            for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production}) {
                if (half == SourceHalf::Production && !source.production)
                    break;
                auto &known = half == SourceHalf::Production ? kept.production : kept.development;
                known.status = session->sources->status(source, half);
                const auto secrets = session->keeper->keptSecrets(source.inHalf(half));
                known.keptSecrets = secrets.valueOr({});
                if (!secrets.ok())
                    kept.problem = secrets.error().text();
            }
            return kept;
        },
        [this](const Kept &kept) {
            // What was edited meanwhile is untested whatever was known.
            m_draft.setKnown(SourceHalf::Development, kept.development);
            m_draft.setKnown(SourceHalf::Production, kept.production);
            m_secretNote->setVisible(hasSecrets(m_draft.options()));
            m_secretNote->setText(tr("Secrets are kept in %1, never in a task, a log or an export.").arg(kept.place));
            if (!kept.problem.isEmpty())
                m_error->show(tr("The secrets that are kept cannot be read."), kept.problem);
            showHalf(m_half);
        });
    m_form->setReadOnly(!m_draft.isNew()); // until it is known what is kept
    showFoot();
}

void SourceDialog::showHalf(SourceHalf half)
{
    m_half = half;
    m_cancelled = false;
    const bool joint = half == SourceHalf::Production && !m_draft.hasProduction();
    m_halves->setCurrent(int(half));
    m_pages->setCurrentIndex(joint ? 1 : 0);
    m_join->setVisible(half == SourceHalf::Production && m_draft.hasProduction());
    m_halfNote->setVisible(!m_join->isVisibleTo(m_halves->parentWidget()));
    m_halfNote->setText(half == SourceHalf::Development && m_draft.hasProduction() ? tr("Debug runs use this half")
                        : half == SourceHalf::Development                          ? tr("All runs use these values")
                                                                                   : tr("Scheduled runs"));
    if (!joint) {
        m_form->setValues(m_draft.values(half));
        QStringList spare;
        QStringList kept;
        for (const QString &key : m_draft.known(half).keptSecrets)
            if (m_draft.values(half).value(key) != QJsonValue(QString()))
                kept.append(key);
        for (const QString &key : m_draft.spareSecrets(half))
            spare.append(titleOf(key));
        m_form->setKeptSecrets(kept);
        m_forget->setText(tr("Forget what is kept as %1").arg(spare.join(QStringLiteral(", "))));
        m_forget->setVisible(!spare.isEmpty());
        m_form->setReadOnly(m_reading.pending() && !m_draft.isNew());
    }
    showTest();
    showProblems();
    showHints();
}

void SourceDialog::forgetSecrets()
{
    if (isTesting())
        cancelTest();
    m_draft.forgetSpareSecrets(m_half);
    showHalf(m_half);
}

void SourceDialog::takeEdit(const QString &key, const QJsonValue &value)
{
    if (isTesting()) // its answer would be about other values
        cancelTest();
    m_draft.setValue(m_half, key, value);
    m_cancelled = false;
    showTest();
    showProblems();
    showHints();
}

void SourceDialog::takeNames()
{
    m_draft.setName(m_name->text());
    m_draft.setDescription(m_description->text());
    showProblems();
}

void SourceDialog::splitProduction()
{
    m_draft.splitProduction();
    showHalf(SourceHalf::Production);
}

void SourceDialog::joinProduction()
{
    if (isTesting())
        cancelTest();
    m_draft.joinProduction();
    showHalf(SourceHalf::Production);
}

bool SourceDialog::mayTest()
{
    m_tried = true;
    showProblems();
    if (m_draft.isNew() && !nameMessage().isEmpty()) {
        m_name->setFocus();
        return false;
    }
    const auto missing = m_draft.missing(m_half);
    for (const OptionSpec &option : m_draft.options())
        if (missing.contains(option.key)) {
            m_form->goTo(option.key);
            return false;
        }
    return true;
}

void SourceDialog::test()
{
    if (isTesting() || m_reading.pending() || m_saving.pending() || !mayTest())
        return;
    m_error->dismiss();
    m_cancelled = false;
    m_live = std::make_shared<LiveStages>();
    m_began = QDateTime::currentDateTime();
    const SourceHalf half = m_draft.effective(m_half);
    m_testing.ask(
        [session = m_session, source = m_draft.inHalf(half), live = m_live](Stop stop) {
            return session->probes->testSource(source, stop, [live](const TestStage &stage) { live->take(stage); });
        },
        [this, half](const TestReport &report) { finishTest(half, report); }, testPatience);
    m_tick.start();
    showTest();
}

void SourceDialog::cancelTest()
{
    m_testing.cancel();
    m_cancelled = true;
    showTest();
}

void SourceDialog::finishTest(SourceHalf half, const TestReport &report)
{
    m_draft.setReport(half, report);
    m_testedAt.insert(half, QDateTime::currentDateTime());
    showTest();
    showProblems();
}

void SourceDialog::save()
{
    if (isTesting() || m_saving.pending())
        return;
    m_tried = true;
    showProblems();
    if (m_draft.saving() == SourceDraft::Saving::NotYet || !m_nameMessage->text().isEmpty() ||
        !m_descriptionMessage->text().isEmpty())
        return;
    QMap<SourceHalf, TestReport> reports;
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production})
        if (const TestReport *report = m_draft.effective(half) == half ? m_draft.report(half) : nullptr)
            reports.insert(half, *report);
    m_saving.ask(
        [session = m_session, source = m_draft.source(), isNew = m_draft.isNew(), reports](Stop) -> Done {
            if (isNew && session->sources->find(source.name).ok())
                return makeError(ErrorCode::Conflict,
                                 tr("There is a data source \"%1\" already. Choose another name.").arg(source.name));
            SLUICE_CHECK(session->keeper->save(source));
            for (auto it = reports.begin(); it != reports.end(); ++it)
                SLUICE_CHECK(it->ok() ? session->keeper->keepTest(source.name, it.key(), *it)
                                      : session->keeper->keepUntested(source.name, it.key(), *it));
            return {};
        },
        [this](const Done &done) {
            showFoot();
            if (!done.ok())
                return m_error->show(tr("The data source could not be saved. %1").arg(done.error().message),
                                     done.error().detail);
            Q_EMIT saved(m_draft.source().name);
            accept();
        });
    showFoot();
}

void SourceDialog::reject()
{
    if (isTesting())
        return cancelTest();
    if (m_saving.pending()) // it closes with what has been saved
        return;
    QDialog::reject();
}

void SourceDialog::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier))
        return save();
    if (enter && !(event->modifiers() & ~Qt::KeypadModifier))
        return test();
    QDialog::keyPressEvent(event);
}

} // namespace sluice
