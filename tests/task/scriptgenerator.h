#pragma once

#include <QJsonValue>
#include <QRandomGenerator>
#include <QString>

namespace sluice
{

// Makes random scripts in random layouts (comments, trailing commas, CRLF, odd numbers, escapes), together with the
// value that they mean.
class ScriptGenerator
{
public:
    explicit ScriptGenerator(quint32 seed)
        : m_random(seed)
    {
    }

    QString script(QJsonValue &value);
    QJsonValue value(int depth);
    QString key();
    int below(int bound) { return int(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }

private:
    QString write(QJsonValue &value, int depth, const QString &indent);
    QString scalar(QJsonValue &value);
    QString comment(bool mayEndLine);
    QString text();
    QString spelled(const QString &text);

    QRandomGenerator m_random;
    QString m_lineBreak;
    QString m_unit;
    int m_commentPercent = 0;
    bool m_trailingCommas = false;
};

} // namespace sluice
