#include "mapperfixture.h"
#include "widgets/mapper/samplepane.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace sluice;

// The mapper's page: its buttons, keys, filters, what it says, a thousand columns.
class MapperPageTest : public QObject
{
    Q_OBJECT
public:
    explicit MapperPageTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void sameNameOnEntering();
    void bulkActionsAreOneStep();
    void suggestionsAreDottedUntilAccepted();
    void keysLinkAndUnlink();
    void spaceSkips();
    void insertAddsAConstant();
    void expressionsNeedTheirWhere();
    void filters();
    void clickOnASampleFindsItsField();
    void verdictsFromSamples();
    void hoverCard();
    void destinationsWithoutColumns();
    void modelsHold();
    void accessible();
    void pictures();
    void thousandColumns();

private:
    void openShop(const QByteArray &readerColumns, const QByteArray &writerColumns);
    QString column(const char *step);

    Appearance &m_look;
    std::unique_ptr<MapperFixture> m_mapper;
};

void MapperPageTest::init()
{
    m_mapper = std::make_unique<MapperFixture>(m_look);
}

void MapperPageTest::cleanup()
{
    m_mapper.reset();
}

void MapperPageTest::openShop(const QByteArray &readerColumns, const QByteArray &writerColumns)
{
    m_mapper->writeFile(QStringLiteral("orders.csv"), "id,name,amount,order_code,note\n"
                                                      "1,Ann,10.555,A-1,x\n2,Bob,20.25,A-2,\n3,Cem,30,A-3,y\n");
    m_mapper->sql(QStringLiteral("CREATE TABLE orders (id BIGINT, name STRING, total_amount DECIMAL(18,2), "
                                 "order_number BIGINT, payload STRING)"));
    m_mapper->open(MapperFixture::script(
        QStringLiteral("file"),
        QStringLiteral("{ \"path\": \"orders.csv\", \"fileFormat\": \"csv\", \"header\": true, \"column\": %1 }")
            .arg(QString::fromUtf8(readerColumns)),
        QStringLiteral("odps"),
        QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"orders\", \"truncate\": true, \"column\": %1 }")
            .arg(QString::fromUtf8(writerColumns))));
}

QString MapperPageTest::column(const char *step)
{
    const QJsonValue value = ScriptDocument(m_mapper->document().text())
                                 .value(QStringLiteral("/steps/%1/parameter/column").arg(QLatin1String(step)));
    QStringList names;
    for (const QJsonValue &entry : value.toArray())
        names.append(entry.toString());
    return names.join(u' ');
}

// FM-1: it happens by itself where no column was named yet.
void MapperPageTest::sameNameOnEntering()
{
    openShop("[]", "[]");
    QTRY_COMPARE(column("1"), QStringLiteral("id name"));
    QCOMPARE(column("0"), QStringLiteral("id name"));
    QVERIFY2(m_mapper->page().said().contains(QStringLiteral("2 mapped, 3 left.")),
             qPrintable(m_mapper->page().said()));
    QVERIFY(m_mapper->button(QStringLiteral("Undo")));
    QTest::mouseClick(m_mapper->button(QStringLiteral("Undo")), Qt::LeftButton);
    QCOMPARE(column("1"), QString());
    QVERIFY(!m_mapper->document().isModified());
}

