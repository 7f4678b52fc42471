#include "widgets/mapper/jsonhtml.h"

#include "data/jsontext.h"
#include "data/utf8.h"

namespace sluice
{

namespace
{

constexpr qsizetype longestText = 64 * 1024;
constexpr int deepest = 32;

class HtmlWriter
{
public:
    HtmlWriter(const QSet<QString> &used, const Appearance &look)
        : m_used(used)
        , m_look(look)
    {
    }

    QString take() { return std::move(m_html); }

    void value(std::string_view text, const QString &path, bool reachable, int depth)
    {
        const JsonKind kind = jsonKind(text);
        if (depth < deepest && kind == JsonKind::Object)
            return object(text, path, reachable, depth);
        if (depth < deepest && kind == JsonKind::Array)
            return array(text, path, reachable, depth);
        const QString shown = QString::fromUtf8(text.data(), qsizetype(text.size())).trimmed().toHtmlEscaped();
        const Role role = kind == JsonKind::String ? Role::CodeString : Role::CodeNumber;
        if (!reachable || path.isEmpty()) {
            colored(shown, Role::T3);
            return;
        }
        const bool used = m_used.contains(path);
        m_html += QStringLiteral("<a href=\"%1\" style=\"color:%2;%3\">%4</a>")
                      .arg(QString::fromLatin1(path.toUtf8().toPercentEncoding()), m_look[role].name(),
                           used ? QStringLiteral("background-color:%1;").arg(m_look[Role::AccentSoft].name())
                                : QStringLiteral("text-decoration:none;"),
                           shown);
    }

private:
    void colored(const QString &html, Role role)
    {
        m_html += QStringLiteral("<span style=\"color:%1\">%2</span>").arg(m_look[role].name(), html);
    }

    void object(std::string_view text, const QString &path, bool reachable, int depth)
    {
        m_html += QStringLiteral("{ ");
        bool first = true;
        forEachMember(text, [&](std::string_view key, std::string_view inner) {
            if (!first)
                m_html += depth == 0 ? QStringLiteral(",<br>&nbsp;&nbsp;") : QStringLiteral(", ");
            first = false;
            const QString name = QString::fromStdString(jsonString(key));
            const bool named = !name.isEmpty() && !name.contains(u'.') && !name.contains(u'[') && !name.contains(u']');
            colored(QString::fromUtf8(key.data(), qsizetype(key.size())).toHtmlEscaped(), Role::CodeKey);
            m_html += QStringLiteral(": ");
            value(inner, path.isEmpty() ? name : path + u'.' + name, reachable && named, depth + 1);
        });
        m_html += QStringLiteral(" }");
    }

    void array(std::string_view text, const QString &path, bool reachable, int depth)
    {
        m_html += QStringLiteral("[ ");
        int index = 0;
        forEachElement(text, [&](std::string_view inner) {
            if (index > 0)
                m_html += QStringLiteral(", ");
            value(inner, QStringLiteral("%1[%2]").arg(path).arg(index++), reachable && !path.isEmpty(), depth + 1);
        });
        m_html += QStringLiteral(" ]");
    }

    const QSet<QString> &m_used;
    const Appearance &m_look;
    QString m_html;
};

} // namespace

QString jsonAsHtml(const QByteArray &text, const QSet<QString> &used, const Appearance &look)
{
    const std::string_view whole(text.constData(), size_t(text.size()));
    if (text.trimmed().isEmpty() || text.size() > longestText || firstInvalidUtf8(whole) >= 0 || jsonFault(whole) >= 0)
        return {};
    HtmlWriter writer(used, look);
    const QByteArray trimmed = text.trimmed();
    writer.value({trimmed.constData(), size_t(trimmed.size())}, {}, true, 0);
    return writer.take();
}

} // namespace sluice
