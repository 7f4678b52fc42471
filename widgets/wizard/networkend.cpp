#include "widgets/wizard/networkend.h"

#include "task/jobtemplate.h"
#include "task/optionvalue.h"
#include "task/sourcehalf.h"
#include "task/taskoptions.h"
#include "widgets/form/severitymark.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

const QString sourceKey = QStringLiteral("datasource");
constexpr auto testPatience = std::chrono::seconds(40);

} // namespace

NetworkEnd::NetworkEnd(const Appearance &look, StepSide side, TaskEditor &editor, SessionPtr session, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_side(side)
    , m_editor(editor)
    , m_session(std::move(session))
{
    const bool reads = side == StepSide::Reader;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(look, reads ? tr("Source") : tr("Destination"), TextStyle::Base, Role::T2, this));
    auto *choices = new QHBoxLayout;
    choices->setSpacing(8);
    m_types = new ChoiceBox(this);
    m_types->setAccessibleName(reads ? tr("Type of the source") : tr("Type of the destination"));
    m_names = new ChoiceBox(this);
    m_names->setAccessibleName(reads ? tr("Data source to read") : tr("Data source to write"));
    for (ChoiceBox *box : {m_types, m_names}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    const StepCatalog &catalog = editor.catalog();
    for (const QString &type : reads ? catalog.readers : catalog.writers)
        m_types->addItem(systemName(catalog, type), type);
    choices->addWidget(m_types, 2);
    choices->addWidget(m_names, 3);
    layout->addLayout(choices);
    auto *state = new QHBoxLayout;
    state->setSpacing(8);
    m_chip = new Chip(look, {}, Tone::Neutral, this);
    state->addWidget(m_chip);
    m_detail = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_detail->setWordWrap(true);
    state->addWidget(m_detail, 1);
    layout->addLayout(state);
    m_issue = new TextLabel(look, {}, TextStyle::Dense, Role::Error, this);
    m_issue->setWordWrap(true);
    m_issue->hide();
    layout->addWidget(m_issue);
    connect(m_types, &QComboBox::activated, this, [this](int row) {
        if (const QString type = m_types->itemData(row).toString(); type != m_step.stepType)
            m_editor.setStepType(m_side, type);
    });
    connect(m_names, &QComboBox::activated, this, [this](int row) {
        const QString name = m_names->itemData(row).toString();
        if (name != m_step.parameter.value(sourceKey).toString())
            m_editor.setStepSource(m_side, name);
    });
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, [this] { show(State::Testing); });
    show(State::NotChosen);
}

void NetworkEnd::showStep(const StepSpec &step)
{
    m_step = step;
    int row = m_types->findData(step.stepType);
    if (row < 0 && !step.stepType.isEmpty()) { // as the script has it
        m_types->addItem(step.stepType, step.stepType);
        row = m_types->count() - 1;
    }
    m_types->setCurrentIndex(row);
    fillNames();
    settle();
}

void NetworkEnd::setSources(const QList<Known> &sources)
{
    m_sources = sources;
    m_sourcesKnown = true;
    fillNames();
    settle();
}

void NetworkEnd::fillNames()
{
    const QString name = m_step.parameter.value(sourceKey).toString();
    const OptionSpecs *options =
        m_editor.catalog().options ? m_editor.catalog().options(m_step.stepType, categoryOf(m_side)) : nullptr;
    const OptionSpec *option = options ? optionWithKey(*options, sourceKey) : nullptr;
    m_names->clear();
    m_names->setVisible(option);
    if (!option)
        return;
    if (!option->required || name.isEmpty())
        m_names->addItem(option->required ? tr("Choose…") : tr("None"), QString());
    bool there = name.isEmpty();
    for (const auto &[source, tested] : std::as_const(m_sources)) {
        if (source.type != m_step.stepType)
            continue;
        m_names->addItem(source.name, source.name);
        m_names->setItemData(m_names->count() - 1, source.description, Qt::ToolTipRole);
        there |= source.name == name;
    }
    if (!there)
        m_names->addItem(name, name);
    m_names->setCurrentIndex(m_names->findData(name));
}

// What can be said without asking anybody.
void NetworkEnd::settle()
{
    const QString name = m_step.parameter.value(sourceKey).toString();
    const Known *there = known(name);
    const bool named = !m_step.stepType.isEmpty() && !name.isEmpty() && !hasPlaceholder(name);
    const bool fits = !m_sourcesKnown || (there && there->source.type == m_step.stepType);
    if (named && fits && name == m_tested &&
        (m_state == State::Testing || m_state == State::Connected || m_state == State::Failed))
        return;
    m_question.cancel();
    m_clock.stop();
    m_tested.clear();
    if (m_step.stepType.isEmpty())
        return show(State::NotChosen, tr("Choose a system."));
    if (name.isEmpty())
        return settleWithoutSource();
    if (hasPlaceholder(name))
        return show(State::NotNeeded, tr("A variable names the data source: it is known at the run."));
    if (fits)
        return show(State::Untested);
    show(State::Missing,
         there ? tr("\"%1\" is a data source of %2.").arg(name, systemName(m_editor.catalog(), there->source.type))
               : tr("There is no data source \"%1\". It may have been renamed.").arg(name));
}

