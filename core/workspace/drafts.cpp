#include "workspace/drafts.h"

#include "base/files.h"
#include "workspace/ownerprocess.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr qint64 largestDraft = 64 * 1024 * 1024; // a task of 16 MiB, escaped
const QLatin1String suffix(".draft.json");

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

QByteArray textMark(const QString &text)
{
    return hashOf(text.toUtf8());
}

DraftStore::DraftStore(const QString &stateDir)
    : m_directory(stateDir + QLatin1String("/drafts"))
{
}

QString DraftStore::fileOf(const QString &path) const
{
    const QByteArray name = hashOf((ownProcess() + QLatin1Char('\n') + path).toUtf8()).left(32);
    return m_directory + QLatin1Char('/') + QString::fromLatin1(name) + suffix;
}

bool DraftStore::isLate(const QString &path, quint64 ticket)
{
    quint64 &served = m_served[path];
    if (ticket < served)
        return true;
    served = ticket;
    return false;
}

Done DraftStore::keep(const QString &path, const QString &text, const QByteArray &base, quint64 ticket)
{
    const std::lock_guard lock(m_mutex);
    if (isLate(path, ticket))
        return {};
    SLUICE_CHECK(makePrivateDir(m_directory));
    const QJsonObject object{
        {QStringLiteral("format"), formatVersion},
        {QStringLiteral("owner"), ownProcess()},
        {QStringLiteral("path"), path},
        {QStringLiteral("base"), QString::fromLatin1(base)},
        {QStringLiteral("kept"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
        {QStringLiteral("text"), text},
    };
    return writeFile(fileOf(path), QJsonDocument(object).toJson(QJsonDocument::Compact), Access::Private);
}

Done DraftStore::forget(const QString &path, quint64 ticket)
{
    const std::lock_guard lock(m_mutex);
    if (isLate(path, ticket))
        return {};
    return discard({path, {}, {}, {}, fileOf(path)});
}

Result<QList<Draft>> DraftStore::abandoned() const
{
    QList<Draft> drafts;
    const QDir directory(m_directory);
    for (const QString &name : directory.entryList({QLatin1Char('*') + suffix}, QDir::Files, QDir::Name)) {
        const QString file = directory.filePath(name);
        const auto bytes = readFile(file, largestDraft);
        const QJsonObject object = QJsonDocument::fromJson(bytes.valueOr({})).object();
        const QString path = object.value(QLatin1String("path")).toString();
        if (object.value(QLatin1String("format")).toInt() != formatVersion || path.isEmpty() ||
            mayBeAlive(object.value(QLatin1String("owner")).toString()))
            continue;
        drafts.append({path, object.value(QLatin1String("text")).toString(),
                       object.value(QLatin1String("base")).toString().toLatin1(),
                       QDateTime::fromString(object.value(QLatin1String("kept")).toString(), Qt::ISODateWithMs), file});
    }
    std::sort(drafts.begin(), drafts.end(), [](const Draft &a, const Draft &b) { return a.kept < b.kept; });
    return drafts;
}

Done DraftStore::discard(const Draft &draft) const
{
    if (QFile::remove(draft.file) || !QFile::exists(draft.file))
        return {};
    return makeError(ErrorCode::Io, QStringLiteral("The unsaved text that is kept cannot be removed."), draft.file);
}

} // namespace sluice
