#include "widgets/task/scripttools.h"

#include <QStringList>

#include <algorithm>

namespace sluice
{

namespace
{

// Follows the brackets through a line, past strings and comments.
class BracketReader
{
public:
    bool inComment() const { return m_comment; }

    // How many levels the line's leading closers take back, and the depth after the line.
    int read(QStringView line, int &depth)
    {
        int leading = 0;
        bool onlyClosers = true, string = false;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const QChar c = line[i];
            const QChar next = i + 1 < line.size() ? line[i + 1] : QChar();
            if (m_comment) {
                if (c == u'*' && next == u'/')
                    m_comment = false, ++i;
            } else if (string) {
                if (c == u'\\')
                    ++i;
                else if (c == u'"')
                    string = false;
            } else if (c == u'/' && next == u'/') {
                break;
            } else if (c == u'/' && next == u'*') {
                m_comment = true;
                ++i;
            } else if (c == u'"') {
                string = true;
                onlyClosers = false;
            } else if (c == u'{' || c == u'[') {
                ++depth;
                onlyClosers = false;
            } else if (c == u'}' || c == u']') {
                depth = std::max(0, depth - 1);
                leading += onlyClosers;
            } else if (!c.isSpace()) {
                onlyClosers = onlyClosers && c == u',';
            }
        }
        return leading;
    }

private:
    bool m_comment = false;
};

} // namespace

QString indentScript(const QString &text)
{
    QStringList lines = text.split(u'\n');
    BracketReader reader;
    int depth = 0;
    for (QString &line : lines) {
        const bool comment = reader.inComment();
        const int before = depth;
        const QString trimmed = line.trimmed();
        const int leading = reader.read(line, depth);
        if (comment)
            continue; // the inside of a block comment is its writer's
        line = trimmed.isEmpty() ? QString() : QString(2 * std::max(0, before - leading), u' ') + trimmed;
    }
    return lines.join(u'\n');
}

QString toggleComment(const QString &text, int first, int last)
{
    QStringList lines = text.split(u'\n');
    last = std::min(last, int(lines.size()) - 1);
    bool all = true;
    qsizetype indent = -1;
    for (int i = first; i <= last; ++i) {
        const QString trimmed = lines[i].trimmed();
        if (trimmed.isEmpty())
            continue;
        all = all && trimmed.startsWith(QLatin1String("//"));
        const qsizetype start = lines[i].indexOf(trimmed);
        indent = indent < 0 ? start : std::min(indent, start);
    }
    if (indent < 0)
        return text;
    for (int i = first; i <= last; ++i) {
        QString &line = lines[i];
        if (line.trimmed().isEmpty())
            continue;
        if (!all) {
            line.insert(indent, QStringLiteral("// "));
        } else {
            const qsizetype at = line.indexOf(QLatin1String("//"));
            line.remove(at, QStringView(line).mid(at + 2).startsWith(u' ') ? 3 : 2);
        }
    }
    return lines.join(u'\n');
}

} // namespace sluice
