#include "task/jsonpointer.h"
#include "task/scriptedit.h"
#include "task/scripttext.h"
#include "task/validate.h"

#include <functional>

namespace sluice
{

// A `${name}` in a text.
struct Placeholder {
    qsizetype begin = 0;
    qsizetype end = 0;
    QString name;
};

static std::optional<Placeholder> nextPlaceholder(const QString &text, qsizetype from)
{
    const qsizetype close = text.indexOf(u'}', from);
    if (close < 0)
        return std::nullopt;
    const qsizetype open = text.indexOf(QLatin1String("${"), from);
    if (open < 0)
        return std::nullopt;
    if (open > close)
        return nextPlaceholder(text, open);
    // The innermost one: "${a${b}" names b.
    const qsizetype begin = text.lastIndexOf(QLatin1String("${"), close);
    return Placeholder{begin, close + 1, text.mid(begin + 2, close - begin - 2)};
}

using Visit = std::function<Done(const ScriptNode &, const QString &value, const QString &pointer)>;

// Every text value in order, with its pointer.
static Done eachText(const ScriptNode &node, const QString &text, const QString &pointer, const Visit &visit)
{
    if (node.kind == ScriptNode::Kind::Text)
        return visit(node, textOf(node, text), pointer);
    for (size_t i = 0; i < node.children.size(); ++i) {
        const ScriptNode &child = node.children[i];
        SLUICE_CHECK(eachText(child, text,
                              child.keyBegin >= 0 ? pointerTo(pointer, keyOf(child, text)) : pointerTo(pointer, int(i)),
                              visit));
    }
    return {};
}

Result<ScriptDocument> substitute(const ScriptDocument &document, const QMap<QString, QString> &parameters)
{
    if (!document.parsed()) {
        SLUICE_CHECK(document.strict());
        return document;
    }
    std::vector<TextEdit> edits;
    const auto replace = [&](const ScriptNode &node, const QString &value, const QString &pointer) -> Done {
        QString replaced;
        qsizetype at = 0;
        while (const auto placeholder = nextPlaceholder(value, at)) {
            const auto found = parameters.find(placeholder->name);
            if (found == parameters.end()) {
                const QString name = placeholder->name.left(80);
                return makeError(ErrorCode::Config,
                                 QStringLiteral("The parameter ${%1} has no value; define it or give it to the run "
                                                "(--param %1=…).")
                                     .arg(name),
                                 pointer);
            }
            replaced += QStringView(value).mid(at, placeholder->begin - at);
            replaced += *found;
            at = placeholder->end;
        }
        if (at > 0)
            edits.push_back({node.begin, node.end - node.begin, encodeText(replaced + value.mid(at))});
        return {};
    };
    SLUICE_CHECK(eachText(document.tree()->root, document.text(), QString(), replace));
    return edits.empty() ? document : ScriptDocument(withEdits(document.text(), std::move(edits)));
}

QStringList parameterNames(const ScriptDocument &document)
{
    QStringList names;
    if (!document.parsed())
        return names;
    const auto collect = [&](const ScriptNode &, const QString &value, const QString &) -> Done {
        qsizetype at = 0;
        while (const auto placeholder = nextPlaceholder(value, at)) {
            if (!names.contains(placeholder->name))
                names.append(placeholder->name);
            at = placeholder->end;
        }
        return {};
    };
    // Collecting cannot fail.
    const Done done = eachText(document.tree()->root, document.text(), QString(), collect);
    Q_UNUSED(done);
    return names;
}

} // namespace sluice