void MapperPageTest::bulkActionsAreOneStep()
{
    openShop(R"(["name"])", R"(["payload"])");
    const QString before = m_mapper->document().text();
    QUndoStack &stack = m_mapper->document().undoStack();
    struct Bulk {
        QString verb;
        QString reader, writer;
    };
    for (const Bulk &bulk :
         {Bulk{QStringLiteral("Map same name"), QStringLiteral("id name"), QStringLiteral("id name")},
          Bulk{QStringLiteral("Map same line"), QStringLiteral("id name amount order_code note"),
               QStringLiteral("id name total_amount order_number payload")},
          Bulk{QStringLiteral("Clear"), QString(), QString()}}) {
        const int index = stack.index();
        QTest::mouseClick(m_mapper->button(bulk.verb), Qt::LeftButton);
        QCOMPARE(stack.index(), index + 1);
        QStringList reader = column("0").split(u' ', Qt::SkipEmptyParts);
        QStringList writer = column("1").split(u' ', Qt::SkipEmptyParts);
        reader.sort(Qt::CaseInsensitive), writer.sort(Qt::CaseInsensitive);
        QStringList wantedReader = bulk.reader.split(u' ', Qt::SkipEmptyParts);
        QStringList wantedWriter = bulk.writer.split(u' ', Qt::SkipEmptyParts);
        wantedReader.sort(Qt::CaseInsensitive), wantedWriter.sort(Qt::CaseInsensitive);
        QCOMPARE(reader, wantedReader);
        QCOMPARE(writer, wantedWriter);
        QVERIFY(!m_mapper->page().said().isEmpty());
        QTest::mouseClick(m_mapper->button(QStringLiteral("Undo")), Qt::LeftButton);
        QCOMPARE(m_mapper->document().text(), before);
        QCOMPARE(m_mapper->lines(), QStringLiteral("name>payload"));
    }
}

void MapperPageTest::suggestionsAreDottedUntilAccepted()
{
    openShop(R"(["id","name"])", R"(["id","name"])");
    const QString before = m_mapper->document().text();
    QTest::mouseClick(m_mapper->button(QStringLiteral("Suggest")), Qt::LeftButton);
    QTRY_VERIFY(m_mapper->editor().proposals() > 0);
    QCOMPARE(m_mapper->document().text(), before);
    const FieldMapping &mapping = m_mapper->editor().mapping();
    const int amount = mapping.targetOfKey(QStringLiteral("total_amount"));
    QCOMPARE(mapping.sources()[m_mapper->editor().proposedSource(amount)].name, QStringLiteral("amount"));
    QCOMPARE(m_mapper->editor().proposalReason(amount), QStringLiteral("100 % filled"));
    // order_code looks like order_number, but its values are no numbers.
    QCOMPARE(m_mapper->editor().proposedSource(mapping.targetOfKey(QStringLiteral("order_number"))), -1);
    QCOMPARE(m_mapper->page().summary().suggested, 1);
    // Rejected with the cross at the end of the row …
    FieldList &targets = m_mapper->targets();
    const QRect row = targets.visualRect(targets.fields().index(targets.fields().rowOf(amount)));
    QTest::mouseClick(targets.viewport(), Qt::LeftButton, {}, QPoint(row.right() - 12, row.center().y()));
    QCOMPARE(m_mapper->editor().proposals(), 0);
    // … and taken as a whole.
    QTest::mouseClick(m_mapper->button(QStringLiteral("Suggest")), Qt::LeftButton);
    QTRY_COMPARE(m_mapper->editor().proposals(), 1);
    QTest::mouseClick(m_mapper->button(QStringLiteral("Accept 1")), Qt::LeftButton);
    QCOMPARE(column("0"), QStringLiteral("id name amount"));
    QCOMPARE(column("1"), QStringLiteral("id name total_amount"));
    QTest::mouseClick(m_mapper->button(QStringLiteral("Undo")), Qt::LeftButton);
    QCOMPARE(m_mapper->document().text(), before);
    // One row by its tick.
    QTest::mouseClick(m_mapper->button(QStringLiteral("Suggest")), Qt::LeftButton);
    QTRY_COMPARE(m_mapper->editor().proposals(), 1);
    QTest::mouseClick(targets.viewport(), Qt::LeftButton, {}, QPoint(row.right() - 38, row.center().y()));
    QCOMPARE(column("1"), QStringLiteral("id name total_amount"));
}

