#include "mapperfixture.h"

#include <QScrollBar>
#include <QTest>

using namespace sluice;

// Drags in the mapper: plain press, move and release from either side.
class MapperDragTest : public QObject
{
    Q_OBJECT
public:
    explicit MapperDragTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void fromEitherSide();
    void needsNoSelection();
    void ontoAUsedColumn();
    void severalInOrder();
    void fromThePort();
    void leftByEscape();
    void besideTheLists();
    void reorderByTheHandle();

private:
    void drag(FieldList &from, const QPoint &start, FieldList &to, const QPoint &end);

    Appearance &m_look;
    std::unique_ptr<MapperFixture> m_mapper;
};

void MapperDragTest::init()
{
    m_mapper = std::make_unique<MapperFixture>(m_look);
    m_mapper->writeFile(QStringLiteral("in.csv"), "a,b,c,d\n1,2,3,4\n");
    m_mapper->sql(QStringLiteral("CREATE TABLE t (w STRING, x STRING, y STRING, z STRING)"));
    m_mapper->open(MapperFixture::script(
        QStringLiteral("file"), QStringLiteral("{ \"path\": \"in.csv\", \"header\": true, \"column\": [\"d\"] }"),
        QStringLiteral("odps"),
        QStringLiteral(
            "{ \"datasource\": \"odps_first\", \"table\": \"t\", \"truncate\": true, \"column\": [\"z\"] }")));
}

void MapperDragTest::cleanup()
{
    m_mapper.reset();
}

void MapperDragTest::drag(FieldList &from, const QPoint &start, FieldList &to, const QPoint &end)
{
    QWidget *held = from.viewport();
    const QPoint last = held->mapFromGlobal(to.viewport()->mapToGlobal(end));
    QTest::mousePress(held, Qt::LeftButton, {}, start);
    for (int i = 1; i <= 6; ++i)
        QTest::mouseMove(held, start + (last - start) * i / 6);
    QTest::mouseRelease(held, Qt::LeftButton, {}, last);
}

void MapperDragTest::fromEitherSide()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    drag(sources, m_mapper->middle(sources, "a"), targets, m_mapper->middle(targets, "x"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z a>x"));
    drag(targets, m_mapper->middle(targets, "w"), sources, m_mapper->middle(sources, "c"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z a>x c>w"));
    m_mapper->document().undoStack().undo();
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z a>x"));
}

void MapperDragTest::needsNoSelection()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    sources.selectField(2); // another one
    targets.selectField(3);
    drag(sources, m_mapper->middle(sources, "a"), targets, m_mapper->middle(targets, "w"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z a>w"));
}

// FM-4, FM-5: refused, and replaced when asked for.
void MapperDragTest::ontoAUsedColumn()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    const QString before = m_mapper->document().text();
    drag(sources, m_mapper->middle(sources, "a"), targets, m_mapper->middle(targets, "z"));
    QCOMPARE(m_mapper->document().text(), before);
    QCOMPARE(m_mapper->page().said(), QStringLiteral("z is filled from d. A column has one source."));
    drag(sources, m_mapper->middle(sources, "d"), targets, m_mapper->middle(targets, "w"));
    QCOMPARE(m_mapper->document().text(), before);
    QTest::mouseClick(m_mapper->button(QStringLiteral("Replace")), Qt::LeftButton);
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>w"));
}

void MapperDragTest::severalInOrder()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    QTest::mouseClick(sources.viewport(), Qt::LeftButton, {}, m_mapper->middle(sources, "a"));
    QTest::mouseClick(sources.viewport(), Qt::LeftButton, Qt::ShiftModifier, m_mapper->middle(sources, "c"));
    QCOMPARE(sources.selectedFields().size(), 3);
    const int index = m_mapper->document().undoStack().index();
    drag(sources, m_mapper->middle(sources, "b"), targets, m_mapper->middle(targets, "w"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z a>w b>x c>y"));
    QCOMPARE(m_mapper->document().undoStack().index(), index + 1);
    m_mapper->document().undoStack().undo();
    // Several columns take the fields from one on.
    QTest::mouseClick(targets.viewport(), Qt::LeftButton, {}, m_mapper->middle(targets, "x"));
    QTest::mouseClick(targets.viewport(), Qt::LeftButton, Qt::ControlModifier, m_mapper->middle(targets, "y"));
    drag(targets, m_mapper->middle(targets, "x"), sources, m_mapper->middle(sources, "b"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z b>x c>y"));
}

void MapperDragTest::fromThePort()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    CurvePane &curves = m_mapper->page().view().curves();
    const QPoint port(portReach,
                      curves.mapFromGlobal(sources.viewport()->mapToGlobal(m_mapper->middle(sources, "b"))).y());
    const QPoint end = curves.mapFromGlobal(targets.viewport()->mapToGlobal(m_mapper->middle(targets, "y")));
    QTest::mousePress(&curves, Qt::LeftButton, {}, port);
    QTest::mouseMove(&curves, (port + end) / 2);
    QTest::mouseMove(&curves, end);
    QTest::mouseRelease(&curves, Qt::LeftButton, {}, end);
    QCOMPARE(m_mapper->lines(), QStringLiteral("d>z b>y"));
}

void MapperDragTest::leftByEscape()
{
    FieldList &sources = m_mapper->sources(), &targets = m_mapper->targets();
    const QString before = m_mapper->document().text();
    QWidget *held = sources.viewport();
    const QPoint start = m_mapper->middle(sources, "a");
    const QPoint end = held->mapFromGlobal(targets.viewport()->mapToGlobal(m_mapper->middle(targets, "x")));
    QTest::mousePress(held, Qt::LeftButton, {}, start);
    QTest::mouseMove(held, (start + end) / 2);
    QTest::mouseMove(held, end);
    QVERIFY(m_mapper->page().view().isDragging());
    QTest::keyClick(&sources, Qt::Key_Escape);
    QVERIFY(!m_mapper->page().view().isDragging());
    QTest::mouseRelease(held, Qt::LeftButton, {}, end);
    QCOMPARE(m_mapper->document().text(), before);
}

void MapperDragTest::besideTheLists()
{
    FieldList &sources = m_mapper->sources();
    const QString before = m_mapper->document().text();
    drag(sources, m_mapper->middle(sources, "a"), sources, QPoint(sources.width() + 100, 90));
    QCOMPARE(m_mapper->document().text(), before);
    QVERIFY(!m_mapper->page().view().isDragging());
}

void MapperDragTest::reorderByTheHandle()
{
    FieldList &sources = m_mapper->sources();
    QTest::mouseClick(m_mapper->button(QStringLiteral("Map same line")), Qt::LeftButton);
    const QPoint d = m_mapper->middle(sources, "d"), a = m_mapper->middle(sources, "a");
    drag(sources, QPoint(12, d.y()), sources, QPoint(12, a.y()));
    QCOMPARE(sources.fields().keyAt(1), QStringLiteral("d")); // behind the head
    QVERIFY2(m_mapper->lines().startsWith(QLatin1String("d>z a>w")), qPrintable(m_mapper->lines()));
}

std::unique_ptr<QObject> makeMapperDragTest(Appearance &look)
{
    return std::make_unique<MapperDragTest>(look);
}

#include "tst_mapperdrag.moc"
