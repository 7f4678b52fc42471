#include "contract/filefixture.h"
#include "contract/kafkafixture.h"
#include "contract/odpsfixture.h"
#include "contract/streamfixture.h"

#include <QtTest>

namespace sluice
{

static int keeps(ContractFixture &fixture, int argc, char **argv)
{
    qInfo("The contract of %s", qPrintable(fixture.name()));
    Contract contract(fixture);
    return QTest::qExec(&contract, argc, argv);
}

static int all(int argc, char **argv)
{
    const QStringList scalars{"BOOLEAN",     "TINYINT", "SMALLINT", "INT",           "BIGINT",
                              "FLOAT",       "DOUBLE",  "STRING",   "DECIMAL(18,4)", "DECIMAL(38,18)",
                              "VARCHAR(10)", "DATE",    "DATETIME", "TIMESTAMP"};
    FileFixture csv(QStringLiteral("csv"), scalars);
    FileFixture jsonLines(QStringLiteral("jsonl"), scalars + QStringList{"ARRAY<BIGINT>", "MAP<STRING,BIGINT>"});
    FileFixture parquet(QStringLiteral("parquet"),
                        scalars + QStringList{"BINARY", "ARRAY<BIGINT>", "STRUCT<a:BIGINT,b:ARRAY<STRING>>"});
    StreamFixture stream;
    KafkaFixture kafka;
    OdpsFixture odps(QStringLiteral("odps"));
    OdpsFixture arrow(QStringLiteral("odps_arrow"), {{QStringLiteral("useArrow"), true}});
    OdpsFixture packed(
        QStringLiteral("odps_arrow_lz4"),
        {{QStringLiteral("useArrow"), true}, {QStringLiteral("compressAlgorithm"), QStringLiteral("lz4")}});
    OdpsFixture storage(
        QStringLiteral("odps_storage"),
        {{QStringLiteral("useStorageApi"), true}, {QStringLiteral("compressCodec"), QStringLiteral("LZ4_FRAME")}});
    OdpsFixture streamed(QStringLiteral("odps_stream"), {{QStringLiteral("useStreamTunnel"), true}});
    OdpsFixture delta(QStringLiteral("odps_delta"), {{QStringLiteral("consistencyCommit"), true}},
                      OdpsFixture::Tables::Delta);
    return keeps(stream, argc, argv) | keeps(csv, argc, argv) | keeps(jsonLines, argc, argv) |
           keeps(parquet, argc, argv) | keeps(odps, argc, argv) | keeps(arrow, argc, argv) | keeps(packed, argc, argv) |
           keeps(storage, argc, argv) | keeps(streamed, argc, argv) | keeps(delta, argc, argv) |
           keeps(kafka, argc, argv);
}

} // namespace sluice

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    return sluice::all(argc, argv);
}