void MapperPageTest::keysLinkAndUnlink()
{
    openShop(R"(["name"])", R"(["payload"])");
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    sources.setFocus();
    sources.selectField(m_mapper->editor().mapping().sourceOfKey(QStringLiteral("id")));
    QTest::keyClick(&sources, Qt::Key_Tab);
    QVERIFY(targets.hasFocus());
    QCOMPARE(targets.currentField(), 0);
    QTest::keyClick(&targets, Qt::Key_Return);
    QCOMPARE(m_mapper->lines(), QStringLiteral("name>payload id>id"));
    QCOMPARE(targets.currentField(), 1); // on to the next
    QTest::keyClick(&targets, Qt::Key_Up);
    QTest::keyClick(&targets, Qt::Key_Delete);
    QCOMPARE(m_mapper->lines(), QStringLiteral("name>payload"));
    // A used column asks before it is taken.
    targets.selectField(4);
    QTest::keyClick(&targets, Qt::Key_Return);
    QCOMPARE(m_mapper->lines(), QStringLiteral("name>payload"));
    QVERIFY(m_mapper->page().said().contains(QStringLiteral("payload is filled from name")));
    QTest::mouseClick(m_mapper->button(QStringLiteral("Replace")), Qt::LeftButton);
    QCOMPARE(m_mapper->lines(), QStringLiteral("id>payload"));
    QTest::keyClick(&targets, Qt::Key_Backtab);
    QVERIFY(sources.hasFocus());
    // Reorder: the pairs stay pairs.
    QTest::mouseClick(m_mapper->button(QStringLiteral("Map same line")), Qt::LeftButton);
    sources.setFocus();
    sources.selectField(m_mapper->editor().mapping().sourceOfKey(QStringLiteral("id")));
    QTest::keyClick(&sources, Qt::Key_Down, Qt::AltModifier);
    QVERIFY(column("0").startsWith(QLatin1String("name id")));
    QVERIFY(column("1").startsWith(QLatin1String("name id")));
    QCOMPARE(sources.fields().keyAt(sources.currentIndex().row()), QStringLiteral("id")); // stays with the field
    QTest::keyClick(&sources, Qt::Key_Up, Qt::AltModifier);
    QVERIFY(column("0").startsWith(QLatin1String("id name")));
}

void MapperPageTest::spaceSkips()
{
    openShop(R"(["id","name"])", R"(["id","name"])");
    FieldList &targets = m_mapper->targets();
    targets.setFocus();
    targets.selectField(0);
    QTest::keyClick(&targets, Qt::Key_Space);
    QCOMPARE(m_mapper->lines(), QStringLiteral("name>name"));
    QCOMPARE(targets.currentField(), 1);
    QTest::keyClick(&targets, Qt::Key_Space);
    QCOMPARE(m_mapper->lines(), QString());
    QCOMPARE(m_mapper->page().summary().stayNull, 5);
}

void MapperPageTest::insertAddsAConstant()
{
    openShop(R"(["id"])", R"(["id"])");
    FieldList &targets = m_mapper->targets();
    targets.setFocus();
    targets.selectField(m_mapper->editor().mapping().targetOfKey(QStringLiteral("payload")));
    QTest::keyClick(&targets, Qt::Key_Insert);
    auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("it's kafka"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(column("0"), QStringLiteral("id 'it''s kafka'"));
    QCOMPARE(column("1"), QStringLiteral("id payload"));
    // Taken away it stays in the list, and Del takes it out of there.
    targets.setFocus();
    QTest::keyClick(&targets, Qt::Key_Delete);
    QCOMPARE(column("0"), QStringLiteral("id"));
    FieldList &sources = m_mapper->sources();
    const int loose = m_mapper->editor().mapping().sourceOfKey(QStringLiteral("'it''s kafka'"));
    QVERIFY(loose >= 0);
    sources.setFocus();
    sources.selectField(loose);
    QTest::keyClick(&sources, Qt::Key_Delete);
    QCOMPARE(m_mapper->editor().mapping().sourceOfKey(QStringLiteral("'it''s kafka'")), -1);
    // Escape leaves the row as it was.
    QTest::keyClick(&sources, Qt::Key_Insert);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(sources.hasFocus());
}

// MR-14 is said beside the field.
void MapperPageTest::expressionsNeedTheirWhere()
{
    m_mapper->sql(QStringLiteral("CREATE TABLE names (id BIGINT, name STRING)"));
    const auto open = [&](const QString &more) {
        m_mapper->open(MapperFixture::script(
            QStringLiteral("odps"),
            QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"names\", \"column\": [\"id\"]%1 }")
                .arg(more),
            QStringLiteral("odps"),
            QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"names\", \"truncate\": true, "
                           "\"column\": [\"id\"] }")));
    };
    int field = -1;
    open({});
    QVERIFY(m_mapper->editor().addField(QStringLiteral("upper(name)"), field).contains(QStringLiteral("enableWhere")));
    QCOMPARE(field, -1);
    open(QStringLiteral(", \"enableWhere\": true, \"where\": \"id > 0\""));
    QCOMPARE(m_mapper->editor().addField(QStringLiteral("upper(name)"), field), QString());
    QVERIFY(field >= 0);
    QVERIFY(m_mapper->editor().link(field, 1));
    QCOMPARE(column("0"), QStringLiteral("id upper(name)"));
}

