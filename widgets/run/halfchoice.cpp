#include "widgets/run/halfchoice.h"

#include <QVBoxLayout>

#include <algorithm>

namespace sluice
{

HalfChoice::HalfChoice(const Appearance &look, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_switch = new SegmentedSwitch(look, {tr("Development"), tr("Production")}, this);
    m_switch->setAccessibleName(tr("Half of the data sources"));
    layout->addWidget(m_switch, 0, Qt::AlignLeft);
    m_note = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    connect(m_switch, &SegmentedSwitch::switched, this, [this] {
        tell();
        Q_EMIT chosen();
    });
    setPlaces({});
}

void HalfChoice::setPlaces(const QList<SourcePlaces> &places)
{
    m_places = places;
    const bool split = std::any_of(places.begin(), places.end(),
                                   [](const SourcePlaces &place) { return place.production.has_value(); });
    m_switch->setEnabled(split);
    const bool back = !split && half() == SourceHalf::Production;
    if (back)
        m_switch->setCurrent(int(SourceHalf::Development));
    tell();
    if (back)
        Q_EMIT chosen();
}

void HalfChoice::tell()
{
    const bool production = half() == SourceHalf::Production;
    QStringList lines;
    for (const SourcePlaces &place : std::as_const(m_places))
        lines.append(tr("%1: %2").arg(place.name,
                                      production ? place.production.value_or(place.development) : place.development));
    if (m_places.isEmpty())
        lines.append(tr("The task names no data source."));
    else if (!m_switch->isEnabled())
        lines.append(tr("No data source of the task has values of its own for production."));
    else if (production)
        lines.append(tr("Rows go where scheduled runs write them."));
    m_note->setText(lines.join(u'\n'));
    m_note->setRole(production ? Role::Warn : Role::T2);
}

} // namespace sluice
