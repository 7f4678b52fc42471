// The field mapper offscreen, with real mouse and key events and the real services behind it.
#include "widgettests.h"

std::unique_ptr<QObject> makeMappingEditorTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperPageTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperDragTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperKafkaTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    return sluice::runWidgetTests(argc, argv, QStringLiteral("tst_mapper"),
                                  {makeMappingEditorTest, makeMapperPageTest, makeMapperDragTest, makeMapperKafkaTest});
}
