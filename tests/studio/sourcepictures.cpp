#include "sourcepictures.h"

#include "widgets/source/sourcedialog.h"
#include "widgets/source/sourcespage.h"

#include <QDir>
#include <QTest>

namespace sluice
{

namespace
{

constexpr int patience = 60'000;

template <typename Condition>
void await(Condition condition)
{
    if (!QTest::qWaitFor(condition, patience))
        qFatal("waited %d ms in vain", patience);
}

void keep(const Session &session, const DataSource &source)
{
    if (const Done saved = session.keeper->save(source); !saved.ok())
        qFatal("%s", qPrintable(saved.error().text()));
}

// As somebody would have them after a while: one that works, one with the wrong key, one that was never tried.
void fill(const Session &session, const QString &directory)
{
    DataSource orders = session.warehouse->ensure().value();
    orders.name = QStringLiteral("odps_orders");
    orders.description = QStringLiteral("Orders warehouse, Frankfurt");
    orders.local = false;
    orders.production = orders.values;
    orders.values.insert(QStringLiteral("accessKey"), QStringLiteral("a key that was deleted"));
    keep(session, orders);

    DataSource kafka;
    kafka.name = QStringLiteral("kafka_orders");
    kafka.type = QStringLiteral("kafka");
    kafka.description = QStringLiteral("Order events");
    kafka.values = {{QStringLiteral("bootstrapServers"), QStringLiteral("kafka-1.shop.internal:9092")}};
    keep(session, kafka);

    DataSource files;
    files.name = QStringLiteral("flights_files");
    files.type = QStringLiteral("file");
    files.description = QStringLiteral("Flights of 2013");
    files.values = {{QStringLiteral("path"), QStringLiteral("data")}};
    QDir(directory).mkpath(QStringLiteral("data"));
    keep(session, files);
}

} // namespace

void pictureSources(StudioFixture &studio, const std::function<void(QWidget &, const QString &)> &take)
{
    MainWindow &window = studio.window();
    fill(*window.session(), studio.directory());
    QString task = StudioFixture::streamTask(10);
    task.replace(QStringLiteral("\"sliceRecordCount\""),
                 QStringLiteral("\"datasource\": \"odps_orders\", \"sliceRecordCount\""));
    studio.writeTask(QStringLiteral("orders_daily.job.json"), task);
    SourcesPage &page = window.sources();
    window.showSources();
    page.refresh();
    await([&] { return page.isReady() && page.model().rowCount() == 4 && page.model().usersKnown(); });
    QList<DataSource> tested;
    for (const SourceEntry &entry : page.model().entries())
        if (entry.source.type != QLatin1String("kafka"))
            tested.append(entry.source);
    page.tester().test(tested);
    await([&] { return !page.tester().isBusy() && page.isReady(); });
    page.select(QStringLiteral("odps_orders"));
    take(window, QStringLiteral("sources"));

    SourceDialog *dialog = page.verbs().edit(QStringLiteral("odps_orders"));
    await([&] { return dialog->isReady(); });
    dialog->test();
    await([&] { return !dialog->isTesting(); });
    take(*dialog, QStringLiteral("source-dialog"));
    dialog->reject();
}

} // namespace sluice
