#pragma once

// QScintilla's headers are written with Qt's keywords, which this project switches off.
#define slots Q_SLOTS
#define signals Q_SIGNALS
#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexercustom.h>
#include <Qsci/qsciscintilla.h>
#undef slots
#undef signals
