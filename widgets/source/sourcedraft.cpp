#include "widgets/source/sourcedraft.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice
{

SourceDraft::SourceDraft(DataSource source, bool isNew, OptionSpecs options)
    : m_source(std::move(source))
    , m_isNew(isNew)
    , m_options(std::move(options))
{
}

const QJsonObject &SourceDraft::values(SourceHalf half) const
{
    return effective(half) == SourceHalf::Production ? *m_source.production : m_source.values;
}

DataSource SourceDraft::inHalf(SourceHalf half) const
{
    return m_source.inHalf(half);
}

bool SourceDraft::isSecret(const QString &key) const
{
    return std::any_of(m_options.begin(), m_options.end(), [&](const OptionSpec &option) {
        return option.key == key && option.kind == OptionKind::Secret;
    });
}

void SourceDraft::setValue(SourceHalf half, const QString &key, const QJsonValue &value)
{
    const bool untouched = isSecret(key) && value.toString().isEmpty();
    change(half, key, untouched ? QJsonValue(QJsonValue::Undefined) : value);
}

QStringList SourceDraft::spareSecrets(SourceHalf half) const
{
    QStringList spare;
    const QStringList kept = known(effective(half)).keptSecrets;
    for (const OptionSpec &option : m_options)
        if (!option.required && kept.contains(option.key) && !values(half).contains(option.key))
            spare.append(option.key);
    return spare;
}

// An empty one is forgotten when the source is saved.
void SourceDraft::forgetSpareSecrets(SourceHalf half)
{
    for (const QString &key : spareSecrets(half))
        change(half, key, QString());
}

void SourceDraft::change(SourceHalf half, const QString &key, const QJsonValue &value)
{
    QJsonObject &values = effective(half) == SourceHalf::Production ? *m_source.production : m_source.values;
    if (values.value(key) == value)
        return;
    if (value.isUndefined())
        values.remove(key);
    else
        values.insert(key, value);
    m_reports.remove(effective(half));
    m_known[effective(half)].status = {};
}

void SourceDraft::splitProduction()
{
    if (hasProduction())
        return;
    m_source.production = m_source.values;
    for (const OptionSpec &option : m_options)
        if (option.kind == OptionKind::Secret)
            m_source.production->remove(option.key);
    m_known.remove(SourceHalf::Production);
    m_reports.remove(SourceHalf::Production);
}

void SourceDraft::joinProduction()
{
    m_source.production.reset();
    m_known.remove(SourceHalf::Production);
    m_reports.remove(SourceHalf::Production);
}

QMap<QString, QString> SourceDraft::missing(SourceHalf half) const
{
    QMap<QString, QString> missing;
    const QStringList kept = known(effective(half)).keptSecrets;
    for (const OptionSpec &option : m_options) {
        const QJsonValue value = values(half).value(option.key);
        const bool set = !value.isUndefined() && !value.toVariant().toString().trimmed().isEmpty();
        const bool isKept = option.kind == OptionKind::Secret && value.isUndefined() && kept.contains(option.key);
        if (option.required && !set && !isKept)
            missing.insert(option.key, QCoreApplication::translate("SourceDraft", "%1 is needed.").arg(option.title));
    }
    return missing;
}

QString SourceDraft::nameProblem(const QStringList &taken) const
{
    if (const Done named = checkDataSourceName(m_source.name); !named.ok())
        return named.error().message;
    if (taken.contains(m_source.name, Qt::CaseInsensitive))
        return QCoreApplication::translate("SourceDraft", "There is a data source \"%1\" already. Choose another name.")
            .arg(m_source.name);
    return {};
}

QString SourceDraft::descriptionProblem() const
{
    const Done described = checkDataSourceDescription(m_source.description);
    return described.ok() ? QString() : described.error().message;
}

const TestReport *SourceDraft::report(SourceHalf half) const
{
    const auto found = m_reports.find(effective(half));
    return found == m_reports.end() ? nullptr : &*found;
}

SourceStatus::State SourceDraft::state(SourceHalf half) const
{
    if (const TestReport *told = report(half))
        return told->ok() ? SourceStatus::State::Connected : SourceStatus::State::Failed;
    return known(effective(half)).status.state;
}

QList<SourceHalf> SourceDraft::halves() const
{
    return hasProduction() ? QList{SourceHalf::Development, SourceHalf::Production} : QList{SourceHalf::Development};
}

std::optional<SourceHalf> SourceDraft::untested() const
{
    for (const SourceHalf half : halves())
        if (!report(half) && state(half) != SourceStatus::State::Connected)
            return half;
    return std::nullopt;
}

SourceDraft::Saving SourceDraft::saving() const
{
    if (untested())
        return Saving::NotYet;
    const QList<SourceHalf> all = halves();
    const bool connected = std::all_of(
        all.begin(), all.end(), [this](SourceHalf half) { return state(half) == SourceStatus::State::Connected; });
    return connected ? Saving::Ready : Saving::Anyway;
}

} // namespace sluice
