#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/inquotes.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <arrow/type.h>

// Texts and binary that keep their bytes and are only looked at: UTF-8, length, JSON. The answer shares the bytes.

namespace sluice
{

namespace
{

struct Checks {
    bool utf8 = false;
    int characters = 0; // 0: any
    bool json = false;
    Type to;

    bool none() const { return !utf8 && characters == 0 && !json; }
};

class BytesKernel final : public CastKernel
{
public:
    explicit BytesKernel(Checks checks)
        : m_checks(std::move(checks))
        , m_type(arrowType(m_checks.to))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::BinaryArray &>(*array);
        const int64_t length = in.length();
        if (length == 0 || m_checks.none() || plain(in))
            return relabel(in);

        Validity validity(in);
        for (int64_t i = 0; i < length; ++i) {
            if (validity.isNull(i))
                continue;
            const std::string_view value = in.GetView(i);
            const Cell cell = check(value);
            if (cell == Cell::Value)
                continue;
            validity.setNull(i);
            if (cell == Cell::Refused)
                refused.push_back({i, reason(value)});
        }
        if (validity.nulls() == in.null_count())
            return relabel(in);
        const std::shared_ptr<arrow::Buffer> offsets =
            arrow::SliceBuffer(in.value_offsets(), in.offset() * 4, (length + 1) * 4);
        return arrow::MakeArray(
            arrow::ArrayData::Make(m_type, length, {validity.take(), offsets, in.value_data()}, validity.nulls()));
    }

private:
    // Nothing but ASCII in the whole column, and no other wish: one pass over the bytes answers for all rows.
    bool plain(const arrow::BinaryArray &in) const
    {
        const int64_t start = in.value_offset(0);
        const int64_t bytes = in.value_offset(in.length()) - start;
        return m_checks.characters == 0 && !m_checks.json &&
               (bytes == 0 || isAscii(reinterpret_cast<const char *>(in.raw_data()) + start, size_t(bytes)));
    }

    ArrayPtr relabel(const arrow::BinaryArray &in) const
    {
        auto data = in.data()->Copy();
        data->type = m_type;
        return arrow::MakeArray(std::move(data));
    }

    Cell check(std::string_view value) const
    {
        if (m_checks.json && trimmed(value).empty())
            return Cell::Null;
        if (m_checks.utf8 && firstInvalidUtf8(value) >= 0)
            return Cell::Refused;
        if (m_checks.characters > 0 && value.size() > size_t(m_checks.characters) &&
            utf8Length(value) > m_checks.characters)
            return Cell::Refused;
        return m_checks.json && jsonFault(value) >= 0 ? Cell::Refused : Cell::Value;
    }

    QString reason(std::string_view value) const
    {
        if (const int64_t at = m_checks.utf8 ? firstInvalidUtf8(value) : -1; at >= 0)
            return QStringLiteral("not UTF-8: byte 0x%1 at position %2")
                .arg(QByteArray(1, value[size_t(at)]).toHex().toUpper())
                .arg(at + 1);
        if (m_checks.json)
            return QStringLiteral("%1 is not JSON: it breaks at position %2")
                .arg(inQuotes(value))
                .arg(jsonFault(value) + 1);
        return QStringLiteral("longer than %1: %2 characters").arg(m_checks.to.text()).arg(utf8Length(value));
    }

    Checks m_checks;
    TypePtr m_type;
};

} // namespace

KernelPtr bytesToBytes(const Type &from, const Type &to)
{
    Checks checks;
    checks.to = to;
    checks.utf8 = to.kind() != TypeKind::Binary;
    checks.json = to.kind() == TypeKind::Json && from.kind() != TypeKind::Json;
    const bool bounded = to.kind() == TypeKind::Char || to.kind() == TypeKind::VarChar;
    const bool within =
        (from.kind() == TypeKind::Char || from.kind() == TypeKind::VarChar) && from.length() <= to.length();
    checks.characters = bounded && !within ? to.length() : 0;
    return std::make_unique<BytesKernel>(std::move(checks));
}

KernelPtr checkLength(const Type &to)
{
    Checks checks;
    checks.to = to;
    checks.characters = to.length();
    return std::make_unique<BytesKernel>(std::move(checks));
}

} // namespace sluice
