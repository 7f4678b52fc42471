#include "warehouse/catalog/constraint.h"

#include <QRegularExpression>

namespace sluice::warehouse
{

std::optional<Error> refusedNull(const Error &error, const TableState &table)
{
    static const QRegularExpression notNull(QStringLiteral("NOT NULL constraint failed: t\\d+\\.(c\\d+)"));
    const auto found = notNull.match(error.detail);
    if (!found.hasMatch())
        return std::nullopt;
    for (qsizetype i = 0; i < table.definition.columns.size(); ++i)
        if (table.definition.physicalColumn(i) == found.captured(1)) {
            const QString what =
                QStringLiteral("column %1 is NOT NULL and got NULL").arg(table.definition.columns.columns[i].name);
            return makeError(ErrorCode::Data, QStringLiteral("A value cannot be taken: %1.").arg(what), {},
                             QStringLiteral("ODPS-0121095:Invalid argument - ") + what);
        }
    return std::nullopt;
}

} // namespace sluice::warehouse
