#include "mapperfixture.h"

#include "app/common/connectors.h"
#include "app/studio/studiosession.h"

#include <QFile>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTest>
#include <QThreadPool>

namespace sluice
{

MapperFixture::MapperFixture(Appearance &look)
    : m_look(look)
    , m_directory(m_temporary.filePath(QStringLiteral("shop_ws")))
{
    QSettings().clear();
    addConnectors(m_connectors);
    if (const auto made = Workspace::create(m_directory); !made.ok())
        qFatal("%s", qPrintable(made.error().text()));
    const SessionFactory factory = makeSessionFactory(m_connectors);
    auto session = factory.open(m_directory);
    if (!session.ok())
        qFatal("%s", qPrintable(session.error().text()));
    m_session = *session;
    factory.start(*m_session);
    m_window = std::make_unique<QWidget>();
    m_window->resize(1340, 780);
    m_actions = std::make_unique<ActionRegistry>(look, m_window.get());
}

MapperFixture::~MapperFixture()
{
    m_actions.reset(); // the window would delete it too
    m_window.reset();
    m_document.reset();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
}

void MapperFixture::sql(const QString &statement)
{
    const auto result = m_session->probes->runSql(QStringLiteral("odps_first"), statement, Stop());
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().text()));
}

void MapperFixture::writeFile(const QString &name, const QByteArray &bytes)
{
    QFile file(m_directory + u'/' + name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(name));
}

MapperPage &MapperFixture::open(const QString &script)
{
    delete m_page;
    m_document = std::make_unique<TaskDocument>(QStringLiteral("t.job.json"), m_session->catalog);
    m_document->load(script);
    m_page = new MapperPage(m_look, *m_actions, m_session, *m_document, m_window.get());
    m_page->setGeometry(m_window->rect());
    m_window->show();
    m_page->show();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowExposed(m_window.get()) || !settled())
        qFatal("the mapper does not come to rest: %s %s", qPrintable(editor().source().error()),
               qPrintable(editor().target().error()));
    return *m_page;
}

bool MapperFixture::settled()
{
    return QTest::qWaitFor(
        [this] {
            return !editor().source().isPending() && !editor().target().isPending() && !editor().isSampling() &&
                   !editor().isJudging();
        },
        60'000);
}

QString MapperFixture::lines()
{
    QStringList parts;
    const FieldMapping &mapping = editor().mapping();
    for (const FieldLink &link : mapping.links())
        parts.append(mapping.sources()[link.source].name + u'>' + mapping.targets()[link.target].name);
    return parts.join(u' ');
}

QPoint MapperFixture::middle(FieldList &list, const char *field)
{
    const int row = list.fields().rowOfKey(QString::fromUtf8(field));
    if (row < 0)
        qFatal("there is no field %s", field);
    return list.visualRect(list.fields().index(row)).center();
}

void MapperFixture::picture(const QString &name)
{
    const QString folder = qEnvironmentVariable("SLUICE_PICTURES");
    for (const auto &[mode, theme] :
         {std::pair(Appearance::Mode::Dark, "dark"), std::pair(Appearance::Mode::Light, "light")}) {
        m_look.setMode(mode);
        const QPixmap picture = m_page->grab();
        if (!folder.isEmpty())
            picture.save(QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1String(theme)));
    }
}

QPushButton *MapperFixture::button(const QString &text)
{
    for (QPushButton *button : m_page->findChildren<QPushButton *>())
        if (button->text().startsWith(text) && button->isVisibleTo(m_page))
            return button;
    return nullptr;
}

QString MapperFixture::script(const QString &reader, const QString &readerParameters, const QString &writer,
                              const QString &writerParameters)
{
    return QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    {
      "stepType": "%1",
      "parameter": %2,
      "name": "Reader",
      "category": "reader"
    },
    {
      "stepType": "%3",
      "parameter": %4,
      "name": "Writer",
      "category": "writer"
    }
  ],
  "setting": {
    "errorLimit": { "record": "0" },
    "speed": { "throttle": false, "concurrent": 1 }
  },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
        .arg(reader, readerParameters, writer, writerParameters);
}

} // namespace sluice
