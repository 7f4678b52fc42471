#include "widgets/wizard/channelsection.h"

#include "task/optionvalue.h"
#include "widgets/common/setting.h"
#include "widgets/form/choicefields.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

const Setting<int> memorySetting{"computer/memoryMegabytes", 0}; // 0: the usual
constexpr int memoryChoices[] = {0, 64, 128, 256, 512, 1024, 2048, 4096};
constexpr qint64 mostQueueBytes = qint64(256) * 1024 * 1024;
constexpr int widestForm = 560;

QString inWords(int megabytes)
{
    return megabytes == 0 ? ChannelSection::tr("16 MB a channel") : ChannelSection::tr("%1 MB").arg(megabytes);
}

} // namespace

ChannelSection::ChannelSection(const Appearance &look, TaskEditor &editor, QWidget *parent)
    : SectionCard(look, tr("Channel control"), parent)
{
    m_form = new OptionForm(look, channelOptions(), &body());
    m_form->setUndoElsewhere(true);
    m_form->setMaximumWidth(widestForm);
    connect(m_form, &OptionForm::edited, &editor, &TaskEditor::setChannelOption);
    connect(m_form, &OptionForm::cureRequested, this, &SectionCard::cureRequested);
    content().addWidget(m_form);
    content().addWidget(makeMemory());
}

QWidget *ChannelSection::makeMemory()
{
    auto *row = new QWidget(&body());
    row->setMaximumWidth(widestForm);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto *label = new TextLabel(m_look, tr("Memory"), TextStyle::Base, Role::T2, row);
    label->setFixedWidth(OptionForm::usualLabelWidth);
    layout->addWidget(label);
    auto *list = new ChoiceBox(row);
    list->setAccessibleName(tr("Memory"));
    const QString hint = tr("The most memory for rows on their way, all channels together. It belongs to this computer "
                            "and its tasks, not to the script.");
    label->setToolTip(hint);
    list->setToolTip(hint);
    for (const int megabytes : memoryChoices)
        list->addItem(inWords(megabytes), megabytes);
    list->setCurrentIndex(std::max(0, list->findData(memorySetting.value())));
    connect(list, &QComboBox::activated, this, [this, list] {
        memorySetting.set(list->currentData().toInt());
        tell();
        Q_EMIT memoryChanged(memoryInWords());
    });
    layout->addWidget(list, 1);
    return row;
}

QString ChannelSection::memoryInWords()
{
    return inWords(memorySetting.value());
}

std::optional<qint64> ChannelSection::queueBytes(int channels)
{
    const qint64 bytes = qint64(memorySetting.value()) * 1024 * 1024;
    if (bytes <= 0)
        return std::nullopt;
    return std::min(bytes / std::max(channels, 1), mostQueueBytes);
}

void ChannelSection::showScript(const ScriptDocument &script)
{
    m_script = script;
    const QJsonObject values = channelValues(script);
    m_form->setValues(values);
    const auto showRow = [this](const char *key, bool shown) {
        if (OptionRow *row = m_form->row(QLatin1String(key)))
            row->setVisible(shown);
    };
    const QString policy = values.value(QLatin1String("dirtyPolicy")).toString();
    const QJsonValue throttle = values.value(QLatin1String("throttle"));
    showRow("mbps", readBoolean(throttle).value_or(hasPlaceholder(throttle)));
    showRow("record", policy == QLatin1String("limit"));
    showRow("percentage", policy == QLatin1String("share"));
    tell();
}

void ChannelSection::tell()
{
    const QString count = countInWords(m_issues);
    setWords(channelInWords(m_script) + QStringLiteral(", ") + memoryInWords() +
             (count.isEmpty() ? QString() : QStringLiteral("  ·  ") + count));
}

void ChannelSection::showIssues(const Issues &issues)
{
    m_issues = issues;
    QMap<QString, Issue> byKey;
    for (const Issue &issue : issues)
        if (const QString key = channelKeyAt(issue.pointer); !key.isEmpty() && !byKey.contains(key))
            byKey.insert(key, issue);
    m_form->setIssues(byKey);
    setMarkOf(issues);
    tell();
}

bool ChannelSection::owns(const ScriptDocument &, const Issue &issue) const
{
    return issue.pointer.startsWith(QLatin1String("/setting"));
}

bool ChannelSection::goTo(const Issue &issue)
{
    const QString key = channelKeyAt(issue.pointer);
    OptionRow *row = m_form->row(key);
    if (!row || row->isHidden())
        return false;
    setOpen(true);
    return m_form->goTo(key);
}

} // namespace sluice
