#include "widgets/wizard/networksection.h"

#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/stepsection.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

using State = NetworkEnd::State;

// The way of the rows: an arrow from the source to the destination.
class Arrow : public QWidget
{
public:
    Arrow(const Appearance &look, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
    {
        setFixedHeight(12);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_look[Role::Accent], 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const qreal y = height() / 2.0, end = width() - 2;
        painter.drawLine(QPointF(2, y), QPointF(end, y));
        painter.drawLine(QPointF(end - 4, y - 4), QPointF(end, y));
        painter.drawLine(QPointF(end - 4, y + 4), QPointF(end, y));
    }

private:
    const Appearance &m_look;
};

} // namespace

NetworkSection::NetworkSection(const Appearance &look, TaskEditor &editor, SessionPtr session, QWidget *parent)
    : SectionCard(look, tr("Network and resources"), parent)
    , m_session(session)
{
    m_offlineVerb = makeButton(tr("Go on offline"), "link", this);
    m_offlineVerb->setToolTip(tr("Work on without a connection: names are typed, and nothing is looked up."));
    addToHead(m_offlineVerb);
    m_test = makeButton(tr("Test again"), "", this);
    m_test->setIcon(look.icon(QStringLiteral("refresh")));
    addToHead(m_test);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    m_source = new NetworkEnd(look, StepSide::Reader, editor, session, &body());
    m_target = new NetworkEnd(look, StepSide::Writer, editor, session, &body());
    line->addWidget(m_source, 5, Qt::AlignTop);
    line->addWidget(makePlace(), 0, Qt::AlignTop);
    line->addWidget(m_target, 5, Qt::AlignTop);
    content().addLayout(line);
    for (NetworkEnd *end : {m_source, m_target})
        connect(end, &NetworkEnd::stateChanged, this, &NetworkSection::tell);
    connect(m_test, &QPushButton::clicked, this, [this] {
        const bool testing = m_source->state() == State::Testing || m_target->state() == State::Testing;
        if (!testing)
            return test();
        m_source->cancel();
        m_target->cancel();
    });
    connect(m_offlineVerb, &QPushButton::clicked, this, &NetworkSection::goOffline);
    tell();
}

QWidget *NetworkSection::makePlace()
{
    auto *place = new QWidget(&body());
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(m_look, tr("Runs on"), TextStyle::Base, Role::T2, place));
    m_place = new TextLabel(m_look, {}, TextStyle::Base, Role::T1, place);
    m_place->setFixedHeight(28);
    m_place->setToolTip(tr("Tasks run in this program. How much memory they get is chosen under Channel control."));
    showMemory(ChannelSection::memoryInWords());
    layout->addWidget(m_place);
    layout->addWidget(new Arrow(m_look, place));
    layout->addStretch(1);
    return place;
}

void NetworkSection::showMemory(const QString &words)
{
    m_place->setText(tr("This computer, %1").arg(words));
}

void NetworkSection::refresh()
{
    m_sources.ask(
        [session = m_session](Stop) {
            QList<NetworkEnd::Known> known;
            for (const DataSource &source : session->sources->list().valueOr({}))
                known.append({source, session->sources->status(source, SourceHalf::Development).state});
            return known;
        },
        [this](const QList<NetworkEnd::Known> &known) {
            for (NetworkEnd *end : {m_source, m_target}) {
                end->setSources(known);
                if (end->state() == State::Untested && end->detail().isEmpty())
                    end->test();
            }
        });
}

void NetworkSection::test()
{
    m_source->test();
    m_target->test();
}

void NetworkSection::goOffline()
{
    m_offline = true;
    tell();
}

bool NetworkSection::mayGoOn() const
{
    return m_offline || (m_source->passed() && m_target->passed());
}

