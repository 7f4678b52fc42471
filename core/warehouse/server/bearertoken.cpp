#include "warehouse/server/bearertoken.h"

#include "tunnel/partitionspec.h"
#include "warehouse/server/servertext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cmath>

namespace sluice::warehouse
{

namespace
{

constexpr double mostHours = 365 * 24;

QByteArray signatureOf(const QByteArray &text, const QByteArray &key)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.constData(), int(key.size()), reinterpret_cast<const unsigned char *>(text.constData()),
         size_t(text.size()), bytes, &size);
    return QByteArray(reinterpret_cast<const char *>(bytes), qsizetype(size)).toBase64();
}

QByteArray issuerOf(const Credentials &credentials)
{
    return "ODPS_OBO:" + credentials.accessId + ',';
}

// A list of texts, or one alone.
QStringList texts(const QJsonValue &value)
{
    QStringList list;
    if (value.isString())
        list.append(value.toString());
    for (const QJsonValue &item : value.toArray())
        list.append(item.toString());
    return list;
}

Error refusedWish(const QString &why)
{
    return makeError(ErrorCode::Config, why, {}, QStringLiteral("InvalidArgument"));
}

// What a request is about, in the words of policies.
struct Deed {
    QString object;  // "projects/p/tables/t", "projects/p", empty outside of projects
    QString project; // "projects/p"
    bool reads = false;
};

QString schemaIn(const HttpRequest &request)
{
    for (const char *key : {"curr_schema", "schema_name"})
        if (const std::string_view schema = request.value(key); !schema.empty())
            return QString::fromUtf8(schema.data(), qsizetype(schema.size())).toLower();
    return {};
}

// Sessions that read are opened by POST as well; `object` is the path without base and schema.
bool onlyReads(const HttpRequest &request, const QStringList &object)
{
    if (request.method == "GET" || request.method == "HEAD" || object.value(2) == QLatin1String("logs"))
        return true;
    if (request.method != "POST")
        return false;
    if (request.has("query") && object.size() == 3) // tables by their names
        return object.at(2) == QLatin1String("tables");
    if (request.has("downloads") && !request.has("uploads") && !request.has("uploadid"))
        return object.size() == 4 &&
               (object.at(2) == QLatin1String("tables") || object.at(2) == QLatin1String("instances"));
    return request.value("session_type") == "batch_read" && object.size() == 5 &&
           object.at(4) == QLatin1String("sessions");
}

Deed deedOf(const HttpRequest &request)
{
    Deed deed;
    QStringList path = QString::fromUtf8(request.path.data(), qsizetype(request.path.size()))
                           .toLower()
                           .split(QLatin1Char('/'), Qt::SkipEmptyParts);
    path = path.mid(std::max<qsizetype>(0, path.indexOf(QLatin1String("projects")))); // behind a base path
    QString schema = schemaIn(request);
    if (path.value(2) == QLatin1String("schemas") && path.size() > 4) {
        schema = path.at(3);
        path.remove(2, 2);
    }
    deed.reads = onlyReads(request, path);
    if (path.size() < 2 || path.first() != QLatin1String("projects"))
        return deed;
    deed.project = path.mid(0, 2).join(QLatin1Char('/'));
    QStringList object = path.mid(0, 4);
    if (path.value(2) == QLatin1String("tables") && !schema.isEmpty() && schema != QLatin1String("default"))
        object.insert(2, QStringLiteral("schemas/") + schema);
    deed.object = object.join(QLatin1Char('/'));
    return deed;
}

// What is not known to read writes: that is denied, but not allowed, by such a name.
bool coversAction(const QJsonObject &statement, bool reads, bool allows)
{
    static const QStringList readings{QStringLiteral("odps:read"), QStringLiteral("odps:list"),
                                      QStringLiteral("odps:describe"), QStringLiteral("odps:select"),
                                      QStringLiteral("odps:download")};
    const QStringList actions = texts(statement[QLatin1String("Action")]);
    return std::any_of(actions.begin(), actions.end(), [&](const QString &text) {
        const QString action = text.toLower();
        if (action == QLatin1String("odps:*") || action == QLatin1String("*"))
            return true;
        return reads ? readings.contains(action) : !allows && !readings.contains(action);
    });
}

// What belongs to the project as a whole, where a tunnel is for one, is allowed with every right in it.
bool coversObject(const QJsonObject &statement, const Deed &deed, bool allows)
{
    static const QStringList shared{QString(), QStringLiteral("/tunnel"), QStringLiteral("/logs")};
    const bool ofProject = allows && deed.reads && std::any_of(shared.begin(), shared.end(), [&](const QString &end) {
                               return deed.object == deed.project + end;
                           });
    const QStringList resources = texts(statement[QLatin1String("Resource")]);
    return std::any_of(resources.begin(), resources.end(), [&](const QString &text) {
        QString pattern = text.toLower().section(QLatin1Char(':'), 3); // acs:odps:*:
        pattern.replace(QLatin1String("/schemas/default/"), QLatin1String("/"));
        return text.startsWith(QLatin1String("acs:odps:"), Qt::CaseInsensitive) &&
               (wildcardMatches(pattern, deed.object) ||
                (ofProject && wildcardMatches(pattern.section(QLatin1Char('/'), 0, 1), deed.project)));
    });
}

