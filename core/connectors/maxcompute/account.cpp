#include "connectors/maxcompute/account.h"

#include "task/taskoptions.h"

#include <QUrl>

#include <algorithm>

namespace sluice
{

namespace
{

QString text(const QJsonObject &values, const char *key)
{
    return values[QLatin1String(key)].toString().trimmed();
}

bool hasControl(const QByteArray &text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7f; });
}

Result<QByteArray> regionFrom(const QString &region)
{
    for (const QChar c : region)
        if (c.unicode() > 127 || !(c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('_')))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is not the id of a region; write it as cn-hangzhou.").arg(region),
                             QStringLiteral("region"));
    return region.toLatin1();
}

Result<HttpRoute> routeFrom(const QJsonObject &values)
{
    HttpRoute route;
    route.caFile = text(values, "caFile");
    const QString proxy = text(values, "proxy");
    if (proxy.isEmpty())
        return route;
    const QUrl url(proxy, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.scheme().toLower() != QLatin1String("http") ||
        !url.userInfo().isEmpty() || (url.path() != QLatin1String("") && url.path() != QLatin1String("/")) ||
        url.hasQuery())
        return makeError(ErrorCode::Config,
                         QStringLiteral("\"%1\" is not the address of an HTTP proxy; write it as http://host:port, and "
                                        "its user and password as proxyUser and proxyPassword.")
                             .arg(url.adjusted(QUrl::RemoveUserInfo).toString().left(200)),
                         QStringLiteral("proxy"));
    route.proxy = url.adjusted(QUrl::RemovePath).toString(QUrl::FullyEncoded).toUtf8();
    route.proxyUser = text(values, "proxyUser");
    route.proxyPassword = values[QLatin1String("proxyPassword")].toString();
    return route;
}

Result<Account> accountFrom(const QJsonObject &values, const QString &where)
{
    const QString endpoint = text(values, "endpoint").isEmpty() ? text(values, "odpsServer") : text(values, "endpoint");
    Account account;
    account.project = text(values, "project");
    account.accessId = text(values, "accessId").toUtf8();
    account.accessKey = text(values, "accessKey").toUtf8();
    QStringList missing;
    if (endpoint.isEmpty())
        missing.append(QStringLiteral("endpoint"));
    if (account.project.isEmpty())
        missing.append(QStringLiteral("project"));
    if (account.accessId.isEmpty())
        missing.append(QStringLiteral("accessId"));
    if (account.accessKey.isEmpty())
        missing.append(QStringLiteral("accessKey"));
    if (!missing.isEmpty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("The connection to MaxCompute lacks %1.").arg(missing.join(QStringLiteral(", "))), where);
    SLUICE_TRY(account.endpoint, ServerAddress::parse(endpoint, QStringLiteral("endpoint")));
    if (const QString tunnel = text(values, "tunnelServer"); !tunnel.isEmpty()) {
        SLUICE_TRY(account.tunnel, ServerAddress::parse(tunnel, QStringLiteral("tunnelServer")));
    }
    account.schema = text(values, "schema").toLower();
    account.quota = text(values, "tunnelQuota");
    account.securityToken = text(values, "securityToken").toUtf8();
    if (hasControl(account.securityToken))
        return makeError(ErrorCode::Config, QStringLiteral("The security token is not one line of text."),
                         QStringLiteral("securityToken"));
    SLUICE_TRY(account.region, regionFrom(text(values, "region")));
    SLUICE_TRY(account.route, routeFrom(values));
    return account;
}

} // namespace

Result<ServerAddress> ServerAddress::parse(const QString &text, const QString &where)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!url.isValid() || url.host().isEmpty() ||
        (scheme != QLatin1String("http") && scheme != QLatin1String("https")) || !url.userInfo().isEmpty() ||
        url.hasQuery())
        return makeError(ErrorCode::Config,
                         QStringLiteral("\"%1\" is not the address of a MaxCompute service; write it as "
                                        "http://service.cn-hangzhou.maxcompute.aliyun.com/api.")
                             .arg(url.adjusted(QUrl::RemoveUserInfo).toString().left(200)),
                         where);
    ServerAddress address;
    QString host = url.host(QUrl::FullyEncoded);
    if (host.contains(QLatin1Char(':')))
        host = QLatin1Char('[') + host + QLatin1Char(']');
    address.origin = (scheme + QStringLiteral("://") + host).toUtf8();
    if (url.port() > 0)
        address.origin += ':' + QByteArray::number(url.port());
    address.basePath = url.path(QUrl::FullyDecoded).toUtf8();
    while (address.basePath.endsWith('/'))
        address.basePath.chop(1);
    return address;
}

Result<Account> accountOf(const DataSource &source)
{
    return accountFrom(source.values, source.name);
}

Result<Account> accountOf(const DataSource &source, const StepSpec &step)
{
    for (const QString &key : connectionKeys())
        if (!step.parameter[key].toString().isEmpty())
            return accountFrom(step.parameter, step.pointer + QStringLiteral("/parameter"));
    if (source.name.isEmpty() && source.values.isEmpty())
        return makeError(ErrorCode::Config,
                         QStringLiteral("The step names no data source. Set \"datasource\", or give endpoint, project, "
                                        "accessId and accessKey."),
                         step.pointer + QStringLiteral("/parameter/datasource"));
    SLUICE_TRY(Account account, accountOf(source));
    for (const auto &[key, field] : {std::pair("tunnelQuota", &account.quota), std::pair("schema", &account.schema)})
        if (const QString value = text(step.parameter, key); !value.isEmpty())
            *field = value;
    account.schema = account.schema.toLower();
    return account;
}

} // namespace sluice
