#include "app/common/connectors.h"

#include "connectors/file/fileconnector.h"
#include "connectors/kafka/kafkaconnector.h"
#include "connectors/maxcompute/maxcomputeconnector.h"
#include "connectors/stream/streamconnector.h"

namespace sluice
{

void addConnectors(ConnectorRegistry &registry)
{
    registry.add(makeStreamConnector());
    registry.add(makeFileConnector());
    registry.add(makeMaxComputeConnector());
    registry.add(makeKafkaConnector());
}

} // namespace sluice
