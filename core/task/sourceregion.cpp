#include "task/sourceregion.h"

#include <QRegularExpression>
#include <QUrl>

namespace sluice
{

namespace
{

const QLatin1String endpoint("endpoint");
const QLatin1String tunnelServer("tunnelServer");
const QLatin1String regionKey("region");

const QString between = QStringLiteral(" Rows do not cross regions through the tunnel for data sources made after 11 "
                                       "December 2023: join the two networks (CEN or VPC peering), or use a data "
                                       "source in the same region. A test can pass all the same.");

QString addressRegion(const QJsonObject &values, QLatin1String key)
{
    return regionOfAddress(values.value(key).toString());
}

QString regionOf(const QJsonObject &values)
{
    const QString told = addressRegion(values, endpoint);
    return told.isEmpty() ? values.value(regionKey).toString().trimmed() : told;
}

QStringList hintsWithin(const QJsonObject &values)
{
    QStringList hints;
    const QString told = addressRegion(values, endpoint);
    const QString tunnel = addressRegion(values, tunnelServer);
    const QString named = values.value(regionKey).toString().trimmed();
    if (!told.isEmpty() && !named.isEmpty() && named != told)
        hints.append(QStringLiteral("The endpoint is in %1, and the region for signatures says %2: the service will "
                                    "refuse the key.")
                         .arg(told, named));
    if (!told.isEmpty() && !tunnel.isEmpty() && tunnel != told)
        hints.append(QStringLiteral("The endpoint is in %1, the tunnel in %2.").arg(told, tunnel) + between);
    return hints;
}

} // namespace

QString regionOfAddress(const QString &address)
{
    static const QRegularExpression region(
        QStringLiteral("^([a-z]{2}-[a-z]+(?:-[a-z0-9]+)*?)(?:-(?:vpc|intranet|internal))?$"));
    const QString host = QUrl(address.trimmed()).host().toLower();
    if (!host.endsWith(QLatin1String(".aliyun.com")) && !host.endsWith(QLatin1String(".aliyun-inc.com")) &&
        !host.endsWith(QLatin1String(".aliyuncs.com")))
        return {};
    for (const QString &label : host.split(u'.'))
        if (const auto found = region.match(label); found.hasMatch())
            return found.captured(1);
    return {};
}

QStringList regionHints(const DataSource &source, const QList<DataSource> &others)
{
    QStringList hints = hintsWithin(source.values);
    const QString mine = regionOf(source.values);
    if (source.production) {
        hints += hintsWithin(*source.production);
        const QString production = regionOf(*source.production);
        if (!mine.isEmpty() && !production.isEmpty() && mine != production)
            hints.append(
                QStringLiteral("The development half is in %1, the production half in %2.").arg(mine, production) +
                between);
    }
    for (const DataSource &other : others) {
        const QString theirs = regionOf(other.values);
        if (other.type != source.type || other.name == source.name || mine.isEmpty() || theirs.isEmpty() ||
            theirs == mine)
            continue;
        hints.append(QStringLiteral("This data source is in %1, \"%2\" of this workspace is in %3.")
                         .arg(mine, other.name, theirs) +
                     between);
        break; // one is enough to be warned
    }
    hints.removeDuplicates();
    return hints;
}

} // namespace sluice
