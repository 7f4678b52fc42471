#include "base/redactor.h"

#include <algorithm>

namespace sluice
{

static const QString mark = QStringLiteral("******");

void Redactor::add(const QString &secret)
{
    if (secret.size() < 4 || m_secrets.contains(secret))
        return;
    m_secrets.append(secret);
    // Longest first, so that a secret which contains another leaves no part of itself behind.
    std::sort(m_secrets.begin(), m_secrets.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString Redactor::redact(QString text) const
{
    for (const QString &secret : m_secrets)
        text.replace(secret, mark);
    return text;
}

bool Redactor::isRedacted(const QString &text)
{
    return text.contains(mark);
}

} // namespace sluice
