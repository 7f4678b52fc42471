#include "task/fieldmappingverdict.h"

#include "data/arrowtypes.h"
#include "data/cast.h"
#include "task/taskwords.h"

#include <arrow/array.h>
#include <arrow/builder.h>

namespace sluice
{

namespace
{

constexpr int shownSamples = 3;

using ArrayPtr = std::shared_ptr<arrow::Array>;

ArrayPtr textsOf(const QStringList &samples)
{
    arrow::StringBuilder builder;
    for (const QString &sample : samples) {
        const arrow::Status added = sample.isNull() ? builder.AppendNull() : builder.Append(sample.toStdString());
        if (!added.ok())
            return nullptr;
    }
    return builder.Finish().ValueOr(nullptr);
}

QString cell(const ArrayPtr &array, const Type &type, int64_t row, const QTimeZone &zone)
{
    if (array->IsNull(row))
        return {};
    const QString text = QString::fromUtf8(cellText(array, type, row, zone));
    return text.isNull() ? QStringLiteral("") : text;
}

// A reason in a few words, as they stand in a column: without its full stop, small at the beginning.
QString inShort(const QString &reason)
{
    QString words = reason.section(QStringLiteral(". "), 0, 0);
    if (words.endsWith(u'.'))
        words.chop(1);
    if (words.size() > 1 && words[1].isLower())
        words[0] = words[0].toLower();
    return words;
}

QString lossInShort(const Type &from, const Type &to, const QString &reason)
{
    if (to.kind() == TypeKind::Decimal && (from.kind() == TypeKind::Double || from.kind() == TypeKind::Float ||
                                           (from.kind() == TypeKind::Decimal && from.scale() > to.scale())))
        return TaskWords::tr("rounds to %1 places").arg(to.scale());
    if (from.isText() && (to.isInteger() || to.kind() == TypeKind::Decimal || to.kind() == TypeKind::Double ||
                          to.kind() == TypeKind::Float))
        return TaskWords::tr("text may not be a number");
    return inShort(reason);
}

bool isInstant(const Type &type)
{
    return type.kind() == TypeKind::DateTime || type.kind() == TypeKind::Timestamp;
}

// Casts the samples to where the line goes: through the type that they were before they became text.
bool castSamples(const Type &from, const Type &to, const QStringList &samples, const QTimeZone &zone,
                 LinkVerdict &verdict)
{
    const ArrayPtr texts = textsOf(samples);
    if (!texts || from.kind() == TypeKind::Binary) // bytes are no text
        return false;
    auto typed = CastPlan::compile(TypeKind::String, from, {zone});
    auto plan = CastPlan::compile(from, to, {zone});
    if (!typed.ok() || !plan.ok())
        return false;
    const auto before = typed->apply(texts);
    if (!before.ok() || !before->refused.empty())
        return false; // not what such a reader delivers: the samples are of another time
    const auto after = plan->apply(before->values);
    if (!after.ok())
        return false;
    QList<SampledCast> fine;
    size_t next = 0;
    for (int64_t row = 0; row < texts->length(); ++row) {
        const bool refused = next < after->refused.size() && after->refused[next].row == row;
        if (refused || !texts->IsNull(row)) {
            ++verdict.samples;
            verdict.refused += refused;
            QList<SampledCast> &list = refused ? verdict.shown : fine;
            if (list.size() < shownSamples)
                list.append({samples[row], refused ? QString() : cell(after->values, to, row, zone),
                             refused ? after->refused[next].reason : QString()});
        }
        next += refused;
    }
    while (verdict.shown.size() < shownSamples && !fine.isEmpty())
        verdict.shown.append(fine.takeFirst());
    return verdict.samples > 0;
}

} // namespace

LinkVerdict judgeLink(const Type &from, const Type &to, const QStringList &samples, const QTimeZone &zone)
{
    LinkVerdict verdict;
    const CastVerdict types = castVerdict(from, to);
    verdict.reason = types.reason;
    switch (types.fit) {
    case CastFit::Exact:
        verdict.fit = LinkVerdict::Lossless;
        verdict.why = TaskWords::tr("exact");
        break;
    case CastFit::Widening:
        verdict.fit = LinkVerdict::Lossless;
        verdict.why = TaskWords::tr("%1 has room").arg(to.text());
        break;
    case CastFit::Narrowing:
        verdict.fit = LinkVerdict::Narrowing;
        verdict.why = lossInShort(from, to, types.reason);
        break;
    case CastFit::WillBeDirty:
    case CastFit::Impossible:
        verdict.fit = LinkVerdict::Dirty;
        verdict.why = inShort(types.reason);
        break;
    }
    if (types.fit == CastFit::Impossible || samples.isEmpty() || !castSamples(from, to, samples, zone, verdict))
        return verdict;
    if (verdict.refused > 0) {
        verdict.fit = LinkVerdict::Dirty;
        verdict.why = from.isText() && verdict.refused == verdict.samples && lossInShort(from, to, {}) != QString()
                          ? TaskWords::tr("text is not a number")
                          : TaskWords::tr("%1 of %2 samples do not fit").arg(verdict.refused).arg(verdict.samples);
    } else if (verdict.fit == LinkVerdict::Narrowing && from.kind() == TypeKind::BigInt && isInstant(to)) {
        // Only times tens of thousands of years away are refused, and every sample is a time.
        verdict.fit = LinkVerdict::Lossless;
        verdict.why = TaskWords::tr("ms since 1970");
    } else if (verdict.fit == LinkVerdict::Narrowing && from.isText()) {
        verdict.why = TaskWords::tr("%1 of %2 samples fit").arg(verdict.samples).arg(verdict.samples);
    }
    return verdict;
}

LinkVerdict judgeLink(const MappedField &source, const std::optional<Type> &to, const QStringList &samples,
                      const QTimeZone &zone)
{
    LinkVerdict verdict;
    if (!source.type || !to) {
        verdict.why = source.kind == FieldKind::Expression ? TaskWords::tr("known when it runs")
                                                           : TaskWords::tr("type not known");
        return verdict;
    }
    const std::optional<QString> constant = constantText(source);
    verdict = judgeLink(*source.type, *to, constant ? QStringList{*constant} : samples, zone);
    if (constant && verdict.refused == 0 && verdict.samples > 0) { // there is no other value
        verdict.fit = LinkVerdict::Lossless;
        verdict.why = TaskWords::tr("constant");
    } else if (constant && verdict.refused > 0) {
        verdict.why = verdict.shown.first().refusal;
    }
    return verdict;
}

} // namespace sluice
