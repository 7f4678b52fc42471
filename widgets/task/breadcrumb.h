#pragma once

#include "task/scriptdocument.h"
#include "widgets/common/controls.h"

namespace sluice
{

// Where the caret stands in the script: "steps › [1] odps writer › parameter"; a click goes there. Right: whether the
// text parses.
class Breadcrumb : public Surface
{
    Q_OBJECT
public:
    explicit Breadcrumb(const Appearance &look, QWidget *parent = nullptr);

    void setPlace(const ScriptDocument &script, const QString &pointer);
    // What stands at the right: "Line 30 does not parse"; empty: nothing.
    void setFault(const QString &text);

    struct Part {
        QString text;
        QString pointer;
    };
    const QList<Part> &parts() const { return m_parts; }

Q_SIGNALS:
    void clicked(const QString &pointer);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QList<QRect> partRects() const;
    QList<Part> m_parts;
    QString m_fault;
};

} // namespace sluice
