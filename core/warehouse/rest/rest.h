#pragma once

#include "warehouse/server/call.h"

namespace sluice::warehouse
{

// The metadata plane: what stands behind the REST endpoint. Each answers its call exactly once; the project is known to
// exist where the path names one.

void restProjects(Call &call); // one, or the list when the path names none
void restSchemas(Call &call, const QString &name);
void restTunnelDiscovery(Call &call);
void restTelemetry(Call &call);     // taken and ignored
void restAuthorization(Call &call); // tokens for log viewers
void restTenants(Call &call);

void restTables(Call &call); // the list, and the batch load
void restTable(Call &call);  // one, its partitions, its preview
void restPartitions(Call &call, const TableInfo &table);
void restPartition(Call &call, const TableInfo &table);
void restPreview(Call &call, const TableInfo &table);

void restInstances(Call &call); // submit, list
void restInstance(Call &call);  // one, and its parts

} // namespace sluice::warehouse
