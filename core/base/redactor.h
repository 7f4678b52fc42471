#pragma once

#include <QString>
#include <QStringList>

namespace sluice
{

// Knows the secrets of a run and takes them out of any text before it is written or shown. A value; safe to
// read from any thread once filled.
class Redactor
{
public:
    // Secrets shorter than four characters are ignored: replacing them would garble ordinary text.
    void add(const QString &secret);
    QString redact(QString text) const;
    // Whether a text had a secret in it.
    static bool isRedacted(const QString &text);

private:
    QStringList m_secrets;
};

} // namespace sluice
