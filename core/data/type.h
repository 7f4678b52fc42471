#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace sluice
{

enum class TypeKind {
    Boolean,
    TinyInt,
    SmallInt,
    Int,
    BigInt,
    Float,
    Double,
    Decimal,
    String,
    Char,
    VarChar,
    Binary,
    Date,
    DateTime,     // an instant, milliseconds
    Timestamp,    // an instant, nanoseconds
    TimestampNtz, // wall-clock time without a zone, nanoseconds
    IntervalDayTime,
    IntervalYearMonth,
    Json,
    Array,
    Map,
    Struct,
};

// A column's type in MaxCompute's terms: the type system the whole of Sluice works in. An immutable value.
class Type
{
public:
    Type(TypeKind kind = TypeKind::String)
        : m_kind(kind)
    {
    }

    static Type decimal(int precision, int scale); // precision 1…38, scale 0…precision
    static Type character(int length);             // CHAR(n), n 1…255
    static Type varchar(int length);               // VARCHAR(n), n 1…65535
    static Type array(Type element);
    static Type map(Type key, Type value);
    static Type structure(QStringList names, std::vector<Type> types);

    // Reads MaxCompute's spelling, ignoring case: `decimal(18,4)`, `array<map<string,bigint>>`, "struct<`a`:int>".
    // A bare DECIMAL is decimal(38,18), INTEGER is INT. Errors (Schema) name the position.
    static Result<Type> parse(const QString &text);

    TypeKind kind() const { return m_kind; }
    int precision() const { return m_precision; } // decimal
    int scale() const { return m_scale; }         // decimal
    int length() const { return m_precision; }    // char, varchar
    const std::vector<Type> &children() const;    // array: element; map: key, value; struct: fields
    const QStringList &fieldNames() const;        // struct

    bool isInteger() const { return m_kind >= TypeKind::TinyInt && m_kind <= TypeKind::BigInt; }
    bool isText() const
    {
        return m_kind == TypeKind::String || m_kind == TypeKind::Char || m_kind == TypeKind::VarChar;
    }
    bool isNested() const { return m_kind >= TypeKind::Array; }

    // The spelling that MaxCompute's metadata uses: upper case, no spaces, "DECIMAL(18,4)", "STRUCT<a:INT>".
    QString text() const;

    friend bool operator==(const Type &a, const Type &b);

private:
    struct Nested {
        std::vector<Type> children;
        QStringList names;
    };
    TypeKind m_kind;
    int m_precision = 0;
    int m_scale = 0;
    std::shared_ptr<const Nested> m_nested;
};

} // namespace sluice
