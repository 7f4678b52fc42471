#include "widgets/wizard/stepsection.h"

#include "task/jobtemplate.h"
#include "task/optionvalue.h"
#include "task/rerunverdict.h"

#include <QRegularExpression>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

const QString parameterPart = QStringLiteral("/parameter");
// Shown by the other sections.
const QStringList elsewhere = {QStringLiteral("datasource"), QStringLiteral("column")};
constexpr auto listPatience = std::chrono::seconds(30);

} // namespace

// The issue of a key that is missing is placed at what should hold it, and names the key first.
QString optionOfIssue(const QString &step, const Issue &issue)
{
    const QString parameter = step + parameterPart;
    if (issue.pointer.startsWith(parameter + u'/'))
        return issue.pointer.mid(parameter.size() + 1).section(u'/', 0, 0);
    if (issue.pointer != parameter)
        return {};
    static const QRegularExpression quoted(QStringLiteral("\"([^\"]+)\""));
    return quoted.match(issue.message).captured(1);
}

StepSection::StepSection(const Appearance &look, StepSide side, TaskEditor &editor, SessionPtr session, QWidget *parent)
    : SectionCard(look, side == StepSide::Reader ? tr("Source") : tr("Destination"), parent)
    , m_side(side)
    , m_editor(editor)
    , m_session(std::move(session))
{
    m_empty = new EmptyState(look, QStringLiteral("settings"), tr("No options"),
                             tr("Choose above what the task reads and writes."), {}, &body());
    content().addWidget(m_empty);
}

void StepSection::rebuild(const QString &stepType)
{
    m_stepType = stepType;
    delete m_form;
    m_form = nullptr;
    m_makeTable = nullptr;
    const StepCatalog &catalog = m_editor.catalog();
    const OptionSpecs *options = catalog.options ? catalog.options(stepType, categoryOf(m_side)) : nullptr;
    m_options.clear();
    for (const OptionSpec &option : options ? *options : OptionSpecs())
        if (!elsewhere.contains(option.key))
            m_options.append(option);
    m_empty->setVisible(!options);
    if (!options)
        return;
    PathChoice paths;
    paths.way = m_side == StepSide::Reader ? PathChoice::Way::Open : PathChoice::Way::Save;
    paths.base = m_session->workspace.directory();
    m_form = new OptionForm(m_look, m_options, paths, &body());
    m_form->setShownElsewhere(elsewhere);
    m_form->setUndoElsewhere(true);
    m_form->setResolver(m_resolver);
    m_form->setReadOnly(m_readOnly);
    m_form->setNameProvider([this](const OptionSpec &option, const QString &prefix, auto take) {
        offerNames(option, prefix, std::move(take));
    });
    connect(m_form, &OptionForm::edited, this, [this](const QString &key, const QJsonValue &value, bool typing) {
        m_editor.setStepOption(m_side, key, value, typing);
    });
    connect(m_form, &OptionForm::cureRequested, this, &SectionCard::cureRequested);
    content().addWidget(m_form);
    if (m_side == StepSide::Writer && stepType == QLatin1String("odps")) {
        m_makeTable = makeButton(tr("DDL…"), "", m_form);
        m_makeTable->setIcon(m_look.icon(QStringLiteral("plus")));
        m_makeTable->setAccessibleName(tr("Generate target table"));
        connect(m_makeTable, &QPushButton::clicked, this, &StepSection::tableRequested);
        if (OptionRow *row = m_form->row(QStringLiteral("table")))
            row->addBeside(m_makeTable);
        setTableObstacle(m_tableObstacle);
    }
}

void StepSection::showScript(const ScriptDocument &script)
{
    m_step = stepOf(script, m_side).value_or(StepSpec());
    if (m_step.stepType != m_stepType || (!m_form && !m_step.stepType.isEmpty()))
        rebuild(m_step.stepType);
    if (!m_form)
        return setWords(m_step.stepType.isEmpty() ? tr("not chosen") : tr("\"%1\" is not known").arg(m_step.stepType));
    m_form->setValues(m_step.parameter);
    if (OptionRow *row = m_form->row(QStringLiteral("truncate"))) {
        const RerunVerdict verdict = rerunVerdict(m_step);
        row->setNote(verdict.kind == RerunVerdict::Kind::Duplicates ? verdict.reason : QString());
    }
    showPartitionNote();
    setWords(inWords(m_step));
}

