#pragma once

#include <QApplication>
#include <QList>
#include <QString>

#include <functional>

namespace sluice
{

// How many times longer the machine takes at the moment for a known piece of work than one that does nothing else; at
// least 1. Processor time grows too when neighbours share the caches and the cores. Works for some twenty
// milliseconds.
double machinePace();

// An application that notices when one event keeps the GUI thread busy for too long. Processor time counts, not the
// clock, and at the pace of an idle machine, so that a busy or a slow one is not blamed on the studio; what events of
// nested loops take is theirs. Debug builds of the studio print what they find, the tests fail by it.
class WatchedApplication : public QApplication
{
public:
    struct Stall {
        QString what;            // event and receiver
        double milliseconds = 0; // at the pace of an idle machine
    };

    WatchedApplication(int &argc, char **argv)
        : QApplication(argc, argv)
    {
    }

    bool notify(QObject *receiver, QEvent *event) override;

    double limit() const { return m_limit; } // milliseconds
    void setLimit(double milliseconds) { m_limit = milliseconds; }
    // Who is asked for the machine's pace when an event seems too long; machinePace() by itself.
    void setPace(std::function<double()> pace) { m_pace = std::move(pace); }
    const QList<Stall> &stalls() const { return m_stalls; }
    // Those from an index on; they count no longer.
    QList<Stall> takeStalls(qsizetype from);

private:
    struct Frame {
        int loopLevel = 0;
        double nested = 0; // milliseconds of frames inside
    };

    double m_limit = 50;
    std::function<double()> m_pace = machinePace;
    Frame *m_frame = nullptr;
    QList<Stall> m_stalls;
};

} // namespace sluice
