#include "firsttask.h"

#include <QTest>

using namespace sluice;

// A new user's way from a data source to rows in the warehouse, as docs/tutorials/first-task.md tells it.
class FirstTaskTest : public QObject
{
    Q_OBJECT
public:
    explicit FirstTaskTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void endToEnd();

private:
    Appearance &m_look;
};

void FirstTaskTest::endToEnd()
{
    StudioFixture studio(m_look);
    QVERIFY(studio.open());
    FirstTask way(studio);
    using Step = QString (FirstTask::*)();
    const std::pair<const char *, Step> steps[] = {
        {"makeSource", &FirstTask::makeSource},
        {"createNode", &FirstTask::createNode},
        {"chooseEnds", &FirstTask::chooseEnds},
        {"makeTable", &FirstTask::makeTable},
        {"mapByDragAndByName", &FirstTask::mapByDragAndByName},
        {"rehearse", &FirstTask::rehearse},
        {"editScript", &FirstTask::editScript},
        {"changeMapping", &FirstTask::changeMapping},
        {"run", &FirstTask::run},
        {"fixAndReplay", &FirstTask::fixAndReplay},
        {"lookAtTheRows", &FirstTask::lookAtTheRows},
    };
    for (const auto &[name, step] : steps) {
        const QString fault = (way.*step)();
        QVERIFY2(fault.isEmpty(), qPrintable(QLatin1String(name) + QStringLiteral(": ") + fault));
    }
}

std::unique_ptr<QObject> makeFirstTaskTest(Appearance &look)
{
    return std::make_unique<FirstTaskTest>(look);
}

#include "tst_firsttask.moc"
