#pragma once

#include "base/result.h"

#include <QList>
#include <QPair>
#include <QString>

namespace sluice
{

// The values of a table's partition columns, top level first: pt=20150101, type=1. A value.
class PartitionSpec
{
public:
    // Accepts `,` and `/` between levels, spaces, and quotes around values (MR-9). Config error with the position.
    static Result<PartitionSpec> parse(const QString &text);

    PartitionSpec() = default;
    explicit PartitionSpec(QList<QPair<QString, QString>> values)
        : m_values(std::move(values))
    {
    }

    const QList<QPair<QString, QString>> &values() const { return m_values; }
    bool isEmpty() const { return m_values.isEmpty(); }
    QStringList names() const;
    QString value(const QString &name) const; // name ignores case; null when absent

    QString tunnelText() const; // pt=x,h=1
    QString restText() const;   // pt='x',h='1'
    QString pathText() const;   // pt=x/h=1

    friend bool operator==(const PartitionSpec &, const PartitionSpec &) = default;

private:
    QList<QPair<QString, QString>> m_values;
};

// MR-3: `*` is any run of characters, `?` exactly one, all else literal. Case counts.
bool wildcardMatches(const QString &pattern, const QString &value);

} // namespace sluice
