#include "widgets/source/countededit.h"

#include <QResizeEvent>

namespace sluice
{

CountedEdit::CountedEdit(const Appearance &look, int limit, QWidget *parent)
    : QLineEdit(parent)
    , m_limit(limit)
    , m_counter(new TextLabel(look, {}, TextStyle::Dense, Role::T2, this))
{
    m_counter->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(this, &QLineEdit::textChanged, this, &CountedEdit::count);
    count();
}

void CountedEdit::count()
{
    const qsizetype characters = text().toUcs4().size(); // what people count, not UTF-16 units
    m_counter->setText(QStringLiteral("%1 / %2").arg(characters).arg(m_limit));
    m_counter->setRole(characters > m_limit ? Role::Error : Role::T2);
    m_counter->adjustSize();
    m_counter->move(width() - m_counter->width() - 8, (height() - m_counter->height()) / 2);
    setTextMargins(0, 0, m_counter->width() + 8, 0);
}

void CountedEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    count();
}

} // namespace sluice