void MapperPageTest::filters()
{
    openShop(R"(["id","name"])", R"(["id","name"])");
    FieldList &sources = m_mapper->sources();
    sources.setFocus();
    QTest::keyClick(&sources, Qt::Key_F, Qt::ControlModifier);
    FilterField &filter = m_mapper->page().view().sourceCard().filter();
    QVERIFY(filter.hasFocus());
    QTest::keyClicks(&filter, QStringLiteral("NAME"));
    QCOMPARE(sources.fields().fieldCount(), 1);
    QTest::keyClick(&filter, Qt::Key_Escape);
    QCOMPARE(filter.text(), QString());
    QTest::keyClick(&filter, Qt::Key_Escape);
    QVERIFY(sources.hasFocus());
    QPushButton &unmapped = m_mapper->page().view().targetCard().unmappedOnly();
    QTest::mouseClick(&unmapped, Qt::LeftButton);
    QCOMPARE(m_mapper->targets().fields().fieldCount(), 3);
    QVERIFY(m_mapper->editor().link(m_mapper->editor().mapping().sourceOfKey(QStringLiteral("note")),
                                    m_mapper->editor().mapping().targetOfKey(QStringLiteral("payload"))));
    QCOMPARE(m_mapper->targets().fields().fieldCount(), 2); // at once
}

void MapperPageTest::clickOnASampleFindsItsField()
{
    openShop(R"(["id"])", R"(["id"])");
    SamplePane &samples = m_mapper->page().samples();
    QCOMPARE(m_mapper->editor().samples().rows.size(), 3);
    QVERIFY(samples.text().toPlainText().contains(QStringLiteral("order_code: A-1")));
    samples.setRecord(1);
    QVERIFY(samples.text().toPlainText().contains(QStringLiteral("order_code: A-2")));
    Q_EMIT samples.text().anchorClicked(QUrl(QStringLiteral("order_code")));
    FieldList &sources = m_mapper->sources();
    QCOMPARE(sources.fields().keyAt(sources.currentIndex().row()), QStringLiteral("order_code"));
}

void MapperPageTest::verdictsFromSamples()
{
    openShop(R"(["id","name","amount","order_code"])", R"(["id","name","total_amount","order_number"])");
    const FieldMapping &mapping = m_mapper->editor().mapping();
    const auto verdict = [&](const char *target) {
        return m_mapper->editor().verdict(mapping.targetOfKey(QLatin1String(target)));
    };
    QTRY_COMPARE(verdict("order_number").fit, LinkVerdict::Dirty);
    QCOMPARE(verdict("order_number").refused, 3);
    QCOMPARE(verdict("name").fit, LinkVerdict::Lossless);
    QCOMPARE(verdict("total_amount").fit, LinkVerdict::Narrowing);
    const MappingSummary summary = m_mapper->page().summary();
    QCOMPARE(summary.mapped, 4);
    QCOMPARE(summary.columns, 5);
    QCOMPARE(summary.dirty, 1);
    QCOMPARE(summary.stayNull, 1);
    QCOMPARE(summary.lossless + summary.narrowing, 3);
}

