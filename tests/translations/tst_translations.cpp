#include "app/common/connectors.h"
#include "optiontexts.h"
#include "task/fieldmapping.h"
#include "task/fieldmappingverdict.h"
#include "task/optionbuilder.h"
#include "task/rerunverdict.h"
#include "task/taskedit.h"
#include "task/taskoptions.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <memory>

using namespace sluice;

namespace
{

bool isChinese(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}

} // namespace

// The options as the studio makes them: its translator is installed before anything asks for them.
class TranslationsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyOptionIsTranslated();
    void keysAndValuesStayAsTheyAre();
    void mappingsAndVerdictsSpeakIt();
    void withoutTranslatorTheyAreEnglish();

private:
    QTranslator m_chinese;
};

void TranslationsTest::initTestCase()
{
    QVERIFY(m_chinese.load(QStringLiteral(":/i18n/sluice_zh_CN.qm")));
    QVERIFY(QCoreApplication::installTranslator(&m_chinese));
}

// What is missing here comes into translations/ by scripts/translations.
void TranslationsTest::everyOptionIsTranslated()
{
    const QStringList names{QStringLiteral("AccessKey ID"), QStringLiteral("AccessKey Secret"),
                            QStringLiteral("Endpoint"),     QStringLiteral("Kafka"),
                            QStringLiteral("MaxCompute"),   QStringLiteral("Schema"),
                            QStringLiteral("Storage API"),  QStringLiteral("Stream"),
                            QStringLiteral("Topic"),        QStringLiteral("Tunnel Endpoint")};
    QStringList texts = optionTexts();
    QVERIFY(texts.size() > 200);
    texts.removeIf([&](const QString &text) { return isChinese(text) || names.contains(text); });
    QVERIFY2(texts.isEmpty(), qPrintable(texts.join(u'\n')));
}

void TranslationsTest::keysAndValuesStayAsTheyAre()
{
    ConnectorRegistry connectors;
    addConnectors(connectors);
    const OptionSpecs *options = connectors.catalog().options(QStringLiteral("odps"), QStringLiteral("writer"));
    QVERIFY(options);
    const OptionSpec *mode = optionWithKey(*options, QStringLiteral("truncate"));
    QVERIFY(mode);
    QCOMPARE(mode->title, QStringLiteral("写入模式"));
    QCOMPARE(mode->choiceTitles, (QStringList{QStringLiteral("追加"), QStringLiteral("覆盖")}));
    QCOMPARE(mode->example, QStringLiteral("true"));
    const OptionSpec *endpoint = optionWithKey(*options, QStringLiteral("endpoint"));
    QVERIFY(endpoint);
    QVERIFY(endpoint->help.endsWith(QStringLiteral("仅在不使用数据源时填写。"))); // a sentence behind a sentence
}

void TranslationsTest::mappingsAndVerdictsSpeakIt()
{
    QCOMPARE(FieldMapping().clear().words, QStringLiteral("没有任何映射。"));
    QCOMPARE(judgeLink(Type(TypeKind::BigInt), Type(TypeKind::BigInt), QStringList(), QTimeZone::utc()).why,
             QStringLiteral("类型一致"));
    StepSpec writer;
    writer.stepType = QStringLiteral("kafka");
    QVERIFY(isChinese(rerunVerdict(writer).words) && isChinese(rerunVerdict(writer).reason));
    QVERIFY(isChinese(channelInWords(ScriptDocument(QStringLiteral("{}")))));
}

void TranslationsTest::withoutTranslatorTheyAreEnglish()
{
    QCoreApplication::removeTranslator(&m_chinese);
    QCOMPARE(FieldMapping().clear().words, QStringLiteral("Nothing is mapped."));
    QCOMPARE(optionWords("Write mode"), QStringLiteral("Write mode"));
    ConnectorRegistry connectors;
    addConnectors(connectors);
    for (const Connector *connector : connectors.all())
        for (const OptionSpec &option : connector->info().readerOptions)
            QVERIFY2(!isChinese(option.title + option.help), qPrintable(option.title));
}

std::unique_ptr<QObject> makeTranslationsTest()
{
    return std::make_unique<TranslationsTest>();
}

#include "tst_translations.moc"
