#pragma once

namespace sluice
{

// Shows the studio in the language of the locale, where there is a translation, and in English with its plurals
// elsewhere. Once, behind the application's constructor and before the first widget.
void installTranslations();

} // namespace sluice
