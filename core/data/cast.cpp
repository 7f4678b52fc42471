#include "data/cast.h"

#include "data/castkernel.h"

#include <algorithm>

namespace sluice
{

namespace
{

class Chain final : public CastKernel
{
public:
    Chain(KernelPtr first, KernelPtr second)
        : m_first(std::move(first))
        , m_second(std::move(second))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto before = refused.size();
        const ArrayPtr between = m_first->apply(array, refused);
        const auto middle = refused.size();
        ArrayPtr result = m_second->apply(between, refused);
        // What the first refused is NULL to the second: no row is refused twice.
        const auto from = refused.begin();
        std::inplace_merge(from + ptrdiff_t(before), from + ptrdiff_t(middle), refused.end(),
                           [](const CastRefusal &a, const CastRefusal &b) { return a.row < b.row; });
        return result;
    }

private:
    KernelPtr m_first;
    KernelPtr m_second;
};

KernelPtr toText(const Type &from, const Type &to, const ClockPtr &clock)
{
    if (from.isText() || from.kind() == TypeKind::Json || from.kind() == TypeKind::Binary)
        return bytesToBytes(from, to);
    KernelPtr text = from.isNested() ? valueToJson(from, clock) : scalarToText(from, clock);
    return text && to.kind() != TypeKind::String ? chain(std::move(text), checkLength(to)) : std::move(text);
}

KernelPtr fromText(const Type &from, const Type &to, const ClockPtr &clock)
{
    if (to.kind() == TypeKind::Json || to.kind() == TypeKind::Binary)
        return bytesToBytes(from, to);
    if (to.isNested()) {
        Compiled leaves = nestedToNested(jsonShape(to), to, clock);
        if (!leaves.known)
            return nullptr;
        return chain(jsonToShape(jsonShape(to)), std::move(leaves.kernel));
    }
    KernelPtr scalar = textToScalar(to, clock);
    return from.kind() == TypeKind::Json ? chain(jsonToText(), std::move(scalar)) : std::move(scalar);
}

KernelPtr scalarToScalar(const Type &from, const Type &to, const ClockPtr &clock)
{
    KernelPtr number = numberToNumber(from, to);
    return number ? std::move(number) : timeToTime(from, to, clock);
}

} // namespace

KernelPtr chain(KernelPtr first, KernelPtr second)
{
    if (!first || !second)
        return first ? std::move(first) : std::move(second);
    return std::make_unique<Chain>(std::move(first), std::move(second));
}

Compiled compileCast(const Type &from, const Type &to, const ClockPtr &clock)
{
    const auto answer = [](KernelPtr kernel) {
        const bool known = kernel != nullptr;
        return Compiled{known, std::move(kernel)};
    };
    if (from == to && !from.isText() && !from.isNested())
        return {true, nullptr};
    if (to.isText())
        return answer(toText(from, to, clock));
    if (from.isText() || from.kind() == TypeKind::Json)
        return answer(fromText(from, to, clock));
    if (to.kind() == TypeKind::Json)
        return answer(from.kind() == TypeKind::Binary ? bytesToBytes(from, to) : valueToJson(from, clock));
    if (from.isNested() || to.isNested())
        return nestedToNested(from, to, clock);
    return answer(scalarToScalar(from, to, clock));
}

CastPlan::CastPlan(std::unique_ptr<CastKernel> kernel, std::shared_ptr<arrow::DataType> from)
    : m_kernel(std::move(kernel))
    , m_from(std::move(from))
{
}

CastPlan::CastPlan(CastPlan &&) noexcept = default;
CastPlan &CastPlan::operator=(CastPlan &&) noexcept = default;
CastPlan::~CastPlan() = default;

Result<CastPlan> CastPlan::compile(const Type &from, const Type &to, const CastOptions &options)
{
    Compiled compiled = compileCast(from, to, std::make_shared<ZoneClock>(options.zone));
    if (!compiled.known)
        return makeError(ErrorCode::Schema, castVerdict(from, to).reason);
    return CastPlan(std::move(compiled.kernel), arrowType(from));
}

Result<CastResult> CastPlan::apply(const std::shared_ptr<arrow::Array> &array)
{
    if (array->type_id() != m_from->id())
        return makeError(ErrorCode::Internal, QStringLiteral("A column arrived as %1 where %2 was announced.")
                                                  .arg(QString::fromStdString(array->type()->ToString()),
                                                       QString::fromStdString(m_from->ToString())));
    CastResult result;
    if (!m_kernel) {
        result.values = array;
        return result;
    }
    try {
        result.values = m_kernel->apply(array, result.refused);
    } catch (const std::exception &exception) {
        return makeError(ErrorCode::Internal, QStringLiteral("A batch of rows could not be cast."), {},
                         QString::fromUtf8(exception.what()));
    }
    return result;
}

QByteArray cellText(const std::shared_ptr<arrow::Array> &array, const Type &type, int64_t row, const QTimeZone &zone)
{
    if (array->IsNull(row))
        return {};
    if (array->type_id() == arrow::Type::STRING || array->type_id() == arrow::Type::BINARY) {
        const std::string_view bytes = static_cast<const arrow::BinaryArray &>(*array).GetView(row);
        return QByteArray(bytes.data(), qsizetype(bytes.size()));
    }
    auto plan = CastPlan::compile(type, TypeKind::String, {zone});
    if (!plan)
        return {};
    const auto text = plan->apply(array->Slice(row, 1));
    if (!text || text->values->IsNull(0))
        return {};
    const std::string_view bytes = static_cast<const arrow::StringArray &>(*text->values).GetView(0);
    return QByteArray(bytes.data(), qsizetype(bytes.size()));
}

} // namespace sluice
