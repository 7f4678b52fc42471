#include "widgets/form/optionform.h"

#include "task/optionvalue.h"
#include "task/scriptwriter.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

static constexpr int longestOther = 80; // characters of a value that is only listed

OptionForm::OptionForm(const Appearance &look, const OptionSpecs &options, QWidget *parent)
    : OptionForm(look, options, PathChoice{}, parent)
{
}

OptionForm::OptionForm(const Appearance &look, const OptionSpecs &options, const PathChoice &paths, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_paths(paths)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (const OptionSpec &option : options)
        if (!option.advanced)
            addRow(option, layout);

    m_head = new QWidget(this);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(6);
    m_fold = new QToolButton(m_head);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setProperty("kind", "link");
    m_fold->setFont(Appearance::font(TextStyle::BaseMedium));
    m_fold->setAccessibleName(tr("Advanced"));
    m_fold->setCheckable(true);
    head->addWidget(m_fold);
    m_foldMark = new QLabel(m_head);
    head->addWidget(m_foldMark);
    head->addStretch(1);
    layout->addWidget(m_head);
    m_group = new QWidget(this);
    auto *group = new QVBoxLayout(m_group);
    group->setContentsMargins(0, 0, 0, 0);
    group->setSpacing(8);
    for (const OptionSpec &option : options) {
        if (!option.advanced)
            continue;
        m_advanced.append(option.key);
        addRow(option, group);
    }
    layout->addWidget(m_group);
    m_head->setVisible(!m_advanced.isEmpty());
    connect(m_fold, &QToolButton::toggled, this, &OptionForm::setAdvancedShown);

    m_others = new QWidget(this);
    auto *others = new QVBoxLayout(m_others);
    others->setContentsMargins(0, 4, 0, 0);
    others->setSpacing(4);
    others->addWidget(new TextLabel(look, tr("Other keys in the script"), TextStyle::DenseMedium, Role::T2, m_others));
    m_otherKeys = new TextLabel(look, {}, TextStyle::CodeDense, Role::T2, m_others);
    m_otherKeys->setWordWrap(true);
    m_otherKeys->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_otherKeys->setToolTip(tr("They are kept as they are. Change them in the script."));
    others->addWidget(m_otherKeys);
    layout->addWidget(m_others);
    m_others->hide();
    setAdvancedShown(false);
}

void OptionForm::addRow(const OptionSpec &option, QVBoxLayout *to)
{
    auto *row = new OptionRow(m_look, makeOptionField(m_look, option, m_paths, this), usualLabelWidth, this);
    to->addWidget(row);
    m_rows.insert(option.key, row);
    connect(row, &OptionRow::edited, this,
            [this, key = option.key](const QJsonValue &value, bool typing) { takeEdit(key, value, typing); });
    connect(row, &OptionRow::cureRequested, this,
            [this, key = option.key] { Q_EMIT cureRequested(m_issues.value(key)); });
}

void OptionForm::setShownElsewhere(const QStringList &keys)
{
    m_elsewhere = keys;
}

void OptionForm::setValues(const QJsonObject &values)
{
    m_values = values;
    for (auto row = m_rows.begin(); row != m_rows.end(); ++row) {
        (*row)->field().setValue(values.value(row.key()));
        resolve(**row);
    }
    showAdvancedText();
    showOthers();
}

void OptionForm::takeEdit(const QString &key, const QJsonValue &value, bool typing)
{
    if (value.isUndefined())
        m_values.remove(key);
    else
        m_values.insert(key, value);
    resolve(*m_rows[key]);
    showAdvancedText();
    Q_EMIT edited(key, value, typing);
}

void OptionForm::setIssues(const QMap<QString, Issue> &issues)
{
    m_issues = issues;
    for (auto row = m_rows.begin(); row != m_rows.end(); ++row) {
        const auto found = issues.constFind(row.key());
        (*row)->setIssue(found == issues.constEnd() ? nullptr : &*found);
    }
    showAdvancedText();
}

