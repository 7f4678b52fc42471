#pragma once

#include "base/result.h"
#include "connector/connector.h"

#include <QStringList>

namespace sluice
{

// Where relative paths start: the data source's folder when the step has one, else the workspace.
QString fileBase(const OpenRequest &request);

// The regular files that paths and patterns (* ? [a-z]) name, each once, sorted within a pattern. NotFound when a path
// is missing or a pattern matches nothing; Io when a file cannot be read.
Result<QStringList> findFiles(const QStringList &paths, const QString &base);

// Source::fingerprint() of files: their paths, sizes and times of change.
QByteArray fingerprintOf(const QStringList &files);

} // namespace sluice
