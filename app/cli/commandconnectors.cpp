#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/texttable.h"
#include "app/common/connectors.h"
#include "task/optiondocs.h"

#include <QJsonArray>

namespace sluice::cli
{

namespace
{

QString kindName(const OptionSpec &option)
{
    switch (option.kind) {
    case OptionKind::Text:
        return QStringLiteral("text");
    case OptionKind::Secret:
        return QStringLiteral("secret");
    case OptionKind::Integer:
        return QStringLiteral("integer");
    case OptionKind::Number:
        return QStringLiteral("number");
    case OptionKind::Boolean:
        return QStringLiteral("boolean");
    case OptionKind::Choice:
        return QStringLiteral("choice");
    case OptionKind::Columns:
        return QStringLiteral("columns");
    case OptionKind::List:
        return QStringLiteral("list");
    case OptionKind::Object:
        return QStringLiteral("object");
    case OptionKind::Path:
        return QStringLiteral("path");
    case OptionKind::Table:
        return QStringLiteral("table");
    case OptionKind::Partition:
        return QStringLiteral("partition");
    }
    return QStringLiteral("text");
}

QJsonArray optionsJson(const OptionSpecs &options)
{
    QJsonArray array;
    for (const OptionSpec &option : options) {
        QJsonObject object{
            {QStringLiteral("key"), option.key},        {QStringLiteral("title"), option.title},
            {QStringLiteral("kind"), kindName(option)}, {QStringLiteral("required"), option.required},
            {QStringLiteral("help"), option.help},
        };
        if (!option.defaultValue.isUndefined())
            object.insert(QStringLiteral("default"), option.defaultValue);
        if (!option.choices.isEmpty())
            object.insert(QStringLiteral("choices"), QJsonArray::fromStringList(option.choices));
        if (!option.example.isEmpty())
            object.insert(QStringLiteral("example"), option.example);
        if (option.hasRange()) {
            object.insert(QStringLiteral("minimum"), option.minimum);
            object.insert(QStringLiteral("maximum"), option.maximum);
        }
        if (option.advanced)
            object.insert(QStringLiteral("advanced"), true);
        array.append(object);
    }
    return array;
}

QJsonObject connectorJson(const ConnectorInfo &info)
{
    return {
        {QStringLiteral("stepType"), info.stepType},
        {QStringLiteral("title"), info.title},
        {QStringLiteral("summary"), info.summary},
        {QStringLiteral("needsSource"), info.needsSource},
        {QStringLiteral("source"), optionsJson(info.sourceOptions)},
        {QStringLiteral("reader"), optionsJson(info.readerOptions)},
        {QStringLiteral("writer"), optionsJson(info.writerOptions)},
    };
}

QString defaultText(const OptionSpec &option)
{
    if (option.required)
        return QStringLiteral("required");
    if (option.defaultValue.isUndefined() || option.defaultValue.isNull())
        return QStringLiteral("-");
    const QString text = option.defaultValue.toVariant().toString();
    if (text == QLatin1String("\t"))
        return QStringLiteral("a tab");
    return text.isEmpty() ? QStringLiteral("\"\"") : text;
}

void printOptions(const QString &heading, const OptionSpecs &options)
{
    if (options.isEmpty())
        return;
    printLine(QStringLiteral("\n%1").arg(heading));
    for (const OptionSpec &option : options) {
        const QString kind =
            option.kind == OptionKind::Choice ? option.choices.join(QLatin1Char('|')) : kindName(option);
        printLine(QStringLiteral("  %1  (%2; %3)").arg(option.key, kind, defaultText(option)));
        printLine(QStringLiteral("      %1").arg(option.help));
        if (!option.example.isEmpty())
            printLine(QStringLiteral("      for example: %1").arg(option.example));
    }
}

void printConnector(const ConnectorInfo &info)
{
    printLine(QStringLiteral("%1: %2\n%3").arg(info.stepType, info.title, info.summary));
    printOptions(QStringLiteral("Data source"), info.sourceOptions);
    printOptions(QStringLiteral("Reader"), info.readerOptions);
    printOptions(QStringLiteral("Writer"), info.writerOptions);
}

// The page docs/connectors/NAME.md, as scripts/docs keeps it.
QString connectorMarkdown(const ConnectorInfo &info)
{
    QList<OptionSection> sections;
    if (!info.sourceOptions.isEmpty())
        sections.append({QStringLiteral("Data source"), {}, info.sourceOptions});
    if (!info.readerOptions.isEmpty())
        sections.append({QStringLiteral("Reader"), {}, info.readerOptions});
    if (!info.writerOptions.isEmpty())
        sections.append({QStringLiteral("Writer"), {}, info.writerOptions});
    return optionsMarkdown(QStringLiteral("%1 (`%2`)").arg(info.title, info.stepType), info.summary, sections);
}

} // namespace

int runConnectors(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    ConnectorRegistry registry;
    addConnectors(registry);

    if (!arguments.positional().isEmpty()) {
        auto connector = registry.require(arguments.positional().first());
        if (!connector.ok())
            return fail(connector.error(), json);
        if (json)
            printJson(connectorJson((*connector)->info()));
        else if (arguments.has(QStringLiteral("markdown")))
            print(connectorMarkdown((*connector)->info()));
        else
            printConnector((*connector)->info());
        return success;
    }
    if (json) {
        QJsonArray array;
        for (const Connector *connector : registry.all())
            array.append(connectorJson(connector->info()));
        printJson(array);
        return success;
    }
    auto mark = [](const OptionSpecs &options) {
        return options.isEmpty() ? QStringLiteral("-") : QStringLiteral("yes");
    };
    QList<QStringList> rows;
    for (const Connector *connector : registry.all()) {
        const ConnectorInfo &info = connector->info();
        rows.append({info.stepType, info.title, mark(info.readerOptions), mark(info.writerOptions), info.summary});
    }
    print(textTable({QStringLiteral("stepType"), QStringLiteral("title"), QStringLiteral("reads"),
                     QStringLiteral("writes"), QStringLiteral("summary")},
                    rows));
    return success;
}

} // namespace sluice::cli