void MapperPageTest::hoverCard()
{
    openShop(R"(["order_code"])", R"(["order_number"])");
    QTRY_COMPARE(m_mapper->page().summary().dirty, 1);
    CurvePane &curves = m_mapper->page().view().curves();
    // Somewhere on the line: at the middle of the gap it is halfway between its ends.
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    const QPoint from = sources.viewport()->mapToGlobal(m_mapper->middle(sources, "order_code"));
    const QPoint to = targets.viewport()->mapToGlobal(m_mapper->middle(targets, "order_number"));
    const QPoint middle = curves.mapFromGlobal(QPoint(0, (from.y() + to.y()) / 2));
    QTest::mouseMove(&curves, QPoint(curves.width() / 2 - 1, middle.y()));
    QTest::mouseMove(&curves, QPoint(curves.width() / 2, middle.y()));
    HoverCard &card = m_mapper->page().view().card();
    QTRY_VERIFY(card.isVisible());
    QVERIFY2(card.text().contains(QStringLiteral("Will be dirty, 3 of 3 samples")), qPrintable(card.text()));
    QVERIFY2(card.text().contains(QStringLiteral("\"A-1\" → is not a whole number")), qPrintable(card.text()));
    // A press on the line chooses both ends.
    QTest::mouseClick(&curves, Qt::LeftButton, {}, QPoint(curves.width() / 2, middle.y()));
    QCOMPARE(targets.fields().keyAt(targets.currentIndex().row()), QStringLiteral("order_number"));
    QCOMPARE(sources.fields().keyAt(sources.currentIndex().row()), QStringLiteral("order_code"));
}

void MapperPageTest::destinationsWithoutColumns()
{
    m_mapper->writeFile(QStringLiteral("in.csv"), "a,b\n1,2\n");
    m_mapper->open(MapperFixture::script(
        QStringLiteral("file"), QStringLiteral("{ \"path\": \"in.csv\", \"header\": true, \"column\": [\"a\"] }"),
        QStringLiteral("file"), QStringLiteral("{ \"path\": \"out.csv\" }")));
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a"));
    // Enter on a field with nothing chosen on the right writes a new column.
    FieldList &sources = m_mapper->sources();
    sources.setFocus();
    sources.selectField(m_mapper->editor().mapping().sourceOfKey(QStringLiteral("b")));
    QTest::keyClick(&sources, Qt::Key_Return);
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a b>b"));
    QCOMPARE(column("0"), QStringLiteral("a b"));
    QVERIFY(!m_mapper->document().text().contains(QLatin1String("\"out.csv\","))); // nothing else had to be said
}

void MapperPageTest::modelsHold()
{
    openShop(R"(["id","name"])", R"(["id","name"])");
    QAbstractItemModelTester left(&m_mapper->sources().fields(),
                                  QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester right(&m_mapper->targets().fields(),
                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const char *verb : {"Map same line", "Clear", "Map same name"})
        QTest::mouseClick(m_mapper->button(QLatin1String(verb)), Qt::LeftButton);
    m_mapper->page().view().sourceCard().filter().setText(QStringLiteral("o"));
    m_mapper->page().view().targetCard().unmappedOnly().setChecked(true);
    int field = -1;
    QCOMPARE(m_mapper->editor().addField(QStringLiteral("'long'"), field), QString());
    m_mapper->document().undoStack().undo();
}

void MapperPageTest::accessible()
{
    openShop(R"(["id","order_code"])", R"(["id","order_number"])");
    QTRY_COMPARE(m_mapper->page().summary().dirty, 1);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&m_mapper->targets());
    QVERIFY(list);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Destination columns"));
    QStringList rows;
    for (int i = 0; i < list->childCount(); ++i)
        rows.append(list->child(i)->text(QAccessible::Name));
    QVERIFY2(
        rows.contains(QStringLiteral("order_number, BIGINT, from order_code, Will be dirty, text is not a number")),
        qPrintable(rows.join(u'\n')));
    QVERIFY(rows.contains(QStringLiteral("payload, STRING, stays NULL")));
}

