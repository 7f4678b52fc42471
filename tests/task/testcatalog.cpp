#include "testcatalog.h"

#include "task/optionvalue.h"

#include <QFile>

namespace sluice
{

static OptionSpec option(const char *key, OptionKind kind, bool required = false)
{
    OptionSpec spec;
    spec.key = QLatin1String(key);
    spec.kind = kind;
    spec.required = required;
    spec.help = QStringLiteral("What %1 does.").arg(spec.key);
    return spec;
}

static OptionSpec choice(const char *key, const QStringList &choices)
{
    OptionSpec spec = option(key, OptionKind::Choice);
    spec.choices = choices;
    return spec;
}

static OptionSpec ranged(const char *key, double minimum, double maximum)
{
    OptionSpec spec = option(key, OptionKind::Integer);
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

static OptionSpec flag(const char *key, bool byDefault)
{
    OptionSpec spec = option(key, OptionKind::Boolean);
    spec.defaultValue = byDefault;
    return spec;
}

static OptionSpecs connection()
{
    return {option("datasource", OptionKind::Text, true), option("accessId", OptionKind::Text),
            option("accessKey", OptionKind::Secret),      option("endpoint", OptionKind::Text),
            option("odpsServer", OptionKind::Text),       option("tunnelServer", OptionKind::Text),
            option("project", OptionKind::Text)};
}

static const OptionSpecs *optionsOf(const QString &stepType, const QString &category)
{
    static const OptionSpecs odpsReader =
        connection() +
        OptionSpecs{option("table", OptionKind::Table, true),   option("column", OptionKind::Columns, true),
                    option("partition", OptionKind::Partition), flag("enableWhere", false),
                    option("where", OptionKind::Text),          flag("isCompress", false),
                    flag("successOnNoPartition", false)};
    static const OptionSpecs odpsWriter =
        connection() + OptionSpecs{option("table", OptionKind::Table, true),
                                   option("column", OptionKind::Columns, true),
                                   option("partition", OptionKind::Partition),
                                   option("truncate", OptionKind::Boolean, true),
                                   flag("emptyAsNull", false),
                                   flag("consistencyCommit", false),
                                   flag("compress", false),
                                   choice("compressCodec", {QStringLiteral("raw"), QStringLiteral("zlib"),
                                                            QStringLiteral("snappy"), QStringLiteral("zstd")})};
    static const OptionSpecs streamReader = {option("column", OptionKind::Columns),
                                             ranged("sliceRecordCount", 1, 1e12)};
    static const OptionSpecs streamWriter = {flag("print", false)};
    static const OptionSpecs fileReader = {
        option("path", OptionKind::Path, true), option("column", OptionKind::Columns),
        choice("fileFormat", {QStringLiteral("csv"), QStringLiteral("json"), QStringLiteral("parquet")}),
        option("nullFormat", OptionKind::List), option("extra", OptionKind::Object)};
    const bool reader = category == QLatin1String("reader");
    if (stepType == QLatin1String("odps"))
        return reader ? &odpsReader : &odpsWriter;
    if (stepType == QLatin1String("stream"))
        return reader ? &streamReader : &streamWriter;
    if (stepType == QLatin1String("file") && reader)
        return &fileReader;
    return nullptr;
}

StepCatalog testCatalog()
{
    StepCatalog catalog;
    catalog.readers = {QStringLiteral("file"), QStringLiteral("odps"), QStringLiteral("stream")};
    catalog.writers = {QStringLiteral("odps"), QStringLiteral("stream")};
    catalog.options = optionsOf;
    catalog.check = [](const StepSpec &step) {
        Issues issues;
        if (step.parameter.value(QLatin1String("where")).toString() == QLatin1String("forbidden")) {
            Issue issue;
            issue.pointer = QStringLiteral("/parameter/where");
            issue.message = QStringLiteral("not this where");
            issues.append(issue);
        }
        // Said by validation already.
        if (step.stepType == QLatin1String("odps") && isUnset(step.parameter.value(QLatin1String("table")))) {
            Issue issue;
            issue.pointer = step.pointer + QStringLiteral("/parameter/table");
            issue.message = QStringLiteral("no table");
            issues.append(issue);
        }
        return issues;
    };
    return catalog;
}

QString testScript(const QString &name)
{
    QFile file(QStringLiteral(TASK_DATA "/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace sluice
