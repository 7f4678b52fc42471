#include "widgets/run/rulebar.h"

#include "widgets/run/figures.h"

#include <QHBoxLayout>

namespace sluice
{

namespace
{

using Kind = FixRule::Kind;

bool takesText(Kind kind)
{
    return kind == Kind::Null || kind == Kind::Default || kind == Kind::Date;
}

} // namespace

RuleBar::RuleBar(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Canvas, Qt::BottomEdge, parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 5, 12, 6);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(look, tr("Rule"), TextStyle::Dense, Role::T2, this));
    m_kind = new QComboBox(this);
    m_kind->setAccessibleName(tr("Rule"));
    const std::pair<Kind, QString> kinds[] = {
        {Kind::Null, tr("Treat as NULL")},     {Kind::Default, tr("Put instead")}, {Kind::Trim, tr("Trim blanks")},
        {Kind::Number, tr("Find the number")}, {Kind::Date, tr("Read date by")},   {Kind::Cut, tr("Cut to length")},
        {Kind::Drop, tr("Drop the rows")},
    };
    for (const auto &[kind, text] : kinds)
        m_kind->addItem(text, int(kind));
    layout->addWidget(m_kind);
    m_text = new QLineEdit(this);
    m_text->setFont(Appearance::font(TextStyle::CodeDense));
    m_text->setMinimumWidth(56);
    m_text->setMaximumWidth(150);
    m_text->setAccessibleName(tr("Text of the rule"));
    layout->addWidget(m_text, 1);
    layout->addWidget(new TextLabel(look, tr("in"), TextStyle::Dense, Role::T2, this));
    m_columns = new QComboBox(this);
    m_columns->setAccessibleName(tr("Columns"));
    m_columns->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_columns->setMinimumContentsLength(11); // "every column"
    m_columns->setMaximumWidth(200);
    layout->addWidget(m_columns, 1);
    m_apply = makeButton(tr("Apply"), "", this);
    m_apply->setToolTip(tr("Ctrl+Enter"));
    layout->addWidget(m_apply);
    layout->addStretch(1);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &RuleBar::kindChanged);
    connect(m_text, &QLineEdit::textChanged, this, &RuleBar::ruleChanged);
    connect(m_columns, &QComboBox::currentIndexChanged, this, &RuleBar::ruleChanged);
    connect(m_apply, &QPushButton::clicked, this, &RuleBar::applyRequested);
    kindChanged();
}

void RuleBar::offer(const QStringList &columns, const QString &example)
{
    if (columns != m_offered) {
        const QSignalBlocker blocker(m_columns);
        const QString before = m_columns->currentData().toString();
        m_offered = columns;
        m_columns->clear();
        m_columns->addItem(columns.size() == 1 ? columns.front() : tr("every column"), QString());
        for (const QString &column : columns)
            if (columns.size() > 1)
                m_columns->addItem(column, column);
        m_columns->setCurrentIndex(std::max(0, m_columns->findData(before)));
    }
    if (example != m_example) {
        const bool untouched = m_text->text() == m_example;
        m_example = example;
        if (untouched && rule().kind == Kind::Null)
            m_text->setText(example);
    }
}

FixRule RuleBar::rule() const
{
    FixRule rule;
    rule.kind = Kind(m_kind->currentData().toInt());
    rule.text = takesText(rule.kind) ? m_text->text() : QString();
    rule.column = m_columns->currentData().toString();
    return rule;
}

void RuleBar::setRule(const FixRule &rule)
{
    m_kind->setCurrentIndex(m_kind->findData(int(rule.kind)));
    m_text->setText(rule.text);
    m_columns->setCurrentIndex(std::max(0, m_columns->findData(rule.column)));
}

void RuleBar::kindChanged()
{
    const Kind kind = Kind(m_kind->currentData().toInt());
    m_text->setVisible(takesText(kind));
    m_text->setPlaceholderText(kind == Kind::Date ? QStringLiteral("dd/MM/yyyy") : QString());
    m_text->setToolTip(kind == Kind::Null      ? tr("The text that stands for NULL")
                       : kind == Kind::Default ? tr("The value that takes the place of what does not fit")
                                               : tr("How the date is written: yyyy MM dd HH mm ss"));
    m_text->setText(kind == Kind::Null ? m_example : kind == Kind::Date ? QStringLiteral("dd/MM/yyyy") : QString());
    Q_EMIT ruleChanged();
}

void RuleBar::setCount(qsizetype rows)
{
    m_count = rows;
    m_apply->setText(rows < 0 ? tr("Apply") : tr("Apply to %1").arg(grouped(rows)));
    m_apply->setEnabled(m_usable && rows > 0);
}

void RuleBar::setUsable(bool usable)
{
    m_usable = usable;
    m_apply->setEnabled(m_usable && m_count > 0);
}

} // namespace sluice