// Every kind of row and line is painted, in both themes.
void MapperPageTest::pictures()
{
    openShop(R"(["id","amount","order_code","'kafka'","gone"])",
             R"(["id","total_amount","order_number","payload","x"])");
    QTRY_COMPARE(m_mapper->page().summary().dirty, 1);
    m_mapper->picture(QStringLiteral("shop"));
    QVERIFY(m_mapper->editor().mapping().targets().last().missing);
}

void MapperPageTest::thousandColumns()
{
    QStringList definitions;
    for (int i = 0; i < 1000; ++i)
        definitions.append(
            QStringLiteral("Column_%1 %2").arg(i).arg(i % 3 ? QStringLiteral("STRING") : QStringLiteral("BIGINT")));
    m_mapper->sql(QStringLiteral("CREATE TABLE wide (%1)").arg(definitions.join(u',')));
    std::reverse(definitions.begin(), definitions.end());
    m_mapper->sql(QStringLiteral("CREATE TABLE edie (%1)").arg(definitions.join(u',')));
    m_mapper->open(MapperFixture::script(
        QStringLiteral("odps"),
        QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"wide\", \"column\": [] }"),
        QStringLiteral("odps"),
        QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"edie\", \"truncate\": true, \"column\": [] }")));
    QTRY_COMPARE(m_mapper->page().summary().mapped, 1000); // by name, on entering
    QVERIFY(m_mapper->settled());
    QVERIFY(m_mapper->targets().lastVisibleRow() < 60); // what is out of sight is not painted
    // How long a frame takes while both lists scroll and while a line is dragged over them.
    const auto median = [](QList<qint64> &frames) {
        std::sort(frames.begin(), frames.end());
        return double(frames[frames.size() / 2]) / 1e6;
    };
    QList<qint64> scrolls, drags;
    MapperView &view = m_mapper->page().view();
    QElapsedTimer timer;
    for (int i = 0; i < 120; ++i) {
        timer.start();
        m_mapper->sources().verticalScrollBar()->setValue(i * 190);
        m_mapper->targets().verticalScrollBar()->setValue((120 - i) * 190);
        QCoreApplication::processEvents();
        scrolls.append(timer.nsecsElapsed());
    }
    m_mapper->sources().verticalScrollBar()->setValue(0);
    QWidget *from = m_mapper->sources().viewport();
    const QPoint start = m_mapper->middle(m_mapper->sources(), "column_3");
    QTest::mousePress(from, Qt::LeftButton, {}, start);
    for (int i = 0; i < 120; ++i) {
        timer.start();
        QTest::mouseMove(from, start + QPoint(200 + i * 3, i * 2));
        QCoreApplication::processEvents();
        drags.append(timer.nsecsElapsed());
    }
    QVERIFY(view.isDragging());
    QTest::keyClick(&m_mapper->sources(), Qt::Key_Escape);
    QVERIFY(!view.isDragging());
    QTest::mouseRelease(from, Qt::LeftButton, {}, start);
    timer.start();
    QTest::mouseClick(m_mapper->button(QStringLiteral("Map same line")), Qt::LeftButton);
    const double bulk = double(timer.nsecsElapsed()) / 1e6;
    QCOMPARE(m_mapper->page().summary().mapped, 1000);
    qInfo("1,000 columns a side: median frame of scrolling %.1f ms, of dragging %.1f ms; map same line %.0f ms",
          median(scrolls), median(drags), bulk);
}

std::unique_ptr<QObject> makeMapperPageTest(Appearance &look)
{
    return std::make_unique<MapperPageTest>(look);
}

#include "tst_mapperpage.moc"
