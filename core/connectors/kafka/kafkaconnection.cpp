#include "connectors/kafka/kafkaclient.h"
#include "task/optionvalue.h"

#include <QFileInfo>
#include <QJsonArray>

namespace sluice
{

namespace
{

// What this program sets itself, or what belongs elsewhere.
const QStringList &ownSettings()
{
    static const QStringList names{QStringLiteral("bootstrap.servers"),
                                   QStringLiteral("metadata.broker.list"),
                                   QStringLiteral("group.id"),
                                   QStringLiteral("enable.auto.commit"),
                                   QStringLiteral("auto.offset.reset"),
                                   QStringLiteral("enable.auto.offset.store"),
                                   QStringLiteral("enable.partition.eof"),
                                   QStringLiteral("auto.commit.enable"),
                                   QStringLiteral("enable.idempotence"),
                                   QStringLiteral("transactional.id")};
    return names;
}

bool isSecret(const QString &name)
{
    static const QStringList words{QStringLiteral("password"), QStringLiteral("secret"), QStringLiteral("key.pem"),
                                   QStringLiteral("jaas"), QStringLiteral("oauthbearer.config")};
    for (const QString &word : words)
        if (name.contains(word, Qt::CaseInsensitive))
            return true;
    return false;
}

Error configError(const QString &message, const QString &where)
{
    return makeError(ErrorCode::Config, message, where);
}

Done addSettings(const QJsonObject &values, const QString &where, bool foreignAllowed, KafkaConnection &connection)
{
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QString name = it.key().trimmed();
        const auto text = readText(it.value());
        const QString place = where + QLatin1Char('/') + it.key();
        if (isSecret(name))
            return configError(QStringLiteral("\"%1\" holds a secret: give it to the data source, where it is kept in "
                                              "the keyring.")
                                   .arg(name),
                               place);
        if (!text)
            return configError(QStringLiteral("The value of \"%1\" is a text, a number, true or false.").arg(name),
                               place);
        if (ownSettings().contains(name)) {
            if (name != QLatin1String("group.id"))
                connection.ignored.append(name);
            continue;
        }
        const QString fault = KafkaClient::settingFault(name, *text);
        if (fault.isEmpty())
            connection.settings.insert(name, *text);
        else if (foreignAllowed && !KafkaClient::isSetting(name))
            connection.ignored.append(name);
        else
            return configError(fault, place);
    }
    return {};
}

Done addFile(const QJsonObject &values, const char *key, const char *setting, const QString &where,
             KafkaConnection &connection)
{
    const QString path = values.value(QLatin1String(key)).toString().trimmed();
    if (path.isEmpty())
        return {};
    if (!QFileInfo(path).isReadable())
        return makeError(ErrorCode::NotFound, QStringLiteral("The file \"%1\" cannot be read.").arg(path),
                         where + QLatin1Char('.') + QLatin1String(key));
    connection.settings.insert(QLatin1String(setting), path);
    return {};
}

} // namespace

Result<KafkaConnection> kafkaConnection(const DataSource &source, const StepSpec *step)
{
    KafkaConnection connection;
    const QJsonObject &values = source.values;
    const auto text = [&](const char *key) {
        return readText(values.value(QLatin1String(key))).value_or(QString()).trimmed();
    };
    connection.servers = text("bootstrapServers");
    connection.protocol =
        text("securityProtocol").isEmpty() ? QStringLiteral("PLAINTEXT") : text("securityProtocol").toUpper();
    if (step && step->parameter.contains(QStringLiteral("server"))) {
        connection.servers = step->parameter.value(QStringLiteral("server")).toString().trimmed();
        if (source.name.isEmpty())
            connection.protocol = QStringLiteral("PLAINTEXT");
    }
    if (connection.servers.isEmpty())
        return step && source.name.isEmpty()
                   ? configError(QStringLiteral("The step names no data source. Set \"datasource\", or \"server\" for "
                                                "brokers without encryption."),
                                 kafkaPointer(*step, "datasource"))
                   : configError(QStringLiteral("The data source names no brokers."),
                                 QStringLiteral("bootstrapServers"));
    connection.settings.insert(QStringLiteral("security.protocol"), connection.protocol.toLower());
    if (connection.sasl()) {
        const QString mechanism =
            text("saslMechanism").isEmpty() ? QStringLiteral("PLAIN") : text("saslMechanism").toUpper();
        const QString password = values.value(QStringLiteral("password")).toString();
        if (text("username").isEmpty() || password.isEmpty())
            return configError(QStringLiteral("%1 needs a user name and a password.").arg(connection.protocol),
                               text("username").isEmpty() ? QStringLiteral("username") : QStringLiteral("password"));
        connection.settings.insert(QStringLiteral("sasl.mechanism"), mechanism);
        connection.settings.insert(QStringLiteral("sasl.username"), text("username"));
        connection.settings.insert(QStringLiteral("sasl.password"), password);
    }
    if (connection.tls()) {
        SLUICE_CHECK(addFile(values, "caFile", "ssl.ca.location", source.name, connection));
        SLUICE_CHECK(addFile(values, "certificateFile", "ssl.certificate.location", source.name, connection));
        SLUICE_CHECK(addFile(values, "keyFile", "ssl.key.location", source.name, connection));
        if (const QString password = values.value(QStringLiteral("keyPassword")).toString(); !password.isEmpty())
            connection.settings.insert(QStringLiteral("ssl.key.password"), password);
        const bool verify = readBoolean(values.value(QStringLiteral("verifyHostName"))).value_or(true);
        connection.settings.insert(QStringLiteral("ssl.endpoint.identification.algorithm"),
                                   verify ? QStringLiteral("https") : QStringLiteral("none"));
    }
    connection.minVersion = text("minVersion").isEmpty() ? QStringLiteral("0.10.2") : text("minVersion");
    connection.maxVersion = text("maxVersion");
    SLUICE_CHECK(addSettings(values.value(QStringLiteral("properties")).toObject(), QStringLiteral("properties"), false,
                             connection));
    if (step)
        SLUICE_CHECK(addSettings(step->parameter.value(QStringLiteral("kafkaConfig")).toObject(),
                                 kafkaPointer(*step, "kafkaConfig"), true, connection));
    return connection;
}

} // namespace sluice
