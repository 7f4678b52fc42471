#include "task/fieldmappingsuggest.h"

#include "task/fieldmappingverdict.h"
#include "task/taskwords.h"

#include <algorithm>

namespace sluice
{

namespace
{

constexpr double wanted = 0.55;   // names less alike are not looked at
constexpr double distance = 0.02; // what is closer than this cannot be told apart
constexpr int castSamples = 50;   // of each pair that is looked at

// A name as it is compared: its words in small letters without separators, and the pairs of letters of it.
struct Shape {
    QString whole; // "order_id", "order.id" and "orderId" are orderid
    QString last;  // the last part of a path: id
    std::vector<quint32> pairs;
};

QString letters(QStringView name)
{
    QString kept;
    for (const QChar c : name)
        if (c.isLetterOrNumber())
            kept += c.toCaseFolded();
    return kept;
}

Shape shapeOf(const QString &name)
{
    Shape shape;
    shape.whole = letters(name);
    const qsizetype dot = name.lastIndexOf(u'.');
    shape.last = dot < 0 ? shape.whole : letters(QStringView(name).mid(dot + 1));
    for (qsizetype i = 0; i + 1 < shape.whole.size(); ++i)
        shape.pairs.push_back(quint32(shape.whole[i].unicode()) << 16 | shape.whole[i + 1].unicode());
    std::sort(shape.pairs.begin(), shape.pairs.end());
    return shape;
}

// Dice's coefficient of the pairs of letters.
double overlap(const std::vector<quint32> &a, const std::vector<quint32> &b)
{
    if (a.empty() || b.empty())
        return 0;
    size_t i = 0, j = 0, same = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i] == b[j])
            ++same, ++i, ++j;
        else
            ++(a[i] < b[j] ? i : j);
    }
    return 2.0 * double(same) / double(a.size() + b.size());
}

double likeness(const Shape &source, const Shape &target)
{
    if (source.whole.isEmpty() || target.whole.isEmpty())
        return 0;
    if (source.whole == target.whole)
        return 1;
    if (source.last == target.whole)
        return 0.9;
    // A name within the other, as in msg_offset and offset.
    const QString &shorter = source.whole.size() < target.whole.size() ? source.whole : target.whole;
    const QString &longer = source.whole.size() < target.whole.size() ? target.whole : source.whole;
    const double within = shorter.size() >= 3 && (longer.endsWith(shorter) || longer.startsWith(shorter))
                              ? 0.55 + 0.3 * double(shorter.size()) / double(longer.size())
                              : 0;
    return std::max(within, overlap(source.pairs, target.pairs) * 0.95);
}

// What the types and the sampled values say of a pair, and in words.
double evidence(const MappedField &source, const std::optional<Type> &type, const QStringList &samples,
                const QTimeZone &zone, QString &why)
{
    const LinkVerdict verdict = judgeLink(source, type, samples.mid(0, castSamples), zone);
    const auto there =
        std::count_if(samples.begin(), samples.end(), [](const QString &text) { return !text.isNull(); });
    if (!samples.isEmpty())
        why = TaskWords::tr("%1 % filled").arg(qRound(100.0 * double(there) / double(samples.size())));
    if (!samples.isEmpty() && there == 0)
        return -0.3; // never there
    if (verdict.samples > 0)
        return 0.1 - double(verdict.refused) / double(verdict.samples);
    switch (verdict.fit) {
    case LinkVerdict::Lossless:
        return 0.1;
    case LinkVerdict::Dirty:
        return -1;
    default:
        return 0;
    }
}

} // namespace

double nameLikeness(const QString &source, const QString &target)
{
    return likeness(shapeOf(source), shapeOf(target));
}

QList<Suggestion> suggestLinks(const FieldMapping &mapping, const FieldSamples &samples, const QTimeZone &zone)
{
    std::vector<std::pair<int, Shape>> sources, targets;
    for (int i = 0; i < mapping.sources().size(); ++i) {
        const MappedField &field = mapping.sources()[i];
        if (mapping.targetOf(i) < 0 && field.flaw.isEmpty() && !field.missing && field.kind != FieldKind::Constant &&
            field.kind != FieldKind::Everything)
            sources.emplace_back(i, shapeOf(field.name));
    }
    for (int i = 0; i < mapping.targets().size(); ++i) {
        const MappedField &field = mapping.targets()[i];
        if (mapping.sourceOf(i) < 0 && field.flaw.isEmpty() && !field.missing && !field.isFixed() &&
            field.kind != FieldKind::Everything)
            targets.emplace_back(i, shapeOf(field.name));
    }
    QList<Suggestion> pairs;
    for (const auto &[source, from] : sources)
        for (const auto &[target, to] : targets) {
            const double alike = likeness(from, to);
            if (alike < wanted)
                continue;
            Suggestion pair{source, target, 0, TaskWords::tr("alike by name")};
            const MappedField &field = mapping.sources()[source];
            pair.score = alike * 0.9 +
                         evidence(field, mapping.targets()[target].type, samples.value(field.name), zone, pair.why);
            if (pair.score >= wanted)
                pairs.append(pair);
        }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Suggestion &a, const Suggestion &b) { return a.score > b.score; });
    // The likeliest first; where another pair of the same field or column is as likely, neither is proposed.
    QList<Suggestion> chosen;
    QHash<int, double> usedSources, usedTargets, unclear;
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const Suggestion &pair = pairs[i];
        if (usedSources.contains(pair.source) || usedTargets.contains(pair.target))
            continue;
        bool alone = true;
        for (qsizetype k = i + 1; k < pairs.size() && pairs[k].score > pair.score - distance; ++k)
            if ((pairs[k].source == pair.source && !usedTargets.contains(pairs[k].target)) ||
                (pairs[k].target == pair.target && !usedSources.contains(pairs[k].source)))
                alone = false;
        usedSources.insert(pair.source, pair.score);
        usedTargets.insert(pair.target, pair.score);
        if (alone)
            chosen.append(pair);
    }
    return chosen;
}

} // namespace sluice
