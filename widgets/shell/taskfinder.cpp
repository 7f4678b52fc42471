#include "widgets/shell/taskfinder.h"

#include "widgets/shell/palette.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"

namespace sluice
{

namespace
{

constexpr int pause = 120; // ms of typing on before a search begins
constexpr int mostHits = 60;

void showPlace(TaskPage *page, const QString &pointer)
{
    page->setPosition(TaskPage::Script);
    if (const auto range = page->document().script().rangeOf(pointer))
        page->view().goTo(range->offset, range->length);
    page->view().setFocus();
}

} // namespace

TaskFinder::TaskFinder(CommandPalette &palette, TaskTabs &tabs, QObject *parent)
    : QObject(parent)
    , m_palette(palette)
    , m_tabs(tabs)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &TaskFinder::search);
    connect(&palette, &CommandPalette::opened, this, [this] {
        if (m_session)
            m_session->search->markStale();
    });
    connect(&palette, &CommandPalette::typed, this, [this](const QString &words) {
        m_words = words;
        m_question.cancel();
        m_pause.start();
    });
    connect(&palette, &CommandPalette::placeChosen, this, &TaskFinder::goTo);
}

void TaskFinder::setSession(SessionPtr session)
{
    m_question.cancel();
    m_session = std::move(session);
}

void TaskFinder::search()
{
    if (!m_session || m_words.trimmed().size() < 2)
        return;
    QMap<QString, QString> edited;
    for (int i = 0; i < m_tabs.count(); ++i)
        if (TaskPage *page = m_tabs.page(i); page->document().isModified())
            edited.insert(page->path(), page->document().text());
    m_question.ask(
        [session = m_session, words = m_words, edited](Stop stop) {
            return session->search->find(words, edited, mostHits, stop);
        },
        [this, words = m_words](Result<QList<TaskHit>> hits) { m_palette.showHits(words, hits.valueOr({})); });
}

void TaskFinder::goTo(const QString &path, const QString &pointer)
{
    TaskPage *page = m_tabs.open(path);
    if (page->document().isValidated())
        return showPlace(page, pointer);
    auto *waiting = new QObject(page);
    connect(&page->document(), &TaskDocument::issuesChanged, waiting, [page, pointer, waiting] {
        if (!page->document().isValidated())
            return;
        QObject::disconnect(&page->document(), nullptr, waiting, nullptr);
        waiting->deleteLater();
        showPlace(page, pointer);
    });
}

} // namespace sluice
