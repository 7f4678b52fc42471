#include "task/taskdiff.h"

#include "task/arraymatch.h"
#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/scripttree.h"
#include "task/scriptwriter.h"
#include "task/taskedit.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <algorithm>
#include <climits>

namespace sluice
{

namespace
{

using Kind = TaskChange::Kind;

const QString stepsKey = QStringLiteral("steps");
const QString parameterKey = QStringLiteral("parameter");
const QString columnKey = QStringLiteral("column");
constexpr int longestValue = 60;

QString shown(const QJsonValue &value)
{
    if (value.isUndefined())
        return {};
    QString text = ScriptWriter{}.onOneLine(value);
    return text.size() <= longestValue ? text : text.left(longestValue) + QChar(u'…');
}

// A text or a scalar as a person calls it: without quotes.
QString plain(const QJsonValue &value)
{
    return value.isString() && !value.toString().isEmpty() && value.toString().size() <= longestValue ? value.toString()
                                                                                                      : shown(value);
}

// Numbers and booleans mean the same as texts of them.
bool meansTheSame(const QJsonValue &before, const QJsonValue &after)
{
    if (before == after)
        return true;
    const auto one = readText(before), other = readText(after);
    return one && other && *one == *other;
}

class Differ
{
public:
    Differ(const ScriptDocument &before, const ScriptDocument &after)
        : m_before(before)
        , m_after(after)
    {
    }

    QList<TaskChange> changes();

private:
    void add(Kind kind, const QString &what, const QString &from, const QString &to, const QString &pointer);
    void compare(const QString &what, const QJsonValue &before, const QJsonValue &after, const QString &pointer);
    void compareObjects(const QString &prefix, const QJsonObject &before, const QJsonObject &after,
                        const QString &pointer, const QStringList &elsewhere = {});
    void compareStep(StepSide side);
    void compareColumns();
    void compareComments();
    void compareLayout();
    QString named(StepSide side, const QString &key) const;

