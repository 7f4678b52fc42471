#include "scriptgenerator.h"
#include "task/jsonpointer.h"
#include "task/scriptdocument.h"
#include "task/scriptlexer.h"
#include "tests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace sluice
{

// Whatever is edited, the value is as expected and everything else is as it was, byte for byte.
class ScriptPropertyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomEdits();
};

namespace
{

const QJsonValue absent(QJsonValue::Undefined);

// A plain second implementation of what set() and remove() mean; absent removes.
QJsonValue withMember(const QJsonValue &root, const QStringList &tokens, const QJsonValue &value)
{
    if (tokens.isEmpty())
        return value;
    const QString &token = tokens.front();
    if (root.isArray()) {
        QJsonArray array = root.toArray();
        const int index = token == QLatin1String("-") ? int(array.size()) : token.toInt();
        const bool there = index < array.size();
        const QJsonValue inner = withMember(there ? array[index] : absent, tokens.mid(1), value);
        if (there && inner.isUndefined())
            array.removeAt(index);
        else if (there)
            array[index] = inner;
        else
            array.append(inner);
        return array;
    }
    QJsonObject object = root.toObject();
    const QJsonValue inner = withMember(object.value(token), tokens.mid(1), value);
    if (inner.isUndefined())
        object.remove(token);
    else
        object.insert(token, inner);
    return object;
}

struct Pointers {
    QStringList all;
    QStringList containers;
};

void collect(const QJsonValue &value, const QString &pointer, Pointers &pointers)
{
    pointers.all.append(pointer);
    if (value.isArray() || value.isObject())
        pointers.containers.append(pointer);
    const QJsonArray array = value.toArray();
    for (int i = 0; i < array.size(); ++i)
        collect(array[i], pointerTo(pointer, i), pointers);
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member)
        collect(member.value(), pointerTo(pointer, member.key()), pointers);
}

struct Edit {
    enum Kind { Replace, Add, Remove } kind = Replace;
    QString pointer;
    QJsonValue value = absent;
};

// The value with a few changes somewhere inside.
QJsonValue reworked(ScriptGenerator &random, QJsonValue value)
{
    for (int i = random.below(4); i > 0; --i) {
        Pointers inner;
        collect(value, QString(), inner);
        const QString place = inner.all[random.below(int(inner.all.size()))];
        const bool drop = random.chance(40) && !place.isEmpty();
        value = withMember(value, *pointerTokens(place), drop ? absent : random.value(1));
    }
    return value;
}

Edit randomEdit(ScriptGenerator &random, const ScriptDocument &document)
{
    Pointers pointers;
    collect(document.value(QString()), QString(), pointers);
    const auto any = [&](const QStringList &list) { return list[random.below(int(list.size()))]; };
    const int choice = random.below(4);
    if (choice == 0 && !pointers.containers.isEmpty()) {
        const QString container = any(pointers.containers);
        if (document.value(container).isArray())
            return {Edit::Add, container + QStringLiteral("/-"), random.value(2)};
        QString key = random.key();
        while (document.contains(pointerTo(container, key)))
            key += u'+';
        return {Edit::Add, pointerTo(container, key), random.value(2)};
    }
    if (choice == 1 && pointers.all.size() > 1)
        return {Edit::Remove, any(pointers.all.mid(1)), absent};
    if (choice == 2 && !pointers.containers.isEmpty()) {
        const QString container = any(pointers.containers);
        return {Edit::Replace, container, reworked(random, document.value(container))};
    }
    return {Edit::Replace, any(pointers.all), random.value(2)};
}

QStringView spelling(const ScriptDocument &document, const QString &pointer)
{
    const auto range = document.rangeOf(pointer);
    return QStringView(document.text()).mid(range->offset, range->length);
}

// Everything before and behind the value is as it was.
bool sameOutside(const ScriptDocument &before, const ScriptDocument &after, const QString &pointer)
{
    const auto old = before.rangeOf(pointer);
    const auto now = after.rangeOf(pointer);
    const QStringView oldText(before.text()), newText(after.text());
    return old && now && oldText.left(old->offset) == newText.left(now->offset) &&
           oldText.mid(old->offset + old->length) == newText.mid(now->offset + now->length);
}

bool isSubsequence(QStringView part, QStringView whole)
{
    qsizetype at = 0;
    for (qsizetype i = 0; i < whole.size() && at < part.size(); ++i)
        at += whole[i] == part[at] ? 1 : 0;
    return at == part.size();
}

QStringList commentsIn(QStringView text)
{
    QStringList comments;
    ScriptLexer lexer(text);
    for (ScriptToken token = lexer.next(); token.kind != ScriptToken::Kind::End; token = lexer.next()) {
        if (token.isComment())
            comments.append(text.mid(token.begin, token.end - token.begin).toString());
    }
    return comments;
}

// The members of an object apart from one are spelled as they were.
bool sameSiblings(const ScriptDocument &before, const ScriptDocument &after, const QString &pointer)
{
    const QString parent = parentPointer(pointer);
    const QStringList keys = after.value(parent).toObject().keys();
    return std::all_of(keys.begin(), keys.end(), [&](const QString &key) {
        const QString sibling = pointerTo(parent, key);
        return sibling == pointer || spelling(before, sibling) == spelling(after, sibling);
    });
}

