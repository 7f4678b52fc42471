#include "widgets/shell/draftkeeper.h"

#include "widgets/shell/tasktabs.h"
#include "widgets/task/linediff.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/workspacemodel.h"

namespace sluice
{

namespace
{

constexpr int pause = 700; // ms after the first change of a text until it is kept
constexpr qsizetype mostLines = 200;

QStringList differingLines(const QString &before, const QString &now)
{
    const std::vector<LineChange> changes = lineChanges(before, now);
    const QStringList lines = now.split(u'\n');
    QStringList differing;
    for (qsizetype i = 0; i < lines.size() && differing.size() < mostLines; ++i)
        if (size_t(i) < changes.size() && changes[size_t(i)] != LineChange::Same)
            differing.append(QStringLiteral("%1  %2").arg(i + 1, 5).arg(lines[i]));
    return differing;
}

Result<QList<FoundDraft>> look(const Session &session)
{
    SLUICE_TRY(const QList<Draft> drafts, session.drafts->abandoned());
    QList<FoundDraft> found;
    for (const Draft &draft : drafts) {
        const auto text = session.workspace.readTask(draft.path);
        if (text.ok() && *text == draft.text) {
            (void)session.drafts->discard(draft); // it was saved after all
            continue;
        }
        using File = FoundDraft::File;
        const File file = !text.ok() ? File::Gone : textMark(*text) == draft.base ? File::AsItWas : File::Changed;
        found.append({draft, file, differingLines(text.valueOr({}), draft.text)});
    }
    return found;
}

} // namespace

DraftKeeper::DraftKeeper(TaskTabs &tabs, QObject *parent)
    : QObject(parent)
    , m_tabs(tabs)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &DraftKeeper::keepDue);
    connect(&tabs, &TaskTabs::pageOpened, this, &DraftKeeper::watch);
    connect(&tabs, &TaskTabs::pageClosed, this, &DraftKeeper::forget);
}

void DraftKeeper::setSession(SessionPtr session)
{
    m_session = std::move(session);
    m_due.clear();
    m_found.clear();
    Q_EMIT foundChanged();
    m_looking.ask([session = m_session](Stop) { return look(*session); },
                  [this](Result<QList<FoundDraft>> found) {
                      if (!found.ok())
                          Q_EMIT failed(found.error());
                      m_found = found.valueOr({});
                      Q_EMIT foundChanged();
                  });
}

void DraftKeeper::watch(TaskPage *page)
{
    TaskDocument &document = page->document();
    connect(&document, &TaskDocument::textChanged, this, [this, page] {
        if (!page->document().isModified())
            return;
        if (!m_due.contains(page))
            m_due.append(page);
        if (!m_pause.isActive())
            m_pause.start();
    });
    connect(&document, &TaskDocument::modifiedChanged, this, [this, page](bool modified) {
        if (modified)
            return;
        m_due.removeAll(page);
        forget(page->path());
    });
    connect(&document, &TaskDocument::pathChanged, this, [this, page, old = page->path()](const QString &path) mutable {
        forget(std::exchange(old, path));
        if (page->document().isModified()) {
            m_due.append(page);
            keepDue();
        }
    });
}

void DraftKeeper::run(std::function<Done(DraftStore &)> work)
{
    ask(
        this, [session = m_session, work = std::move(work)](Stop) { return work(*session->drafts); },
        [this](Done done) {
            if (!done.ok())
                Q_EMIT failed(done.error());
        });
}

void DraftKeeper::keepDue()
{
    m_pause.stop();
    for (const QPointer<TaskPage> &page : std::exchange(m_due, {})) {
        if (!page || !page->document().isModified())
            continue;
        run([path = page->path(), text = page->document().text(), saved = page->document().savedText(),
             ticket = ++m_ticket](DraftStore &drafts) { return drafts.keep(path, text, textMark(saved), ticket); });
    }
}

void DraftKeeper::forget(const QString &path)
{
    run([path, ticket = ++m_ticket](DraftStore &drafts) { return drafts.forget(path, ticket); });
}

QList<FoundDraft> DraftKeeper::take(const QStringList &files)
{
    QList<FoundDraft> taken;
    m_found.removeIf([&](const FoundDraft &found) {
        const bool chosen = files.contains(found.draft.file);
        if (chosen)
            taken.append(found);
        return chosen;
    });
    Q_EMIT foundChanged();
    return taken;
}

void DraftKeeper::discard(const QStringList &files)
{
    for (const FoundDraft &found : take(files))
        run([draft = found.draft](DraftStore &drafts) { return drafts.discard(draft); });
}

void DraftKeeper::restore(const QStringList &files)
{
    for (const FoundDraft &found : take(files)) {
        const auto open = [this, found] {
            TaskPage *page = m_tabs.open(found.draft.path);
            if (page->isLoaded())
                return put(page, found);
            connect(
                page, &TaskPage::loaded, this, [this, page, found] { put(page, found); }, Qt::SingleShotConnection);
        };
        if (found.file != FoundDraft::File::Gone) {
            QMetaObject::invokeMethod(this, open, Qt::QueuedConnection); // one at a time: a page takes its time
            continue;
        }
        ask(
            this,
            [session = m_session, draft = found.draft](Stop) -> Done {
                SLUICE_CHECK(session->workspace.makeFolders(folderOf(draft.path)));
                return session->workspace.writeTask(draft.path, draft.text);
            },
            [this, open](Done done) {
                if (!done.ok())
                    return Q_EMIT failed(done.error());
                open();
            });
    }
}

void DraftKeeper::put(TaskPage *page, const FoundDraft &found)
{
    TaskDocument &document = page->document();
    document.edit(found.draft.text, 0, 0, TaskDocument::Edit::Whole, tr("unsaved text brought back"));
    if (found.file == FoundDraft::File::Changed)
        page->fail(makeError(ErrorCode::Conflict,
                             tr("The file was changed after this text was kept. Saving replaces the other change; "
                                "undo brings back what is in the file.")));
    // What was left behind goes when this process has a copy of its own.
    run([draft = found.draft, modified = document.isModified(), text = document.text(), saved = document.savedText(),
         ticket = ++m_ticket](DraftStore &drafts) -> Done {
        if (modified)
            SLUICE_CHECK(drafts.keep(draft.path, text, textMark(saved), ticket));
        return drafts.discard(draft);
    });
}

} // namespace sluice