void OptionForm::setIssues(const QMap<QString, QString> &errors)
{
    QMap<QString, Issue> issues;
    for (auto error = errors.begin(); error != errors.end(); ++error) {
        Issue issue;
        issue.message = error.value();
        issues.insert(error.key(), issue);
    }
    setIssues(issues);
}

void OptionForm::setNameProvider(const NameProvider &provider)
{
    for (OptionRow *row : std::as_const(m_rows))
        row->field().setNameProvider(provider);
}

void OptionForm::setKeptSecrets(const QStringList &keys)
{
    for (auto row = m_rows.begin(); row != m_rows.end(); ++row)
        (*row)->field().setKept(keys.contains(row.key()));
}

void OptionForm::setResolver(std::function<QString(const QString &)> resolver)
{
    m_resolver = std::move(resolver);
    for (OptionRow *row : std::as_const(m_rows))
        resolve(*row);
}

void OptionForm::resolve(OptionRow &row)
{
    const QJsonValue value = row.field().value();
    row.field().setResolved(m_resolver && hasPlaceholder(value) ? m_resolver(value.toString()) : QString());
}

void OptionForm::setReadOnly(bool readOnly)
{
    for (OptionRow *row : std::as_const(m_rows))
        row->setReadOnly(readOnly);
}

void OptionForm::setUndoElsewhere(bool elsewhere)
{
    for (OptionRow *row : std::as_const(m_rows))
        row->setUndoElsewhere(elsewhere);
}

bool OptionForm::isAdvancedShown() const
{
    return m_fold->isChecked();
}

void OptionForm::setAdvancedShown(bool shown)
{
    m_fold->setChecked(shown);
    m_fold->setIcon(
        m_look.icon(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Role::Accent));
    m_group->setVisible(shown && !m_advanced.isEmpty());
}

// "Advanced, 3 options at default", and the worst mark of what is folded away.
void OptionForm::showAdvancedText()
{
    const auto set = std::count_if(m_advanced.begin(), m_advanced.end(),
                                   [this](const QString &key) { return !isUnset(m_values.value(key)); });
    const QString rest = tr("%n option(s) at default", nullptr, int(m_advanced.size() - set));
    m_fold->setText(set == 0 ? tr("Advanced, %1").arg(rest) : tr("Advanced, %1 set, %2").arg(set).arg(rest));
    m_fold->setAccessibleName(m_fold->text());
    std::optional<Severity> worst;
    for (auto issue = m_issues.begin(); issue != m_issues.end(); ++issue)
        if (m_advanced.contains(issue.key()) && (!worst || issue->severity < *worst))
            worst = issue->severity;
    m_foldMark->setVisible(worst.has_value());
    if (worst)
        m_foldMark->setPixmap(glyphPixmap(glyphOf(*worst), 14, devicePixelRatioF(), m_look));
}

void OptionForm::showOthers()
{
    QStringList lines;
    for (const QString &key : keysInOrder(m_values)) {
        if (m_rows.contains(key) || m_elsewhere.contains(key))
            continue;
        QString text = ScriptWriter{}.onOneLine(m_values.value(key));
        if (text.size() > longestOther)
            text = text.left(longestOther) + QChar(u'…');
        lines.append(key + QStringLiteral(": ") + text);
    }
    m_otherKeys->setText(lines.join(u'\n'));
    m_others->setVisible(!lines.isEmpty());
}

bool OptionForm::goTo(const QString &key)
{
    OptionRow *row = m_rows.value(key);
    if (!row)
        return false;
    if (m_advanced.contains(key))
        setAdvancedShown(true);
    for (QWidget *above = parentWidget(); above; above = above->parentWidget())
        if (auto *area = qobject_cast<QScrollArea *>(above)) {
            if (area->widget() && area->widget()->layout())
                area->widget()->layout()->activate();
            area->ensureWidgetVisible(row, 0, 40);
            break;
        }
    row->field().setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace sluice
