#pragma once

#include "task/datasource.h"

#include <QList>
#include <QStringList>

namespace sluice
{

// The region of an Alibaba Cloud address ("https://service.cn-hangzhou-vpc.maxcompute.aliyun-inc.com/api" is in
// cn-hangzhou); empty when it tells none.
QString regionOfAddress(const QString &address);

// DS-8: what a person should know about regions before relying on a data source: its addresses are in several, or it
// is in another one than the workspace's other sources of its type. Sentences; a test that passes does not prove the
// contrary.
QStringList regionHints(const DataSource &source, const QList<DataSource> &others);

} // namespace sluice
