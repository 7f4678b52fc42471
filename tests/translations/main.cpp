// The studio's texts in Chinese. With --options it prints what the options ask a translator for, as C++ that lupdate
// reads, for scripts/translations.
#include "optiontexts.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

#include <cstdio>
#include <cstring>
#include <memory>
#include <set>

std::unique_ptr<QObject> makeTranslationsTest();

namespace
{

class Collector : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        if (std::strcmp(context, "Options") == 0)
            m_texts.insert(text);
        return {};
    }
    const std::set<QByteArray> &texts() const { return m_texts; }

private:
    mutable std::set<QByteArray> m_texts;
};

QByteArray quoted(QByteArray text)
{
    return '"' + text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t") + '"';
}

void printOptions()
{
    Collector collector;
    QCoreApplication::installTranslator(&collector);
    (void)sluice::optionTexts();
    QCoreApplication::removeTranslator(&collector);
    std::puts("const char *texts[] = {");
    for (const QByteArray &text : collector.texts())
        std::printf("    QT_TRANSLATE_NOOP(\"Options\", %s),\n", quoted(text).constData());
    std::puts("};");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 2 || std::strcmp(argv[1], "--options") != 0)
        return QTest::qExec(makeTranslationsTest().get(), argc, argv);
    printOptions();
    return 0;
}
