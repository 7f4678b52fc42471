#include "widgets/run/runconfigpane.h"

#include "service/rehearsal.h"
#include "service/runparameters.h"
#include "service/secretparameters.h"
#include "task/rerunverdict.h"
#include "task/sourcehalf.h"
#include "task/validate.h"
#include "widgets/run/figures.h"
#include "widgets/run/halfchoice.h"
#include "workspace/taskschedule.h"

#include <QDateTime>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLocale>
#include <QScrollArea>

namespace sluice
{

namespace
{

constexpr auto debounce = std::chrono::milliseconds(300);
constexpr int longestLimit = 2'000'000'000;
constexpr qint64 lateSeconds = 5 * 60; // rows of a window's end may still be on their way (AM-27)

// The name of a window's end among the parameters whose time is not long ago, with it.
QString lateWindow(const QMap<QString, QString> &values, const QTimeZone &zone)
{
    for (auto it = values.begin(); it != values.end(); ++it) {
        QDateTime time = QDateTime::fromString(it.value(), QStringLiteral("yyyyMMddHHmmss"));
        if (!it.key().contains(QLatin1String("end"), Qt::CaseInsensitive) || !time.isValid())
            continue;
        time.setTimeZone(zone);
        if (time.secsTo(QDateTime::currentDateTimeUtc()) < lateSeconds)
            return it.key();
    }
    return {};
}

QList<SourcePlaces> placesOf(const QStringList &names, const Session &session)
{
    QList<SourcePlaces> places;
    for (const QString &name : names) {
        const auto source = session.sources->find(name);
        if (!source.ok())
            continue; // the wizard flags it
        const ConnectorInfo *info = session.keeper->type(source->type);
        const OptionSpecs options = info ? info->sourceOptions : OptionSpecs();
        SourcePlaces place{name, source->local ? RunConfigPane::tr("this workspace's warehouse")
                                               : placeInWords(source->values, options)};
        if (source->production)
            place.production = placeInWords(*source->production, options);
        places.append(place);
    }
    return places;
}

} // namespace

RunConfigPane::RunConfigPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new Surface(look, Role::Panel, {}, scroll);
    scroll->setWidget(inside);
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);

    const auto hint = [&](const QString &text = {}) {
        auto *label = new TextLabel(look, text, TextStyle::Dense, Role::T2, inside);
        label->setWordWrap(true);
        return label;
    };
    m_rerun = new Chip(look, {}, Tone::Neutral, inside);
    m_rerunText = hint();
    m_rerun->hide();
    m_rerunText->hide();
    layout->addWidget(m_rerun, 0, Qt::AlignLeft);
    layout->addWidget(m_rerunText);

    layout->addSpacing(4);
    layout->addWidget(new TextLabel(look, tr("Parameters"), TextStyle::DenseStrong, Role::T1, inside));
    m_parameters = new QWidget(inside);
    m_parameterLayout = new QVBoxLayout(m_parameters);
    m_parameterLayout->setContentsMargins(0, 0, 0, 0);
    m_parameterLayout->setSpacing(4);
    layout->addWidget(m_parameters);
    m_warning = hint();
    m_warning->setRole(Role::Warn);
    m_warning->hide();
    layout->addWidget(m_warning);

    layout->addSpacing(4);
    layout->addWidget(new TextLabel(look, tr("Scheduled time"), TextStyle::DenseStrong, Role::T1, inside));
    m_time = new QLineEdit(inside);
    m_time->setFont(Appearance::font(TextStyle::CodeDense));
    m_time->setPlaceholderText(tr("now"));
    m_time->setAccessibleName(tr("Scheduled time"));
    m_time->setToolTip(tr("The time that expressions are made of, as 2022-11-22 10:05:00. Empty: now."));
    layout->addWidget(m_time);
    m_timeNote = hint();
    layout->addWidget(m_timeNote);

    layout->addSpacing(4);
    layout->addWidget(new TextLabel(look, tr("Data sources"), TextStyle::DenseStrong, Role::T1, inside));
    m_half = new HalfChoice(look, inside);
    layout->addWidget(m_half);

    layout->addSpacing(4);
    layout->addWidget(new TextLabel(look, tr("This run only"), TextStyle::DenseStrong, Role::T1, inside));
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_channels = addNumber(form, tr("Channels"), {});
    m_channels->setValidator(new QIntValidator(1, mostLanes, m_channels));
    m_rowLimit = addNumber(form, tr("Row limit"), tr("all rows"));
    m_rowLimit->setValidator(new QIntValidator(1, longestLimit, m_rowLimit));
    m_rehearsedRows = addNumber(form, tr("Rows to rehearse"), {});
    m_rehearsedRows->setValidator(new QIntValidator(1, mostRehearsedRows, m_rehearsedRows));
    layout->addLayout(form);
    layout->addWidget(hint(tr("With a row limit, reading stops after so many rows; what was read is written and "
                              "committed as usual. A rehearsal writes nothing.")));
    layout->addStretch(1);
    outer->addWidget(scroll);

    for (QLineEdit *edit : {m_time, m_channels, m_rowLimit, m_rehearsedRows})
        connect(edit, &QLineEdit::textEdited, this, &RunConfigPane::edited);
    connect(m_half, &HalfChoice::chosen, this, &RunConfigPane::edited);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(debounce);
    connect(&m_debounce, &QTimer::timeout, this, &RunConfigPane::resolve);
}

