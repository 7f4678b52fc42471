#include "widgets/common/controls.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyleOption>
#include <QToolButton>

namespace sluice
{

static constexpr int switchMarkSize = 14;

Surface::Surface(const Appearance &look, Role fill, Qt::Edges lines, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_fill(fill)
    , m_lines(lines)
{
    setContentsMargins(lines & Qt::LeftEdge ? 1 : 0, lines & Qt::TopEdge ? 1 : 0, lines & Qt::RightEdge ? 1 : 0,
                       lines & Qt::BottomEdge ? 1 : 0);
}

void Surface::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look[m_fill]);
    const QColor line = m_look[Role::Line];
    if (m_lines & Qt::LeftEdge)
        painter.fillRect(0, 0, 1, height(), line);
    if (m_lines & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, line);
    if (m_lines & Qt::RightEdge)
        painter.fillRect(width() - 1, 0, 1, height(), line);
    if (m_lines & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, line);
}

TextLabel::TextLabel(const Appearance &look, const QString &text, TextStyle style, Role role, QWidget *parent)
    : QLabel(text, parent)
    , m_look(look)
    , m_role(role)
{
    setFont(Appearance::font(style));
    setTextFormat(Qt::PlainText);
    recolor();
    connect(&look, &Appearance::changed, this, &TextLabel::recolor);
}

void TextLabel::setRole(Role role)
{
    if (m_role == role)
        return;
    m_role = role;
    recolor();
}

void TextLabel::paintEvent(QPaintEvent *event)
{
    const QRect area = contentsRect().marginsRemoved(QMargins(margin(), margin(), margin(), margin()));
    const bool whole = wordWrap() || text().contains(u'\n') || textInteractionFlags() & Qt::TextSelectableByMouse ||
                       fontMetrics().horizontalAdvance(text()) <= area.width();
    if (whole || text().isEmpty())
        return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(area, int(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
}

void TextLabel::recolor()
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_look[m_role]);
    setPalette(colors);
}

ToneRoles toneRoles(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return {Role::T2, Role::NeutralSoft, Role::Line};
    case Tone::Accent:
        return {Role::Accent, Role::AccentSoft, Role::AccentLine};
    case Tone::Ok:
        return {Role::Ok, Role::OkSoft, Role::OkLine};
    case Tone::Warn:
        return {Role::Warn, Role::WarnSoft, Role::WarnLine};
    case Tone::Error:
        return {Role::Error, Role::ErrorSoft, Role::ErrorLine};
    case Tone::Running:
        return {Role::Running, Role::RunningSoft, Role::RunningLine};
    }
    return {Role::T2, Role::NeutralSoft, Role::Line};
}

Chip::Chip(const Appearance &look, const QString &text, Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_text(text)
    , m_tone(tone)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::set(const QString &text, Tone tone)
{
    if (m_text == text && m_tone == tone)
        return;
    m_text = text;
    m_tone = tone;
    updateGeometry();
    update();
}

void Chip::setGlyph(std::optional<Glyph> glyph)
{
    m_glyph = glyph;
    updateGeometry();
    update();
}

void Chip::setFixed(bool fixed)
{
    m_fixed = fixed;
    updateGeometry();
}

QFont Chip::chipFont() const
{
    return Appearance::font(m_fixed ? TextStyle::CodeDense : TextStyle::Caption);
}

QSize Chip::sizeHint() const
{
    return {QFontMetrics(chipFont()).horizontalAdvance(m_text) + 16 + (m_glyph ? 16 : 0), m_fixed ? 22 : 20};
}

void Chip::paintEvent(QPaintEvent *)
{
    const ToneRoles roles = toneRoles(m_tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[roles.border]);
    painter.setBrush(m_look[roles.fill]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    QRect text = rect().adjusted(8, 0, -8, 0);
    if (m_glyph) {
        paintGlyph(painter, QRectF(text.x() - 1, (height() - 12) / 2.0, 12, 12), *m_glyph, m_look);
        text.setLeft(text.left() + 16);
    }
    painter.setFont(chipFont());
    painter.setPen(m_look[roles.text]);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

SegmentedSwitch::SegmentedSwitch(const Appearance &look, const QStringList &texts, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_texts(texts)
    , m_marks(texts.size())
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(texts.join(QStringLiteral(" | ")));
}

void SegmentedSwitch::setCurrent(int index)
{
    m_current = index;
    update();
}

void SegmentedSwitch::setTexts(const QStringList &texts)
{
    if (texts == m_texts)
        return;
    m_texts = texts;
    m_marks.resize(texts.size());
    updateGeometry();
    update();
}

void SegmentedSwitch::setMark(int index, std::optional<Glyph> mark)
{
    if (m_marks[index] == mark)
        return;
    m_marks[index] = mark;
    updateGeometry();
    update();
}

int SegmentedSwitch::cellWidth(int index) const
{
    const int mark = m_marks[index] ? switchMarkSize + 6 : 0;
    return QFontMetrics(Appearance::font(TextStyle::BaseMedium)).horizontalAdvance(m_texts[index]) + 24 + mark;
}

QSize SegmentedSwitch::sizeHint() const
{
    int width = 4;
    for (int i = 0; i < m_texts.size(); ++i)
        width += cellWidth(i);
    return {width, 28};
}

QRect SegmentedSwitch::cell(int index) const
{
    int x = 2;
    for (int i = 0; i < index; ++i)
        x += cellWidth(i);
    return {x, 2, cellWidth(index), height() - 4};
}

void SegmentedSwitch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_look[hasFocus() ? Role::Accent : Role::Line2], hasFocus() ? 2 : 1));
    painter.setBrush(m_look[Role::Sunken]);
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 5, 5);
    for (int i = 0; i < m_texts.size(); ++i) {
        const QRect area = cell(i);
        if (i == m_current) {
            painter.setPen(m_look[isEnabled() ? Role::Line3 : Role::Line]);
            painter.setBrush(m_look[Role::Raised]);
            painter.drawRoundedRect(QRectF(area).adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4);
        }
        painter.setFont(Appearance::font(i == m_current ? TextStyle::BaseStrong : TextStyle::Base));
        painter.setPen(m_look[!isEnabled() ? Role::Disabled : i == m_current ? Role::Accent : Role::T2]);
        QRect text = area;
        if (m_marks[i]) {
            const QRectF mark(area.x() + 12, area.center().y() - 6.5, switchMarkSize, switchMarkSize);
            paintGlyph(painter, mark, *m_marks[i], m_look);
            text.setLeft(area.x() + switchMarkSize + 6);
        }
        painter.drawText(text, Qt::AlignCenter, m_texts[i]);
    }
}

