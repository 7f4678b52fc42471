#pragma once

#include <QString>

namespace sluice
{

// Where in the settings something about one workspace is remembered.
inline QString workspaceKey(const char *what, const QString &directory)
{
    return QStringLiteral("workspaces/%1/%2").arg(QLatin1String(what), QString(directory).replace(u'/', u'|'));
}

} // namespace sluice
