#pragma once

#include <QColor>
#include <QString>

namespace sluice
{

// What a colour is for. Code and the stylesheet name a role; the values stand in one table, theme.cpp.
enum class Role : quint8 {
    Window, // menu bar, mode rail, tab bar, status bar
    Panel,  // side panels, the page behind cards
    Canvas, // editors, tables, cards
    Sunken, // table heads, tracks
    Raised, // buttons, menus, popups
    Field,  // line edits, combos
    Line,   // separators
    Line2,  // buttons and splitters
    Line3,  // field borders, graph lines
    Grid,
    T1, // text
    T2, // labels
    T3, // hints and placeholders
    Disabled,
    Accent,
    OnAccent,
    AccentHover,
    AccentSoft,
    AccentLine,
    Selected,
    SelectedIdle, // without focus
    Hover,
    Ok,
    OkSoft,
    OkLine,
    Warn,
    WarnSoft,
    WarnLine,
    Error,
    ErrorSoft,
    ErrorLine,
    Running,
    RunningSoft,
    RunningLine,
    NeutralSoft,
    CodeKey,
    CodeString,
    CodeNumber,
    CodeKeyword,
    CodeVariable,
    CodeComment,
    Chart1, // written, waiting for the reader
    Chart2, // read, waiting for the writer
    Chart3, // casts
    Chart4, // throttle
};
inline constexpr int roleCount = int(Role::Chart4) + 1;

// All roles of one appearance. A value.
class Theme
{
public:
    static Theme light() { return Theme(false); }
    static Theme dark() { return Theme(true); }

    bool isDark() const { return m_dark; }
    QColor operator[](Role role) const;

    friend bool operator==(const Theme &, const Theme &) = default;

private:
    explicit Theme(bool dark)
        : m_dark(dark)
    {
    }
    bool m_dark;
};

// The name by which the stylesheet calls a role: "accentSoft".
QString roleName(Role role);

// WCAG contrast of two opaque colours, 1…21.
double contrast(const QColor &a, const QColor &b);

} // namespace sluice
