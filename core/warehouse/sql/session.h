#pragma once

#include <QMap>
#include <QString>

namespace sluice::warehouse
{

// Where a statement runs: names without a project are looked up here.
struct SqlSession {
    QString project;
    QString schema; // empty: default
    QMap<QString, QString> settings;

    bool setting(const char *name) const
    {
        return settings.value(QLatin1String(name)).compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
    }
};

} // namespace sluice::warehouse