void SegmentedSwitch::choose(int index)
{
    if (index < 0 || index >= m_texts.size())
        return;
    const bool other = index != m_current;
    setCurrent(index);
    if (other)
        Q_EMIT switched(index);
    Q_EMIT chosen(index);
}

void SegmentedSwitch::mousePressEvent(QMouseEvent *event)
{
    for (int i = 0; i < m_texts.size(); ++i)
        if (cell(i).contains(event->pos()))
            choose(i);
}

void SegmentedSwitch::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left)
        choose(m_current - 1);
    else if (event->key() == Qt::Key_Right)
        choose(m_current + 1);
    else if (event->key() == Qt::Key_Space)
        choose(m_current);
    else
        QWidget::keyPressEvent(event);
}

FilterField::FilterField(const Appearance &look, const QString &icon, const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    addAction(look.icon(icon), QLineEdit::LeadingPosition);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        return clear();
    QLineEdit::keyPressEvent(event);
}

PaneTabs::PaneTabs(const Appearance &look, QWidget *parent)
    : QTabBar(parent)
    , m_look(look)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(32);
}

void PaneTabs::setCount(int index, qint64 count)
{
    if (tabData(index) == QVariant(count))
        return;
    setTabData(index, count);
    setTabText(index, tabText(index)); // lays the tabs out again
    update();
}

QString PaneTabs::badge(int index) const
{
    const QVariant count = tabData(index);
    return count.isValid() && count.toLongLong() >= 0 ? locale().toString(count.toLongLong()) : QString();
}

QSize PaneTabs::tabSizeHint(int index) const
{
    int width = QFontMetrics(Appearance::font(TextStyle::DenseStrong)).horizontalAdvance(tabText(index)) + 24;
    if (const QString count = badge(index); !count.isEmpty())
        width += QFontMetrics(Appearance::font(TextStyle::Caption)).horizontalAdvance(count) + 20;
    return {width, 32};
}

void PaneTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count(); ++i) {
        const bool current = i == currentIndex();
        const QRect area = tabRect(i);
        const QFont font = Appearance::font(current ? TextStyle::DenseStrong : TextStyle::Dense);
        painter.setFont(font);
        painter.setPen(m_look[current ? Role::T1 : Role::T2]);
        painter.drawText(area.adjusted(12, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, tabText(i));
        if (const QString count = badge(i); !count.isEmpty()) {
            const int x = area.x() + 12 + QFontMetrics(font).horizontalAdvance(tabText(i)) + 8;
            const int width = QFontMetrics(Appearance::font(TextStyle::Caption)).horizontalAdvance(count) + 12;
            const QRectF box(x, area.center().y() - 8 + 0.5, width, 16);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_look[Role::NeutralSoft]);
            painter.drawRoundedRect(box, 8, 8);
            painter.setFont(Appearance::font(TextStyle::Caption));
            painter.setPen(m_look[Role::T2]);
            painter.drawText(box, Qt::AlignCenter, count);
        }
        if (current)
            painter.fillRect(QRect(area.x() + 8, height() - 2, area.width() - 16, 2), m_look[Role::Accent]);
        if (current && hasFocus()) {
            painter.setPen(QPen(m_look[Role::Accent], 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(area).adjusted(3, 3, -3, -5), 4, 4);
        }
    }
}

