#include "widgets/form/listfields.h"

#include "task/optionvalue.h"
#include "task/scriptdocument.h"
#include "task/scriptwriter.h"
#include "widgets/form/valueedit.h"

#include <QPainter>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace sluice
{

static constexpr int mostLines = 6;

LinesEdit::LinesEdit(const Appearance &look, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_look(look)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(NoWrap);
    setFont(Appearance::font(TextStyle::CodeDense));
    setProperty("field", true);
    setViewportMargins(6, 4, 6, 4);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(1);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    new VariableHighlighter(look, document());
    connect(this, &QPlainTextEdit::blockCountChanged, this, &QWidget::updateGeometry);
}

void LinesEdit::setInvalid(bool invalid)
{
    m_invalid = invalid;
    update();
}

QSize LinesEdit::sizeHint() const
{
    return {120, std::clamp(blockCount(), 1, mostLines) * fontMetrics().lineSpacing() + 12};
}

bool LinesEdit::event(QEvent *event)
{
    if (event->type() == QEvent::Paint) { // the frame around the viewport
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool strong = hasFocus() || m_invalid;
        const qreal inset = strong ? 1 : 0.5;
        painter.setPen(QPen(m_look[m_invalid                      ? Role::Error
                                   : hasFocus()                   ? Role::Accent
                                   : isEnabled() && !isReadOnly() ? Role::Line3
                                                                  : Role::Line],
                            strong ? 2 : 1));
        painter.setBrush(m_look[isEnabled() && !isReadOnly() ? Role::Field : Role::Sunken]);
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QPlainTextEdit::event(event);
}

void LinesEdit::wheelEvent(QWheelEvent *event)
{
    if (hasFocus() && blockCount() > mostLines)
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore();
}

ListField::ListField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : OptionField(option, parent)
    , m_edit(new LinesEdit(look, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    m_edit->setPlaceholderText(tr("one a line"));
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_showing && entries() != optionEntries(value()))
            take(optionFromEntries(entries(), value()), true);
    });
}

QStringList ListField::entries() const
{
    QStringList entries = m_edit->toPlainText().split(u'\n');
    entries.removeAll(QString());
    return entries;
}

void ListField::show(const QJsonValue &value)
{
    if (entries() == optionEntries(value))
        return;
    m_showing = true;
    m_edit->setPlainText(optionEntries(value).join(u'\n'));
    m_showing = false;
}

ObjectField::ObjectField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : OptionField(option, parent)
    , m_edit(new LinesEdit(look, this))
    , m_fault(new TextLabel(look, {}, TextStyle::Dense, Role::Error, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit);
    m_fault->setWordWrap(true);
    m_fault->hide();
    layout->addWidget(m_fault);
    m_edit->setPlaceholderText(m_option.example);
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (m_showing)
            return;
        const QString text = m_edit->toPlainText();
        const ScriptDocument script(text);
        m_fault->hide();
        if (text.trimmed().isEmpty()) {
            take(QJsonValue::Undefined, true);
        } else if (script.parsed()) {
            take(script.value(QString()), true);
        } else {
            m_fault->setText(tr("This is not JSON yet. Until it is, the script keeps what it has."));
            m_fault->show();
        }
    });
}

void ObjectField::show(const QJsonValue &value)
{
    const ScriptDocument typed(m_edit->toPlainText());
    if (typed.parsed() ? typed.value(QString()) == value : m_edit->hasFocus())
        return;
    m_showing = true;
    m_edit->setPlainText(isUnset(value) ? QString() : ScriptWriter{}.onLines(value, {}));
    m_fault->hide();
    m_showing = false;
}

} // namespace sluice