// Where the line begins that follows a member's end: behind its comma, when one comes next.
int lineBelow(const ScriptDocument &document, int end)
{
    ScriptLexer lexer(document.text(), end);
    ScriptToken token = lexer.next();
    while (token.isComment())
        token = lexer.next();
    if (token.kind == ScriptToken::Kind::Comma)
        end = token.end;
    const QString &text = document.text();
    while (end < text.size() && !isLineBreak(text[end]))
        ++end;
    return std::min<int>(end + (text.mid(end, 2) == QLatin1String("\r\n") ? 2 : 1), int(text.size()));
}

// What is wrong with an edit; empty: nothing.
QString verdict(const ScriptDocument &before, const Edit &edit, const Result<ScriptDocument> &result)
{
    if (!result)
        return result.error().text();
    const ScriptDocument &after = *result;
    if (after.value(QString()) != withMember(before.value(QString()), *pointerTokens(edit.pointer), edit.value))
        return QStringLiteral("another value");
    if (edit.kind == Edit::Replace) {
        if (before.value(edit.pointer) == edit.value && after.text() != before.text())
            return QStringLiteral("an equal value changed the text");
        return sameOutside(before, after, edit.pointer) ? QString() : QStringLiteral("changed outside the value");
    }
    const QString parent = parentPointer(edit.pointer);
    if (!sameOutside(before, after, parent))
        return QStringLiteral("changed outside the parent");
    if (!sameSiblings(before, after, edit.pointer))
        return QStringLiteral("changed a sibling");
    const QStringView old = spelling(before, parent), now = spelling(after, parent);
    if (edit.kind == Edit::Add) {
        const bool empty = before.value(parent).toArray().isEmpty() && before.value(parent).toObject().isEmpty();
        if (!empty && !isSubsequence(old, now))
            return QStringLiteral("took something out");
        return commentsIn(old) == commentsIn(now) ? QString() : QStringLiteral("changed a comment");
    }
    if (!isSubsequence(now, old))
        return QStringLiteral("put something in");
    // The comments before the member stay, and so does every line below the one where it ends.
    const auto range = before.rangeOf(edit.pointer);
    const auto key = before.keyRangeOf(edit.pointer);
    const int base = before.rangeOf(parent)->offset;
    const QStringList kept = commentsIn(old.left((key ? key->offset : range->offset) - base));
    if (commentsIn(now).mid(0, kept.size()) != kept)
        return QStringLiteral("lost a comment before it");
    if (now.size() == 2)
        return {}; // {} or []: all of the inside went
    const int end = range->offset + range->length;
    const int below = lineBelow(before, end);
    const QStringView tail = QStringView(before.text()).mid(below);
    if (!after.text().endsWith(tail))
        return QStringLiteral("changed a line below");
    // No line above went with it, unless the closing bracket was pulled up.
    const QStringView line = QStringView(before.text()).mid(end, below - end);
    const QStringView above = QStringView(before.text()).left(key ? key->offset : range->offset);
    const QStringView head = QStringView(after.text()).left(after.text().size() - tail.size());
    const bool bracket = line.contains(u']') || line.contains(u'}');
    return bracket || head.count(u'\n') >= above.count(u'\n') ? QString() : QStringLiteral("took a line too much");
}

} // namespace

void ScriptPropertyTest::randomEdits()
{
    static constexpr quint32 rounds = 4000;
    static constexpr int editsEach = 8;
    bool given = false;
    const quint32 wanted = qEnvironmentVariable("SLUICE_TEST_SEED").toUInt(&given);
    const quint32 start = given ? wanted : QRandomGenerator::global()->generate();
    qInfo("seeds from %u (SLUICE_TEST_SEED=… repeats one)", start);
    for (quint32 round = 0; round < (given ? 1 : rounds); ++round) {
        const quint32 seed = start + round;
        ScriptGenerator random(seed);
        QJsonValue model;
        ScriptDocument document(random.script(model));
        QVERIFY2(document.parsed() && document.value(QString()) == model,
                 qPrintable(QStringLiteral("seed %1\n%2\n%3")
                                .arg(seed)
                                .arg(issueText(document.syntaxIssues().value(0)), document.text())));
        for (int i = 0; i < editsEach; ++i) {
            const Edit edit = randomEdit(random, document);
            const auto result =
                edit.kind == Edit::Remove ? document.remove(edit.pointer) : document.set(edit.pointer, edit.value);
            const QString wrong = verdict(document, edit, result);
            if (!wrong.isEmpty())
                QFAIL(qPrintable(
                    QStringLiteral("%1: seed %2, edit %3, kind %4, at %5 to %6\n--- before\n%7\n--- after\n%8\n---")
                        .arg(wrong)
                        .arg(seed)
                        .arg(i)
                        .arg(edit.kind)
                        .arg(edit.pointer,
                             QString::fromUtf8(QJsonDocument(QJsonArray{edit.value}).toJson(QJsonDocument::Compact)),
                             document.text(), result ? result->text() : QString())));
            document = *result;
        }
    }
}

std::unique_ptr<QObject> makeScriptPropertyTest()
{
    return std::make_unique<ScriptPropertyTest>();
}

} // namespace sluice

#include "tst_scriptproperty.moc"
