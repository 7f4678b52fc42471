#include "widgets/run/parameterdialog.h"

#include <QDate>
#include <QFormLayout>
#include <QHBoxLayout>

namespace sluice
{

namespace
{

// What a parameter is likely to be on a first run: yesterday for a business date.
QString firstValue(const QString &name)
{
    if (name == QLatin1String("bizdate") || name == QLatin1String("bdp.system.bizdate"))
        return QDate::currentDate().addDays(-1).toString(QStringLiteral("yyyyMMdd"));
    return {};
}

QString settingKey(const QString &memory, const QString &name)
{
    return QStringLiteral("parameters/%1/%2").arg(QString(memory).replace(u'/', u'|'), name);
}

} // namespace

ParameterDialog::ParameterDialog(const Appearance &look, const QStringList &names, const QString &memory,
                                 QWidget *parent)
    : QDialog(parent)
    , m_memory(memory)
{
    setWindowTitle(tr("Run with parameters"));
    setMinimumWidth(420);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("Run with parameters"), TextStyle::Section, Role::T1, this));
    auto *hint = new TextLabel(look, tr("The script uses them as ${name}. They are remembered for this task."),
                               TextStyle::Dense, Role::T2, this);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const QMap<QString, QString> values = remembered(names, memory);
    for (const QString &name : names) {
        auto *field = new QLineEdit(values.value(name), this);
        field->setFont(Appearance::font(TextStyle::CodeDense));
        field->setAccessibleName(name);
        auto *label = new TextLabel(look, name, TextStyle::CodeDense, Role::CodeVariable, this);
        label->setMinimumWidth(96);
        form->addRow(label, field);
        m_fields.insert(name, field);
    }
    layout->addLayout(form);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *cancel = makeButton(tr("Cancel"), "", this);
    auto *run = makeButton(tr("Run"), "primary", this);
    run->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(run);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(run, &QPushButton::clicked, this, &QDialog::accept);
    if (!names.isEmpty()) {
        m_fields.value(names.front())->setFocus();
        m_fields.value(names.front())->selectAll();
    }
}

QMap<QString, QString> ParameterDialog::values() const
{
    QMap<QString, QString> values;
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it)
        values.insert(it.key(), it.value()->text());
    return values;
}

QMap<QString, QString> ParameterDialog::remembered(const QStringList &names, const QString &memory)
{
    QMap<QString, QString> values;
    for (const QString &name : names)
        values.insert(name, QSettings().value(settingKey(memory, name), firstValue(name)).toString());
    return values;
}

void ParameterDialog::accept()
{
    const QMap<QString, QString> given = values();
    for (auto it = given.begin(); it != given.end(); ++it)
        QSettings().setValue(settingKey(m_memory, it.key()), it.value());
    QDialog::accept();
}

} // namespace sluice
