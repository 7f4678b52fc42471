#include "task/jobtemplate.h"

#include "task/scripttext.h"
#include "task/taskoptions.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice
{

static const QString maxCompute = QStringLiteral("odps");
static const QString generated = QStringLiteral("stream");
static const QString sourceKey = QStringLiteral("datasource");
static const QString localFiles = QStringLiteral("file"); // are here without a data source

// %1 and %2: type and parameter of the reader, %3 and %4 of the writer.
static const QString frame = QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    {
      "stepType": %1,
      "parameter": {%2},
      "name": "Reader",
      "category": "reader"
    },
    {
      "stepType": %3,
      "parameter": {%4},
      "name": "Writer",
      "category": "writer"
    }
  ],
  "setting": {
    "errorLimit": {
      "record": "0"
    },
    "speed": {
      "throttle": false,
      "concurrent": 1
    }
  },
  "order": {
    "hops": [
      {
        "from": "Reader",
        "to": "Writer"
      }
    ]
  }
}
)");

static QString script(const QString &readerType, const QStringList &reader, const QString &writerType,
                      const QStringList &writer)
{
    const auto members = [](const QStringList &lines) {
        const QString indent = QStringLiteral("\n        ");
        return lines.isEmpty() ? QString() : indent + lines.join(u',' + indent) + QStringLiteral("\n      ");
    };
    return frame.arg(encodeText(readerType), members(reader), encodeText(writerType), members(writer));
}

QString newTaskScript()
{
    return script(generated, {}, generated, {});
}

QList<JobTemplate> jobTemplates(const StepCatalog &catalog)
{
    QList<JobTemplate> into, outOf;
    for (const QString &reader : catalog.readers) {
        for (const QString &writer : catalog.writers) {
            if (reader == generated || writer == generated)
                continue;
            if (writer == maxCompute)
                into.append({reader, writer, {}, {}});
            else if (reader == maxCompute)
                outOf.append({reader, writer, {}, {}});
        }
    }
    return into + outOf;
}

QString systemName(const StepCatalog &catalog, const QString &stepType)
{
    return catalog.titles.value(stepType, stepType);
}

bool takesSource(const StepCatalog &catalog, const QString &stepType, const QString &category)
{
    const OptionSpecs *options = catalog.options ? catalog.options(stepType, category) : nullptr;
    return options && optionWithKey(*options, sourceKey);
}

// Whether "*" may stand for all columns there: not where the connector must be told which there are.
static bool takesAllColumns(const StepCatalog &catalog, const StepSpec &step, const QString &key)
{
    StepSpec all = step;
    all.parameter = {{key, QJsonArray{QStringLiteral("*")}}};
    const Issues issues = catalog.check ? catalog.check(all) : Issues();
    return std::none_of(issues.begin(), issues.end(), [&](const Issue &issue) {
        return issue.severity == Severity::Error && issue.pointer.section(u'/', 2).startsWith(key);
    });
}

// What a step must have: chosen where there is a choice that nobody regrets, empty otherwise.
static QStringList firstParameters(const StepCatalog &catalog, const QString &stepType, const QString &category,
                                   const QString &source)
{
    const OptionSpecs *options = catalog.options ? catalog.options(stepType, category) : nullptr;
    QStringList lines;
    if (!options)
        return lines;
    const StepSpec step{stepType, {}, category, {}, {}};
    for (const OptionSpec &option : *options) {
        QString value = QStringLiteral("\"\"");
        if (option.key == sourceKey && source.isEmpty() && !option.required && stepType == localFiles)
            continue;
        if (option.key == sourceKey)
            value = encodeText(source);
        else if (!option.required)
            continue;
        else if (option.kind == OptionKind::Columns)
            value = takesAllColumns(catalog, step, option.key) ? QStringLiteral("[\n          \"*\"\n        ]")
                                                               : QStringLiteral("[]");
        else if (option.kind == OptionKind::Boolean)
            value = option.defaultValue.toBool() ? QStringLiteral("true") : QStringLiteral("false");
        else if (option.kind == OptionKind::Choice)
            value = encodeText(option.defaultValue.toString(option.choices.value(0)));
        lines.append(encodeText(option.key) + QStringLiteral(": ") + value);
    }
    return lines;
}

QString templateScript(const JobTemplate &from, const StepCatalog &catalog)
{
    return script(from.reader, firstParameters(catalog, from.reader, QStringLiteral("reader"), from.readerSource),
                  from.writer, firstParameters(catalog, from.writer, QStringLiteral("writer"), from.writerSource));
}

} // namespace sluice
