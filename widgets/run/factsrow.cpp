#include "widgets/run/factsrow.h"

#include <numeric>

namespace sluice
{

namespace
{

constexpr int rowHeight = 28;
constexpr int gap = 6;

} // namespace

FactsRow::FactsRow(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_lead(new TextLabel(look, {}, TextStyle::Dense, Role::T2, this))
    , m_more(new Chip(look, {}, Tone::Neutral, this))
{
    setFixedHeight(rowHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_more->hide();
}

void FactsRow::setFacts(const QString &lead, const QList<Fact> &facts)
{
    if (facts == m_facts && lead == m_lead->text())
        return;
    m_facts = facts;
    m_lead->setText(lead);
    qDeleteAll(m_chips);
    m_chips.clear();
    for (const Fact &fact : facts) {
        auto *chip = new Chip(m_look, fact.text, fact.tone, this);
        chip->setFixed(fact.fixed);
        chip->setAccessibleName(fact.text);
        m_chips.append(chip);
    }
    updateGeometry();
    arrange();
}

QStringList FactsRow::shown() const
{
    QStringList shown;
    for (qsizetype i = 0; i < m_chips.size(); ++i)
        if (!m_chips[i]->isHidden())
            shown.append(m_facts[i].text);
    return shown;
}

QSize FactsRow::sizeHint() const
{
    const int width = std::accumulate(m_chips.begin(), m_chips.end(), m_lead->sizeHint().width(),
                                      [](int sum, const Chip *chip) { return sum + gap + chip->sizeHint().width(); });
    return {width, rowHeight};
}

QSize FactsRow::minimumSizeHint() const
{
    return {m_facts.isEmpty() ? 0 : m_more->sizeHint().width(), rowHeight};
}

void FactsRow::arrange()
{
    const auto place = [this](QWidget *widget, int x) {
        const QSize size = widget->sizeHint();
        widget->setGeometry(x, (rowHeight - size.height()) / 2, size.width(), size.height());
        widget->show();
    };
    int needed = 0;
    for (const Chip *chip : std::as_const(m_chips))
        needed += chip->sizeHint().width() + gap;
    // The words give way first, then the chips from the end.
    const int lead = m_facts.isEmpty() || m_lead->text().isEmpty() ? 0 : m_lead->sizeHint().width() + gap;
    const bool words = lead > 0 && lead + needed - gap <= width();
    m_lead->setVisible(words);
    int x = 0;
    if (words) {
        place(m_lead, 0);
        x = lead;
    }
    QStringList left;
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        const int wide = m_chips[i]->sizeHint().width();
        const bool last = i + 1 == m_chips.size();
        const int room = width() - (last ? 0 : gap + m_more->sizeHint().width());
        if (!left.isEmpty() || x + wide > room) {
            m_chips[i]->hide();
            left.append(m_facts[i].text);
            continue;
        }
        place(m_chips[i], x);
        x += wide + gap;
    }
    m_more->setVisible(!left.isEmpty());
    if (left.isEmpty())
        return;
    m_more->set(QStringLiteral("+%1").arg(left.size()), Tone::Neutral);
    m_more->setToolTip(left.join(u'\n'));
    m_more->setAccessibleName(left.join(QStringLiteral(", ")));
    place(m_more, x);
}

void FactsRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace sluice