QLineEdit *RunConfigPane::addNumber(QFormLayout *form, const QString &label, const QString &empty)
{
    auto *edit = new QLineEdit(this);
    edit->setPlaceholderText(empty);
    edit->setAccessibleName(label);
    form->addRow(new TextLabel(m_look, label, TextStyle::Base, Role::T2, this), edit);
    return edit;
}

QString RunConfigPane::memory() const
{
    return m_session->workspace.directory() + u'|' + m_taskPath;
}

void RunConfigPane::setSession(SessionPtr session, const QString &taskPath)
{
    m_session = std::move(session);
    m_taskPath = taskPath;
    m_config = RunConfig::remembered(memory(), {});
    m_time->setText(m_config.scheduledTime);
    m_channels->setText(m_config.channels > 0 ? QString::number(m_config.channels) : QString());
    m_rowLimit->setText(m_config.rowLimit > 0 ? QString::number(m_config.rowLimit) : QString());
    m_rehearsedRows->setText(QString::number(m_config.rehearsedRows));
    setScript({}, std::nullopt);
}

void RunConfigPane::setTaskPath(const QString &path)
{
    m_taskPath = path;
    m_config.remember(memory());
}

void RunConfigPane::setScript(const ScriptDocument &script, const std::optional<TaskSpec> &task)
{
    if (task) {
        const RerunVerdict verdict = rerunVerdict(task->writer);
        m_rerun->show();
        m_rerunText->show();
        m_rerun->set(verdict.words, verdict.kind == RerunVerdict::Kind::Duplicates ? Tone::Warn
                                    : verdict.kind == RerunVerdict::Kind::Unknown  ? Tone::Neutral
                                                                                   : Tone::Ok);
        m_rerunText->setText(verdict.reason);
        m_sources.clear();
        for (const StepSpec *step : {&task->reader, &task->writer})
            if (const QString name = step->parameter.value(QLatin1String("datasource")).toString();
                !name.isEmpty() && !m_sources.contains(name))
                m_sources.append(name);
        m_scriptChannels = task->speed.concurrent;
        m_channels->setPlaceholderText(tr("%1, as in the script").arg(m_scriptChannels));
    }
    const QStringList names = parameterNames(script);
    const QStringList secrets = secretParameters(script, *m_session->keeper);
    if (names != m_names || secrets != m_config.secrets || m_parameterLayout->isEmpty()) {
        m_names = names;
        m_config.secrets = secrets;
        buildParameters();
    }
    m_debounce.start();
}

void RunConfigPane::buildParameters()
{
    while (QLayoutItem *item = m_parameterLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_fields.clear();
    const QMap<QString, QString> before = m_config.parameters;
    m_config.parameters = RunConfig::remembered(memory(), m_names).parameters;
    for (const QString &name : std::as_const(m_config.secrets))
        m_config.parameters.insert(name, before.value(name));
    if (!m_config.secrets.isEmpty())
        m_config.remember(memory());
    for (const QString &name : std::as_const(m_names)) {
        auto *row = new QWidget(m_parameters);
        auto *layout = new QVBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 4);
        layout->setSpacing(3);
        auto *head = new QHBoxLayout;
        head->addWidget(new TextLabel(m_look, name, TextStyle::CodeDense, Role::CodeVariable, row));
        head->addStretch(1);
        Field field;
        field.value = new TextLabel(m_look, {}, TextStyle::CodeDense, Role::T2, row);
        field.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        head->addWidget(field.value);
        layout->addLayout(head);
        field.edit = new QLineEdit(m_config.parameters.value(name), row);
        field.edit->setFont(Appearance::font(TextStyle::CodeDense));
        field.edit->setAccessibleName(name);
        if (m_config.secrets.contains(name))
            field.edit->setEchoMode(QLineEdit::Password);
        connect(field.edit, &QLineEdit::textEdited, this, &RunConfigPane::edited);
        layout->addWidget(field.edit);
        m_parameterLayout->addWidget(row);
        m_fields.insert(name, field);
    }
    if (m_names.isEmpty()) {
        auto *none = new TextLabel(m_look, tr("The script uses none. Write ${name} in a value to have one."),
                                   TextStyle::Dense, Role::T2, m_parameters);
        none->setWordWrap(true);
        m_parameterLayout->addWidget(none);
    }
}

