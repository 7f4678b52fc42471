#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

// A fact of the status bar: an optional mark and a text.
class StatusItem : public QWidget
{
public:
    explicit StatusItem(const Appearance &look, QWidget *parent = nullptr);
    void set(const QString &text, std::optional<Glyph> glyph = {}, Role role = Role::T2);
    const QString &text() const { return m_text; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_look;
    QString m_text;
    std::optional<Glyph> m_glyph;
    Role m_role = Role::T2;
};

// The foot of the window: the local warehouse at the left; what belongs to the open tab at the right.
class StatusBar : public Surface
{
    Q_OBJECT
public:
    explicit StatusBar(const Appearance &look, QWidget *parent = nullptr);

    StatusItem &warehouse() { return *m_warehouse; }
    StatusItem &message() { return *m_message; }
    StatusItem &run() { return *m_run; }
    StatusItem &caret() { return *m_caret; }
    StatusItem &format() { return *m_format; }

private:
    StatusItem *m_warehouse;
    StatusItem *m_message;
    StatusItem *m_run;
    StatusItem *m_caret;
    StatusItem *m_format;
};

} // namespace sluice
