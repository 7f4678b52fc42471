#include "widgets/run/runbar.h"

#include "widgets/run/attemptdelegate.h"
#include "widgets/run/factsrow.h"
#include "widgets/run/runpage.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QLocale>

namespace sluice
{

namespace
{

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

bool namesSource(const StepSpec &step)
{
    return !step.parameter.value(QLatin1String("datasource")).toString().isEmpty();
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
    layout->addSpacing(8);
    m_facts = new FactsRow(look, this);
    layout->addWidget(m_facts, 1);
    layout->addSpacing(4);
    layout->addWidget(makeVerbButton(actions, QStringLiteral("run.configure"), "link", this));
    layout->addSpacing(4);
    m_attempts = new QComboBox(this);
    m_attempts->setItemDelegate(new AttemptDelegate(look, m_attempts));
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
    const Attempt &attempt = m_page.view().attempt;
    QList<FactsRow::Fact> facts;
    if (const auto &task = m_page.details().task) {
        if (attempt.half == SourceHalf::Production)
            facts.append({tr("Production"), Tone::Warn});
        else if (attempt.half && (namesSource(task->reader) || namesSource(task->writer)))
            facts.append({tr("Development")});
        facts.append({tr("%n channel(s)", nullptr, task->speed.concurrent)});
    }
    if (m_page.view().rowLimit >= 0)
        facts.append({tr("%n row(s) at most", nullptr, int(m_page.view().rowLimit))});
    for (auto it = attempt.parameters.begin(); it != attempt.parameters.end(); ++it)
        facts.append({QStringLiteral("%1 = %2").arg(it.key(), it.value()), Tone::Neutral, true});
    m_facts->setFacts(facts.isEmpty()             ? QString()
                      : attempt.replays.isEmpty() ? tr("Debug run with")
                                                  : tr("Replay with"),
                      facts);
}

void RunBar::fillAttempts()
{
    const QSignalBlocker blocker(m_attempts);
    m_attempts->clear();
    for (const Attempt &attempt : m_page.attempts()) {
        m_attempts->addItem(QIcon(glyphPixmap(glyphOfState(attempt.state), 14, devicePixelRatioF(), m_look)),
                            attemptLabel(attempt));
        const int row = m_attempts->count() - 1;
        m_attempts->setItemData(row, attempt.error.section(u'\n', 0, 0), AttemptDelegate::ReasonRole);
        m_attempts->setItemData(row, attempt.error, Qt::ToolTipRole);
        if (attempt.id == m_page.view().attempt.id)
            m_attempts->setCurrentIndex(row);
    }
    m_attempts->view()->setMinimumWidth(m_attempts->view()->sizeHintForColumn(0));
    m_attempts->setVisible(m_attempts->count() > 0);
}

} // namespace sluice
