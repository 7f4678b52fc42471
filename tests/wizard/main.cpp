// The forms and the wizard offscreen, with real keys and clicks.
#include "widgettests.h"

std::unique_ptr<QObject> makeFormTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeScriptFormatTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeWizardPageTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    return sluice::runWidgetTests(argc, argv, QStringLiteral("tst_wizard"),
                                  {makeFormTest, makeScriptFormatTest, makeWizardPageTest});
}
