#include "connectors/maxcompute/uploadresume.h"

#include "connectors/maxcompute/blockrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

Error cannotGoOn(const QString &reason, const QString &detail = {})
{
    return makeError(ErrorCode::Conflict, reason + QStringLiteral(" Run the task anew."), {}, detail);
}

} // namespace

QByteArray resumeStateOf(const UploadSession &session)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("upload"), session.id}}).toJson(QJsonDocument::Compact);
}

QList<int> blockNumbers(const std::vector<Receipt> &receipts)
{
    QList<int> blocks;
    for (const QJsonValue &block : blocksOf(receipts))
        blocks.append(block.toInt(-1));
    std::sort(blocks.begin(), blocks.end());
    return blocks;
}

Result<UploadSession> resumeUpload(Client &client, const TunnelTarget &target, const ResumePoint &point, Stop stop)
{
    UploadSession begun;
    begun.target = target;
    begun.id = QJsonDocument::fromJson(point.sinkState).object()[QLatin1String("upload")].toString();
    auto session = reloadUpload(client, begun, stop);
    if (!session.ok() && session.error().code == ErrorCode::NotFound)
        return cannotGoOn(
            QStringLiteral("The service no longer has the upload that the attempt had begun: it keeps one "
                           "for 24 hours, and not when the table is changed."),
            session.error().detail);
    if (!session.ok())
        return session;
    if (session->closed)
        return point.complete ? session
                              : cannotGoOn(QStringLiteral("The upload that the attempt had begun was committed, though "
                                                          "not all rows were sent. Look at the table first."));
    if (!session->usable)
        return cannotGoOn(QStringLiteral("The upload that the attempt had begun has expired."));
    for (const int block : blockNumbers(point.receipts))
        if (!session->blocks.contains(block))
            return cannotGoOn(QStringLiteral("The service no longer has block %1 of what was sent.").arg(block));
    return session;
}

int firstFreeBlock(const UploadSession &session, const std::vector<Receipt> &receipts, int lanes)
{
    int last = -1;
    for (const int block : blockNumbers(receipts) + session.blocks)
        last = std::max(last, block);
    return last + 1 + lanes;
}

} // namespace sluice
