#pragma once

#include "widgets/common/setting.h"
#include "widgets/common/theme.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

#include <memory>

namespace sluice
{

// The sizes and weights in use; nothing else appears on a screen.
enum class TextStyle {
    Heading,     // 20, 600: a page
    Section,     // 15, 600: a section, a dialog, the bottleneck sentence
    Figure,      // 18, 600: a big number
    Base,        // 13: forms, tree, tabs
    BaseMedium,  // 13, 500: buttons
    BaseStrong,  // 13, 600: names in focus
    Dense,       // 12: tables, hints
    DenseMedium, // 12, 500
    DenseStrong, // 12, 600
    Caption,     // 11, 500: chips, axis, rail
    Code,        // 13, fixed
    CodeDense,   // 12, fixed
};

// How the studio looks at the moment: theme, fonts, icons. Made once in main, outlives every widget, which get it by
// reference; GUI thread only. Painting code asks it at paint time, so a change of theme needs a repaint and no more.
class Appearance : public QObject
{
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };

    // Takes over the application's style, palette, fonts and stylesheet.
    explicit Appearance(QObject *parent = nullptr);
    ~Appearance() override;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode); // remembered

    const Theme &theme() const { return m_theme; }
    QColor operator[](Role role) const { return m_theme[role]; }
    static QFont font(TextStyle style);

    // A line icon of resources/icons, tinted as it is painted; checked: accent, disabled: the disabled role.
    QIcon icon(const QString &name, Role role = Role::T2) const;
    QPixmap pixmap(const QString &name, Role role, int size, qreal scale) const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    Mode m_mode = Mode::System;
    bool m_systemDark = false;
    bool m_applying = false;
    Theme m_theme = Theme::light();
    struct IconCache;
    std::unique_ptr<IconCache> m_icons;
};

} // namespace sluice
