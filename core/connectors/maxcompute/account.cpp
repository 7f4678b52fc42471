#include "connectors/maxcompute/account.h"

#include <QUrl>

namespace sluice
{

namespace
{

QString text(const QJsonObject &values, const char *key)
{
    return values[QLatin1String(key)].toString().trimmed();
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

QStringList connectionKeys()
{
    return {QStringLiteral("endpoint"), QStringLiteral("odpsServer"), QStringLiteral("tunnelServer"),
            QStringLiteral("project"),  QStringLiteral("accessId"),   QStringLiteral("accessKey")};
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
    return accountOf(source);
}

} // namespace sluice
