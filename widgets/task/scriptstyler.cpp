#include "widgets/task/scriptstyler.h"

#include "widgets/task/qsci.h"

#include <QGuiApplication>
#include <QScreen>

namespace sluice
{

using Sci = QsciScintillaBase;

QFont inPoints(QFont font)
{
    if (font.pixelSize() > 0)
        font.setPointSizeF(font.pixelSize() * 72.0 / QGuiApplication::primaryScreen()->logicalDotsPerInch());
    return font;
}

ScriptStyler::ScriptStyler(const Appearance &look, QObject *parent)
    : QsciLexerCustom(parent)
    , m_look(look)
{
    recolor();
}

void ScriptStyler::recolor()
{
    static constexpr Role roles[StyleCount] = {Role::T1,          Role::CodeKey,     Role::CodeString,
                                               Role::CodeNumber,  Role::CodeKeyword, Role::CodeVariable,
                                               Role::CodeComment, Role::CodeComment};
    const QFont code = inPoints(Appearance::font(TextStyle::Code));
    QFont italic = code;
    italic.setItalic(true);
    setDefaultFont(code);
    setDefaultColor(m_look[Role::T1]);
    setDefaultPaper(m_look[Role::Canvas]);
    for (int style = 0; style < StyleCount; ++style) {
        setColor(m_look[roles[style]], style);
        setPaper(m_look[Role::Canvas], style);
        setFont(style == Comment || style == LineComment ? italic : code, style);
    }
}

QString ScriptStyler::description(int style) const
{
    static const char *const names[StyleCount] = {"Plain",   "Key",      "String",  "Number",
                                                  "Keyword", "Variable", "Comment", "Line comment"};
    return style < StyleCount ? QString::fromLatin1(names[style]) : QString();
}

void ScriptStyler::styleText(int start, int end)
{
    QsciScintilla &view = *editor();
    const int firstLine = int(view.SendScintilla(Sci::SCI_LINEFROMPOSITION, start));
    start = int(view.SendScintilla(Sci::SCI_POSITIONFROMLINE, firstLine));
    const int length = int(view.SendScintilla(Sci::SCI_GETLENGTH));
    const auto *text = reinterpret_cast<const char *>(view.SendScintilla(Sci::SCI_GETCHARACTERPOINTER));
    const auto at = [&](int i) { return i < length ? text[i] : '\0'; };
    startStyling(start);

    // Only a block comment reaches over the end of a line.
    bool comment = start > 0 && view.SendScintilla(Sci::SCI_GETSTYLEAT, start - 1) == Comment;
    int i = start;
    while (i < end) {
        const int from = i;
        if (comment || (at(i) == '/' && at(i + 1) == '*')) {
            i += comment ? 0 : 2;
            while (i < length && !(at(i) == '*' && at(i + 1) == '/'))
                ++i;
            i = std::min(i + 2, length);
            comment = false;
            setStyling(i - from, Comment);
        } else if (at(i) == '/' && at(i + 1) == '/') {
            while (i < length && at(i) != '\n')
                ++i;
            setStyling(i - from, LineComment);
        } else if (at(i) == '"') {
            ++i;
            while (i < length && at(i) != '"' && at(i) != '\n')
                i += at(i) == '\\' && at(i + 1) != '\n' ? 2 : 1;
            i = std::min(at(i) == '"' ? i + 1 : i, length);
            int after = i;
            while (at(after) == ' ' || at(after) == '\t')
                ++after;
            if (at(after) == ':') {
                setStyling(i - from, Key);
                continue;
            }
            for (int done = from; done < i;) {
                int open = done;
                while (open < i && !(at(open) == '$' && at(open + 1) == '{'))
                    ++open;
                setStyling(open - done, String);
                int close = open;
                while (close < i && at(close) != '}')
                    ++close;
                close = std::min(close < i ? close + 1 : i, i);
                setStyling(close - open, Variable);
                done = close;
            }
        } else if ((at(i) >= '0' && at(i) <= '9') || (at(i) == '-' && at(i + 1) >= '0' && at(i + 1) <= '9')) {
            while (isalnum(uchar(at(i))) || at(i) == '.' || at(i) == '-' || at(i) == '+')
                ++i;
            setStyling(i - from, Number);
        } else if (isalpha(uchar(at(i)))) {
            while (isalnum(uchar(at(i))))
                ++i;
            const QByteArrayView word(text + from, i - from);
            setStyling(i - from, word == "true" || word == "false" || word == "null" ? Keyword : Plain);
        } else {
            ++i;
            setStyling(1, Plain);
        }
    }
    fold(firstLine, int(view.SendScintilla(Sci::SCI_LINEFROMPOSITION, std::max(i, end))));
}

void ScriptStyler::fold(int firstLine, int lastLine)
{
    QsciScintilla &view = *editor();
    const auto *text = reinterpret_cast<const char *>(view.SendScintilla(Sci::SCI_GETCHARACTERPOINTER));
    int level = Sci::SC_FOLDLEVELBASE;
    if (firstLine > 0)
        level = int(view.SendScintilla(Sci::SCI_GETFOLDLEVEL, firstLine - 1)) >> 16;
    for (int line = firstLine; line <= lastLine; ++line) {
        const int from = int(view.SendScintilla(Sci::SCI_POSITIONFROMLINE, line));
        const int to = int(view.SendScintilla(Sci::SCI_GETLINEENDPOSITION, line));
        int next = level, lowest = level;
        for (int i = from; i < to; ++i) {
            if (view.SendScintilla(Sci::SCI_GETSTYLEAT, i) != Plain)
                continue;
            if (text[i] == '{' || text[i] == '[')
                ++next;
            else if (text[i] == '}' || text[i] == ']')
                lowest = std::min(lowest, --next);
        }
        next = std::max<int>(next, Sci::SC_FOLDLEVELBASE);
        // "}, {" closes one fold and opens another; what was opened and closed again on the line is none.
        const int header = next > lowest ? int(Sci::SC_FOLDLEVELHEADERFLAG) : 0;
        const int own = std::max<int>(header ? lowest : level, Sci::SC_FOLDLEVELBASE);
        const long value = own | header | (long(next) << 16);
        if (view.SendScintilla(Sci::SCI_GETFOLDLEVEL, line) != value)
            view.SendScintilla(Sci::SCI_SETFOLDLEVEL, (unsigned long)line, value);
        level = next;
    }
}

} // namespace sluice
