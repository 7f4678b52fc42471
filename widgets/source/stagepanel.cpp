#include "widgets/source/stagepanel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

constexpr int rowHeight = 30;
constexpr int nameX = 28;
constexpr int detailX = 136;
constexpr int timeWidth = 76;

Glyph glyphOf(TestStage::State state)
{
    switch (state) {
    case TestStage::State::Running:
        return Glyph::Running;
    case TestStage::State::Passed:
        return Glyph::Done;
    case TestStage::State::Skipped:
        return Glyph::Stopped;
    case TestStage::State::Failed:
        return Glyph::Failed;
    case TestStage::State::NotReached:
        break;
    }
    return Glyph::NotReached;
}

QString titleOf(Stage stage)
{
    switch (stage) {
    case Stage::Resolve:
        return StagePanel::tr("Resolve");
    case Stage::Connect:
        return StagePanel::tr("Connect");
    case Stage::Tls:
        return StagePanel::tr("TLS");
    case Stage::Authenticate:
        return StagePanel::tr("Authenticate");
    case Stage::Permission:
        return StagePanel::tr("Permission");
    case Stage::List:
        break;
    }
    return StagePanel::tr("List");
}

QString stateText(const TestStage &stage)
{
    switch (stage.state) {
    case TestStage::State::Running:
        return StagePanel::tr("under way…");
    case TestStage::State::Failed:
        return StagePanel::tr("failed");
    case TestStage::State::NotReached:
        return StagePanel::tr("not reached");
    default:
        return stage.detail;
    }
}

// What happened at the stage, in a few words; the sentence below says it in full.
QString headline(Stage stage, const Error &error)
{
    if (error.code == ErrorCode::Timeout)
        return StagePanel::tr("There is no answer");
    switch (stage) {
    case Stage::Resolve:
        return error.code == ErrorCode::NotFound ? StagePanel::tr("It is not there")
                                                 : StagePanel::tr("The name is not known");
    case Stage::Connect:
        return StagePanel::tr("Nothing can be reached there");
    case Stage::Tls:
        return StagePanel::tr("The connection is not secure");
    case Stage::Authenticate:
        return error.code == ErrorCode::Auth ? StagePanel::tr("The service does not take this key")
                                             : StagePanel::tr("The service does not answer as it should");
    case Stage::Permission:
        return StagePanel::tr("The key is good, and may not do this");
    case Stage::List:
        break;
    }
    return StagePanel::tr("Nothing could be listed");
}

// A filled card with a thick bar at its left.
class CureCard : public QWidget
{
public:
    CureCard(const Appearance &look, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_look[Role::ErrorLine]);
        painter.setBrush(m_look[Role::ErrorSoft]);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.fillRect(QRectF(0, 0, 3, height()), m_look[Role::Error]);
    }

private:
    const Appearance &m_look;
};

} // namespace

class StagePanel::Row : public QWidget
{
public:
    Row(const Appearance &look, Stage stage, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
        , m_stage{.stage = stage}
    {
        setFixedHeight(rowHeight);
        m_turn.setInterval(100);
        connect(&m_turn, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    }

    void set(const TestStage &stage)
    {
        m_stage = stage;
        const bool running = stage.state == TestStage::State::Running;
        if (running && !m_turn.isActive())
            m_turn.start();
        else if (!running)
            m_turn.stop();
        setAccessibleName(text());
        setToolTip(stage.detail);
        update();
    }
    const TestStage &stage() const { return m_stage; }
    QString text() const { return titleOf(m_stage.stage) + QStringLiteral(": ") + stateText(m_stage); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const bool reached = m_stage.state != TestStage::State::NotReached;
        painter.setPen(m_look[m_stage.state == TestStage::State::Passed ? Role::OkLine : Role::Line2]);
        if (m_stage.stage != Stage::List)
            painter.drawLine(8, 24, 8, height());
        if (m_stage.stage != Stage::Resolve)
            painter.drawLine(8, 0, 8, 5);
        const double phase = double(QDateTime::currentMSecsSinceEpoch() % 1200) / 1200;
        paintGlyph(painter, QRectF(1, 7, 15, 15), glyphOf(m_stage.state), m_look, phase);
        painter.setFont(Appearance::font(reached ? TextStyle::BaseMedium : TextStyle::Base));
        painter.setPen(m_look[reached ? Role::T1 : Role::T2]);
        painter.drawText(QRect(nameX, 0, detailX - nameX, height()), Qt::AlignVCenter, titleOf(m_stage.stage));
        const QString time = m_stage.took.count() > 0 ? stageTime(m_stage.took) : QString();
        painter.setFont(Appearance::font(TextStyle::CodeDense));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(width() - timeWidth, 0, timeWidth, height()), Qt::AlignVCenter | Qt::AlignRight, time);
        painter.setFont(Appearance::font(TextStyle::Dense));
        const int room = width() - detailX - (time.isEmpty() ? 0 : timeWidth);
        painter.drawText(QRect(detailX, 0, room, height()), Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(stateText(m_stage), Qt::ElideRight, room));
    }

private:
    const Appearance &m_look;
    TestStage m_stage;
    QTimer m_turn;
};

StagePanel::StagePanel(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new TextLabel(look, tr("Connectivity"), TextStyle::Section, Role::T1, this));
    m_chip = new Chip(look, {}, Tone::Neutral, this);
    head->addWidget(m_chip);
    head->addStretch(1);
    m_time = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    head->addWidget(m_time);
    layout->addLayout(head);
    m_what = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_what->setWordWrap(true);
    layout->addWidget(m_what);
    layout->addSpacing(8);
    m_list = new QVBoxLayout;
    m_list->setSpacing(0);
    for (const Stage stage :
         {Stage::Resolve, Stage::Connect, Stage::Tls, Stage::Authenticate, Stage::Permission, Stage::List}) {
        auto *row = new Row(look, stage, this);
        m_rows.append(row);
        m_list->addWidget(row);
    }
    layout->addLayout(m_list);
    layout->addStretch(1);
    m_cure = makeCure();
    m_cure->hide();
}