void NetworkEnd::settleWithoutSource()
{
    for (const QString &key : connectionKeys() + QStringList{QStringLiteral("server")})
        if (!isUnset(m_step.parameter.value(key)))
            return show(State::NotNeeded, tr("The script spells the connection out."));
    const OptionSpecs *options =
        m_editor.catalog().options ? m_editor.catalog().options(m_step.stepType, categoryOf(m_side)) : nullptr;
    const OptionSpec *option = options ? optionWithKey(*options, sourceKey) : nullptr;
    // Files are here without a data source; what is elsewhere needs one.
    if (option && (option->required || m_step.stepType != QLatin1String("file")))
        show(State::NotChosen, tr("Choose a data source."));
    else
        show(State::NotNeeded, tr("On this computer, nothing to connect to."));
}

const NetworkEnd::Known *NetworkEnd::known(const QString &name) const
{
    const auto found =
        std::find_if(m_sources.begin(), m_sources.end(), [&](const Known &known) { return known.source.name == name; });
    return found == m_sources.end() ? nullptr : &*found;
}

// DS-10: where scheduled runs go is said beside where this one goes.
QString NetworkEnd::productionInWords() const
{
    const Known *source = known(m_step.parameter.value(sourceKey).toString());
    const ConnectorInfo *info = m_session->keeper->type(m_step.stepType);
    if (!source || !source->source.production || !info)
        return {};
    return QStringLiteral("; ") +
           tr("production: %1").arg(placeInWords(*source->source.production, info->sourceOptions));
}

bool NetworkEnd::passed() const
{
    if (m_state == State::Connected || m_state == State::NotNeeded)
        return true;
    const Known *source = known(m_step.parameter.value(sourceKey).toString());
    return (m_state == State::Untested || m_state == State::Testing) && source &&
           source->tested == SourceStatus::State::Connected;
}

void NetworkEnd::test()
{
    if (!m_sourcesKnown || (m_state != State::Untested && m_state != State::Connected && m_state != State::Failed))
        return;
    const QString name = m_step.parameter.value(sourceKey).toString();
    m_tested = name;
    m_since.start();
    m_clock.start();
    show(State::Testing);
    m_question.ask(
        [session = m_session, name](Stop stop) {
            const auto source = session->sources->find(name);
            if (!source.ok())
                return TestReport{.outcome = source.error()};
            TestReport report = session->probes->testSource(source->inHalf(SourceHalf::Development), stop);
            if (!stop.requested()) // the list of data sources tells it too
                (void)session->keeper->keepTest(name, SourceHalf::Development, report);
            return report;
        },
        [this](const TestReport &report) {
            m_clock.stop();
            show(report.ok() ? State::Connected : State::Failed,
                 report.ok() ? report.summary + productionInWords() : report.error().message);
        },
        testPatience);
}

void NetworkEnd::cancel()
{
    if (m_state != State::Testing)
        return;
    m_question.cancel();
    m_clock.stop();
    show(State::Untested, tr("The test was stopped."));
}

void NetworkEnd::show(State state, const QString &detail)
{
    const bool changed = state != m_state || detail != m_detailText;
    m_state = state;
    m_detailText = detail;
    m_detail->setText(detail);
    m_detail->setToolTip(detail);
    m_detail->setRole(state == State::Failed || state == State::Missing ? Role::Error : Role::T2);
    switch (state) {
    case State::NotChosen:
        m_chip->set(tr("Not chosen"), Tone::Neutral);
        m_chip->setGlyph(Glyph::NotReached);
        break;
    case State::NotNeeded:
        m_chip->set(tr("Ready"), Tone::Ok);
        m_chip->setGlyph(Glyph::Done);
        break;
    case State::Missing:
        m_chip->set(tr("Not found"), Tone::Error);
        m_chip->setGlyph(Glyph::Failed);
        break;
    case State::Untested:
        m_chip->set(tr("Not tested"), Tone::Neutral);
        m_chip->setGlyph(Glyph::NotReached);
        break;
    case State::Testing:
        m_chip->set(tr("Testing… %1 s").arg(m_since.elapsed() / 1000), Tone::Running);
        m_chip->setGlyph(Glyph::Running);
        break;
    case State::Connected:
        m_chip->set(tr("Connected"), Tone::Ok);
        m_chip->setGlyph(Glyph::Done);
        break;
    case State::Failed:
        m_chip->set(tr("Failed"), Tone::Error);
        m_chip->setGlyph(Glyph::Failed);
        break;
    }
    m_chip->setAccessibleName(m_detailText);
    if (changed)
        Q_EMIT stateChanged();
}

void NetworkEnd::setReadOnly(bool readOnly)
{
    m_types->setEnabled(!readOnly);
    m_names->setEnabled(!readOnly);
}

void NetworkEnd::setIssue(const Issue *issue)
{
    m_issue->setVisible(issue);
    m_issue->setText(issue ? issue->message : QString());
    if (issue)
        m_issue->setRole(roleOf(issue->severity));
    const bool error = issue && issue->severity == Severity::Error;
    setStyleFlag(m_names, "invalid", error);
    m_names->update();
}

} // namespace sluice
