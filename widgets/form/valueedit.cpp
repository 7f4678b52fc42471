#include "widgets/form/valueedit.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QStyle>
#include <QTextCharFormat>

namespace sluice
{

QList<std::pair<int, int>> variableRanges(const QString &text)
{
    static const QRegularExpression variable(QStringLiteral("\\$\\{[^}]*\\}"));
    QList<std::pair<int, int>> ranges;
    for (auto matches = variable.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        ranges.emplaceBack(int(match.capturedStart()), int(match.capturedLength()));
    }
    return ranges;
}

void setStyleFlag(QWidget *widget, const char *name, bool on)
{
    if (widget->property(name).toBool() == on)
        return;
    widget->setProperty(name, on);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

ValueEdit::ValueEdit(const Appearance &look, QWidget *parent)
    : QLineEdit(parent)
    , m_look(look)
{
    connect(this, &QLineEdit::textChanged, this, &ValueEdit::restyle);
    connect(&look, &Appearance::changed, this, &ValueEdit::restyle);
}

void ValueEdit::setCode(bool code)
{
    m_code = code;
    restyle();
}

void ValueEdit::setInvalid(bool invalid)
{
    setStyleFlag(this, "invalid", invalid);
}

void ValueEdit::setResolved(const QString &text)
{
    m_resolved = text;
    update();
}

// A line edit takes formats of parts of its text from an input method only.
void ValueEdit::restyle()
{
    const auto ranges = variableRanges(text());
    const QFont wanted = Appearance::font(m_code || !ranges.isEmpty() ? TextStyle::CodeDense : TextStyle::Base);
    if (font() != wanted)
        setFont(wanted);
    if (echoMode() != Normal)
        return;
    QList<QInputMethodEvent::Attribute> formats;
    for (const auto &[start, length] : ranges) {
        QTextCharFormat format;
        format.setForeground(m_look[isEnabled() ? Role::CodeVariable : Role::Disabled]);
        formats.append({QInputMethodEvent::TextFormat, start - cursorPosition(), length, format});
    }
    QInputMethodEvent event(QString(), formats);
    QCoreApplication::sendEvent(this, &event);
}

void ValueEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_resolved.isEmpty() || m_resolved == text())
        return;
    const QFontMetrics metrics(Appearance::font(TextStyle::CodeDense));
    const int width = metrics.horizontalAdvance(m_resolved);
    const QRect area = rect().adjusted(0, 0, -10, 0);
    if (fontMetrics().horizontalAdvance(text()) + width + 32 > area.width())
        return;
    QPainter painter(this);
    painter.setFont(Appearance::font(TextStyle::CodeDense));
    painter.setPen(m_look[Role::T3]);
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, m_resolved);
}

VariableHighlighter::VariableHighlighter(const Appearance &look, QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_look(look)
{
    connect(&look, &Appearance::changed, this, &QSyntaxHighlighter::rehighlight);
}

void VariableHighlighter::highlightBlock(const QString &text)
{
    for (const auto &[start, length] : variableRanges(text))
        setFormat(start, length, m_look[Role::CodeVariable]);
}

} // namespace sluice
