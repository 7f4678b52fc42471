#include "tests.h"
#include "workspace/drafts.h"
#include "workspace/ownerprocess.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace sluice;

namespace
{

const QString task = QStringLiteral("shop/load.job.json");

QStringList filesIn(const QTemporaryDir &dir)
{
    return QDir(dir.filePath(QStringLiteral("drafts"))).entryList(QDir::Files);
}

// Makes the one draft look as if a process that is gone had left it.
void orphan(const QTemporaryDir &dir)
{
    QFile file(dir.filePath(QStringLiteral("drafts/") + filesIn(dir).value(0)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    file.close();
    QCOMPARE(object.value(QStringLiteral("owner")).toString(), ownProcess());
    object.insert(QStringLiteral("owner"), ownProcess().section(u':', 0, -3) + QStringLiteral(":1:1"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(QJsonDocument(object).toJson());
}

} // namespace

void TestDrafts::keptUntilForgotten()
{
    QTemporaryDir dir;
    DraftStore drafts(dir.path());
    QVERIFY(drafts.keep(task, QStringLiteral("{ 1 }"), textMark(QStringLiteral("{}")), 1).ok());
    QVERIFY(drafts.keep(task, QStringLiteral("{ 2 }"), textMark(QStringLiteral("{}")), 2).ok());
    QCOMPARE(filesIn(dir).size(), 1);
    const auto shared = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(dir.filePath(QStringLiteral("drafts/") + filesIn(dir).value(0))) & shared));
    QVERIFY(drafts.abandoned()->isEmpty()); // this process lives

    orphan(dir);
    const QList<Draft> found = *drafts.abandoned();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].path, task);
    QCOMPARE(found[0].text, QStringLiteral("{ 2 }"));
    QCOMPARE(found[0].base, textMark(QStringLiteral("{}")));
    QVERIFY(found[0].kept.secsTo(QDateTime::currentDateTimeUtc()) < 600);
    QVERIFY(drafts.forget(task, 3).ok());
    QVERIFY(filesIn(dir).isEmpty());
    QVERIFY(drafts.discard(found[0]).ok()); // gone already: fine
}

// Work off the GUI thread may come in another order than it was asked for.
void TestDrafts::lateCallsDoNothing()
{
    QTemporaryDir dir;
    DraftStore drafts(dir.path());
    QVERIFY(drafts.forget(task, 5).ok());
    QVERIFY(drafts.keep(task, QStringLiteral("old"), {}, 4).ok());
    QVERIFY(filesIn(dir).isEmpty());
    QVERIFY(drafts.keep(task, QStringLiteral("new"), {}, 7).ok());
    QVERIFY(drafts.forget(task, 6).ok());
    QCOMPARE(filesIn(dir).size(), 1);
}

void TestDrafts::strangeFilesAreLeftOut()
{
    QTemporaryDir dir;
    QVERIFY(QDir().mkpath(dir.filePath(QStringLiteral("drafts"))));
    for (const auto &[name, bytes] : {std::pair<const char *, QByteArray>{"a.draft.json", "no json"},
                                      {"b.draft.json", R"({"format":9,"path":"x","owner":"h:1:1"})"},
                                      {"c.draft.json", R"({"format":1})"},
                                      {"d.txt", "{}"}}) {
        QFile file(dir.filePath(QStringLiteral("drafts/") + QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QVERIFY(DraftStore(dir.path()).abandoned()->isEmpty());
}
