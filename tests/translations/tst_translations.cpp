#include "app/common/connectors.h"
#include "optiontexts.h"
#include "task/optionbuilder.h"
#include "task/taskoptions.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

#include <memory>

using namespace sluice;

namespace
{

QStringList placeholders(const QString &text)
{
    static const QRegularExpression mark(QStringLiteral("%(?:n|L?\\d)"));
    QStringList found;
    for (auto match = mark.globalMatch(text); match.hasNext();)
        found.append(match.next().captured());
    found.sort();
    return found;
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void optionsAreEnglishByThemselves();
    void everyOptionIsTranslated();
    void optionsAreMadeInTheStudiosLanguage();

private:
    QTranslator m_chinese;
};

void TranslationsTest::initTestCase()
{
    QVERIFY(m_chinese.load(QStringLiteral(":/i18n/sluice_zh_CN.qm")));
}

void TranslationsTest::optionsAreEnglishByThemselves()
{
    const QStringList texts = optionTexts();
    QVERIFY(texts.size() > 100);
    QVERIFY(texts.contains(QStringLiteral("Write mode")));
    QVERIFY(texts.contains(QStringLiteral("Overwrite")));     // the name of a choice
    QVERIFY(texts.contains(QStringLiteral("Not tolerated"))); // of the channel
}

// What this finds missing comes by scripts/translations.
void TranslationsTest::everyOptionIsTranslated()
{
    QStringList missing;
    for (const QString &text : optionTexts()) {
        const QString chinese = m_chinese.translate("Options", text.toUtf8().constData());
        if (chinese.isEmpty())
            missing.append(text);
        else
            QCOMPARE(placeholders(chinese), placeholders(text));
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

// The studio installs its translator before it makes its connectors.
void TranslationsTest::optionsAreMadeInTheStudiosLanguage()
{
    QVERIFY(QCoreApplication::installTranslator(&m_chinese));
    ConnectorRegistry connectors;
    addConnectors(connectors);
    const auto options = connectors.catalog().options(QStringLiteral("odps"), QStringLiteral("writer"));
    const OptionSpec *truncate = optionWithKey(*options, QStringLiteral("truncate"));
    QCoreApplication::removeTranslator(&m_chinese);
    QVERIFY(truncate);
    QCOMPARE(truncate->title, QStringLiteral("写入模式"));
    QCOMPARE(truncate->choiceTitles, (QStringList{QStringLiteral("追加"), QStringLiteral("覆盖")}));
    QCOMPARE(truncate->key, QStringLiteral("truncate"));
    QCOMPARE(optionWords("Write mode"), QStringLiteral("Write mode"));
}

std::unique_ptr<QObject> makeTranslationsTest()
{
    return std::make_unique<TranslationsTest>();
}

#include "tst_translations.moc"
