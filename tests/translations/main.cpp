// The studio's texts in Chinese. With --options it prints those of the options as C++ that lupdate reads, for
// scripts/translations.
#include "optiontexts.h"

#include <QCoreApplication>
#include <QTest>

#include <cstdio>
#include <cstring>
#include <memory>

std::unique_ptr<QObject> makeTranslationsTest();

namespace
{

QByteArray quoted(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    return '"' + bytes + '"';
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && std::strcmp(argv[1], "--options") == 0) {
        std::puts("const char *texts[] = {");
        for (const QString &text : sluice::optionTexts())
            std::printf("    QT_TRANSLATE_NOOP(\"Options\", %s),\n", quoted(text).constData());
        std::puts("};");
        return 0;
    }
    return QTest::qExec(makeTranslationsTest().get(), argc, argv);
}
