#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

// Facts in a row, as chips behind a few words. What finds no room is counted in a last chip, whose tool tip says it.
class FactsRow : public QWidget
{
public:
    struct Fact {
        QString text;
        Tone tone = Tone::Neutral;
        bool fixed = false; // a value, in the fixed-pitch font
        bool operator==(const Fact &) const = default;
    };
    explicit FactsRow(const Appearance &look, QWidget *parent = nullptr);

    void setFacts(const QString &lead, const QList<Fact> &facts);
    QStringList shown() const; // the facts that have room
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    const Appearance &m_look;
    TextLabel *m_lead;
    QList<Fact> m_facts;
    QList<Chip *> m_chips;
    Chip *m_more;
};

} // namespace sluice
