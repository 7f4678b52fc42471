#include "widgets/run/runbar.h"

#include "widgets/run/runpage.h"

#include <QHBoxLayout>
#include <QLocale>

namespace sluice
{

namespace
{

constexpr int mostParameters = 3; // as chips; the rest is counted

QString attemptLabel(const Attempt &attempt)
{
    const QDateTime started = attempt.started.toLocalTime();
    const QString time = started.date() == QDate::currentDate()
                             ? started.toString(QStringLiteral("HH:mm:ss"))
                             : QLocale().toString(started, QStringLiteral("d MMM HH:mm"));
    const QString state = attemptStateText(attempt.state);
    const QString how = state.isEmpty() ? RunBar::tr("running") : state.toLower();
    return attempt.replays.isEmpty() ? RunBar::tr("%1, %2").arg(time, how)
                                     : RunBar::tr("%1, replay, %2").arg(time, how);
}

} // namespace

QPushButton *makeVerbButton(const ActionRegistry &actions, const QString &id, const char *kind, QWidget *parent)
{
    QAction *action = actions.action(id);
    auto *button = makeButton(QString(), kind, parent);
    const auto update = [button, action] {
        button->setText(QStringLiteral(" ") + QString(action->text()).remove(u'…'));
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    update();
    QObject::connect(action, &QAction::changed, button, update);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

RunBar::RunBar(const Appearance &look, const ActionRegistry &actions, RunPage &page, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_page(page)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_stop = makeVerbButton(actions, QStringLiteral("run.stop"), "danger", this);
    m_stop->setIcon(look.icon(QStringLiteral("stop"), Role::Error));
    m_again = makeVerbButton(actions, QStringLiteral("run.again"), "", this);
    m_again->setIcon(look.icon(QStringLiteral("refresh")));
    m_resume = makeVerbButton(actions, QStringLiteral("run.resume"), "", this);
    m_resume->setObjectName(QStringLiteral("resume"));
    m_resume->setIcon(look.icon(QStringLiteral("play")));
    layout->addWidget(m_stop);
    layout->addWidget(m_resume);
    layout->addWidget(m_again);
    m_facts = new QWidget(this);
    m_factsLayout = new QHBoxLayout(m_facts);
    m_factsLayout->setContentsMargins(8, 0, 0, 0);
    m_factsLayout->setSpacing(6);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    m_attempts = new QComboBox(this);
    m_attempts->setMinimumWidth(184);
    m_attempts->setAccessibleName(tr("Attempts"));
    m_attempts->setToolTip(tr("Attempts of this task, newest first"));
    layout->addWidget(m_attempts);

    connect(&page, &RunPage::changed, this, &RunBar::showFacts);
    connect(&page, &RunPage::attemptsChanged, this, &RunBar::fillAttempts);
    connect(m_attempts, &QComboBox::activated, this, [this](int row) {
        if (row < m_page.attempts().size() && m_page.attempts()[row].id != m_page.view().attempt.id)
            m_page.showAttempt(m_page.attempts()[row]);
    });
    showFacts();
    fillAttempts();
}

void RunBar::showFacts()
{
    m_resume->setVisible(m_page.rowsKept() > 0);
    QStringList facts;
    const auto &parameters = m_page.view().attempt.parameters;
    for (auto it = parameters.begin(); it != parameters.end() && facts.size() < mostParameters; ++it)
        facts.append(QStringLiteral("%1 = %2").arg(it.key(), it.value()));
    const qsizetype values = facts.size();
    if (parameters.size() > mostParameters)
        facts.append(tr("%n more", nullptr, int(parameters.size()) - mostParameters));
    if (const auto &task = m_page.details().task)
        facts.append(tr("%n channel(s)", nullptr, task->speed.concurrent));
    if (m_page.view().rowLimit >= 0)
        facts.append(tr("%n row(s) at most", nullptr, int(m_page.view().rowLimit)));
    if (facts == m_shown)
        return;
    m_shown = facts;
    while (QLayoutItem *item = m_factsLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!facts.isEmpty())
        m_factsLayout->addWidget(
            new TextLabel(m_look, m_page.view().attempt.replays.isEmpty() ? tr("Debug run with") : tr("Replay with"),
                          TextStyle::Dense, Role::T2, m_facts));
    for (qsizetype i = 0; i < facts.size(); ++i) {
        auto *chip = new Chip(m_look, facts[i], Tone::Neutral, m_facts);
        chip->setFixed(i < values);
        m_factsLayout->addWidget(chip);
    }
}

void RunBar::fillAttempts()
{
    const QSignalBlocker blocker(m_attempts);
    m_attempts->clear();
    for (const Attempt &attempt : m_page.attempts()) {
        m_attempts->addItem(QIcon(glyphPixmap(glyphOfState(attempt.state), 14, devicePixelRatioF(), m_look)),
                            attemptLabel(attempt));
        if (attempt.id == m_page.view().attempt.id)
            m_attempts->setCurrentIndex(m_attempts->count() - 1);
    }
    m_attempts->setVisible(m_attempts->count() > 0);
}

} // namespace sluice
