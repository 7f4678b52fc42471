#include "flow.h"

#include "base/files.h"
#include "connectors/maxcompute/sqloutput.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace sluice;

namespace flows
{

namespace
{

const QStringList kinds{QStringLiteral("sql"),    QStringLiteral("file"),    QStringLiteral("reader"),
                        QStringLiteral("writer"), QStringLiteral("setting"), QStringLiteral("task"),
                        QStringLiteral("run"),    QStringLiteral("rows"),    QStringLiteral("output"),
                        QStringLiteral("dirty"),  QStringLiteral("report"),  QStringLiteral("error"),
                        QStringLiteral("only"),   QStringLiteral("topic")};

Result<QJsonObject> objectOf(const Section &section)
{
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(section.body.toUtf8(), &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return makeError(ErrorCode::Config, QStringLiteral("not a JSON object: ") + fault.errorString(),
                         QStringLiteral("section at line %1").arg(section.line));
    return object;
}

Result<QJsonObject> stepOf(const Section &section, const QString &name)
{
    SLUICE_TRY(const QJsonObject parameter, objectOf(section));
    return QJsonObject{{QStringLiteral("stepType"), section.words},
                       {QStringLiteral("parameter"), parameter},
                       {QStringLiteral("name"), name},
                       {QStringLiteral("category"), name.toLower()}};
}

} // namespace

QList<QStringList> csvRows(const QString &text)
{
    return text.trimmed().isEmpty() ? QList<QStringList>() : parseResultCsv(text.toUtf8());
}

Result<Flow> Flow::read(const QString &file)
{
    SLUICE_TRY(const QByteArray bytes, readFile(file));
    Flow flow;
    flow.name = QFileInfo(file).completeBaseName();
    Section *section = nullptr;
    int number = 0;
    for (const QString &line : QString::fromUtf8(bytes).split(QLatin1Char('\n'))) {
        ++number;
        if (line.startsWith(QLatin1String("--- "))) {
            const QString kind = line.section(QLatin1Char(' '), 1, 1);
            if (!kinds.contains(kind))
                return makeError(ErrorCode::Config, QStringLiteral("unknown section \"%1\"").arg(kind),
                                 QStringLiteral("%1:%2").arg(file).arg(number));
            QList<Section> &list = flow.sections[kind];
            list.append({line.section(QLatin1Char(' '), 2), {}, number});
            section = &list.last();
        } else {
            (section ? section->body : flow.about) += line + QLatin1Char('\n');
        }
    }
    // The empty line before the next section belongs to the reader's eye.
    for (QList<Section> &list : flow.sections) {
        for (Section &one : list) {
            while (one.body.endsWith(QLatin1String("\n\n")) || one.body == QLatin1String("\n"))
                one.body.chop(1);
        }
    }
    return flow;
}

Result<QString> Flow::script() const
{
    if (has(QStringLiteral("task")))
        return first(QStringLiteral("task")).body;
    SLUICE_TRY(const QJsonObject reader, stepOf(first(QStringLiteral("reader")), QStringLiteral("Reader")));
    SLUICE_TRY(const QJsonObject writer, stepOf(first(QStringLiteral("writer")), QStringLiteral("Writer")));
    QJsonObject setting{
        {QStringLiteral("errorLimit"), QJsonObject{{QStringLiteral("record"), QStringLiteral("0")}}},
        {QStringLiteral("speed"), QJsonObject{{QStringLiteral("throttle"), false}, {QStringLiteral("concurrent"), 2}}}};
    if (has(QStringLiteral("setting"))) {
        SLUICE_TRY(setting, objectOf(first(QStringLiteral("setting"))));
    }
    const QJsonObject hop{{QStringLiteral("from"), QStringLiteral("Reader")},
                          {QStringLiteral("to"), QStringLiteral("Writer")}};
    const QJsonObject script{{QStringLiteral("type"), QStringLiteral("job")},
                             {QStringLiteral("version"), QStringLiteral("2.0")},
                             {QStringLiteral("steps"), QJsonArray{reader, writer}},
                             {QStringLiteral("setting"), setting},
                             {QStringLiteral("order"), QJsonObject{{QStringLiteral("hops"), QJsonArray{hop}}}}};
    return QString::fromUtf8(QJsonDocument(script).toJson());
}

} // namespace flows
