#pragma once

#include "task/scriptlayout.h"
#include "task/scriptwriter.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sluice
{

// One piece of a text to be replaced.
struct TextEdit {
    int offset = 0;
    int length = 0;
    QString text;
};

// The text with the edits made; they must not overlap, and those at one offset are made in the order given.
QString withEdits(const QString &text, std::vector<TextEdit> edits);

// Finds the smallest edits that turn one value of a script into another.
class ScriptEditor
{
public:
    ScriptEditor(QStringView text, const ScriptDocument::Tree &tree)
        : m_text(text)
        , m_layout(text, tree)
    {
    }

    // Makes the node hold the value.
    void change(const ScriptNode &node, const QJsonValue &value);
    // Puts a new member at the end of an array or object (key empty for arrays).
    void append(const ScriptNode &container, const QString &key, const QJsonValue &value);
    // Takes members out.
    void remove(const ScriptNode &container, size_t from, size_t to);
    void removeKey(const ScriptNode &object, const QString &key);

    const std::vector<TextEdit> &edits() const { return m_edits; }
    // Whether the change is not complete: apply the edits, parse and change again.
    bool again() const { return m_again; }

private:
    struct Member {
        QString key;
        QJsonValue value;
    };
    using Members = std::vector<Member>;

    void changeObject(const ScriptNode &node, const QJsonObject &object);
    void changeArray(const ScriptNode &node, const QJsonArray &array);
    void insert(const ScriptNode &container, size_t at, const Members &members);
    void fill(const ScriptNode &container, const Members &members);
    void appendAll(const ScriptNode &container, const Members &members);
    void insertFirst(const ScriptNode &container, const Members &members);
    void insertBetween(const ScriptNode &container, size_t at, const Members &members);
    ScriptWriter writerFor(const ScriptNode &container) const;
    QStringList spelled(const ScriptNode &container, const Members &members, bool lines, const QString &indent) const;
    void edit(int begin, int end, const QString &text = {});

    QStringView m_text;
    ScriptLayout m_layout;
    std::vector<TextEdit> m_edits;
    bool m_again = false;
};

} // namespace sluice
