#pragma once

#include "widgets/common/appearance.h"
#include "widgets/common/glyph.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

#include <optional>

namespace sluice
{

// A plain area filled with a role, with separator lines on the edges asked for.
class Surface : public QWidget
{
public:
    Surface(const Appearance &look, Role fill, Qt::Edges lines = {}, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    const Appearance &m_look;

private:
    Role m_fill;
    Qt::Edges m_lines;
};

// Text in one of the studio's sizes and roles. A line without the room it needs ends in an ellipsis.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    TextLabel(const Appearance &look, const QString &text, TextStyle style = TextStyle::Base, Role role = Role::T1,
              QWidget *parent = nullptr);
    void setRole(Role role);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void recolor();
    const Appearance &m_look;
    Role m_role;
};

// The look of a chip or a strip: its text, fill and border.
enum class Tone { Neutral, Accent, Ok, Warn, Error, Running };
struct ToneRoles {
    Role text, fill, border;
};
ToneRoles toneRoles(Tone tone);

// A small framed fact: "2 channels", "Writer-bound". Not a button.
class Chip : public QWidget
{
public:
    Chip(const Appearance &look, const QString &text, Tone tone = Tone::Neutral, QWidget *parent = nullptr);
    void set(const QString &text, Tone tone);
    void setGlyph(std::optional<Glyph> glyph);
    void setFixed(bool fixed); // the fixed-pitch font, for values
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont chipFont() const;
    const Appearance &m_look;
    QString m_text;
    Tone m_tone;
    std::optional<Glyph> m_glyph;
    bool m_fixed = false;
};

// Two or three positions of one thing: "Script | Run".
class SegmentedSwitch : public QWidget
{
    Q_OBJECT
public:
    SegmentedSwitch(const Appearance &look, const QStringList &texts, QWidget *parent = nullptr);
    int current() const { return m_current; }
    void setTexts(const QStringList &texts);
    void setCurrent(int index);                         // does not emit
    void setMark(int index, std::optional<Glyph> mark); // before the text
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void switched(int index);
    void chosen(int index); // also when it was the current one already

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRect cell(int index) const;
    int cellWidth(int index) const;
    void choose(int index);
    const Appearance &m_look;
    QStringList m_texts;
    QList<std::optional<Glyph>> m_marks;
    int m_current = 0;
};

// A line edit with an icon before the text; Escape clears it.
class FilterField : public QLineEdit
{
public:
    FilterField(const Appearance &look, const QString &icon, const QString &placeholder, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

// Tabs of a pane: text, count badge, an accent line under the current one.
class PaneTabs : public QTabBar
{
    Q_OBJECT
public:
    PaneTabs(const Appearance &look, QWidget *parent = nullptr);
    void setCount(int index, qint64 count); // -1: no badge

protected:
    void tabInserted(int) override { updateGeometry(); } // a hidden tab bar does not tell its layout by itself
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent *event) override;

private:
    QString badge(int index) const;
    const Appearance &m_look;
};

// What a pane shows when there is nothing: what belongs here, why it is empty, and perhaps one verb.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const Appearance &look, const QString &icon, const QString &title, const QString &why,
               const QString &verb = {}, QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &why);

Q_SIGNALS:
    void triggered();

private:
    TextLabel *m_title;
    TextLabel *m_why;
};

// A failure as it stands until dismissed: what happened, and the cure as a button where there is one. With the tone Ok,
// a success and what may come next.
class ErrorStrip : public Surface
{
    Q_OBJECT
public:
    explicit ErrorStrip(const Appearance &look, QWidget *parent = nullptr, Tone tone = Tone::Error);
    void show(const QString &what, const QString &detail = {}, const QString &cure = {});
    void dismiss();
    QString text() const;

Q_SIGNALS:
    void cureRequested();

private:
    QLabel *m_text;
    QPushButton *m_cure;
};

// Buttons of the studio's kinds; the style sheet looks at the property "kind".
QPushButton *makeButton(const QString &text, const char *kind = "", QWidget *parent = nullptr);

// A key in a frame: "Ctrl+K".
void paintKey(QPainter &painter, const QRectF &rect, const QString &text, const Appearance &look);
int keyWidth(const QString &text);

} // namespace sluice
