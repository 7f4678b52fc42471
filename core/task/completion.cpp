#include "task/completion.h"

#include "task/optionvalue.h"
#include "task/scriptsketch.h"
#include "task/scripttext.h"
#include "task/scriptwriter.h"
#include "task/taskoptions.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

using Node = ScriptSketch::Node;
using Kind = ScriptToken::Kind;

class Completer
{
public:
    Completer(const QString &text, int caret, const StepCatalog &catalog, const CompletionSources &sources)
        : m_text(text)
        , m_caret(caret)
        , m_catalog(catalog)
        , m_sources(sources)
        , m_sketch(text)
    {
    }

    Completion run();

private:
    bool findPlace();
    void findContext();
    bool placeholder();
    void keys();
    void values();
    void optionValues(const OptionSpec &option);
    void add(const QJsonValue &value, const QString &type, const QString &documentation = {});
    const OptionSpecs *optionsHere() const;
    QStringList stepNames() const;
    QString inStep(const QString &key) const;

    const QString &m_text;
    const int m_caret;
    const StepCatalog &m_catalog;
    const CompletionSources &m_sources;
    const ScriptSketch m_sketch;

    Completion m_result;
    const ScriptToken *m_before = nullptr; // the last one before the range, comments apart
    const ScriptToken *m_after = nullptr;  // the first one behind it
    bool m_inText = false;                 // the caret stands inside quotes
    QString m_typed;                       // all of what stands in the range, without quotes

    const Node *m_container = nullptr;
    QStringList m_path;           // of the container
    const Node *m_step = nullptr; // around the caret, in /steps
};

// The token that is being typed, and its neighbours. False inside a comment, where there is nothing to complete.
bool Completer::findPlace()
{
    m_result.offset = m_caret;
    for (const ScriptToken &token : m_sketch.tokens()) {
        const bool typed = token.kind == Kind::Text || token.kind == Kind::Word;
        if (token.isComment()) {
            const bool open = token.kind == Kind::LineComment || !token.closed;
            if (token.begin < m_caret && (m_caret < token.end || (open && m_caret == token.end)))
                return false;
            continue;
        }
        // A closed text ends at its quote: behind it something new begins.
        const bool touches =
            token.begin < m_caret &&
            (m_caret < token.end || (m_caret == token.end && !(token.kind == Kind::Text && token.closed)));
        if (typed && touches) {
            m_inText = token.kind == Kind::Text;
            m_result.offset = token.begin;
            // What follows an open quote on its line may be somebody else's.
            m_result.length = (token.closed ? token.end : m_caret) - token.begin;
            m_result.prefix = m_text.mid(token.begin, m_caret - token.begin).mid(m_inText ? 1 : 0);
            m_typed = m_text.mid(token.begin, m_result.length).remove(u'"');
        } else if (token.end <= m_caret) {
            m_before = &token;
        } else if (!m_after) {
            m_after = &token;
        }
    }
    return true;
}

void Completer::findContext()
{
    m_container = m_sketch.containerAt(m_caret);
    if (!m_container)
        return;
    m_path = m_sketch.path(*m_container);
    if (m_path.size() >= 2 && m_path.front() == QLatin1String("steps"))
        m_step = m_sketch.at(m_path.mid(0, 2));
}

QString Completer::inStep(const QString &key) const
{
    const Node *node = m_step && m_step->kind == Node::Kind::Object ? m_sketch.member(*m_step, key) : nullptr;
    return node ? node->text : QString();
}

// The options of the object around the caret; null where they are not known.
const OptionSpecs *Completer::optionsHere() const
{
    const auto path = [&](std::initializer_list<const char *> keys) {
        return std::equal(
            m_path.begin(), m_path.end(), keys.begin(), keys.end(),
            [](const QString &token, const char *key) { return key[0] == '*' || token == QLatin1String(key); });
    };
    if (path({}))
        return &taskOptions();
    if (path({"steps", "*"}))
        return &stepOptions();
    if (path({"steps", "*", "parameter"}))
        return m_catalog.options
                   ? m_catalog.options(inStep(QStringLiteral("stepType")), inStep(QStringLiteral("category")))
                   : nullptr;
    if (path({"setting"}))
        return &settingOptions();
    if (path({"setting", "errorLimit"}))
        return &errorLimitOptions();
    if (path({"setting", "speed"}))
        return &speedOptions();
    if (path({"order"}))
        return &orderOptions();
    if (path({"order", "hops", "*"}))
        return &hopOptions();
    return nullptr;
}

