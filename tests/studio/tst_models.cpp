#include "widgets/run/dirtymodel.h"
#include "widgets/run/logmodel.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/valuegrid.h"
#include "widgets/shell/palette.h"
#include "widgets/task/completionpopup.h"
#include "widgets/task/problemspane.h"
#include "widgets/tree/workspacemodel.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace sluice;

class ModelTest : public QObject
{
    Q_OBJECT
public:
    explicit ModelTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void workspace();
    void workspaceOfTwentyThousand();
    void drops();
    void log();
    void dirty();
    void preview();
    void problems();
    void candidates();
    void palette();

private:
    Appearance &m_look;
};

static Node folder(const QString &path)
{
    return {Node::Kind::Folder, path, nodeName(path)};
}

static Node task(const QString &path)
{
    return {Node::Kind::Task, path + QStringLiteral(".job.json"), nodeName(path)};
}

void ModelTest::workspace()
{
    WorkspaceModel model(m_look);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // As a workspace gives them: in order.
    const QList<Node> nodes{folder(QStringLiteral("a")),  folder(QStringLiteral("a/deep")),
                            task(QStringLiteral("a/t9")), task(QStringLiteral("a/t10")),
                            folder(QStringLiteral("b")),  task(QStringLiteral("z"))};
    QVERIFY(model.setNodes(nodes));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("a")); // folders first
    QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("z"));
    const QModelIndex a = model.indexOf(QStringLiteral("a"));
    QCOMPARE(model.rowCount(a), 3);
    QCOMPARE(model.index(2, 0, a).data().toString(), QStringLiteral("t10"));
    QCOMPARE(model.taskCount(), 3);
    QVERIFY(!model.setNodes(nodes));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setMarks({QStringLiteral("z.job.json")}, {QStringLiteral("a/t9.job.json")});
    QCOMPARE(changed.count(), 2);
    QVERIFY(model.indexOf(QStringLiteral("z.job.json")).data(WorkspaceModel::UnsavedRole).toBool());
    model.setNodes({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::workspaceOfTwentyThousand()
{
    QList<Node> nodes;
    for (int i = 0; i < 200; ++i) {
        nodes.append(folder(QStringLiteral("folder_%1").arg(i)));
        for (int j = 0; j < 100; ++j)
            nodes.append(task(QStringLiteral("folder_%1/task_%2").arg(i).arg(j)));
    }
    WorkspaceModel model(m_look);
    QElapsedTimer clock;
    clock.start();
    model.setNodes(nodes);
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(model.taskCount(), 20'000);
}

void ModelTest::drops()
{
    WorkspaceModel model(m_look);
    model.setNodes({folder(QStringLiteral("a")), folder(QStringLiteral("a/b")), task(QStringLiteral("a/t"))});
    QSignalSpy moved(&model, &WorkspaceModel::moveRequested);
    const auto mime = [&](const QString &path) {
        return std::unique_ptr<QMimeData>(model.mimeData({model.indexOf(path)}));
    };
    const auto t = mime(QStringLiteral("a/t.job.json"));
    QVERIFY(model.canDropMimeData(t.get(), Qt::MoveAction, -1, -1, {}));
    QVERIFY(model.canDropMimeData(t.get(), Qt::MoveAction, -1, -1, model.indexOf(QStringLiteral("a/b"))));
    QVERIFY(!model.canDropMimeData(t.get(), Qt::MoveAction, -1, -1, model.indexOf(QStringLiteral("a")))); // is there
    const auto a = mime(QStringLiteral("a"));
    QVERIFY(
        !model.canDropMimeData(a.get(), Qt::MoveAction, -1, -1, model.indexOf(QStringLiteral("a/b")))); // into itself
    model.dropMimeData(t.get(), Qt::MoveAction, -1, -1, model.indexOf(QStringLiteral("a/b")));
    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.first().at(1).toString(), QStringLiteral("a/b"));
}

void ModelTest::log()
{
    LogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto lines = LogModel::parse("10:04:11.902 INFO  Attempt starts\n10:04:12.610 WARN  Row 839: odd\n"
                                       "             goes on\n10:04:13.000 ERROR It failed\n");
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0].time, QStringLiteral("10:04:11.902"));
    QCOMPARE(lines[0].text, QStringLiteral("Attempt starts"));
    QCOMPARE(int(lines[1].level), int(LogLevel::Warning));
    QCOMPARE(int(lines[2].level), int(LogLevel::Warning));
    QVERIFY(lines[2].time.isEmpty());
    QCOMPARE(int(lines[3].level), int(LogLevel::Error));
    model.append(lines);
    QCOMPARE(model.rowCount(), 4);
    QList<LogModel::Line> many(25'000, lines[0]);
    model.append(many); // bounded
    QCOMPARE(model.rowCount(), 20'000);
    QCOMPARE(model.dropped(), 5'004);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::dirty()
{
    DirtyModel model;
    CauseModel causes;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester causeTester(&causes, QAbstractItemModelTester::FailureReportingMode::QtTest);
    DirtyColumns columns;
    columns.reader.columns = {{.name = QStringLiteral("id"), .type = TypeKind::String, .nullable = true, .comment = {}},
                              {.name = QStringLiteral("n"), .type = TypeKind::String, .nullable = true, .comment = {}}};
    columns.writer = columns.reader;
    columns.writer.columns[1].type = TypeKind::BigInt;
    columns.zone = QTimeZone::utc();
    const QByteArray lines =
        "{\"row\":839,\"column\":\"n\",\"raw\":\"NA\",\"reason\":\"\\\"NA\\\" is not a whole "
        "number\",\"lane\":1,\"values\":[\"a\",\"NA\"]}\n"
        "{\"row\":840,\"column\":\"n\",\"raw\":\"NB\",\"reason\":\"\\\"NB\\\" is not a whole "
        "number\",\"lane\":1,\"values\":[null,\"NB\"]}\n"
        "this is no row\n"
        "{\"row\":-1,\"column\":\"\",\"raw\":\"/w==\",\"encoding\":\"base64\",\"reason\":\"18 fields where 19 are\"}\n";
    auto set = std::make_shared<DirtySet>(columns, DirtyTrail(), QMap<QString, ReplayOutcome>());
    model.setSet(set);
    QVERIFY(set->append(parseDirtyRecords(lines, 0)).ok());
    model.appended();
    causes.count(set.get());
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.columnCount(), 5); // row, state, two values, the line
    QCOMPARE(model.row(0).came.cause, model.row(1).came.cause);
    QCOMPARE(model.row(2).came.line, 3);
    QCOMPARE(model.index(2, model.lineColumn()).data().toString(), QStringLiteral("0xff"));
    QVERIFY(model.index(1, DirtyModel::FirstValue).data(IsNullRole).toBool());
    QCOMPARE(model.index(0, DirtyModel::FirstValue + 1).data(FillRole).toInt(), int(Role::ErrorSoft));
    QVERIFY(!model.index(0, DirtyModel::FirstValue).data(FillRole).isValid());
    QCOMPARE(causes.rowCount(), 3); // all, and two causes
    QCOMPARE(causes.index(1).data(CauseModel::CountRole).toInt(), 2);
    QCOMPARE(causes.index(0).data(CauseModel::CountRole).toInt(), 3);
    QVERIFY(!(model.flags(model.index(0, 3)) & Qt::ItemIsEditable)); // until the pane allows it
    model.setEditable(true);
    QVERIFY(model.flags(model.index(0, 3)) & Qt::ItemIsEditable);
    QVERIFY(!(model.flags(model.index(0, 1)) & Qt::ItemIsEditable));
    model.setCause(model.row(2).came.cause);
    QCOMPARE(model.rowCount(), 1);
    model.setCause({});
    // Bounded, whatever the file holds.
    std::vector<DirtyRecord> many(size_t(DirtySet::mostRows) + 100, parseDirtyRecords(lines, 0)[0]);
    for (size_t i = 0; i < many.size(); ++i)
        many[i].line = qint64(i) + 10;
    QVERIFY(set->append(std::move(many)).ok());
    model.appended();
    QCOMPARE(model.rowCount(), int(DirtySet::mostRows));
    QVERIFY(set->isFull());
    causes.count(nullptr);
    model.setSet(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void ModelTest::preview()
{
    PreviewModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RowPreview rows;
    rows.columns.columns = {
        {.name = QStringLiteral("id"), .type = Type(TypeKind::BigInt), .nullable = true, .comment = {}},
        {.name = QStringLiteral("name"), .type = Type(TypeKind::String), .nullable = true, .comment = {}}};
    rows.rows = {{QStringLiteral("1"), QStringLiteral("one")}, {QStringLiteral("2"), QString()}};
    model.show(rows);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.isNumeric(0));
    QVERIFY(!model.isNumeric(1));
    QVERIFY(model.index(1, 1).data(Qt::UserRole).toBool()); // NULL
    QVERIFY(!model.index(0, 1).data(Qt::UserRole).toBool());
}

void ModelTest::problems()
{
    ProblemsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Issue note, error;
    note.severity = Severity::Note;
    error.severity = Severity::Error;
    error.offset = 5;
    model.setIssues({note, error});
    QCOMPARE(int(model.issue(0).severity), int(Severity::Error)); // worst first
    QCOMPARE(model.count(Severity::Note), 1);
    model.setIssues({});
}

void ModelTest::candidates()
{
    CandidateModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Completion completion;
    completion.candidates.append(Candidate{.label = QStringLiteral("column"),
                                           .insertText = {},
                                           .caret = 0,
                                           .type = {},
                                           .documentation = {},
                                           .present = false});
    model.setCompletion(completion);
    QCOMPARE(model.rowCount(), 1);
    model.setCompletion({});
}

void ModelTest::palette()
{
    PaletteModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setEntries({{QStringLiteral("load"), {}, {}, QStringLiteral("load.job.json"), nullptr}});
    QCOMPARE(model.rowCount(), 1);
    model.setEntries({});
}

std::unique_ptr<QObject> makeModelTest(Appearance &look)
{
    return std::make_unique<ModelTest>(look);
}

#include "tst_models.moc"
