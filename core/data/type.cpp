#include "data/type.h"

#include <array>

namespace sluice
{

namespace
{

struct Spelling {
    const char *name;
    TypeKind kind;
};

constexpr std::array spellings{
    Spelling{"BOOLEAN", TypeKind::Boolean},
    Spelling{"TINYINT", TypeKind::TinyInt},
    Spelling{"SMALLINT", TypeKind::SmallInt},
    Spelling{"INT", TypeKind::Int},
    Spelling{"BIGINT", TypeKind::BigInt},
    Spelling{"FLOAT", TypeKind::Float},
    Spelling{"DOUBLE", TypeKind::Double},
    Spelling{"DECIMAL", TypeKind::Decimal},
    Spelling{"STRING", TypeKind::String},
    Spelling{"CHAR", TypeKind::Char},
    Spelling{"VARCHAR", TypeKind::VarChar},
    Spelling{"BINARY", TypeKind::Binary},
    Spelling{"DATE", TypeKind::Date},
    Spelling{"DATETIME", TypeKind::DateTime},
    Spelling{"TIMESTAMP", TypeKind::Timestamp},
    Spelling{"TIMESTAMP_NTZ", TypeKind::TimestampNtz},
    Spelling{"INTERVAL_DAY_TIME", TypeKind::IntervalDayTime},
    Spelling{"INTERVAL_YEAR_MONTH", TypeKind::IntervalYearMonth},
    Spelling{"JSON", TypeKind::Json},
    Spelling{"ARRAY", TypeKind::Array},
    Spelling{"MAP", TypeKind::Map},
    Spelling{"STRUCT", TypeKind::Struct},
};

QString kindName(TypeKind kind)
{
    for (const Spelling &spelling : spellings)
        if (spelling.kind == kind)
            return QString::fromLatin1(spelling.name);
    return {};
}

// Recursive descent over one type's text. Depth is bounded: the text may come from a foreign server.
class Parser
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
    }

    Result<Type> whole()
    {
        SLUICE_TRY(Type type, one(0));
        skip();
        if (m_at != m_text.size())
            return fail(QStringLiteral("unexpected \"%1\" after the type").arg(m_text.mid(m_at, 20)));
        return type;
    }

private:
    Error fail(const QString &what) const
    {
        return makeError(ErrorCode::Schema, QStringLiteral("\"%1\" is not a MaxCompute type: %2 at position %3.")
                                                .arg(m_text.left(200), what)
                                                .arg(m_at + 1));
    }

    void skip()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    bool take(char c)
    {
        skip();
        if (m_at >= m_text.size() || m_text[m_at] != QLatin1Char(c))
            return false;
        ++m_at;
        return true;
    }

    QString word()
    {
        skip();
        if (m_at < m_text.size() && m_text[m_at] == QLatin1Char('`')) {
            const qsizetype end = m_text.indexOf(QLatin1Char('`'), m_at + 1);
            if (end < 0)
                return {};
            const QString name = m_text.mid(m_at + 1, end - m_at - 1);
            m_at = end + 1;
            return name;
        }
        const qsizetype start = m_at;
        while (m_at < m_text.size() && (m_text[m_at].isLetterOrNumber() || m_text[m_at] == QLatin1Char('_')))
            ++m_at;
        return m_text.mid(start, m_at - start);
    }

    Result<int> number(int least, int most)
    {
        const QString digits = word();
        bool ok = false;
        const int value = digits.toInt(&ok);
        if (!ok || value < least || value > most)
            return fail(QStringLiteral("a number from %1 to %2 is expected").arg(least).arg(most));
        return value;
    }

    Result<Type> one(int depth)
    {
        if (depth > 64)
            return fail(QStringLiteral("more than 64 levels of nesting"));
        QString name = word().toUpper();
        if (name == QLatin1String("INTEGER"))
            name = QStringLiteral("INT");
        for (const Spelling &spelling : spellings)
            if (name == QLatin1String(spelling.name))
                return parameters(spelling.kind, depth);
        return fail(name.isEmpty() ? QStringLiteral("a type name is expected")
                                   : QStringLiteral("\"%1\" is not known").arg(name));
    }

