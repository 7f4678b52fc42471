#pragma once

#include "warehouse/server/servicecall.h"

namespace sluice::warehouse
{

// The metadata plane: what stands behind the REST endpoint. Each answers its call exactly once; the project is known to
// exist where the path names one.

void restProjects(ServiceCall &call);                     // one, or the list when the path names none
void restSchemas(ServiceCall &call, const QString &name); // one, or the list when there is no name
void restTunnelDiscovery(ServiceCall &call);
void restTelemetry(ServiceCall &call);     // taken and ignored
void restAuthorization(ServiceCall &call); // tokens for log viewers
void restTenants(ServiceCall &call);
// The list of what the warehouse never has, such as functions: empty, and nothing can be added.
void restNothing(ServiceCall &call, const char *root);

void restUsers(ServiceCall &call);
void restQuotas(ServiceCall &call, const QString &name); // one, or the list when there is no name
void restQueue(ServiceCall &call);                       // of instances

void restTables(ServiceCall &call); // the list, and the batch load
void restTable(ServiceCall &call);  // one, its partitions, its preview
void restPartitions(ServiceCall &call, const TableInfo &table);
void restPartition(ServiceCall &call, const TableInfo &table);
void restPreview(ServiceCall &call, const TableInfo &table);

void restInstances(ServiceCall &call); // submit, list
void restInstance(ServiceCall &call);  // one, and its parts

// The warehouse keeps no birthday of a project; the clients need one that does not move.
QDateTime projectTime(const ServiceCall &call);
void addTimes(HttpResponse &response, const QString &owner, const QDateTime &created, const QDateTime &modified);

} // namespace sluice::warehouse