void NetworkSection::showScript(const ScriptDocument &script)
{
    m_script = script;
    for (NetworkEnd *end : {m_source, m_target}) {
        const StepSide side = end == m_source ? StepSide::Reader : StepSide::Writer;
        end->showStep(stepOf(script, side).value_or(StepSpec()));
        // Another one was chosen: it is tested at once.
        if (isVisible() && end->state() == State::Untested && end->detail().isEmpty())
            end->test();
    }
    tell();
}

void NetworkSection::tell()
{
    const State states[] = {m_source->state(), m_target->state()};
    const auto any = [&](State state) { return states[0] == state || states[1] == state; };
    const auto reached = [](State state) { return state == State::Connected || state == State::NotNeeded; };
    const bool testing = any(State::Testing);
    QString words = reached(states[0]) && reached(states[1]) ? tr("both ends reachable")
                    : testing                                ? tr("testing…")
                    : any(State::NotChosen)                  ? tr("choose both ends")
                    : any(State::Missing)                    ? tr("a data source is not there")
                    : any(State::Failed)                     ? tr("not both ends can be reached")
                                                             : tr("not tested yet");
    if (m_offline && !(reached(states[0]) && reached(states[1])))
        words += tr(", working offline");
    setWords(words);
    const bool bad = any(State::Failed) || any(State::Missing);
    Issues worst = m_issues;
    if (bad) {
        Issue issue;
        issue.severity = m_offline ? Severity::Warning : Severity::Error;
        worst.append(issue);
    }
    setMarkOf(worst);
    if (worst.isEmpty() && !(reached(states[0]) && reached(states[1])))
        setMark(testing ? Glyph::Running : Glyph::NotReached);
    m_test->setText(testing ? tr("Cancel") : any(State::Untested) ? tr("Test") : tr("Test again"));
    const auto testable = [](State state) {
        return state == State::Untested || state == State::Connected || state == State::Failed ||
               state == State::Testing;
    };
    m_test->setEnabled(testable(states[0]) || testable(states[1]));
    m_test->setToolTip(m_test->isEnabled() ? QString() : tr("There is no data source to test."));
    m_offlineVerb->setVisible(!mayGoOn());
    if (mayGoOn() != m_open) {
        m_open = mayGoOn();
        Q_EMIT gateChanged();
    }
}

StepSide NetworkSection::sideOf(const Issue &issue) const
{
    const auto writer = stepOf(m_script, StepSide::Writer);
    return writer && issue.pointer.startsWith(writer->pointer) ? StepSide::Writer : StepSide::Reader;
}

void NetworkSection::showIssues(const Issues &issues)
{
    m_issues = issues;
    const Issue *found[] = {nullptr, nullptr};
    for (const Issue &issue : m_issues) {
        const Issue *&slot = found[sideOf(issue) == StepSide::Writer ? 1 : 0];
        if (!slot || issue.severity < slot->severity)
            slot = &issue;
    }
    m_source->setIssue(found[0]);
    m_target->setIssue(found[1]);
    tell();
}

bool NetworkSection::owns(const ScriptDocument &script, const Issue &issue) const
{
    if (!issue.pointer.startsWith(QLatin1String("/steps")))
        return false;
    for (const StepSide side : {StepSide::Reader, StepSide::Writer}) {
        const QString step = stepPointer(script, side);
        if (step.isEmpty() || !issue.pointer.startsWith(step))
            continue;
        return !issue.pointer.startsWith(step + QStringLiteral("/parameter")) ||
               optionOfIssue(step, issue) == QLatin1String("datasource");
    }
    return true;
}

bool NetworkSection::goTo(const Issue &issue)
{
    setOpen(true);
    NetworkEnd &end = this->end(sideOf(issue));
    (end.names().isVisibleTo(&end) ? end.names() : end.types()).setFocus(Qt::OtherFocusReason);
    return true;
}

void NetworkSection::setReadOnly(bool readOnly)
{
    m_source->setReadOnly(readOnly);
    m_target->setReadOnly(readOnly);
}

} // namespace sluice
