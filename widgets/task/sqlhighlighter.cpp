#include "widgets/task/sqlhighlighter.h"

#include <QRegularExpression>
#include <QSet>

namespace sluice
{

namespace
{

enum State { Outside = -1, InComment = 1 };

bool isKeyword(QStringView word)
{
    static const QSet<QString> words = [] {
        const QString all = QStringLiteral(
            "create table if not exists null primary key comment partitioned by tblproperties lifecycle set alter drop "
            "default tinyint smallint int bigint float double decimal string char varchar binary boolean date datetime "
            "timestamp timestamp_ntz json array map struct interval_day_time interval_year_month");
        const QStringList list = all.split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return words.contains(word.toString().toLower());
}

} // namespace

SqlHighlighter::SqlHighlighter(const Appearance &look, QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_look(look)
{
    connect(&look, &Appearance::changed, this, &QSyntaxHighlighter::rehighlight);
}

void SqlHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression token(QStringLiteral("(?<comment>--.*$|/\\*.*?(?:\\*/|(?<open>$)))"
                                                         "|(?<name>`(?:[^`]|``)*`?)"
                                                         "|(?<text>'(?:[^'\\\\]|\\\\.)*'?|\"(?:[^\"\\\\]|\\\\.)*\"?)"
                                                         "|(?<number>\\b\\d+\\b)|(?<word>\\w+)"));
    qsizetype from = 0;
    setCurrentBlockState(Outside);
    if (previousBlockState() == InComment) {
        const qsizetype end = text.indexOf(QLatin1String("*/"));
        from = end < 0 ? text.size() : end + 2;
        setFormat(0, int(from), m_look[Role::CodeComment]);
        if (end < 0)
            return setCurrentBlockState(InComment);
    }
    for (auto found = token.globalMatch(text, from); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const auto is = [&match](const char *group) { return match.capturedStart(QLatin1String(group)) >= 0; };
        Role role = Role::T1;
        if (is("comment")) {
            role = Role::CodeComment;
            if (is("open"))
                setCurrentBlockState(InComment);
        } else if (is("name")) {
            role = Role::CodeKey;
        } else if (is("text")) {
            role = Role::CodeString;
        } else if (is("number")) {
            role = Role::CodeNumber;
        } else if (isKeyword(match.capturedView())) {
            role = Role::CodeKeyword;
        }
        setFormat(int(match.capturedStart()), int(match.capturedLength()), m_look[role]);
    }
}

} // namespace sluice
