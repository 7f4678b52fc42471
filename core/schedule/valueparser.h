#pragma once

#include "schedule/expression.h"

namespace sluice
{

// Walks over a value once, piece by piece; private to this module.
class ValueParser
{
public:
    explicit ValueParser(const QString &value)
        : m_text(value)
    {
    }

    Result<ValueExpression> parse();
    qsizetype faultAt() const { return m_faultAt; } // 0-based, once parse() failed

private:
    struct Brackets {
        QChar close;
        bool dateOnly;
    };

    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar(); }
    bool startsWith(QLatin1String text) const { return QStringView(m_text).mid(m_at).startsWith(text); }
    bool take(QChar c);
    Error fault(qsizetype at, const QString &message);
    Error unclosed(const Brackets &brackets);
    Error strange(const Brackets &brackets);
    Error notAPart(const Brackets &brackets);

    void text(qsizetype begin, qsizetype end);
    Done dollar();
    Done namedBuiltIn();
    Done scheduledTime();
    Done businessDate();
    Done addMonths(ValuePiece &piece);
    Done close(const Brackets &brackets);

    // expressionformat.cpp
    Result<TimeFormat> format(const Brackets &brackets, QChar end);
    Result<FormatPiece> formatPiece(const Brackets &brackets);

    // expressionoffset.cpp
    Done offsets(ValuePiece &piece, const Brackets &brackets);
    Done partOfDay(int64_t count, TimeShift &shift, const Brackets &brackets);
    Result<int64_t> signedProduct();
    Result<int64_t> number();
    Done move(int64_t &total, int64_t by, qsizetype at);

    const QString &m_text;
    qsizetype m_at = 0;
    qsizetype m_faultAt = 0;
    ValueExpression m_value;
};

// Of ASCII: the letters of tokens and names, the digits of numbers.
inline bool isExpressionLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

inline bool isExpressionDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

} // namespace sluice
