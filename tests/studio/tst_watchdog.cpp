#include "widgets/common/watchdog.h"

#include <QEventLoop>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <ctime>
#include <functional>
#include <memory>

using namespace sluice;

namespace
{

// Keeps the processor busy for so long.
void burn(double milliseconds)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    for (const double end = now() + milliseconds; now() < end;) {
    }
}

class Busy : public QObject
{
    Q_OBJECT
public:
    std::function<void()> work;

protected:
    void customEvent(QEvent *) override { work(); }
};

} // namespace

class WatchdogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reportsWhatIsBusy();
    void sleepIsNoWork();
    void nestedLoopsCountForThemselves();
    void aSlowMachineIsNoStall();

private:
    static qsizetype stallsOf(const std::function<void()> &work, double pace = 1);
};

// How many stalls an event that does this leaves; they are taken off the list again.
qsizetype WatchdogTest::stallsOf(const std::function<void()> &work, double pace)
{
    auto *app = static_cast<WatchedApplication *>(qApp);
    Busy busy;
    busy.setObjectName(QStringLiteral("bee"));
    busy.work = work;
    const double limit = app->limit();
    const qsizetype before = app->stalls().size();
    app->setLimit(20);
    app->setPace([pace] { return pace; });
    QCoreApplication::postEvent(&busy, new QEvent(QEvent::User));
    QCoreApplication::sendPostedEvents(&busy);
    app->setLimit(limit);
    app->setPace(machinePace);
    return app->takeStalls(before).size();
}

void WatchdogTest::reportsWhatIsBusy()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("The GUI thread was busy.*bee")));
    QCOMPARE(stallsOf([] { burn(40); }), 1);
    QCOMPARE(stallsOf([] {}), 0);
}

void WatchdogTest::sleepIsNoWork()
{
    QCOMPARE(stallsOf([] { QThread::msleep(60); }), 0);
}

void WatchdogTest::nestedLoopsCountForThemselves()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("The GUI thread was busy")));
    QCOMPARE(stallsOf([] {
                 QEventLoop loop;
                 Busy inner;
                 inner.setObjectName(QStringLiteral("bee"));
                 inner.work = [&] {
                     burn(40);
                     loop.quit();
                 };
                 QCoreApplication::postEvent(&inner, new QEvent(QEvent::User));
                 loop.exec();
             }),
             1); // the inner one alone
}

void WatchdogTest::aSlowMachineIsNoStall()
{
    QCOMPARE(stallsOf([] { burn(40); }, 4), 0);
    const double pace = machinePace();
    QVERIFY2(pace >= 1 && pace < 1000, qPrintable(QString::number(pace)));
}

std::unique_ptr<QObject> makeWatchdogTest()
{
    return std::make_unique<WatchdogTest>();
}

#include "tst_watchdog.moc"
