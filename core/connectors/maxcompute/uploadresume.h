#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

// What a sink leaves for a later attempt, and what that one makes of it: the same upload session once more. Its commit
// takes every block that the service holds, so a block that came to the service but not into the journal is one too
// many.

// Sink::resumeState() of an upload.
QByteArray resumeStateOf(const UploadSession &session);

// The blocks of receipts, ascending.
QList<int> blockNumbers(const std::vector<Receipt> &receipts);

// The session as the service holds it now. Conflict when it is gone, lacks blocks, or was committed too early.
Result<UploadSession> resumeUpload(Client &client, const TunnelTarget &target, const ResumePoint &point, Stop stop);

// The first number for new blocks of a resumed session: those before are taken, or may still be on their way from the
// attempt that was cut off, one for each lane.
int firstFreeBlock(const UploadSession &session, const std::vector<Receipt> &receipts, int lanes);

} // namespace sluice
