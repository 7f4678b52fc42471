#include "task/jobtemplate.h"

#include "task/scripttext.h"

namespace sluice
{

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

static QString member(const char *key, const QString &value)
{
    return QStringLiteral("\"%1\": ").arg(QLatin1String(key)) + value;
}

QString newTaskScript()
{
    return script(QStringLiteral("stream"), {}, QStringLiteral("stream"), {});
}

QString fileToTableScript(const FileToTable &from)
{
    const QString indent = QStringLiteral("\n          ");
    QStringList columns;
    for (const QString &column : from.columns.isEmpty() ? QStringList{QStringLiteral("*")} : from.columns)
        columns.append(encodeText(column));
    const QStringList reader = {member("path", encodeText(from.path))};
    const QStringList writer = {
        member("partition", encodeText(from.partition)),
        member("truncate", from.overwrite ? QStringLiteral("true") : QStringLiteral("false")),
        member("datasource", encodeText(from.dataSource)),
        member("column", u'[' + indent + columns.join(u',' + indent) + QStringLiteral("\n        ]")),
        member("table", encodeText(from.table)),
    };
    return script(QStringLiteral("file"), reader, QStringLiteral("odps"), writer);
}

} // namespace sluice
