#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

// What a sink leaves for a later attempt, and what that one makes of it: the same uploads once more. The commit of one
// takes every block that the service holds, so a block that came to the service but not into the journal is one too
// many.

// Sink::resumeState() of a sink that begins with this upload.
QByteArray resumeStateOf(const QString &uploadId);

// What receipts tell of one upload.
struct SentBlocks {
    QString upload;
    QList<int> blocks; // ascending
};
// A receipt's word for a block: its number when it belongs to the upload that the sink began with.
QJsonValue sentBlock(const QString &upload, int block, const QString &first);
// The uploads of receipts, `first` before all others even when it got no block.
QList<SentBlocks> sentBlocks(const std::vector<Receipt> &receipts, const QString &first);

// The upload that the attempt began with, as the service holds it now. Conflict when it or another one of the attempt's
// is gone, lacks blocks, or was committed too early.
Result<UploadSession> resumeUpload(Client &client, const TunnelTarget &target, const ResumePoint &point, Stop stop);

// The first number for new blocks of a resumed session: those before are taken, or may still be on their way from the
// attempt that was cut off, one for each lane.
int firstFreeBlock(const UploadSession &session, const QList<int> &sent, int lanes);

} // namespace sluice
