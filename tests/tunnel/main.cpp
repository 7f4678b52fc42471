#include <QTest>

int runArrowCodecTests(int argc, char **argv);
int runCompressionTests(int argc, char **argv);
int runRecordCodecTests(int argc, char **argv);
int runSigningTests(int argc, char **argv);
int runTextTests(int argc, char **argv);
int runUpsertTests(int argc, char **argv);

int main(int argc, char **argv)
{
    int failed = 0;
    failed += runSigningTests(argc, argv);
    failed += runTextTests(argc, argv);
    failed += runCompressionTests(argc, argv);
    failed += runRecordCodecTests(argc, argv);
    failed += runArrowCodecTests(argc, argv);
    failed += runUpsertTests(argc, argv);
    return failed;
}
