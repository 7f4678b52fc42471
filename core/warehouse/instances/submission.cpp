#include "warehouse/instances/submission.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <pugixml.hpp>
#include <sstream>

namespace sluice::warehouse
{

// What a client may have put in `settings`: a JSON object of texts.
static QMap<QString, QString> parseSettings(const QByteArray &json)
{
    QMap<QString, QString> settings;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (auto value = object.begin(); value != object.end(); ++value)
        settings.insert(value.key(), value->isString() ? value->toString() : value->toVariant().toString());
    return settings;
}

Result<Submission> parseSubmission(std::string_view xml)
{
    const auto refused = [](const char *why) {
        return makeError(ErrorCode::Config, QString::fromUtf8(why), {}, QStringLiteral("InvalidParameter"));
    };
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size()))
        return makeError(ErrorCode::Config, QStringLiteral("The instance is no XML document."), {},
                         QStringLiteral("MalformedXML"));
    const pugi::xml_node job = document.child("Instance").child("Job");
    const pugi::xml_node tasks = job.child("Tasks");
    const pugi::xml_node task = tasks.first_child();
    if (!task)
        return refused("The instance has no task.");
    if (task.next_sibling())
        return refused("The local warehouse runs one task in an instance.");
    const bool asksCost = std::string_view(task.name()) == "SQLCost";
    if (!asksCost && std::string_view(task.name()) != "SQL")
        return refused("The local warehouse runs tasks of SQL and SQLCost only.");
    Submission submission;
    submission.taskName = QString::fromUtf8(task.child_value("Name"));
    if (submission.taskName.isEmpty())
        submission.taskName = QStringLiteral("AnonymousSQLTask");
    submission.sql = QString::fromUtf8(task.child_value("Query"));
    if (asksCost)
        submission.sql.prepend(QStringLiteral("COST SQL "));
    for (const pugi::xml_node &property : task.child("Config").children("Property")) {
        if (std::string_view(property.child_value("Name")) == "settings")
            submission.settings = parseSettings(property.child_value("Value"));
    }
    std::ostringstream text;
    job.print(text, "", pugi::format_raw);
    submission.job = QByteArray::fromStdString(text.str());
    return submission;
}

} // namespace sluice::warehouse