// Leaves the room to the words where there is little.
class EmptyPicture : public QLabel
{
public:
    explicit EmptyPicture(QWidget *parent)
        : QLabel(parent)
    {
        parent->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize)
            setVisible(parentWidget()->height() >= lowest);
        return QLabel::eventFilter(watched, event);
    }

private:
    static constexpr int lowest = 150;
};

EmptyState::EmptyState(const Appearance &look, const QString &icon, const QString &title, const QString &why,
                       const QString &verb, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 8, 24, 8);
    layout->setSpacing(8);
    layout->addStretch(1);
    auto *picture = new EmptyPicture(this);
    picture->setAlignment(Qt::AlignCenter);
    const auto paint = [picture, &look, icon] {
        picture->setPixmap(look.pixmap(icon, Role::T2, 24, picture->devicePixelRatioF()));
    };
    paint();
    connect(&look, &Appearance::changed, picture, paint);
    layout->addWidget(picture);
    m_title = new TextLabel(look, title, TextStyle::BaseStrong, Role::T1, this);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    layout->addWidget(m_title);
    m_why = new TextLabel(look, why, TextStyle::Dense, Role::T2, this);
    m_why->setAlignment(Qt::AlignCenter);
    m_why->setWordWrap(true);
    layout->addWidget(m_why);
    if (!verb.isEmpty()) {
        layout->addSpacing(4);
        auto *button = makeButton(verb, "", this);
        connect(button, &QPushButton::clicked, this, &EmptyState::triggered);
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
    layout->addStretch(3);
}

void EmptyState::setTexts(const QString &title, const QString &why)
{
    m_title->setText(title);
    m_why->setText(why);
}

static constexpr int stripLine = 28; // as high as the buttons beside it

ErrorStrip::ErrorStrip(const Appearance &look, QWidget *parent, Tone tone)
    : Surface(look, toneRoles(tone).fill, Qt::BottomEdge, parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 9);
    layout->setSpacing(10);
    auto *mark = new QLabel(this);
    const Glyph glyph = tone == Tone::Ok       ? Glyph::Done
                        : tone == Tone::Warn   ? Glyph::Warning
                        : tone == Tone::Accent ? Glyph::Note
                                               : Glyph::Failed;
    const auto paint = [mark, glyph, &look] {
        mark->setPixmap(glyphPixmap(glyph, 14, mark->devicePixelRatioF(), look));
    };
    paint();
    connect(&look, &Appearance::changed, mark, paint);
    mark->setFixedHeight(stripLine);
    layout->addWidget(mark, 0, Qt::AlignTop);
    m_text = new QLabel(this);
    m_text->setMinimumHeight(stripLine);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_text, 1);
    m_cure = makeButton({}, "link", this);
    connect(m_cure, &QPushButton::clicked, this, &ErrorStrip::cureRequested);
    layout->addWidget(m_cure, 0, Qt::AlignTop);
    auto *close = new QToolButton(this);
    close->setIcon(look.icon(QStringLiteral("close")));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, &ErrorStrip::dismiss);
    layout->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void ErrorStrip::show(const QString &what, const QString &detail, const QString &cure)
{
    m_text->setText(detail.isEmpty() ? what : what + u'\n' + detail);
    m_cure->setText(cure);
    m_cure->setVisible(!cure.isEmpty());
    setVisible(true);
}

void ErrorStrip::dismiss()
{
    hide();
    m_text->clear();
}

QString ErrorStrip::text() const
{
    return m_text->text();
}

// Keeps some room between its icon and its words, which the style leaves out.
class SpacedButton : public QPushButton
{
public:
    using QPushButton::QPushButton;

    QSize sizeHint() const override
    {
        return QPushButton::sizeHint() + QSize(needsRoom() ? fontMetrics().horizontalAdvance(u' ') : 0, 0);
    }

protected:
    void initStyleOption(QStyleOptionButton *option) const override
    {
        QPushButton::initStyleOption(option);
        if (needsRoom())
            option->text.prepend(u' ');
    }

private:
    bool needsRoom() const { return !icon().isNull() && !text().isEmpty() && !text().startsWith(u' '); }
};

QPushButton *makeButton(const QString &text, const char *kind, QWidget *parent)
{
    auto *button = new SpacedButton(text, parent);
    button->setProperty("kind", QLatin1String(kind));
    button->setFont(Appearance::font(TextStyle::BaseMedium));
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    if (qstrcmp(kind, "link") == 0)
        button->setCursor(Qt::PointingHandCursor);
    return button;
}

int keyWidth(const QString &text)
{
    return QFontMetrics(Appearance::font(TextStyle::Caption)).horizontalAdvance(text) + 10;
}

void paintKey(QPainter &painter, const QRectF &rect, const QString &text, const Appearance &look)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look[Role::Line2]);
    painter.setBrush(look[Role::Panel]);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(Appearance::font(TextStyle::Caption));
    painter.setPen(look[Role::T2]);
    painter.drawText(rect, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace sluice