    const ScriptDocument &m_before;
    const ScriptDocument &m_after;
    QList<TaskChange> m_changes;
};

void Differ::add(Kind kind, const QString &what, const QString &from, const QString &to, const QString &pointer)
{
    TaskChange change{kind, what, from, to, pointer, 0};
    auto place = m_after.keyRangeOf(pointer);
    if (!place)
        place = m_after.rangeOf(pointer);
    while (!place && !change.pointer.isEmpty()) {
        change.pointer = parentPointer(change.pointer);
        place = m_after.rangeOf(change.pointer);
    }
    change.line = place ? place->line : 0;
    m_changes.append(change);
}

void Differ::compare(const QString &what, const QJsonValue &before, const QJsonValue &after, const QString &pointer)
{
    if (before == after)
        return;
    if (before.isUndefined())
        add(Kind::Added, what, {}, plain(after), pointer);
    else if (after.isUndefined())
        add(Kind::Removed, what, plain(before), {}, pointer);
    else if (before.isObject() && after.isObject())
        compareObjects(what + u'.', before.toObject(), after.toObject(), pointer);
    else if (meansTheSame(before, after))
        add(Kind::Layout, what, shown(before), shown(after), pointer);
    else
        add(Kind::Changed, what, plain(before), plain(after), pointer);
}

void Differ::compareObjects(const QString &prefix, const QJsonObject &before, const QJsonObject &after,
                            const QString &pointer, const QStringList &elsewhere)
{
    QStringList keys = keysInOrder(after);
    for (const QString &key : keysInOrder(before))
        if (!after.contains(key))
            keys.append(key);
    for (const QString &key : std::as_const(keys))
        if (!elsewhere.contains(key))
            compare(prefix + key, before.value(key), after.value(key), pointerTo(pointer, key));
}

// The key, with the side before it where both sides have one.
QString Differ::named(StepSide side, const QString &key) const
{
    const StepSide other = side == StepSide::Reader ? StepSide::Writer : StepSide::Reader;
    for (const ScriptDocument *script : {&m_before, &m_after})
        if (const auto step = stepOf(*script, other); step && step->parameter.contains(key))
            return categoryOf(side) + u' ' + key;
    return key;
}

void Differ::compareStep(StepSide side)
{
    const auto before = stepOf(m_before, side), after = stepOf(m_after, side);
    const QString name = categoryOf(side);
    if (!before && !after)
        return;
    if (!before || !after) {
        add(before ? Kind::Removed : Kind::Added, name, before ? before->stepType : QString(),
            after ? after->stepType : QString(), after ? after->pointer : QStringLiteral("/steps"));
        return;
    }
    const QJsonObject was = m_before.value(before->pointer).toObject(), is = m_after.value(after->pointer).toObject();
    compareObjects(name + u' ', was, is, after->pointer, {parameterKey, columnKey});
    if (!was.value(parameterKey).isObject() || !is.value(parameterKey).isObject())
        return compare(name + u' ' + parameterKey, was.value(parameterKey), is.value(parameterKey),
                       pointerTo(after->pointer, parameterKey));
    const QString parameter = pointerTo(after->pointer, parameterKey);
    QStringList keys = keysInOrder(after->parameter);
    for (const QString &key : keysInOrder(before->parameter))
        if (!after->parameter.contains(key))
            keys.append(key);
    for (const QString &key : std::as_const(keys))
        if (key != columnKey)
            compare(named(side, key), before->parameter.value(key), after->parameter.value(key),
                    pointerTo(parameter, key));
}

// A column of one side as it is called: its name, its path, its constant.
QString columnName(const QJsonValue &entry)
{
    for (const char *key : {"name", "value"})
        if (const QJsonValue named = entry[QLatin1String(key)]; !named.isUndefined())
            return plain(named);
    return plain(entry);
}

struct Mapping {
    QString source, target; // names
    QString whole;          // both as they are spelled
    int index = 0;
    QString words() const { return source + QStringLiteral(" → ") + target; }
};

QList<Mapping> mappingsOf(const QJsonArray &reader, const QJsonArray &writer)
{
    QList<Mapping> mappings;
    for (int i = 0; i < std::max(reader.size(), writer.size()); ++i) {
        const QJsonValue from = i < reader.size() ? reader[i] : QJsonValue(QJsonValue::Undefined);
        const QJsonValue to = i < writer.size() ? writer[i] : QJsonValue(QJsonValue::Undefined);
        Mapping mapping{from.isUndefined() ? QStringLiteral("nothing") : columnName(from),
                        to.isUndefined() ? QStringLiteral("nothing") : columnName(to),
                        {},
                        i};
        mapping.whole = shown(from) + u'\n' + shown(to);
        mappings.append(mapping);
    }
    return mappings;
}

void Differ::compareColumns()
{
    const auto columns = [](const ScriptDocument &script, StepSide side) {
        const auto step = stepOf(script, side);
        return step ? step->parameter.value(columnKey) : QJsonValue(QJsonValue::Undefined);
    };
    const auto arrays = [](const QJsonValue &value) { return value.isArray() || value.isUndefined(); };
    const QJsonValue reader[] = {columns(m_before, StepSide::Reader), columns(m_after, StepSide::Reader)};
    const QJsonValue writer[] = {columns(m_before, StepSide::Writer), columns(m_after, StepSide::Writer)};
    const auto place = [this](StepSide side, int index) {
        const auto step = stepOf(m_after, side);
        const QString list = step ? step->pointer + QStringLiteral("/parameter/column") : QString();
        const QString entry = pointerTo(list, index);
        return m_after.contains(entry) ? entry : list;
    };
    // Without columns on a side nothing is paired with anything.
    const bool paired = reader[0].isArray() && reader[1].isArray() && writer[0].isArray() && writer[1].isArray();
    if (!paired || !arrays(reader[0])) {
        compare(named(StepSide::Reader, columnKey), reader[0], reader[1], place(StepSide::Reader, -1));
        compare(named(StepSide::Writer, columnKey), writer[0], writer[1], place(StepSide::Writer, -1));
        return;
    }
    const QList<Mapping> before = mappingsOf(reader[0].toArray(), writer[0].toArray());
    const QList<Mapping> after = mappingsOf(reader[1].toArray(), writer[1].toArray());
    QList<Mapping> gone;
    QStringList left;
    for (const Mapping &mapping : after)
        left.append(mapping.whole);
    for (const Mapping &mapping : before)
        if (const auto same = left.indexOf(mapping.whole); same >= 0)
            left.removeAt(same);
        else
            gone.append(mapping);
    bool other = !gone.isEmpty() || !left.isEmpty();
    for (const Mapping &mapping : after) {
        const auto fresh = left.indexOf(mapping.whole);
        if (fresh < 0)
            continue;
        left.removeAt(fresh);
        const StepSide side = mapping.index < writer[1].toArray().size() ? StepSide::Writer : StepSide::Reader;
        const QString pointer = place(side, mapping.index);
        // The same target, or else the same source, of one that is gone: it was changed.
        auto old = std::find_if(gone.begin(), gone.end(), [&](const Mapping &was) {
            return was.target.compare(mapping.target, Qt::CaseInsensitive) == 0;
        });
        if (old == gone.end())
            old = std::find_if(gone.begin(), gone.end(),
                               [&](const Mapping &was) { return was.source == mapping.source; });
        if (old == gone.end()) {
            add(Kind::Added, QStringLiteral("mapping"), {}, mapping.words(), pointer);
        } else {
            const bool alike = old->words() == mapping.words(); // an object's other keys
            const qsizetype cut = mapping.whole.indexOf(u'\n');
            add(Kind::Changed, QStringLiteral("mapping"),
                alike ? old->whole.left(old->whole.indexOf(u'\n')) : old->words(),
                alike ? mapping.whole.left(cut) : mapping.words(), pointer);
            gone.erase(old);
        }
    }
    for (const Mapping &mapping : std::as_const(gone))
        add(Kind::Removed, QStringLiteral("mapping"), mapping.words(), {}, place(StepSide::Writer, -1));
    if (!other && before.size() == after.size() &&
        !std::equal(before.begin(), before.end(), after.begin(),
                    [](const Mapping &a, const Mapping &b) { return a.whole == b.whole; }))
        add(Kind::Changed, QStringLiteral("order of the mappings"), {}, {}, place(StepSide::Writer, -1));
}

struct Note {
    QString text;
    int line;
    int offset;
};

QList<Note> commentsOf(const ScriptDocument &script)
{
    QList<Note> notes;
    for (const ScriptComment &comment : script.tree()->comments) {
        ScriptDocument::Range range{comment.begin, comment.end - comment.begin, 0, 0};
        script.tree()->place(range);
        notes.append(
            {script.text().mid(comment.begin, comment.end - comment.begin).simplified(), range.line, comment.begin});
    }
    return notes;
}

void Differ::compareComments()
{
    const QList<Note> before = commentsOf(m_before), after = commentsOf(m_after);
    const auto texts = [](const QList<Note> &notes) {
        QStringList list;
        for (const Note &note : notes)
            list.append(note.text);
        return list;
    };
    const auto pairs = matchLists(texts(before), texts(after));
    const auto tell = [this](const QString &from, const QString &to, const QString &pointer, int line) {
        m_changes.append({Kind::Comment, QStringLiteral("comment"), from, to, pointer, line});
    };
    int old = 0, fresh = 0;
    const auto upTo = [&](int oldEnd, int freshEnd) {
        for (; old < oldEnd && fresh < freshEnd; ++old, ++fresh)
            tell(before[old].text.left(longestValue), after[fresh].text.left(longestValue),
                 m_after.pointerAt(after[fresh].offset), after[fresh].line);
        for (; old < oldEnd; ++old)
            tell(before[old].text.left(longestValue), {}, {}, 0);
        for (; fresh < freshEnd; ++fresh)
            tell({}, after[fresh].text.left(longestValue), m_after.pointerAt(after[fresh].offset), after[fresh].line);
    };
    for (const auto &[one, other] : pairs) {
        upTo(one, other);
        old = one + 1;
        fresh = other + 1;
    }
    upTo(int(before.size()), int(after.size()));
}

// Whatever else is different is only a matter of looks.
void Differ::compareLayout()
{
    const bool told =
        std::any_of(m_changes.begin(), m_changes.end(), [](const TaskChange &change) { return !change.matters(); });
    if (told || m_before.text() == m_after.text())
        return;
    const bool silent =
        std::none_of(m_changes.begin(), m_changes.end(), [](const TaskChange &c) { return c.matters(); });
    if (silent && m_before.value(QString()) != m_after.value(QString())) // what is of no task's shape
        return add(Kind::Changed, QStringLiteral("the script"), {}, {}, QString());
    const auto same = m_before.set(QString(), m_after.value(QString()));
    if (!same.ok() || same->text() != m_after.text())
        m_changes.append({Kind::Layout, QStringLiteral("layout"), {}, {}, {}, 0});
}

QList<TaskChange> Differ::changes()
{
    for (const auto &[script, name] : {std::pair(&m_before, QStringLiteral("The older script")),
                                       std::pair(&m_after, QStringLiteral("The newer script"))}) {
        if (script->parsed())
            continue;
        if (m_before.text() == m_after.text())
            return {};
        const int line = script->syntaxIssues().isEmpty() ? 0 : script->syntaxIssues().front().line;
        return {{Kind::Changed,
                 QStringLiteral("%1 does not parse (line %2)").arg(name).arg(line),
                 {},
                 {},
                 {},
                 script == &m_after ? line : 0}};
    }
    const QJsonValue before = m_before.value(QString()), after = m_after.value(QString());
    if (!before.isObject() || !after.isObject()) {
        compare(QStringLiteral("the script"), before, after, QString());
    } else {
        compareStep(StepSide::Reader);
        compareStep(StepSide::Writer);
        compareColumns();
        // Steps that are neither, and more than one of a kind, are no task; they are compared as they stand.
        const auto count = [](const QJsonValue &script) { return script[stepsKey].toArray().size(); };
        if (count(before) != count(after) || count(after) > 2)
            compare(QStringLiteral("number of steps"), int(count(before)), int(count(after)), QStringLiteral("/steps"));
        QJsonObject was = before.toObject(), is = after.toObject();
        for (const char *key : {"errorLimit", "speed"}) { // by their own names: "concurrent", "record"
            const QString place = QLatin1String(key);
            const QJsonValue old = was.value(QLatin1String("setting"))[place];
            const QJsonValue fresh = is.value(QLatin1String("setting"))[place];
            const auto fits = [](const QJsonValue &value) { return value.isObject() || value.isUndefined(); };
            if (!fits(old) || !fits(fresh))
                compare(place, old, fresh, QStringLiteral("/setting/") + place);
            else
                compareObjects({}, old.toObject(), fresh.toObject(), QStringLiteral("/setting/") + place);
        }
        compareObjects(QStringLiteral("setting."), was.value(QLatin1String("setting")).toObject(),
                       is.value(QLatin1String("setting")).toObject(), QStringLiteral("/setting"),
                       {QStringLiteral("errorLimit"), QStringLiteral("speed")});
        compareObjects({}, was, is, QString(), {stepsKey, QStringLiteral("setting")});
    }
    std::stable_sort(m_changes.begin(), m_changes.end(), [](const TaskChange &a, const TaskChange &b) {
        return (a.line > 0 ? a.line : INT_MAX) < (b.line > 0 ? b.line : INT_MAX);
    });
    compareComments();
    compareLayout();
    return m_changes;
}

} // namespace

QList<TaskChange> taskDiff(const ScriptDocument &before, const ScriptDocument &after)
{
    return Differ(before, after).changes();
}

} // namespace sluice