QWidget *StagePanel::makeCure()
{
    auto *holder = new QWidget(this); // keeps the card under the names, and the line beside it
    auto *outer = new QVBoxLayout(holder);
    outer->setContentsMargins(nameX, 2, 0, 6);
    auto *card = new CureCard(m_look, holder);
    outer->addWidget(card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(14, 10, 10, 8);
    layout->setSpacing(4);
    m_cureTitle = new TextLabel(m_look, {}, TextStyle::DenseStrong, Role::T1, card);
    m_cureTitle->setWordWrap(true);
    layout->addWidget(m_cureTitle);
    m_cureText = new TextLabel(m_look, {}, TextStyle::Dense, Role::T1, card);
    m_cureText->setWordWrap(true);
    m_cureText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_cureText);
    layout->addSpacing(4);
    auto *buttons = new QHBoxLayout;
    m_cureButton = makeButton({}, "", card);
    m_copy = makeButton(tr("Copy answer"), "link", card);
    m_copy->setIcon(m_look.icon(QStringLiteral("copy"), Role::Accent));
    buttons->addWidget(m_cureButton);
    buttons->addStretch(1);
    buttons->addWidget(m_copy);
    layout->addLayout(buttons);
    connect(m_cureButton, &QPushButton::clicked, this, &StagePanel::cureRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_answer); });
    return holder;
}

void StagePanel::setChip(const QString &text, Tone tone, std::optional<Glyph> glyph)
{
    m_chipText = text;
    m_chip->set(text, tone);
    m_chip->setGlyph(glyph);
    m_chip->setAccessibleName(text);
}

void StagePanel::showStages(const QList<TestStage> &stages)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_rows[i]->set(i < stages.size() ? stages[i] : TestStage{.stage = Stage(int(i))});
}

void StagePanel::showUntested(const QString &what, const QString &why)
{
    setChip(tr("Not tested"), Tone::Neutral, Glyph::NotReached);
    m_time->setText({});
    m_what->setText(why.isEmpty() ? what : what + QStringLiteral(". ") + why);
    showStages({});
    showCure(nullptr, {});
}

void StagePanel::showRunning(const QString &what, const QList<TestStage> &stages, int seconds)
{
    setChip(tr("Testing…"), Tone::Running, Glyph::Running);
    m_time->setText(tr("%1 s").arg(seconds));
    m_what->setText(what);
    showStages(stages);
    showCure(nullptr, {});
}

void StagePanel::showReport(const QString &what, const TestReport &report, const QDateTime &at, const QString &blamed)
{
    int failed = 0;
    for (const TestStage &stage : report.stages)
        if (stage.state == TestStage::State::Failed)
            failed = int(stage.stage) + 1;
    if (report.ok())
        setChip(tr("Connected"), Tone::Ok, Glyph::Done);
    else
        setChip(failed > 0 ? tr("Failed at step %1 of %2").arg(failed).arg(report.stages.size()) : tr("Failed"),
                Tone::Error, Glyph::Failed);
    m_time->setText(tr("%1, %2").arg(QLocale().toString(at.toLocalTime().time(), QStringLiteral("HH:mm:ss")),
                                     stageTime(report.took)));
    m_what->setText(report.ok() ? what + QStringLiteral(". ") + report.summary : what);
    showStages(report.stages);
    showCure(&report, blamed);
}

// The card stands below the stage that failed; above all of them when the test did not get so far.
void StagePanel::showCure(const TestReport *report, const QString &blamed)
{
    m_list->removeWidget(m_cure);
    const bool shown = report && !report->ok();
    m_cure->setVisible(shown);
    m_answer.clear();
    if (!shown)
        return;
    int at = 0;
    const Error &error = report->error();
    QString title = tr("The test could not begin");
    for (const TestStage &stage : report->stages)
        if (stage.state == TestStage::State::Failed) {
            at = int(stage.stage) + 1;
            title = headline(stage.stage, error);
        }
    m_list->insertWidget(at, m_cure);
    m_cureTitle->setText(title);
    m_cureText->setText(error.detail.isEmpty() ? error.message : error.message + u'\n' + error.detail);
    m_cureButton->setText(tr("Correct %1").arg(blamed));
    m_cureButton->setVisible(!blamed.isEmpty());
    m_answer = error.text();
}

QString StagePanel::stageText(Stage stage) const
{
    return m_rows[int(stage)]->text();
}

QString stageTime(std::chrono::microseconds time)
{
    const double milliseconds = double(time.count()) / 1000;
    if (milliseconds < 10)
        return StagePanel::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', 1));
    if (milliseconds < 10'000)
        return StagePanel::tr("%1 ms").arg(QLocale().toString(qint64(milliseconds)));
    return StagePanel::tr("%1 s").arg(QLocale().toString(milliseconds / 1000, 'f', 1));
}

} // namespace sluice
