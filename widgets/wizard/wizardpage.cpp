#include "widgets/wizard/wizardpage.h"

#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"
#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/mappingsection.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/stepsection.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>

namespace sluice
{

namespace
{

constexpr int leastWidthSideBySide = 660;
constexpr int gap = 8;

} // namespace

WizardPage::WizardPage(const Appearance &look, const ActionRegistry &actions, SessionPtr session,
                       TaskDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_actions(actions)
    , m_session(std::move(session))
    , m_editor(document, m_session->catalog, this)
{
    build();
    connect(&document, &TaskDocument::textChanged, this, &WizardPage::textChanged);
    connect(&document, &TaskDocument::issuesChanged, this, [this] {
        if (isVisible())
            showScript();
    });
    connect(&m_editor, &TaskEditor::refused, this, [this](const Error &error) {
        m_refusal->show(error.message, error.where);
        m_shown.clear(); // the fields go back to what the script has
        showScript();
    });
    connect(m_network, &NetworkSection::gateChanged, this, &WizardPage::showGate);
    showGate();
}

void WizardPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *banner = new Surface(m_look, Role::WarnSoft, Qt::BottomEdge, this);
    auto *line = new QHBoxLayout(banner);
    line->setContentsMargins(16, 6, 12, 7);
    m_bannerText = new TextLabel(m_look, {}, TextStyle::Base, Role::Warn, banner);
    m_bannerText->setWordWrap(true);
    line->addWidget(m_bannerText, 1);
    auto *show = makeButton(tr("Show the place"), "link", banner);
    connect(show, &QPushButton::clicked, this, &WizardPage::scriptRequested);
    line->addWidget(show);
    m_banner = banner;
    m_banner->hide();
    layout->addWidget(m_banner);
    m_refusal = new ErrorStrip(m_look, this);
    layout->addWidget(m_refusal);

    m_stack = new QStackedWidget(this);
    layout->addWidget(m_stack, 1);
    m_area = new QScrollArea(m_stack);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new Surface(m_look, Role::Panel, {}, m_area);
    m_area->setWidget(page); // a new parent styles everything below anew: while there is nothing
    auto *sections = new QVBoxLayout(page);
    sections->setContentsMargins(12, 12, 12, 12);
    sections->setSpacing(gap);
    m_network = new NetworkSection(m_look, m_editor, m_session, page);
    m_source = new StepSection(m_look, StepSide::Reader, m_editor, m_session, page);
    m_target = new StepSection(m_look, StepSide::Writer, m_editor, m_session, page);
    m_mapping = new MappingSection(m_look, page);
    m_channel = new ChannelSection(m_look, m_editor, page);
    m_sections = {m_network, m_source, m_target, m_mapping, m_channel};
    sections->addWidget(m_network);
    m_ends = new QBoxLayout(QBoxLayout::LeftToRight);
    m_ends->setSpacing(gap);
    m_ends->addWidget(m_source, 1);
    m_ends->addWidget(m_target, 1);
    sections->addLayout(m_ends);
    sections->addWidget(m_mapping);
    sections->addWidget(m_channel);
    sections->addStretch(1);
    m_stack->addWidget(m_area);
    connect(m_stack, &QStackedWidget::currentChanged, this, &WizardPage::pageChanged);
    connect(m_channel, &ChannelSection::memoryChanged, m_network, &NetworkSection::showMemory);
    connect(m_mapping, &MappingSection::mapperRequested, this, &WizardPage::openMapper);
    connect(m_target, &StepSection::tableRequested, this, &WizardPage::tableRequested);
    for (SectionCard *section : std::as_const(m_sections))
        connect(section, &SectionCard::cureRequested, this, &WizardPage::cureRequested);
}

void WizardPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    makeMapper();
    showScript();
    m_network->refresh();
}

