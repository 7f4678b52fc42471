// Debug runs in the studio offscreen: where they lead, what would make them faster, and leaving while they run.
#include "widgettests.h"

std::unique_ptr<QObject> makeAdviceTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeHalvesTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeLeavingTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeOtherRegionTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeRoomTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    return sluice::runWidgetTests(argc, argv, QStringLiteral("tst_debugrun"),
                                  {makeAdviceTest, makeHalvesTest, makeLeavingTest, makeOtherRegionTest, makeRoomTest});
}
