#include "task/scriptedit.h"

#include "task/arraymatch.h"
#include "task/scripttext.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace sluice
{

QString withEdits(const QString &text, std::vector<TextEdit> edits)
{
    std::stable_sort(edits.begin(), edits.end(),
                     [](const TextEdit &a, const TextEdit &b) { return a.offset < b.offset; });
    QString edited;
    qsizetype at = 0;
    for (const TextEdit &edit : edits) {
        edited.append(QStringView(text).mid(at, edit.offset - at));
        edited.append(edit.text);
        at = edit.offset + edit.length;
    }
    edited.append(QStringView(text).mid(at));
    return edited;
}

void ScriptEditor::edit(int begin, int end, const QString &text)
{
    m_edits.push_back({begin, end - begin, text});
}

// How a new value inside this container is spelled: like its siblings, else like the rest of the script.
ScriptWriter ScriptEditor::writerFor(const ScriptNode &container) const
{
    ScriptWriter writer;
    writer.lineBreak = m_layout.lineBreakNear(container.begin);
    writer.unit = m_layout.unitOf(container);
    writer.colon = m_layout.colonIn(container);
    writer.gap = m_layout.gapIn(container);
    writer.padding = m_layout.padding();
    const auto likeSiblings = [&](ScriptNode::Kind kind) {
        for (const ScriptNode &child : container.children) {
            if (child.kind == kind && !child.children.empty())
                return m_layout.isInline(child);
        }
        return m_layout.prefersInline(kind == ScriptNode::Kind::Array);
    };
    writer.inlineArrays = likeSiblings(ScriptNode::Kind::Array);
    writer.inlineObjects = likeSiblings(ScriptNode::Kind::Object);
    return writer;
}

QStringList ScriptEditor::spelled(const ScriptNode &container, const Members &members, bool lines,
                                  const QString &indent) const
{
    const ScriptWriter writer = writerFor(container);
    QStringList texts;
    for (const Member &member : members) {
        const QString value = lines ? writer.onLines(member.value, indent) : writer.onOneLine(member.value);
        texts.append(container.kind == ScriptNode::Kind::Object ? writer.key(member.key) + value : value);
    }
    return texts;
}

void ScriptEditor::change(const ScriptNode &node, const QJsonValue &value)
{
    if (node.kind == ScriptNode::Kind::Object && value.isObject())
        return changeObject(node, value.toObject());
    if (node.kind == ScriptNode::Kind::Array && value.isArray())
        return changeArray(node, value.toArray());
    if (valueOf(node, m_text) == value)
        return;
    // A container in place of a scalar: over several lines only where the member has a line of its own.
    const ScriptWriter writer = writerFor(node);
    const int begin = node.memberBegin();
    edit(node.begin, node.end,
         m_layout.startsLine(begin) ? writer.onLines(value, m_layout.indentAt(begin)) : writer.onOneLine(value));
}

void ScriptEditor::changeObject(const ScriptNode &node, const QJsonObject &object)
{
    QSet<QString> present;
    const size_t count = node.children.size();
    std::vector<bool> effective(count); // the last of repeated keys
    for (size_t i = count; i-- > 0;) {
        const QString key = keyOf(node.children[i], m_text);
        effective[i] = !present.contains(key);
        present.insert(key);
    }
    bool removed = false;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && !object.contains(keyOf(node.children[end], m_text)))
            ++end;
        if (end > i) {
            remove(node, i, end);
            removed = true;
            i = end;
            continue;
        }
        if (effective[i])
            change(node.children[i], object.value(keyOf(node.children[i], m_text)));
        ++i;
    }
    Members added;
    for (const QString &key : keysInOrder(object)) {
        if (!present.contains(key))
            added.push_back({key, object.value(key)});
    }
    if (added.empty())
        return;
    // Both at the end of one object would get into each other's way.
    if (removed)
        m_again = true;
    else
        insert(node, count, added);
}

