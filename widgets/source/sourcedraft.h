#pragma once

#include "service/sourcekeeper.h"

#include <QMap>

#include <optional>

namespace sluice
{

// A data source while it is edited: its values, what each half's test has said of them, and whether it may be saved
// (DS-6). A value without looks or services.
class SourceDraft
{
public:
    // What is known of a half from before.
    struct Known {
        SourceStatus status;
        QStringList keptSecrets;
    };
    enum class Saving {
        NotYet, // a half was not tested
        Anyway, // each was, and one failed: it is kept as untested
        Ready,
    };

    SourceDraft(DataSource source, bool isNew, OptionSpecs options);

    const DataSource &source() const { return m_source; }
    const OptionSpecs &options() const { return m_options; }
    bool isNew() const { return m_isNew; }
    bool hasProduction() const { return m_source.production.has_value(); }
    // The half whose values runs of this half use.
    SourceHalf effective(SourceHalf half) const { return hasProduction() ? half : SourceHalf::Development; }
    const QJsonObject &values(SourceHalf half) const;
    // What is tested: the values of one half.
    DataSource inHalf(SourceHalf half) const;

    void setName(const QString &name) { m_source.name = name; }
    void setDescription(const QString &description) { m_source.description = description; }
    void setKnown(SourceHalf half, const Known &known) { m_known.insert(half, known); }
    const Known known(SourceHalf half) const { return m_known.value(half); }
    // Undefined: the key is gone; a secret that is gone, or empty, is the one that is kept. What a test said no longer
    // counts.
    void setValue(SourceHalf half, const QString &key, const QJsonValue &value);
    // Options with a kept secret that the source can do without, and to do without them.
    QStringList spareSecrets(SourceHalf half) const;
    void forgetSpareSecrets(SourceHalf half);
    // Production gets values of its own, the same at first but for secrets; or loses them.
    void splitProduction();
    void joinProduction();

    // Required options without a value, by key.
    QMap<QString, QString> missing(SourceHalf half) const;
    // Why the name or the description cannot be taken; `taken` are the names of others.
    QString nameProblem(const QStringList &taken) const;
    QString descriptionProblem() const;

    void setReport(SourceHalf half, const TestReport &report) { m_reports.insert(half, report); }
    const TestReport *report(SourceHalf half) const;
    SourceStatus::State state(SourceHalf half) const;
    Saving saving() const;
    // The half that keeps it from being saved.
    std::optional<SourceHalf> untested() const;

private:
    QList<SourceHalf> halves() const;
    bool isSecret(const QString &key) const;
    void change(SourceHalf half, const QString &key, const QJsonValue &value);

    DataSource m_source;
    bool m_isNew;
    OptionSpecs m_options;
    QMap<SourceHalf, Known> m_known;
    QMap<SourceHalf, TestReport> m_reports;
};

} // namespace sluice
