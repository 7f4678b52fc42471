#include "service/fixrule.h"

#include <QDateTime>
#include <QLocale>

namespace sluice
{

namespace
{

struct Word {
    const char *name;
    FixRule::Kind kind;
    bool takesText;
};
constexpr Word words[] = {
    {"trim", FixRule::Kind::Trim, false},      {"null", FixRule::Kind::Null, true},
    {"default", FixRule::Kind::Default, true}, {"number", FixRule::Kind::Number, false},
    {"date", FixRule::Kind::Date, true},       {"cut", FixRule::Kind::Cut, false},
    {"drop", FixRule::Kind::Drop, false},
};

bool isExponent(QStringView text)
{
    if (text.isEmpty() || text[0].toLower() != u'e')
        return false;
    const bool sign = text.size() > 1 && (text[1] == u'+' || text[1] == u'-');
    const qsizetype digit = sign ? 2 : 1;
    return text.size() > digit && text[digit].isDigit();
}

// The first number in a text, without what groups its digits. With both signs, the last one is the decimal point;
// with one of them, a comma groups when three digits stand behind it, and a point is the decimal point. Nothing when an
// exponent stands behind it: without that it would be another number.
QString numberIn(const QString &text)
{
    qsizetype from = 0;
    while (from < text.size() && !text[from].isDigit())
        ++from;
    if (from == text.size())
        return {};
    QString digits;
    for (qsizetype i = from; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool groups = c.isSpace() || c == u'\'' || c == u'_' || c == u'\u2019';
        if (c.isDigit() || c == u'.' || c == u',')
            digits += c;
        else if (isExponent(QStringView(text).mid(i)))
            return {};
        else if (!groups)
            break;
    }
    while (digits.endsWith(u'.') || digits.endsWith(u','))
        digits.chop(1);
    const qsizetype point = digits.lastIndexOf(u'.'), comma = digits.lastIndexOf(u',');
    const bool commaIsPoint =
        comma > point && (point >= 0 || (digits.count(u',') == 1 && digits.size() - comma - 1 != 3));
    digits.remove(commaIsPoint ? u'.' : u',').replace(u',', u'.');
    if (digits.count(u'.') > 1)
        digits.remove(u'.');
    const QString before = text.left(from).trimmed();
    const bool negative =
        before.endsWith(u'-') || before.endsWith(u'\u2212') || (before.endsWith(u'(') && text.trimmed().endsWith(u')'));
    return negative ? u'-' + digits : digits;
}

QString dateIn(const QString &text, const QString &pattern)
{
    const QLocale locale = QLocale::c();
    if (const QDateTime time = locale.toDateTime(text.trimmed(), pattern); time.isValid())
        return time.toString(time.time().msec()                            ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")
                             : pattern.contains(u'h', Qt::CaseInsensitive) ? QStringLiteral("yyyy-MM-dd HH:mm:ss")
                                                                           : QStringLiteral("yyyy-MM-dd"));
    return {};
}

} // namespace

Result<FixRule> FixRule::parse(const QString &text)
{
    FixRule rule;
    const qsizetype equals = text.indexOf(u'=');
    QString name = text.left(equals < 0 ? text.size() : equals);
    if (const qsizetype colon = name.lastIndexOf(u':'); colon >= 0) {
        rule.column = name.left(colon).trimmed();
        name = name.mid(colon + 1);
    }
    for (const Word &word : words) {
        if (name.trimmed() != QLatin1String(word.name))
            continue;
        rule.kind = word.kind;
        rule.text = equals < 0 ? QString() : text.mid(equals + 1);
        const bool lacks = word.takesText && (equals < 0 || (rule.text.isEmpty() && word.kind == Kind::Date));
        if (lacks || (!word.takesText && equals >= 0))
            return makeError(ErrorCode::Config,
                             lacks ? QStringLiteral("The rule \"%1\" needs a text behind it: \"%1=…\".").arg(name)
                                   : QStringLiteral("The rule \"%1\" takes no text.").arg(name));
        return rule;
    }
    return makeError(ErrorCode::Config,
                     QStringLiteral("There is no rule \"%1\". There are trim, null=TEXT, default=VALUE, number, "
                                    "date=PATTERN, cut and drop; a column may stand before them, as in "
                                    "\"dep_time:null=NA\".")
                         .arg(text));
}

QString FixRule::toText() const
{
    QString text = column.isEmpty() ? QString() : column + u':';
    for (const Word &word : words)
        if (word.kind == kind)
            text += QLatin1String(word.name) + (word.takesText ? u'=' + this->text : QString());
    return text;
}

std::optional<DirtyValue> FixRule::apply(const DirtyValue &value, const Type &to) const
{
    const QString came = QString::fromUtf8(value.text);
    QString made;
    switch (kind) {
    case Kind::Drop:
        return std::nullopt;
    case Kind::Default:
        return DirtyValue{text.toUtf8(), false};
    case Kind::Null:
        return !value.isNull && came.trimmed() == text.trimmed() ? std::optional(DirtyValue{{}, true}) : std::nullopt;
    case Kind::Trim:
        made = came.trimmed();
        while (made.size() >= 2 && made.front() == made.back() && (made.front() == u'"' || made.front() == u'\''))
            made = made.mid(1, made.size() - 2).trimmed();
        break;
    case Kind::Number:
        made = numberIn(came);
        break;
    case Kind::Date:
        made = dateIn(came, text);
        break;
    case Kind::Cut:
        if ((to.kind() == TypeKind::Char || to.kind() == TypeKind::VarChar) && to.length() > 0) {
            const auto characters = came.toUcs4();
            made = QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()),
                                     std::min<qsizetype>(characters.size(), to.length()));
        }
        break;
    }
    if (value.isNull || made.isEmpty() || made == came)
        return std::nullopt;
    return DirtyValue{made.toUtf8(), false};
}

} // namespace sluice
