#pragma once

#include "serverfixture.h"

#include <QStringList>

// Runs a program of tests/clients against a server of its own, which it finds in its environment. Fails the test when
// the program failed, or when the server took anything that a client did for a fault of its own.
void runClientProgram(const QString &program, const QStringList &arguments);
