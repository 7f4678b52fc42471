#pragma once

#include "task/datasource.h"
#include "widgets/common/controls.h"

namespace sluice
{

// Where a data source of the task leads, in words; without a production half, both lead to the same place.
struct SourcePlaces {
    QString name;
    QString development;
    std::optional<QString> production = std::nullopt;
};

// The half of the data sources that a debug run uses, and where that leads (DS-10). The choice is there only where a
// data source of the task has values of its own for production.
class HalfChoice : public QWidget
{
    Q_OBJECT
public:
    explicit HalfChoice(const Appearance &look, QWidget *parent = nullptr);

    SourceHalf half() const { return SourceHalf(m_switch->current()); }
    void setPlaces(const QList<SourcePlaces> &places);
    SegmentedSwitch &control() { return *m_switch; }
    QString note() const { return m_note->text(); }

Q_SIGNALS:
    void chosen();

private:
    void tell();

    SegmentedSwitch *m_switch;
    TextLabel *m_note;
    QList<SourcePlaces> m_places;
};

} // namespace sluice