// Tells values apart; most lists are of texts.
static QString fingerprint(const QJsonValue &value)
{
    return value.isString() ? u'"' + value.toString()
                            : QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

static QString fingerprint(const ScriptNode &node, QStringView text)
{
    return node.kind == ScriptNode::Kind::Text ? u'"' + textOf(node, text) : fingerprint(valueOf(node, text));
}

void ScriptEditor::changeArray(const ScriptNode &node, const QJsonArray &array)
{
    QStringList before, after;
    for (const ScriptNode &child : node.children)
        before.append(fingerprint(child, m_text));
    for (const QJsonValue value : array)
        after.append(fingerprint(value));

    std::vector<std::pair<int, int>> pairs = matchLists(before, after);
    pairs.emplace_back(int(before.size()), int(after.size()));
    int i = 0, j = 0;
    for (const auto &[oldEnd, newEnd] : pairs) {
        // Between two matches: change what faces each other, then take out or put in the rest.
        for (; i < oldEnd && j < newEnd; ++i, ++j)
            change(node.children[size_t(i)], array[j]);
        if (i < oldEnd)
            remove(node, size_t(i), size_t(oldEnd));
        Members added;
        for (; j < newEnd; ++j)
            added.push_back({QString(), array[j]});
        if (!added.empty())
            insert(node, size_t(oldEnd), added);
        i = oldEnd + 1;
        j = newEnd + 1;
    }
}

void ScriptEditor::append(const ScriptNode &container, const QString &key, const QJsonValue &value)
{
    insert(container, container.children.size(), {{key, value}});
}

void ScriptEditor::insert(const ScriptNode &container, size_t at, const Members &members)
{
    if (container.children.empty())
        fill(container, members);
    else if (at == container.children.size())
        appendAll(container, members);
    else if (at == 0)
        insertFirst(container, members);
    else
        insertBetween(container, at, members);
}

// Into an empty container.
void ScriptEditor::fill(const ScriptNode &container, const Members &members)
{
    const int begin = container.begin + 1;
    const int end = container.end - 1;
    const ScriptWriter writer = writerFor(container);
    const QString indent = m_layout.indentAt(container.begin);
    const QString inner = indent + writer.unit;
    const bool commented = m_layout.hasComments(begin, end);
    const bool flat = std::none_of(members.begin(), members.end(), [](const Member &member) {
        return member.value.isArray() || member.value.isObject();
    });
    const bool open = m_layout.lineBegin(container.end - 1) > container.begin; // the brackets stand on two lines
    const bool list = container.kind == ScriptNode::Kind::Array;
    const bool lines =
        open || (m_layout.startsLine(container.memberBegin()) && !(list && flat && m_layout.prefersInline(true)));

    const QStringList texts = spelled(container, members, lines, inner);
    if (!lines) {
        const QString inside = texts.join(u',' + writer.gap);
        if (!commented)
            edit(begin, end, writer.padding + inside + writer.padding);
        else
            edit(end, end, QStringLiteral(" ") + inside + writer.padding);
        return;
    }
    const QString separator = u',' + writer.lineBreak + inner;
    if (!commented) {
        edit(begin, end, writer.lineBreak + inner + texts.join(separator) + writer.lineBreak + indent);
    } else if (m_layout.startsLine(end)) {
        const int line = m_layout.lineBegin(end);
        edit(line, line, inner + texts.join(separator) + writer.lineBreak);
    } else {
        edit(end, end, writer.lineBreak + inner + texts.join(separator) + writer.lineBreak + indent);
    }
}

void ScriptEditor::appendAll(const ScriptNode &container, const Members &members)
{
    const ScriptNode &last = container.children.back();
    const bool lines = m_layout.startsLine(last.memberBegin());
    const bool trailing = last.comma >= 0; // the script has a comma behind its last member: keep that habit
    const ScriptWriter writer = writerFor(container);
    const QString indent = lines ? m_layout.indentAt(last.memberBegin()) : QString();
    const QString separator = lines ? writer.lineBreak + indent : writer.gap;
    const QStringList texts = spelled(container, members, lines, indent);
    const QString text = separator + texts.join(u',' + separator) + (trailing ? QStringLiteral(",") : QString());

    if (!trailing)
        edit(last.end, last.end, QStringLiteral(","));
    int place = last.memberEnd();
    if (int lineEnd = 0; lines && m_layout.endsLine(place, lineEnd))
        place = lineEnd; // behind the comment at the line's end, which stays with its line
    edit(place, place, text);
}

void ScriptEditor::insertFirst(const ScriptNode &container, const Members &members)
{
    const ScriptNode &next = container.children.front();
    const bool lines = m_layout.startsLine(next.memberBegin());
    const ScriptWriter writer = writerFor(container);
    const QString indent = lines ? m_layout.indentAt(next.memberBegin()) : QString();
    const QString separator = u',' + (lines ? writer.lineBreak + indent : writer.gap);
    edit(next.memberBegin(), next.memberBegin(),
         spelled(container, members, lines, indent).join(separator) + separator);
}

void ScriptEditor::insertBetween(const ScriptNode &container, size_t at, const Members &members)
{
    const ScriptNode &before = container.children[at - 1];
    const ScriptNode &next = container.children[at];
    const bool lines = m_layout.startsLine(next.memberBegin());
    const ScriptWriter writer = writerFor(container);
    const QString indent = lines ? m_layout.indentAt(next.memberBegin()) : QString();
    const QString separator = lines ? writer.lineBreak + indent : writer.gap;
    int place = before.comma + 1;
    if (int lineEnd = 0; lines && m_layout.endsLine(place, lineEnd))
        place = lineEnd;
    edit(place, place, separator + spelled(container, members, lines, indent).join(u',' + separator) + u',');
}

void ScriptEditor::removeKey(const ScriptNode &object, const QString &key)
{
    for (size_t i = 0; i < object.children.size();) {
        size_t end = i;
        while (end < object.children.size() && keyOf(object.children[end], m_text) == key)
            ++end;
        if (end > i)
            remove(object, i, end);
        i = std::max(end, i + 1);
    }
}

void ScriptEditor::remove(const ScriptNode &container, size_t from, size_t to)
{
    const bool removesLast = to == container.children.size();
    if (from == 0 && removesLast && !m_layout.hasComments(container.begin + 1, container.end - 1)) {
        edit(container.begin + 1, container.end - 1);
        return;
    }
    const ScriptNode &last = container.children[to - 1];
    if (removesLast && last.comma < 0 && from > 0) {
        const int comma = container.children[from - 1].comma;
        edit(comma, comma + 1);
    }
    int begin = container.children[from].memberBegin();
    int end = last.memberEnd();
    const bool startsLine = m_layout.startsLine(begin);
    int lineEnd = 0;
    const bool endsLine = m_layout.endsLine(end, lineEnd);
    if (startsLine && endsLine) {
        // Whole lines, with the comment at their end.
        edit(m_layout.lineBegin(begin), m_layout.afterLineBreak(lineEnd));
        return;
    }
    if (!removesLast && !endsLine) {
        end = m_layout.skipBlanks(end);
    } else {
        begin = m_layout.skipBlanksBack(begin);
        // Pull the closing bracket up, unless a `//` comment would swallow it.
        if (startsLine && begin > 0 && !endsLine && m_layout.skipBlanks(end) == container.end - 1) {
            int before = begin;
            while (before > 0 && (m_text[before - 1] == u'\n' || m_text[before - 1] == u'\r'))
                --before;
            if (!m_layout.afterLineComment(before) && from > 0)
                begin = before;
        }
    }
    edit(begin, end);
}

} // namespace sluice