void RunConfigPane::edited()
{
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it)
        m_config.parameters.insert(it.key(), it->edit->text());
    m_config.scheduledTime = m_time->text();
    m_config.half = m_half->half();
    m_config.channels = m_channels->text().toInt();
    m_config.rowLimit = m_rowLimit->text().isEmpty() ? -1 : m_rowLimit->text().toLongLong();
    m_config.rehearsedRows =
        m_rehearsedRows->hasAcceptableInput() ? m_rehearsedRows->text().toInt() : RunConfig().rehearsedRows;
    m_config.remember(memory());
    m_debounce.start();
    Q_EMIT changed();
}

// The data sources may have been changed since.
void RunConfigPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_debounce.start();
}

void RunConfigPane::resolve()
{
    if (!m_session)
        return;
    m_question.ask(
        [session = m_session, path = m_taskPath, config = m_config, names = m_names, sources = m_sources](Stop) {
            Looked looked;
            looked.places = placesOf(sources, *session);
            if (const auto schedule = loadSchedule(session->workspace.absolute(path)); schedule.ok())
                for (const ScheduleParameter &parameter : schedule->parameters)
                    looked.kept.insert(parameter.name, parameter.value);
            auto planned = config.planned(session->workspace.timeZone());
            if (!planned.ok()) {
                looked.error = planned.error();
                return looked;
            }
            PlannedTime time = planned->value_or(
                PlannedTime::atMinuteOf(QDateTime::currentSecsSinceEpoch(), session->workspace.timeZone()));
            looked.time = time.text();
            looked.businessDate = time.businessDate();
            auto run = runParameters(session->workspace, path, config.given(), *planned, names);
            if (run.ok())
                looked.values = run->values;
            else
                looked.error = run.error();
            return looked;
        },
        [this](const Looked &looked) { take(looked); });
}

void RunConfigPane::take(const Looked &looked)
{
    m_resolved = looked.values;
    m_unresolved = looked.error.message.isEmpty() ? QString() : looked.error.text();
    m_half->setPlaces(looked.places);
    const QTimeZone zone = m_session->workspace.timeZone();
    m_timeNote->setText(
        looked.time.isEmpty()
            ? QString()
            : tr("%1 %2, business date %3").arg(looked.time, QString::fromLatin1(zone.id()), looked.businessDate));
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        const bool secret = m_config.secrets.contains(it.key());
        const QString kept = looked.kept.value(it.key());
        it->edit->setPlaceholderText(secret && !kept.isEmpty() ? QStringLiteral("••••••") : kept);
        const QString value = secret ? QString() : m_resolved.value(it.key());
        it->value->setText(value == it->edit->text() ? QString() : value.left(24));
        it->value->setToolTip(value);
    }
    const QString late = lateWindow(m_resolved, zone);
    QString warning = m_unresolved;
    if (warning.isEmpty() && !late.isEmpty())
        warning = tr("%1 is less than 5 minutes ago: rows of the window may still be on their way. The run reads what "
                     "is there.")
                      .arg(late);
    m_warning->setText(warning);
    m_warning->setRole(m_unresolved.isEmpty() ? Role::Warn : Role::Error);
    m_warning->setVisible(!warning.isEmpty());
    Q_EMIT changed();
}

void RunConfigPane::leaveToScript(const QString &channelOption)
{
    if (channelOption != QLatin1String("concurrent") || m_channels->text().isEmpty())
        return;
    m_channels->clear();
    edited();
}

QString RunConfigPane::obstacle() const
{
    const QMap<QString, QString> builtIn = builtInParameters(PlannedTime());
    for (const QString &name : m_names)
        if (!builtIn.contains(name) && m_config.parameters.value(name).isEmpty() &&
            m_fields.value(name).edit->placeholderText().isEmpty() && !m_resolved.contains(name))
            return tr("Parameter %1 has no value").arg(name);
    if (const auto planned = m_session ? m_config.planned(m_session->workspace.timeZone())
                                       : Result<std::optional<PlannedTime>>(std::optional<PlannedTime>());
        !planned.ok())
        return planned.error().message;
    if (!m_channels->text().isEmpty() && !m_channels->hasAcceptableInput())
        return tr("Channels are 1 to %1").arg(mostLanes);
    if (!m_rowLimit->text().isEmpty() && !m_rowLimit->hasAcceptableInput())
        return tr("A row limit is a number of rows, at least 1");
    return {};
}

void RunConfigPane::showObstacle()
{
    const QString why = obstacle();
    if (why.isEmpty())
        return;
    m_warning->setText(why);
    m_warning->setRole(Role::Error);
    m_warning->show();
    for (const QString &name : std::as_const(m_names))
        if (m_config.parameters.value(name).isEmpty()) {
            m_fields.value(name).edit->setFocus();
            return;
        }
    m_time->setFocus();
}

} // namespace sluice
