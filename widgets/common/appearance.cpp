#include "widgets/common/appearance.h"

#include "widgets/common/studiostyle.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <QToolTip>

namespace sluice
{

namespace
{

const Setting<int> modeSetting{"view/theme", int(Appearance::Mode::System)};

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole to, Role role) { palette.setColor(to, theme[role]); };
    set(QPalette::Window, Role::Window);
    set(QPalette::WindowText, Role::T1);
    set(QPalette::Base, Role::Canvas);
    set(QPalette::AlternateBase, Role::Sunken);
    set(QPalette::Text, Role::T1);
    set(QPalette::PlaceholderText, Role::T3);
    set(QPalette::Button, Role::Raised);
    set(QPalette::ButtonText, Role::T1);
    set(QPalette::BrightText, Role::OnAccent);
    set(QPalette::ToolTipBase, Role::Raised);
    set(QPalette::ToolTipText, Role::T1);
    set(QPalette::Highlight, Role::Selected);
    set(QPalette::HighlightedText, Role::T1);
    set(QPalette::Link, Role::Accent);
    set(QPalette::LinkVisited, Role::Accent);
    set(QPalette::Light, Role::Line);
    set(QPalette::Midlight, Role::Line);
    set(QPalette::Mid, Role::Line2);
    set(QPalette::Dark, Role::Line3);
    set(QPalette::Shadow, Role::Line3);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, theme[Role::Disabled]);
    return palette;
}

QString styleSheetOf(const Theme &theme)
{
    QFile file(QStringLiteral(":/style/studio.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    for (int i = 0; i < roleCount; ++i)
        sheet.replace(u'{' + roleName(Role(i)) + u'}', theme[Role(i)].name());
    return sheet;
}

class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(const Appearance &look, QString name, Role role)
        : m_look(look)
        , m_name(std::move(name))
        , m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const QPixmap image = scaledPixmap(rect.size(), mode, state, painter->device()->devicePixelRatioF());
        const QSize size = image.size() / image.devicePixelRatio();
        painter->drawPixmap(rect.x() + (rect.width() - size.width()) / 2,
                            rect.y() + (rect.height() - size.height()) / 2, image);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const Role role = mode == QIcon::Disabled ? Role::Disabled : state == QIcon::On ? Role::Accent : m_role;
        return m_look.pixmap(m_name, role, std::min(size.width(), size.height()), scale);
    }
    QIconEngine *clone() const override { return new ThemedIconEngine(m_look, m_name, m_role); }

private:
    const Appearance &m_look;
    QString m_name;
    Role m_role;
};

QFont makeFont(bool fixed, int pixels, QFont::Weight weight)
{
    QFont font;
    if (fixed) {
        font.setFamilies({QStringLiteral("JetBrains Mono"),
                          QFontDatabase::systemFont(QFontDatabase::FixedFont).family(),
                          QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("Noto Sans CJK SC")});
        font.setFixedPitch(true);
        font.setStyleHint(QFont::Monospace);
        font.setStyleStrategy(QFont::PreferNoShaping); // no ligatures: a script shows what stands in it
    } else {
        font.setFamilies({QStringLiteral("Inter"), QFontDatabase::systemFont(QFontDatabase::GeneralFont).family(),
                          QStringLiteral("Noto Sans CJK SC")});
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
        font.setFeature("tnum", 1);
#endif
    }
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QFont madeFont(TextStyle style)
{
    switch (style) {
    case TextStyle::Heading:
        return makeFont(false, 20, QFont::DemiBold);
    case TextStyle::Section:
        return makeFont(false, 15, QFont::DemiBold);
    case TextStyle::Figure:
        return makeFont(false, 18, QFont::DemiBold);
    case TextStyle::Base:
        return makeFont(false, 13, QFont::Normal);
    case TextStyle::BaseMedium:
        return makeFont(false, 13, QFont::Medium);
    case TextStyle::BaseStrong:
        return makeFont(false, 13, QFont::DemiBold);
    case TextStyle::Dense:
        return makeFont(false, 12, QFont::Normal);
    case TextStyle::DenseMedium:
        return makeFont(false, 12, QFont::Medium);
    case TextStyle::DenseStrong:
        return makeFont(false, 12, QFont::DemiBold);
    case TextStyle::Caption:
        return makeFont(false, 11, QFont::Medium);
    case TextStyle::Code:
        return makeFont(true, 13, QFont::Normal);
    case TextStyle::CodeDense:
        return makeFont(true, 12, QFont::Normal);
    }
    return {};
}

} // namespace

struct Appearance::IconCache {
    QHash<QString, std::shared_ptr<QSvgRenderer>> drawings;
    QHash<QString, QPixmap> pixmaps;
};

Appearance::Appearance(QObject *parent)
    : QObject(parent)
    , m_mode(Mode(modeSetting.value()))
    , m_icons(std::make_unique<IconCache>())
{
    m_systemDark = isDarkPalette(QGuiApplication::palette());
    QApplication::setStyle(new StudioStyle(*this));
    QApplication::setFont(font(TextStyle::Base));
    QToolTip::setFont(font(TextStyle::Dense));
    apply();
    qApp->installEventFilter(this);
}

Appearance::~Appearance() = default;

void Appearance::setMode(Mode mode)
{
    m_mode = mode;
    modeSetting.set(int(mode));
    apply();
}

void Appearance::apply()
{
    const Theme theme =
        m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark) ? Theme::dark() : Theme::light();
    if (theme != m_theme || qApp->styleSheet().isEmpty()) { // every widget is polished anew: not for nothing
        m_applying = true;
        m_theme = theme;
        m_icons->pixmaps.clear();
        const QPalette palette = paletteOf(m_theme);
        QApplication::setPalette(palette);
        QToolTip::setPalette(palette);
        qApp->setStyleSheet(styleSheetOf(m_theme));
    }
    m_applying = false;
    Q_EMIT changed();
}

// Qt 6.4 tells a change of the desktop's theme only by ThemeChange; the platform's own palette then says which it is.
bool Appearance::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && watched == qApp && m_mode == Mode::System && !m_applying) {
        m_applying = true;
        QGuiApplication::setPalette(QPalette());
        m_systemDark = isDarkPalette(QGuiApplication::palette());
        apply();
    }
    return QObject::eventFilter(watched, event);
}

// Painting asks for fonts with every text, and finding one takes a while.
QFont Appearance::font(TextStyle style)
{
    static QHash<TextStyle, QFont> fonts;
    const auto known = fonts.constFind(style);
    return known != fonts.constEnd() ? *known : *fonts.insert(style, madeFont(style));
}

QIcon Appearance::icon(const QString &name, Role role) const
{
    return QIcon(new ThemedIconEngine(*this, name, role));
}

QPixmap Appearance::pixmap(const QString &name, Role role, int size, qreal scale) const
{
    const QString key = QStringLiteral("%1 %2 %3 %4").arg(name).arg(int(role)).arg(size).arg(scale);
    if (const auto found = m_icons->pixmaps.constFind(key); found != m_icons->pixmaps.constEnd())
        return *found;
    auto &drawing = m_icons->drawings[name];
    if (!drawing)
        drawing = std::make_shared<QSvgRenderer>(QStringLiteral(":/icons/%1.svg").arg(name));
    QPixmap image(QSize(size, size) * scale);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing->render(&painter, QRectF(image.rect()));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), m_theme[role]);
    painter.end();
    image.setDevicePixelRatio(scale);
    m_icons->pixmaps.insert(key, image);
    return image;
}

} // namespace sluice
