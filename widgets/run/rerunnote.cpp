#include "widgets/run/rerunnote.h"

#include "task/optionvalue.h"

#include <QCoreApplication>

namespace sluice
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(RerunNote)
};

} // namespace

RerunNote rerunNote(const StepSpec &writer)
{
    const auto isOn = [&](const char *key) {
        return readBoolean(writer.parameter.value(QLatin1String(key))).value_or(false);
    };
    const RerunNote safe{Tone::Ok, Texts::tr("Safe to rerun"),
                         Texts::tr("What is there is replaced: a rerun leaves the same rows.")};
    if (writer.stepType == QLatin1String("odps")) {
        if (isOn("truncate"))
            return safe;
        if (isOn("enableUpsert"))
            return {Tone::Ok, Texts::tr("Safe to rerun"),
                    Texts::tr("Rows are taken by their key: a rerun writes the same rows over themselves.")};
        return {Tone::Warn, Texts::tr("Rerun duplicates rows"),
                Texts::tr("Rows are appended: a table without a primary key gets the same rows again. A Delta table "
                          "takes them by key.")};
    }
    if (writer.stepType == QLatin1String("file")) {
        const QString mode = writer.parameter.value(QLatin1String("writeMode")).toString();
        if (mode == QLatin1String("append"))
            return {Tone::Warn, Texts::tr("Rerun duplicates rows"),
                    Texts::tr("Each run adds files beside those of earlier runs.")};
        if (mode.compare(QLatin1String("nonConflict"), Qt::CaseInsensitive) == 0)
            return {Tone::Neutral, Texts::tr("Runs once"),
                    Texts::tr("A rerun is refused while the file of an earlier run is there.")};
        return safe;
    }
    if (writer.stepType == QLatin1String("kafka"))
        return {Tone::Warn, Texts::tr("Rerun duplicates rows"),
                Texts::tr("Records are appended to the topic: a rerun sends the same ones again.")};
    return {};
}

} // namespace sluice
