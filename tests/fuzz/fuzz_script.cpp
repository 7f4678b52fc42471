// Reads arbitrary text as a script, edits it, and has every reader of scripts look at it. An edit must do what it says.

#include "task/completion.h"
#include "task/formatting.h"
#include "task/jsonpointer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdint>
#include <cstdlib>

using namespace sluice;

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

static StepCatalog catalog()
{
    StepCatalog made;
    made.readers = made.writers = {QStringLiteral("odps"), QStringLiteral("stream")};
    made.options = [](const QString &, const QString &) {
        static const OptionSpecs options = [] {
            OptionSpecs all;
            for (int kind = 0; kind <= int(OptionKind::Partition); ++kind) {
                OptionSpec option;
                option.key = kind == int(OptionKind::Columns) ? QStringLiteral("column") : QString(QChar(u'a' + kind));
                option.kind = OptionKind(kind);
                option.required = kind % 2 == 0;
                option.choices = {QStringLiteral("one"), QStringLiteral("two")};
                option.maximum = kind;
                all.append(option);
            }
            return all;
        }();
        return &options;
    };
    return made;
}

// A pointer to some value of the document, chosen by the input.
static QString somewhere(const ScriptDocument &document, const uint8_t *&choice, const uint8_t *end)
{
    QString pointer;
    for (int depth = 0; depth < 8 && choice < end; ++depth) {
        const QJsonValue value = document.value(pointer);
        const uint8_t step = *choice++;
        if (step == 0)
            break;
        if (value.isArray() && !value.toArray().isEmpty())
            pointer = pointerTo(pointer, int(step % value.toArray().size()));
        else if (value.isObject() && !value.toObject().isEmpty())
            pointer = pointerTo(pointer, value.toObject().keys()[step % value.toObject().size()]);
        else
            break;
    }
    return pointer;
}

// Inside lists and objects Qt tells a whole number that is kept as a double from the same one kept as an integer.
static bool same(const QJsonValue &a, const QJsonValue &b)
{
    return a == b || QJsonDocument(QJsonArray{a}).toJson() == QJsonDocument(QJsonArray{b}).toJson();
}

static void edit(ScriptDocument document, const uint8_t *choice, const uint8_t *end)
{
    while (choice < end) {
        const uint8_t verb = *choice++;
        const QString pointer = somewhere(document, choice, end);
        const QJsonValue value = document.value(somewhere(document, choice, end));
        const QJsonValue values[] = {value,
                                     QJsonValue::Null,
                                     5,
                                     QStringLiteral("x\n\""),
                                     QJsonArray{1, value},
                                     QJsonObject{{QStringLiteral("k"), value}, {QStringLiteral("name"), 1}}};
        const QJsonValue fresh = values[verb % 6];
        if (verb & 0x80) {
            const auto removed = document.remove(pointer);
            require(removed.ok() == !pointer.isEmpty());
            if (!removed)
                continue;
            require(document.value(parentPointer(pointer)).isArray() || !removed->contains(pointer));
            document = *removed;
            continue;
        }
        QString place = pointer;
        if ((verb & 0x40) && document.value(pointer).isArray())
            place = pointer + QStringLiteral("/-");
        else if ((verb & 0x40) && document.value(pointer).isObject())
            place = pointerTo(pointer, QStringLiteral("new/") + QChar(u'a' + verb % 3));
        const auto changed = document.set(place, fresh);
        if (!changed)
            continue; // nested too deep
        const QString there = place.endsWith(QLatin1String("/-")) && document.value(pointer).isArray()
                                  ? pointerTo(pointer, int(document.value(pointer).toArray().size()))
                                  : place;
        require(same(changed->value(there), fresh));
        // Everything before and behind the value that was changed is as it was.
        if (place == pointer) {
            const auto range = document.rangeOf(pointer);
            require(changed->text().startsWith(document.text().left(range->offset)));
            require(changed->text().endsWith(document.text().mid(range->offset + range->length)));
        }
        document = *changed;
        if (document.text().size() > 100'000)
            return;
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const StepCatalog known = catalog();
    if (size < 2)
        return 0;
    // The first byte says how many of the last bytes choose the edits.
    const size_t tail = std::min<size_t>(data[0] % 64, size - 1);
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1 - tail));
    const uint8_t *choice = data + size - tail;

    const ScriptDocument document(text);
    require(document.parsed() != hasErrors(document.syntaxIssues()));
    for (const Issue &issue : validate(document, known))
        require(issue.offset >= 0 && issue.length >= 0 && issue.offset + issue.length <= text.size());
    const int caret = tail > 0 ? int(*choice % (text.size() + 1)) : 0;
    const Completion completion =
        complete(text, caret, known, {nullptr, [] { return QStringList{QStringLiteral("p")}; }});
    require(completion.offset >= 0 && completion.offset <= caret && completion.offset + completion.length >= caret &&
            completion.offset + completion.length <= text.size());
    require(parseTask(document).ok() <= document.parsed());
    document.pointerAt(caret);
    const auto substituted = substitute(document, {{QStringLiteral("p"), QStringLiteral("\"1")}});
    require(!substituted || substituted->parsed());
    if (!document.parsed())
        return 0;

    const QString pointer = document.pointerAt(caret);
    require(document.contains(pointer));
    const auto formatted = formatScript(text);
    require(formatted.ok() && ScriptDocument(*formatted).value(QString()) == document.value(QString()));
    edit(document, choice, data + size);
    return 0;
}
