#include "widgets/form/optionfield.h"

#include "task/optionvalue.h"
#include "widgets/form/choicefields.h"
#include "widgets/form/linefields.h"
#include "widgets/form/listfields.h"

namespace sluice
{

void OptionField::setValue(const QJsonValue &value)
{
    m_value = value;
    show(value);
}

void OptionField::take(const QJsonValue &value, bool typing)
{
    if (value == m_value)
        return;
    m_value = value;
    Q_EMIT edited(value, typing);
}

QString OptionField::placeholder() const
{
    if (!isUnset(m_option.defaultValue)) {
        QString text = optionText(m_option.defaultValue);
        return text.replace(u'\t', QStringLiteral("\\t"));
    }
    QString example = m_option.example;
    if (example.size() >= 2 && example.startsWith(u'"') && example.endsWith(u'"'))
        example = example.mid(1, example.size() - 2);
    return example.isEmpty() || example.startsWith(QLatin1String("…")) || example.startsWith(u'[') ||
                   example.startsWith(u'{') || example == QLatin1String("true") || example == QLatin1String("false")
               ? QString()
               : tr("for example %1").arg(example);
}

OptionField *makeOptionField(const Appearance &look, const OptionSpec &option, const PathChoice &paths, QWidget *parent)
{
    switch (option.kind) {
    case OptionKind::Boolean:
    case OptionKind::Choice:
        return new ChoiceField(look, option, parent);
    case OptionKind::List:
        return new ListField(look, option, parent);
    case OptionKind::Object:
    case OptionKind::Columns:
        return new ObjectField(look, option, parent);
    case OptionKind::Secret:
        return new SecretField(look, option, parent);
    case OptionKind::Path:
        return new PathField(look, option, paths, parent);
    case OptionKind::Table:
        return new NameField(look, option, parent);
    case OptionKind::Partition:
    case OptionKind::Text:
    case OptionKind::Integer:
    case OptionKind::Number:
        break;
    }
    return new LineField(look, option, parent);
}

} // namespace sluice
