#pragma once

#include "kafka/broker.h"

namespace sluice
{

// Each runs its tests and returns how many failed. Those of a broker share one, with all its listeners.
int runJsonTests(int argc, char **argv);
int runOptionTests(int argc, char **argv);
int runWindowTests(TestBroker &broker, int argc, char **argv);
int runRecordTests(TestBroker &broker, int argc, char **argv);
int runSampleTests(TestBroker &broker, int argc, char **argv);
int runSecurityTests(TestBroker &broker, int argc, char **argv);
int runWriteTests(TestBroker &broker, int argc, char **argv);
int runResumeTests(TestBroker &broker, int argc, char **argv);
// Kills the broker: the last.
int runFaultTests(TestBroker &broker, int argc, char **argv);

} // namespace sluice
