#include "widgets/source/sourceverbs.h"

#include "base/files.h"
#include "service/sourceusers.h"
#include "widgets/source/renamedialog.h"
#include "widgets/source/sourcedialog.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>

namespace sluice
{

SourceVerbs::SourceVerbs(const Appearance &look, SourceModel &model, QWidget *window)
    : QObject(window)
    , m_look(look)
    , m_model(model)
    , m_window(window)
{
}

void SourceVerbs::setSession(SessionPtr session)
{
    m_session = std::move(session);
}

template <typename Value>
bool SourceVerbs::tellFailure(const QString &what, const Result<Value> &result)
{
    if (!result.ok())
        Q_EMIT failed(what + u' ' + result.error().message, result.error().detail);
    return !result.ok();
}

QList<DataSource> SourceVerbs::others(const QString &name) const
{
    QList<DataSource> others;
    for (const SourceEntry &entry : m_model.entries())
        if (entry.source.name != name)
            others.append(entry.source);
    return others;
}

SourceDialog *SourceVerbs::open(const DataSource &source, bool isNew)
{
    auto *dialog =
        new SourceDialog(m_look, m_session, source, isNew, others(isNew ? QString() : source.name), m_window->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SourceDialog::saved, this, &SourceVerbs::changed);
    dialog->open();
    return dialog;
}

SourceDialog *SourceVerbs::add(const QString &type)
{
    if (!m_session)
        return nullptr;
    DataSource source;
    source.type = type;
    return open(source, true);
}

SourceDialog *SourceVerbs::edit(const QString &name)
{
    const SourceEntry *entry = m_model.entry(name);
    if (!m_session || !entry || entry->source.local)
        return nullptr;
    return open(entry->source, false);
}

QString SourceVerbs::freeName(const QString &like) const
{
    for (int number = 1;; ++number) {
        const QString name =
            number == 1 ? like + QStringLiteral("_copy") : QStringLiteral("%1_copy%2").arg(like).arg(number);
        if (m_model.rowOf(name) < 0)
            return name;
    }
}

void SourceVerbs::duplicate(const QString &name)
{
    const QString copy = freeName(name);
    ask(
        this, [session = m_session, name, copy](Stop) { return session->keeper->copy(name, copy); },
        [this, name, copy](const Done &done) {
            if (tellFailure(tr("\"%1\" could not be duplicated.").arg(name), done))
                return;
            Q_EMIT changed(copy);
            Q_EMIT told(tr("\"%1\" is a copy of \"%2\", with its keys and not tested yet.").arg(copy, name), {});
        });
}

void SourceVerbs::rename(const QString &name)
{
    QStringList taken;
    for (const DataSource &other : others(name))
        taken.append(other.name);
    const QStringList users = m_model.users(name);
    QStringList unsaved;
    for (const QString &path : m_unsaved ? m_unsaved() : QStringList())
        if (users.contains(path))
            unsaved.append(path);
    auto *dialog = new RenameDialog(m_look, name, taken, users, unsaved, m_window->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name] { renameTo(name, dialog->name()); });
    dialog->open();
}

void SourceVerbs::renameTo(const QString &from, const QString &to)
{
    ask(
        this,
        [session = m_session, from, to](Stop stop) {
            return renameSource(session->workspace, *session->keeper, from, to, stop);
        },
        [this, from, to](const Result<QStringList> &tasks) {
            Q_EMIT changed(tasks.ok() ? to : from);
            if (tellFailure(tr("\"%1\" could not be renamed.").arg(from), tasks))
                return;
            Q_EMIT told(
                tr("\"%1\" is called \"%2\" now; %n task(s) changed along.", nullptr, int(tasks->size())).arg(from, to),
                tasks->join(QStringLiteral(", ")));
            if (!tasks->isEmpty())
                Q_EMIT tasksChanged();
        });
}

void SourceVerbs::remove(const QString &name)
{
    const QStringList users = m_model.users(name);
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Delete data source"), tr("Delete \"%1\"?").arg(name),
                                QMessageBox::NoButton, m_window->window());
    box->setInformativeText(
        users.isEmpty() ? tr("No task uses it. Its keys are forgotten too; this cannot be undone.")
                        : tr("%n task(s) use it and will not run without it:", nullptr, int(users.size())) + u'\n' +
                              users.mid(0, 12).join(u'\n') +
                              (users.size() > 12 ? tr("\n… and %1 more").arg(users.size() - 12) : QString()) +
                              QStringLiteral("\n\n") + tr("Its keys are forgotten too; this cannot be undone."));
    QPushButton *go =
        box->addButton(users.isEmpty() ? tr("Delete") : tr("Delete all the same"), QMessageBox::DestructiveRole);
    go->setProperty("kind", "danger");
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(go, &QPushButton::clicked, this, [this, name] { removeNow(name); });
    box->open();
}

void SourceVerbs::removeNow(const QString &name)
{
    ask(
        this, [session = m_session, name](Stop) { return session->keeper->remove(name); },
        [this, name](const Done &done) {
            Q_EMIT changed({});
            if (!tellFailure(tr("\"%1\" could not be deleted.").arg(name), done))
                Q_EMIT told(tr("\"%1\" is deleted.").arg(name), {});
        });
}

void SourceVerbs::chooseExport()
{
    auto *dialog =
        new QFileDialog(m_window->window(), tr("Export data sources"), QDir::homePath(), tr("Data sources (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("data-sources.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &SourceVerbs::exportTo);
    dialog->open();
}

void SourceVerbs::exportTo(const QString &file)
{
    ask(
        this,
        [session = m_session, file](Stop) -> Result<qsizetype> {
            SLUICE_TRY(const QList<DataSource> sources, session->sources->list());
            SLUICE_CHECK(writeFile(file, exportedSources(sources, *session->keeper), Access::Private));
            return sources.size() - 1; // the warehouse's own stays here
        },
        [this, file](const Result<qsizetype> &count) {
            if (!tellFailure(tr("The data sources could not be exported."), count))
                Q_EMIT told(tr("%n data source(s) exported, without their keys.", nullptr, int(*count)), file);
        });
}

void SourceVerbs::chooseImport()
{
    auto *dialog =
        new QFileDialog(m_window->window(), tr("Import data sources"), QDir::homePath(), tr("Data sources (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SourceVerbs::importFrom);
    dialog->open();
}

void SourceVerbs::importFrom(const QString &file)
{
    ask(
        this,
        [session = m_session, file](Stop) -> Result<ImportReport> {
            SLUICE_TRY(const QByteArray text, readFile(file));
            return importSources(text, *session->sources, *session->keeper);
        },
        [this, file](const Result<ImportReport> &report) {
            if (!tellFailure(tr("The data sources could not be imported."), report))
                tell(*report, file);
        });
}

void SourceVerbs::tell(const ImportReport &report, const QString &file)
{
    QStringList lines;
    if (!report.needKeys.isEmpty())
        lines.append(tr("Enter a key: %1.").arg(report.needKeys.join(QStringLiteral(", "))));
    if (!report.present.isEmpty())
        lines.append(tr("Here already, left as they are: %1.").arg(report.present.join(QStringLiteral(", "))));
    for (const Error &error : report.refused)
        lines.append(tr("Not taken: %1").arg(error.text()));
    Q_EMIT changed(report.added.value(0));
    const QString what = tr("%n data source(s) imported.", nullptr, int(report.added.size()));
    if (report.added.isEmpty() && !report.refused.isEmpty())
        Q_EMIT failed(what, lines.join(u'\n'));
    else
        Q_EMIT told(what, lines.isEmpty() ? file : lines.join(u'\n'));
}

} // namespace sluice
