#include "warehouse/catalog/definition.h"
#include "warehouse/sql/translator.h"

namespace sluice::warehouse
{

void QueryNames::addAlias(const QString &alias, const Piece &piece)
{
    if (piece.name == alias)
        return;
    const QList<std::optional<Type>> known = m_types.value(piece.name);
    if (!piece.name.isEmpty() && !known.isEmpty())
        m_types[alias].append(known);
    else
        m_types[alias].append(piece.type);
}

void QueryNames::addUse(const QString &name, const Token &token)
{
    if (!m_uses.contains(name))
        m_uses.insert(name, token);
}

std::optional<Type> QueryNames::type(const QString &name, const QString &duck) const
{
    std::optional<Type> found;
    for (const std::optional<Type> &type : m_types.value(name)) {
        if (!type)
            return std::nullopt;
        if (duckType(*type) != duck)
            continue;
        if (found && !(*found == *type))
            return std::nullopt;
        found = type;
    }
    return found;
}

const Token *QueryNames::firstUse(const QString &name) const
{
    const auto found = m_uses.constFind(name.toLower());
    return found == m_uses.constEnd() ? nullptr : &*found;
}

} // namespace sluice::warehouse
