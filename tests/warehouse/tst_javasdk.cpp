#include "tst_javasdk.h"

#include "clientprogram.h"

void TstJavaSdk::programs()
{
    runClientProgram(QStringLiteral(SLUICE_JAVA),
                     {QStringLiteral("-cp"), QStringLiteral(SLUICE_JAVA_CLASSPATH),
                      // What Arrow's memory needs, and less time for starting than for the last bit of speed.
                      QStringLiteral("--add-opens=java.base/java.nio=ALL-UNNAMED"), QStringLiteral("-XX:+UseSerialGC"),
                      QStringLiteral("-XX:TieredStopAtLevel=1"), QStringLiteral("-Dfile.encoding=UTF-8"),
                      QStringLiteral("Programs"), QStringLiteral("account"), QStringLiteral("tables"),
                      QStringLiteral("layout"), QStringLiteral("sql"), QStringLiteral("tunnel"),
                      QStringLiteral("arrow"), QStringLiteral("stream"), QStringLiteral("upsert"),
                      QStringLiteral("preview")});
}