QString documentationOf(const OptionSpec &option)
{
    QStringList lines;
    if (!option.help.isEmpty())
        lines.append(option.help);
    if (option.required)
        lines.append(QStringLiteral("Required."));
    if (!isUnset(option.defaultValue))
        lines.append(QStringLiteral("Default: %1").arg(ScriptWriter{}.onOneLine(option.defaultValue)));
    if (!option.choices.isEmpty())
        lines.append(QStringLiteral("One of: %1").arg(option.choices.join(QStringLiteral(", "))));
    if (option.hasRange())
        lines.append(QStringLiteral("From %1 to %2").arg(option.minimum, 0, 'g', 15).arg(option.maximum, 0, 'g', 15));
    if (!option.example.isEmpty())
        lines.append(QStringLiteral("Example: %1").arg(option.example));
    return lines.join(u'\n');
}

// What to put behind a new key, and where in it the caret goes.
std::pair<QString, int> firstValue(const OptionSpec &option)
{
    switch (option.kind) {
    case OptionKind::Boolean: {
        const QString value =
            readBoolean(option.defaultValue).value_or(false) ? QStringLiteral("true") : QStringLiteral("false");
        return {value, int(value.size())};
    }
    case OptionKind::Integer:
    case OptionKind::Number: {
        const QString value = !isUnset(option.defaultValue) ? ScriptWriter{}.onOneLine(option.defaultValue)
                              : option.example.isEmpty()    ? QStringLiteral("0")
                                                            : option.example;
        return {value, int(value.size())};
    }
    case OptionKind::Columns:
    case OptionKind::List:
        return {QStringLiteral("[]"), 1};
    case OptionKind::Object:
        return option.example.startsWith(u'[') ? std::pair(option.example, 1) : std::pair(QStringLiteral("{}"), 1);
    default: {
        if (option.choices.size() == 1) {
            const QString value = encodeText(option.choices.front());
            return {value, int(value.size())};
        }
        return {QStringLiteral("\"\""), 1};
    }
    }
}

void Completer::keys()
{
    const OptionSpecs *options = optionsHere();
    if (!options)
        return;
    const QStringList present = m_sketch.keysOf(*m_container);
    const bool colon = m_after && m_after->kind == Kind::Colon;
    // The member that follows wants a comma before it.
    const bool comma = m_after && (m_after->kind == Kind::Text || m_after->kind == Kind::Word);
    for (const OptionSpec &option : *options) {
        Candidate candidate;
        candidate.label = option.key;
        candidate.type = optionKindName(option.kind);
        candidate.documentation = documentationOf(option);
        // The key at the caret is in the list itself: it is being changed, not set a second time.
        candidate.present = present.contains(option.key) && !(colon && m_typed == option.key);
        candidate.insertText = encodeText(option.key);
        candidate.caret = int(candidate.insertText.size());
        if (!colon) {
            const auto [value, caret] = firstValue(option);
            candidate.insertText += QStringLiteral(": ");
            candidate.caret = int(candidate.insertText.size()) + caret;
            candidate.insertText += value + (comma ? QStringLiteral(",") : QString());
        }
        m_result.candidates.append(candidate);
    }
}

void Completer::add(const QJsonValue &value, const QString &type, const QString &documentation)
{
    Candidate candidate;
    candidate.label = value.isString() ? value.toString() : ScriptWriter{}.onOneLine(value);
    candidate.insertText = ScriptWriter{}.onOneLine(value);
    candidate.caret = int(candidate.insertText.size());
    candidate.type = type;
    candidate.documentation = documentation;
    const auto same = [&](const Candidate &other) { return other.insertText == candidate.insertText; };
    if (std::none_of(m_result.candidates.begin(), m_result.candidates.end(), same))
        m_result.candidates.append(candidate);
}

void Completer::optionValues(const OptionSpec &option)
{
    const QString documentation = documentationOf(option);
    const QString type = optionKindName(option.kind);
    if (option.kind == OptionKind::Boolean) {
        add(true, type, documentation);
        add(false, type, documentation);
    }
    for (const QString &choice : option.choices)
        add(choice, type, documentation);
    if (!isUnset(option.defaultValue) && option.kind != OptionKind::Boolean)
        add(option.defaultValue, QStringLiteral("default"), documentation);
    const ScriptDocument example(option.example);
    if (m_result.candidates.isEmpty() && example.parsed())
        add(example.value(QString()), QStringLiteral("example"), documentation);
}