// With the first look at the wizard: the mapper asks both ends for their columns.
void WizardPage::makeMapper()
{
    if (m_mapper)
        return;
    m_mapper = new MapperPage(m_look, m_actions, m_session, m_editor.document(), m_stack);
    m_mapper->setParameters([this] { return m_parameters; });
    m_stack->addWidget(m_mapper);
    connect(m_mapper, &MapperPage::summaryChanged, this, &WizardPage::showMapping);
    const auto tell = [](const SchemaLookup &lookup, StepSection &section) {
        section.setPartitionColumns(lookup.isKnown() ? lookup.schema().partitionColumns.names() : QStringList());
    };
    SchemaLookup &source = m_mapper->editor().source(), &target = m_mapper->editor().target();
    connect(&source, &SchemaLookup::changed, this, [this, tell, &source] { tell(source, *m_source); });
    connect(&target, &SchemaLookup::changed, this, [this, tell, &target] { tell(target, *m_target); });
    connect(m_mapper, &MapperPage::closed, this, &WizardPage::showSections);
    showMapping();
}

void WizardPage::openMapper()
{
    makeMapper();
    m_stack->setCurrentWidget(m_mapper);
    m_mapper->setFocus();
}

void WizardPage::showSections()
{
    m_stack->setCurrentWidget(m_area);
    m_mapping->setFocus();
}

bool WizardPage::isMapperOpen() const
{
    return m_mapper && m_stack->currentWidget() == m_mapper;
}

void WizardPage::showMapping()
{
    const MappingSummary summary = m_mapper->summary();
    QList<MappingSection::Fact> facts;
    const auto add = [&](int count, const QString &text, Tone tone, std::optional<Glyph> glyph = std::nullopt) {
        if (count > 0)
            facts.append({text, tone, glyph});
    };
    const QLocale locale;
    add(summary.lossless, tr("%1 lossless").arg(locale.toString(summary.lossless)), Tone::Ok);
    add(summary.narrowing, tr("%1 narrowing").arg(locale.toString(summary.narrowing)), Tone::Warn, Glyph::Warning);
    add(summary.dirty, tr("%1 will be dirty").arg(locale.toString(summary.dirty)), Tone::Error, Glyph::Failed);
    add(summary.unknown, tr("%1 of unknown type").arg(locale.toString(summary.unknown)), Tone::Neutral);
    add(summary.suggested, tr("%n suggestion(s)", nullptr, summary.suggested), Tone::Accent);
    QStringList rest;
    if (summary.notRead > 0)
        rest.append(tr("%n field(s) not read", nullptr, summary.notRead));
    if (summary.stayNull > 0)
        rest.append(tr("%n column(s) stay NULL", nullptr, summary.stayNull));
    const QString words =
        summary.columns > 0
            ? tr("%1 of %n column(s) mapped", nullptr, summary.columns).arg(locale.toString(summary.mapped))
            : QString();
    m_mapping->showFacts(words, facts, rest.join(QStringLiteral(", ")));
    m_mapping->showScript(m_editor.document().lastParsed());
}

void WizardPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_ends->setDirection(width() >= leastWidthSideBySide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

// Several changes of one moment are shown once.
void WizardPage::textChanged()
{
    m_shown = QString(); // a field may show what was typed and undone since
    if (!isVisible() || m_stale)
        return;
    m_stale = true;
    QTimer::singleShot(0, this, &WizardPage::showScript);
}

void WizardPage::showScript()
{
    m_stale = false;
    TaskDocument &document = m_editor.document();
    if (document.text().isNull())
        return; // the file is not read yet
    const bool parsed = document.parseNow().parsed();
    const ScriptDocument &script = document.lastParsed();
    m_banner->setVisible(!parsed);
    if (!parsed) {
        const Issues &issues = document.script().syntaxIssues();
        const QString place = issues.isEmpty() ? tr("The script does not parse.")
                                               : tr("The script does not parse (line %1).").arg(issues.front().line);
        m_bannerText->setText(
            script.parsed()
                ? place + u' ' +
                      tr("Here is its state of %1, to look at; it can be changed again when it parses.")
                          .arg(QLocale().toString(document.lastParsedAt().time(), QStringLiteral("HH:mm:ss")))
                : place + u' ' + tr("There is no earlier state to show."));
    }
    if (m_readOnly != !parsed) {
        m_readOnly = !parsed;
        for (SectionCard *section : std::as_const(m_sections))
            section->setReadOnly(m_readOnly);
    }
    if (script.text() != m_shown || m_shown.isNull()) {
        m_shown = script.text();
        for (SectionCard *section : std::as_const(m_sections))
            section->showScript(script);
    }
    if (document.isValidated())
        showIssues();
}

void WizardPage::showIssues()
{
    const TaskDocument &document = m_editor.document();
    const ScriptDocument &script = document.lastParsed();
    QMap<SectionCard *, Issues> shares;
    if (!m_readOnly)
        for (const Issue &issue : document.issues())
            for (SectionCard *section : {static_cast<SectionCard *>(m_mapping), static_cast<SectionCard *>(m_source),
                                         static_cast<SectionCard *>(m_target), static_cast<SectionCard *>(m_channel),
                                         static_cast<SectionCard *>(m_network)})
                if (section->owns(script, issue)) {
                    shares[section].append(issue);
                    break;
                }
    for (SectionCard *section : std::as_const(m_sections))
        section->showIssues(shares.value(section));
}

void WizardPage::showGate()
{
    const QString reason =
        m_network->mayGoOn() ? QString() : tr("opens when both ends are reachable, or when you go on offline");
    for (SectionCard *section : std::as_const(m_sections))
        if (section != m_network)
            section->setClosedReason(reason);
}

bool WizardPage::goTo(const Issue &issue)
{
    const ScriptDocument &script = m_editor.document().lastParsed();
    for (SectionCard *section : {static_cast<SectionCard *>(m_mapping), static_cast<SectionCard *>(m_source),
                                 static_cast<SectionCard *>(m_target), static_cast<SectionCard *>(m_channel),
                                 static_cast<SectionCard *>(m_network)}) {
        if (!section->owns(script, issue))
            continue;
        if (section != m_network && !m_network->mayGoOn())
            return false;
        if (section == m_mapping && isMapperOpen())
            return goToField(issue);
        m_stack->setCurrentWidget(m_area);
        m_area->ensureWidgetVisible(section, 0, 20);
        return section->goTo(issue);
    }
    return false;
}

// In the mapper, where that is open: the entry of a column list is a line there.
bool WizardPage::goToField(const Issue &issue)
{
    const QString list = QStringLiteral("/parameter/column/");
    const FieldMapping &mapping = m_mapper->editor().mapping();
    const qsizetype at = issue.pointer.indexOf(list);
    bool good = false;
    const int entry = issue.pointer.mid(at + list.size()).section(u'/', 0, 0).toInt(&good);
    if (at < 0 || !good || entry >= mapping.links().size())
        return true; // it is about the lists as a whole, which are in view
    const FieldLink &link = mapping.links()[entry];
    m_mapper->view().sourceCard().list().selectField(link.source);
    m_mapper->view().targetCard().list().selectField(link.target);
    m_mapper->view().targetCard().list().setFocus();
    return true;
}

void WizardPage::setTableObstacle(const QString &reason)
{
    m_target->setTableObstacle(reason);
}

void WizardPage::setParameters(const QMap<QString, QString> &parameters)
{
    m_parameters = parameters;
    const auto resolve = [parameters](const QString &text) {
        QString resolved = text;
        for (auto value = parameters.begin(); value != parameters.end(); ++value)
            resolved.replace(QStringLiteral("${%1}").arg(value.key()), value.value());
        return resolved.contains(QLatin1String("${")) ? QString() : resolved;
    };
    m_source->setResolver(resolve);
    m_target->setResolver(resolve);
}

QString WizardPage::bannerText() const
{
    return m_banner->isVisibleTo(this) ? m_bannerText->text() : QString();
}

} // namespace sluice