void StepSection::setPartitionColumns(const QStringList &names)
{
    if (names == m_partitionColumns)
        return;
    m_partitionColumns = names;
    showPartitionNote();
}

void StepSection::showPartitionNote()
{
    OptionRow *row = m_form ? m_form->row(QStringLiteral("partition")) : nullptr;
    if (!row)
        return;
    const QString value = optionText(m_step.parameter.value(QLatin1String("partition")));
    const bool empty = value.isEmpty() || value == QLatin1String("[]");
    QStringList levels;
    for (const QString &name : std::as_const(m_partitionColumns))
        levels.append(name + (m_side == StepSide::Reader ? QStringLiteral("=*") : QStringLiteral("=…")));
    row->setNote(empty && !levels.isEmpty()
                     ? tr("The table is partitioned: write %1 here.").arg(levels.join(QStringLiteral(",")))
                     : QString());
}

// "Kafka topic order_events".
QString StepSection::inWords(const StepSpec &step) const
{
    QStringList words{systemName(m_editor.catalog(), step.stepType)};
    for (const OptionSpec &option : m_options) {
        if (option.kind != OptionKind::Table && option.kind != OptionKind::Path)
            continue;
        const QString name = optionText(step.parameter.value(option.key));
        if (name.isEmpty())
            continue;
        words += {option.title.toLower(), name};
        if (const QString partition = optionText(step.parameter.value(QLatin1String("partition")));
            !partition.isEmpty() && partition != QLatin1String("[]"))
            words.append(partition);
        break;
    }
    return words.join(u' ');
}

void StepSection::showIssues(const Issues &issues)
{
    QMap<QString, Issue> byKey;
    for (const Issue &issue : issues) {
        const QString key = optionOfIssue(m_step.pointer, issue);
        const auto known = byKey.constFind(key);
        if (known == byKey.constEnd() || issue.severity < known->severity)
            byKey.insert(key, issue);
    }
    if (m_form)
        m_form->setIssues(byKey);
    setMarkOf(issues);
    const QString count = countInWords(issues);
    setWords(count.isEmpty() ? inWords(m_step) : inWords(m_step) + QStringLiteral("  ·  ") + count);
}

bool StepSection::owns(const ScriptDocument &script, const Issue &issue) const
{
    const QString step = stepPointer(script, m_side);
    return !step.isEmpty() && issue.pointer.startsWith(step + parameterPart) &&
           !elsewhere.contains(optionOfIssue(step, issue));
}

bool StepSection::goTo(const Issue &issue)
{
    const QString key = optionOfIssue(m_step.pointer, issue);
    if (!m_form || !m_form->row(key))
        return false;
    setOpen(true);
    return m_form->goTo(key);
}

void StepSection::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    if (m_form)
        m_form->setReadOnly(readOnly);
    setTableObstacle(m_tableObstacle);
}

void StepSection::setResolver(std::function<QString(const QString &)> resolver)
{
    m_resolver = std::move(resolver);
    if (m_form)
        m_form->setResolver(m_resolver);
}

void StepSection::setTableObstacle(const QString &reason)
{
    m_tableObstacle = reason;
    if (!m_makeTable)
        return;
    m_makeTable->setEnabled(reason.isEmpty() && !m_readOnly);
    m_makeTable->setToolTip(reason.isEmpty() ? tr("Make the table from the columns that the reader delivers") : reason);
}

void StepSection::offerNames(const OptionSpec &, const QString &prefix, std::function<void(const OfferedNames &)> take)
{
    const QString source = m_step.parameter.value(QLatin1String("datasource")).toString();
    if (source.isEmpty())
        return take({{}, tr("Choose a data source first: it is asked for its names.")});
    m_names.ask(
        [session = m_session, source, prefix](Stop stop) { return session->probes->listObjects(source, prefix, stop); },
        [take = std::move(take)](Result<QList<ObjectInfo>> objects) {
            OfferedNames offered;
            if (!objects.ok())
                offered.problem = objects.error().message;
            else
                for (const ObjectInfo &object : *objects)
                    offered.names.append(object.name);
            take(offered);
        },
        listPatience);
}

} // namespace sluice