bool isAllowed(const QJsonObject &policy, const Deed &deed)
{
    if (deed.project.isEmpty()) // the tenant, the quotas, the names of the projects
        return deed.reads;
    bool allowed = false;
    for (const QJsonValue &value : policy[QLatin1String("Statement")].toArray()) {
        const QJsonObject statement = value.toObject();
        const bool allows =
            statement[QLatin1String("Effect")].toString().compare(QLatin1String("Allow"), Qt::CaseInsensitive) == 0;
        if (!coversAction(statement, deed.reads, allows) || !coversObject(statement, deed, allows))
            continue;
        if (!allows)
            return false;
        allowed = true;
    }
    return allowed;
}

} // namespace

Result<QByteArray> makeBearerToken(const Credentials &credentials, const QJsonObject &wish, const QDateTime &now)
{
    const double hours = wish[QLatin1String("expires_in_hours")].toDouble(24);
    if (!(hours > 0 && hours <= mostHours))
        return refusedWish(
            QStringLiteral("expires_in_hours is a number of hours above 0, at most %1.").arg(int(mostHours)));
    const QJsonObject policy = wish[QLatin1String("policy")].toObject();
    if (!policy[QLatin1String("Statement")].isArray())
        return refusedWish(QStringLiteral("A bearer token wants a policy: {\"Statement\": [{\"Effect\": \"Allow\", "
                                          "\"Action\": [\"odps:Read\"], \"Resource\": [\"acs:odps:*:projects/p/…\"]}], "
                                          "\"Version\": \"1\"}."));
    for (const QJsonValue &statement : policy[QLatin1String("Statement")].toArray())
        for (const char *key : {"Condition", "NotAction", "NotResource"})
            if (!statement[QLatin1String(key)].isUndefined())
                return refusedWish(QStringLiteral("The local warehouse knows no %1 in the policy of a bearer token: "
                                                  "write it by Action and Resource.")
                                       .arg(QLatin1String(key)));
    const QByteArray text = issuerOf(credentials) +
                            QByteArray::number(now.toSecsSinceEpoch() + qint64(std::ceil(hours * 3600))) + ',' +
                            QJsonDocument(policy).toJson(QJsonDocument::Compact);
    return (signatureOf(text, credentials.accessKey) + ',' + text).toBase64();
}

std::optional<Fault> checkBearerToken(const HttpRequest &request, const QByteArray &token,
                                      const Credentials &credentials, const QDateTime &now)
{
    const QByteArray whole = QByteArray::fromBase64(token);
    const qsizetype comma = whole.indexOf(',');
    const QByteArray text = whole.mid(comma + 1);
    const QByteArray issuer = issuerOf(credentials);
    const QByteArray expected = signatureOf(text, credentials.accessKey);
    const bool isSigned = comma == expected.size() &&
                          CRYPTO_memcmp(whole.constData(), expected.constData(), size_t(expected.size())) == 0;
    if (!text.startsWith(issuer) || (!isSigned && !credentials.lenient))
        return Fault{401, "Unauthorized",
                     "ODPS-0410051:Invalid credentials - the bearer token is none of this warehouse. Have one made by "
                     "POST /projects/P/authorization?sign_bearer_token, signed with the access key."};
    const QByteArray rest = text.mid(issuer.size());
    const qint64 expiry = rest.left(rest.indexOf(',')).toLongLong();
    if (now.toSecsSinceEpoch() >= expiry)
        return Fault{401, "AuthenticationRequestExpired",
                     "ODPS-0410031:Authentication request expired - the bearer token was good until " +
                         isoDate(QDateTime::fromSecsSinceEpoch(expiry, Qt::UTC)) + ", and now it is " + isoDate(now) +
                         ". Have a new one made."};
    const QJsonObject policy = QJsonDocument::fromJson(rest.mid(rest.indexOf(',') + 1)).object();
    const Deed deed = deedOf(request);
    if (isAllowed(policy, deed))
        return std::nullopt;
    return Fault{403, "NoPermission",
                 std::string("ODPS-0130013:Authorization exception - the bearer token's policy does not allow odps:") +
                     (deed.reads ? "Read" : "*") + " on acs:odps:*:" + deed.object.toStdString() + "."};
}

} // namespace sluice::warehouse
