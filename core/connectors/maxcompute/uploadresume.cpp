#include "connectors/maxcompute/uploadresume.h"

#include "connectors/maxcompute/blockrun.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

const QString uploadKey = QStringLiteral("upload");
const QString numberKey = QStringLiteral("block");

Error cannotGoOn(const QString &reason, const QString &detail = {})
{
    return makeError(ErrorCode::Conflict, reason + QStringLiteral(" Run the task anew."), {}, detail);
}

Result<UploadSession> resumeOne(Client &client, const TunnelTarget &target, const SentBlocks &sent, bool complete,
                                Stop stop)
{
    UploadSession begun;
    begun.target = target;
    begun.id = sent.upload;
    auto session = reloadUpload(client, begun, stop);
    if (!session.ok() && session.error().code == ErrorCode::NotFound)
        return cannotGoOn(
            QStringLiteral("The service no longer has the upload that the attempt had begun: it keeps one "
                           "for 24 hours, and not when the table is changed."),
            session.error().detail);
    if (!session.ok())
        return session;
    if (session->closed)
        return complete ? session
                        : cannotGoOn(QStringLiteral("The upload that the attempt had begun was committed, though "
                                                    "not all rows were sent. Look at the table first."));
    if (!session->usable)
        return cannotGoOn(QStringLiteral("The upload that the attempt had begun has expired."));
    for (const int block : sent.blocks)
        if (!session->blocks.contains(block))
            return cannotGoOn(QStringLiteral("The service no longer has block %1 of what was sent.").arg(block));
    return session;
}

} // namespace

QByteArray resumeStateOf(const QString &uploadId)
{
    return QJsonDocument(QJsonObject{{uploadKey, uploadId}}).toJson(QJsonDocument::Compact);
}

QJsonValue sentBlock(const QString &upload, int block, const QString &first)
{
    return upload == first ? QJsonValue(block) : QJsonValue(QJsonObject{{uploadKey, upload}, {numberKey, block}});
}

QList<SentBlocks> sentBlocks(const std::vector<Receipt> &receipts, const QString &first)
{
    QList<SentBlocks> uploads{{first, {}}};
    QHash<QString, qsizetype> places{{first, 0}};
    for (const QJsonValue &block : blocksOf(receipts)) {
        const QString upload = block.isObject() ? block[uploadKey].toString() : first;
        const qsizetype place = places.value(upload, uploads.size());
        if (place == uploads.size()) {
            places.insert(upload, place);
            uploads.append({upload, {}});
        }
        uploads[place].blocks.append((block.isObject() ? block[numberKey] : block).toInt(-1));
    }
    for (SentBlocks &sent : uploads)
        std::sort(sent.blocks.begin(), sent.blocks.end());
    return uploads;
}

Result<UploadSession> resumeUpload(Client &client, const TunnelTarget &target, const ResumePoint &point, Stop stop)
{
    const QString id = QJsonDocument::fromJson(point.sinkState).object()[uploadKey].toString();
    const QList<SentBlocks> uploads = sentBlocks(point.receipts, id);
    SLUICE_TRY(UploadSession first, resumeOne(client, target, uploads.first(), point.complete, stop));
    for (const SentBlocks &sent : uploads.sliced(1))
        SLUICE_CHECK(resumeOne(client, target, sent, point.complete, stop));
    return first;
}

int firstFreeBlock(const UploadSession &session, const QList<int> &sent, int lanes)
{
    int last = -1;
    for (const int block : sent + session.blocks)
        last = std::max(last, block);
    return last + 1 + lanes;
}

} // namespace sluice
