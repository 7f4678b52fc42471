#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

// A line edit that counts its characters at its end: "27 / 80". It takes more than the limit: what is too long is said
// beside it, not cut off.
class CountedEdit : public QLineEdit
{
public:
    CountedEdit(const Appearance &look, int limit, QWidget *parent);
    QString counterText() const { return m_counter->text(); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void count();
    int m_limit;
    TextLabel *m_counter;
};

} // namespace sluice