QStringList Completer::stepNames() const
{
    QStringList names;
    const Node *steps = m_sketch.at({QStringLiteral("steps")});
    if (!steps || steps->kind != Node::Kind::Array)
        return names;
    for (const Node *step : m_sketch.childrenOf(*steps)) {
        const Node *name = step->kind == Node::Kind::Object ? m_sketch.member(*step, QStringLiteral("name")) : nullptr;
        if (name && !name->text.isEmpty())
            names.append(name->text);
    }
    return names;
}

void Completer::values()
{
    const OptionSpecs *options = optionsHere();
    // The key stands before the colon, which stands before the range.
    const auto &tokens = m_sketch.tokens();
    const ScriptToken *keyToken = nullptr;
    for (const ScriptToken &token : tokens) {
        if (&token == m_before)
            break;
        if (!token.isComment())
            keyToken = &token;
    }
    if (!options || !keyToken || keyToken->kind != Kind::Text)
        return;
    const QString key = decodeText(QStringView(m_text).mid(keyToken->begin + 1, keyToken->end - keyToken->begin - 2));
    const bool step = options == &stepOptions();

    if (step && key == QLatin1String("stepType")) {
        const QString category = inStep(QStringLiteral("category"));
        if (category != QLatin1String("writer")) {
            for (const QString &type : m_catalog.readers)
                add(type, QStringLiteral("step type"));
        }
        if (category != QLatin1String("reader")) {
            for (const QString &type : m_catalog.writers)
                add(type, QStringLiteral("step type"));
        }
    } else if (step && key == QLatin1String("name")) {
        add(inStep(QStringLiteral("category")) == QLatin1String("writer") ? QStringLiteral("Writer")
                                                                          : QStringLiteral("Reader"),
            QStringLiteral("step name"));
    } else if (options == &hopOptions()) {
        for (const QString &name : stepNames())
            add(name, QStringLiteral("step name"));
    } else if (m_step && key == QLatin1String("datasource")) {
        const QStringList names =
            m_sources.dataSources ? m_sources.dataSources(inStep(QStringLiteral("stepType"))) : QStringList();
        for (const QString &name : names)
            add(name, QStringLiteral("data source"));
    } else if (const OptionSpec *option = optionWithKey(*options, key)) {
        optionValues(*option);
    }
}

// Inside a text, behind an open `${`.
bool Completer::placeholder()
{
    if (!m_inText || !m_sources.parameters)
        return false;
    const qsizetype open = m_result.prefix.lastIndexOf(QLatin1String("${"));
    if (open < 0 || m_result.prefix.indexOf(u'}', open) >= 0)
        return false;
    const int begin = m_result.offset + 1 + int(open) + 2;
    const int textEnd = m_result.offset + m_result.length;
    // Up to the closing brace where there is one in this text.
    int end = m_caret;
    while (end < textEnd && (m_text[end].isLetterOrNumber() || m_text[end] == u'_'))
        ++end;
    const bool closed = end < textEnd && m_text[end] == u'}';
    m_result.prefix = m_text.mid(begin, m_caret - begin);
    m_result.offset = begin;
    m_result.length = (closed ? end + 1 : m_caret) - begin;
    for (const QString &name : m_sources.parameters()) {
        const QString text = name + u'}';
        m_result.candidates.append({name, text, int(text.size()), QStringLiteral("parameter"), QString(), false});
    }
    return true;
}

Completion Completer::run()
{
    if (!findPlace())
        return m_result;
    // Right behind a value or a key, a comma or a colon comes next.
    const bool behind = m_result.length == 0 && m_before && m_before->end == m_caret &&
                        (m_before->kind == Kind::Text || m_before->kind == Kind::Word);
    if (behind)
        return m_result;
    findContext();
    if (!placeholder() && m_container && m_container->kind == Node::Kind::Object) {
        if (m_before && m_before->kind == Kind::Colon)
            values();
        else
            keys();
    }
    auto &candidates = m_result.candidates;
    const QString &prefix = m_result.prefix;
    candidates.removeIf(
        [&](const Candidate &candidate) { return !candidate.label.contains(prefix, Qt::CaseInsensitive); });
    std::stable_sort(candidates.begin(), candidates.end(), [&](const Candidate &a, const Candidate &b) {
        const auto rank = [&](const Candidate &c) {
            return (c.present ? 2 : 0) + (c.label.startsWith(prefix, Qt::CaseInsensitive) ? 0 : 1);
        };
        return rank(a) < rank(b);
    });
    return m_result;
}

} // namespace

Completion complete(const QString &text, int caret, const StepCatalog &catalog, const CompletionSources &sources)
{
    return Completer(text, std::clamp(caret, 0, int(text.size())), catalog, sources).run();
}

} // namespace sluice
