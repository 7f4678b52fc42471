#pragma once

#include "widgets/common/controls.h"

#include <QSet>

namespace sluice
{

// The tabs of open tasks: icon, name, a dot while unsaved or a cross to close, an accent line on the current one.
class DocumentTabs : public QTabBar
{
    Q_OBJECT
public:
    explicit DocumentTabs(const Appearance &look, QWidget *parent = nullptr);

    void setIcon(int index, const QString &icon); // of resources/icons
    void setUnsaved(int index, bool unsaved);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Extra {
        QString icon;
        bool unsaved = false;
    };
    Extra extra(int index) const;
    QRect closeRect(int index) const;

    const Appearance &m_look;
    int m_hovered = -1;
    bool m_onClose = false;
};

} // namespace sluice