    Result<Type> parameters(TypeKind kind, int depth)
    {
        switch (kind) {
        case TypeKind::Decimal: {
            if (!take('('))
                return Type::decimal(38, 18);
            SLUICE_TRY(const int precision, number(1, 38));
            int scale = 0;
            if (take(',')) {
                SLUICE_TRY(const int given, number(0, precision));
                scale = given;
            }
            if (!take(')'))
                return fail(QStringLiteral("\")\" is expected"));
            return Type::decimal(precision, scale);
        }
        case TypeKind::Char:
        case TypeKind::VarChar: {
            if (!take('('))
                return fail(QStringLiteral("a length in parentheses is expected"));
            SLUICE_TRY(const int length, number(1, kind == TypeKind::Char ? 255 : 65535));
            if (!take(')'))
                return fail(QStringLiteral("\")\" is expected"));
            return kind == TypeKind::Char ? Type::character(length) : Type::varchar(length);
        }
        case TypeKind::Array: {
            SLUICE_CHECK(open());
            SLUICE_TRY(Type element, one(depth + 1));
            SLUICE_CHECK(close());
            return Type::array(std::move(element));
        }
        case TypeKind::Map: {
            SLUICE_CHECK(open());
            SLUICE_TRY(Type key, one(depth + 1));
            if (!take(','))
                return fail(QStringLiteral("\",\" is expected"));
            SLUICE_TRY(Type value, one(depth + 1));
            SLUICE_CHECK(close());
            return Type::map(std::move(key), std::move(value));
        }
        case TypeKind::Struct: {
            SLUICE_CHECK(open());
            QStringList names;
            std::vector<Type> types;
            do {
                const QString name = word();
                if (name.isEmpty() || !take(':'))
                    return fail(QStringLiteral("a field name and \":\" are expected"));
                SLUICE_TRY(Type type, one(depth + 1));
                names.append(name);
                types.push_back(std::move(type));
            } while (take(','));
            SLUICE_CHECK(close());
            return Type::structure(std::move(names), std::move(types));
        }
        default:
            return Type(kind);
        }
    }

    Done open() { return take('<') ? Done() : Done(fail(QStringLiteral("\"<\" is expected"))); }
    Done close() { return take('>') ? Done() : Done(fail(QStringLiteral("\">\" is expected"))); }

    const QString &m_text;
    qsizetype m_at = 0;
};

} // namespace

Type Type::decimal(int precision, int scale)
{
    Type type(TypeKind::Decimal);
    type.m_precision = precision;
    type.m_scale = scale;
    return type;
}

Type Type::character(int length)
{
    Type type(TypeKind::Char);
    type.m_precision = length;
    return type;
}

Type Type::varchar(int length)
{
    Type type(TypeKind::VarChar);
    type.m_precision = length;
    return type;
}

Type Type::array(Type element)
{
    Type type(TypeKind::Array);
    type.m_nested = std::make_shared<const Nested>(Nested{{std::move(element)}, {}});
    return type;
}

Type Type::map(Type key, Type value)
{
    Type type(TypeKind::Map);
    type.m_nested = std::make_shared<const Nested>(Nested{{std::move(key), std::move(value)}, {}});
    return type;
}

Type Type::structure(QStringList names, std::vector<Type> types)
{
    Type type(TypeKind::Struct);
    type.m_nested = std::make_shared<const Nested>(Nested{std::move(types), std::move(names)});
    return type;
}

Result<Type> Type::parse(const QString &text)
{
    return Parser(text).whole();
}

const std::vector<Type> &Type::children() const
{
    static const std::vector<Type> none;
    return m_nested ? m_nested->children : none;
}

const QStringList &Type::fieldNames() const
{
    static const QStringList none;
    return m_nested ? m_nested->names : none;
}

QString Type::text() const
{
    const QString name = kindName(m_kind);
    switch (m_kind) {
    case TypeKind::Decimal:
        return QStringLiteral("%1(%2,%3)").arg(name).arg(m_precision).arg(m_scale);
    case TypeKind::Char:
    case TypeKind::VarChar:
        return QStringLiteral("%1(%2)").arg(name).arg(m_precision);
    case TypeKind::Array:
    case TypeKind::Map:
    case TypeKind::Struct: {
        QStringList parts;
        for (size_t i = 0; i < children().size(); ++i) {
            const QString type = children()[i].text();
            parts.append(m_kind == TypeKind::Struct ? fieldNames()[qsizetype(i)] + QLatin1Char(':') + type : type);
        }
        return name + QLatin1Char('<') + parts.join(QLatin1Char(',')) + QLatin1Char('>');
    }
    default:
        return name;
    }
}

bool operator==(const Type &a, const Type &b)
{
    return a.m_kind == b.m_kind && a.m_precision == b.m_precision && a.m_scale == b.m_scale &&
           a.children() == b.children() && a.fieldNames() == b.fieldNames();
}

} // namespace sluice
