#include "widgets/source/sourcespage.h"

#include "service/sourceusers.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace sluice
{

namespace
{

constexpr int rowHeight = 32;

QString iconOf(const QString &stepType)
{
    return stepType == QLatin1String("file")    ? QStringLiteral("file")
           : stepType == QLatin1String("kafka") ? QStringLiteral("task")
                                                : QStringLiteral("database");
}

class SourceFilter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QString text = sourceModel()->index(row, 0, parent).data(SourceModel::FilterRole).toString();
        return text.contains(filterRegularExpression());
    }
};

class SourceDelegate : public QStyledItemDelegate
{
public:
    SourceDelegate(const Appearance &look, const SourceModel &model, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
        , m_model(model)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        const bool active = option.state & QStyle::State_Active;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(cell, m_look[active ? Role::Selected : Role::SelectedIdle]);
        painter->fillRect(cell.x(), cell.bottom(), cell.width(), 1, m_look[Role::Grid]);
        int left = cell.x() + 8;
        const qreal scale = painter->device()->devicePixelRatioF();
        if (index.column() == SourceModel::Name) {
            const SourceEntry *entry = m_model.entry(index.data(SourceModel::SourceNameRole).toString());
            painter->drawPixmap(left, cell.y() + 8,
                                m_look.pixmap(iconOf(entry ? entry->source.type : QString()), Role::T2, 16, scale));
            left += 24;
        } else if (index.column() == SourceModel::Status) {
            const auto glyph = Glyph(index.data(SourceModel::GlyphRole).toInt());
            paintGlyph(*painter, QRectF(left, cell.y() + 9, 14, 14), glyph, m_look);
            left += 22;
        }
        const bool name = index.column() == SourceModel::Name;
        painter->setFont(Appearance::font(name                                   ? TextStyle::BaseMedium
                                          : index.column() == SourceModel::Where ? TextStyle::CodeDense
                                                                                 : TextStyle::Dense));
        painter->setPen(m_look[name ? Role::T1 : Role::T2]);
        const int width = cell.right() - left - 8;
        painter->drawText(QRect(left, cell.y(), width, cell.height()), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, width));
    }

private:
    const Appearance &m_look;
    const SourceModel &m_model;
};

} // namespace

SourcesPage::SourcesPage(const Appearance &look, ActionRegistry &actions, QWidget *parent)
    : Surface(look, Role::Canvas, {}, parent)
    , m_look(look)
    , m_actions(actions)
    , m_verbs(new SourceVerbs(look, m_model, this))
    , m_types(new QMenu(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    m_error = new ErrorStrip(look, this);
    m_told = new ErrorStrip(look, this, Tone::Ok);
    layout->addWidget(m_error);
    layout->addWidget(m_told);
    layout->addWidget(makeList(), 1);
    declareActions();
    connectVerbs();
    updateActions();
}

// The window's verbs are gone by now: nothing that ends here may look at them.
SourcesPage::~SourcesPage()
{
    m_tester.disconnect(this);
    m_verbs->disconnect(this);
    m_view->selectionModel()->disconnect(this);
}

QWidget *SourcesPage::makeBar()
{
    auto *bar = new Surface(m_look, Role::Panel, Qt::BottomEdge, this);
    bar->setFixedHeight(44);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 0, 12, 1);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(m_look, tr("Data Sources"), TextStyle::Section, Role::T1, bar));
    layout->addSpacing(8);
    const auto addButton = [&](const QString &text, const char *kind, const QString &icon) {
        auto *button = makeButton(text, kind, bar);
        button->setIcon(m_look.icon(icon, qstrcmp(kind, "primary") == 0 ? Role::OnAccent : Role::T2));
        layout->addWidget(button);
        return button;
    };
    m_new = addButton(tr("New data source"), "primary", QStringLiteral("plus"));
    m_testAll = addButton(tr("Test all"), "", QStringLiteral("refresh"));
    QPushButton *import = addButton(tr("Import…"), "", QStringLiteral("download"));
    QPushButton *exporting = addButton(tr("Export…"), "", QStringLiteral("upload"));
    layout->addStretch(1);
    m_field = new FilterField(m_look, QStringLiteral("filter"), tr("Name, type or host"), bar);
    m_field->setFixedWidth(220);
    layout->addWidget(m_field);
    connect(m_new, &QPushButton::clicked, this, &SourcesPage::chooseType);
    connect(m_testAll, &QPushButton::clicked, this, &SourcesPage::testAll);
    connect(import, &QPushButton::clicked, this,
            [this] { m_actions.action(QStringLiteral("sources.import"))->trigger(); });
    connect(exporting, &QPushButton::clicked, this,
            [this] { m_actions.action(QStringLiteral("sources.export"))->trigger(); });
    return bar;
}

QWidget *SourcesPage::makeList()
{
    m_pages = new QStackedWidget(this);
    auto *page = new QWidget(m_pages);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_filter = new SourceFilter(this);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setSourceModel(&m_model);
    m_view = new QTableView(page);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new SourceDelegate(m_look, m_model, m_view));
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setMouseTracking(true);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setFont(Appearance::font(TextStyle::DenseMedium));
    for (const auto &[column, width] : {std::pair(SourceModel::Name, 260), std::pair(SourceModel::Type, 130),
                                        std::pair(SourceModel::Status, 300), std::pair(SourceModel::UsedBy, 110)})
        m_view->setColumnWidth(column, width);
    m_view->setAccessibleName(tr("Data Sources"));
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    layout->addWidget(m_view, 1);
    m_note = new TextLabel(m_look,
                           tr("Only the workspace's own warehouse is here. Connect MaxCompute in the cloud, Kafka or a "
                              "folder of files with New data source, or bring sources from another workspace with "
                              "Import."),
                           TextStyle::Base, Role::T2, page);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(16, 12, 16, 20);
    layout->addWidget(m_note);
    m_pages->addWidget(page);
    m_pages->addWidget(new EmptyState(m_look, QStringLiteral("plug"), tr("No workspace is open"),
                                      tr("Data sources belong to a workspace: open or make one under Develop."), {},
                                      m_pages));
    m_pages->addWidget(new EmptyState(m_look, QStringLiteral("filter"), tr("Nothing matches"),
                                      tr("No data source has this in its name, type or address."), {}, m_pages));
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setFilterFixedString(text.trimmed());
        showPages();
    });
    connect(m_view, &QTableView::activated, this,
            [this] { m_actions.action(QStringLiteral("sources.edit"))->trigger(); });
    connect(m_view, &QTableView::customContextMenuRequested, this, [this](const QPoint &at) {
        QMenu menu;
        m_actions.fillMenu(menu, {QStringLiteral("sources.edit"), QStringLiteral("sources.test"), QStringLiteral("-"),
                                  QStringLiteral("sources.duplicate"), QStringLiteral("sources.rename"),
                                  QStringLiteral("-"), QStringLiteral("sources.delete")});
        menu.exec(m_view->viewport()->mapToGlobal(at));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &SourcesPage::updateActions);
    return m_pages;
}

void SourcesPage::declareActions()
{
    const auto declare = [this](const char *id, const QString &text, const char *icon, const QKeySequence &key,
                                const QString &hint, std::function<void()> handler) {
        m_actions.add({.id = QLatin1String(id),
                       .text = text,
                       .icon = QLatin1String(icon),
                       .keys = key.isEmpty() ? QList<QKeySequence>() : QList{key},
                       .menu = {},
                       .group = 0,
                       .hint = hint},
                      std::move(handler), this);
    };
    declare("sources.new", tr("New data source…"), "plus", Qt::Key_Insert, tr("Connect to MaxCompute, Kafka or files"),
            [this] { chooseType(); });
    declare("sources.edit", tr("Edit data source…"), "settings", {}, tr("Change what is selected in Data Sources"),
            [this] { m_verbs->edit(currentName()); });
    declare("sources.test", tr("Test data source"), "refresh", Qt::CTRL | Qt::Key_T,
            tr("Connect to what is selected in Data Sources"), [this] { testCurrent(); });
    declare("sources.duplicate", tr("Duplicate data source"), "copy", Qt::CTRL | Qt::Key_D,
            tr("A second one like it, with its keys"), [this] { m_verbs->duplicate(currentName()); });
    declare("sources.rename", tr("Rename data source…"), "rename", Qt::Key_F2, tr("The tasks that use it change along"),
            [this] { m_verbs->rename(currentName()); });
    declare("sources.delete", tr("Delete data source…"), "trash", Qt::Key_Delete, tr("Names the tasks that use it"),
            [this] { m_verbs->remove(currentName()); });
    declare("sources.testAll", tr("Test all data sources"), "refresh", {}, tr("Connect to each, a few at a time"),
            [this] { testAll(); });
    declare("sources.import", tr("Import data sources…"), "download", {}, tr("From a file that Export has written"),
            [this] { m_verbs->chooseImport(); });
    declare("sources.export", tr("Export data sources…"), "upload", {}, tr("To a file, without their keys"),
            [this] { m_verbs->chooseExport(); });
}

void SourcesPage::connectVerbs()
{
    connect(m_verbs, &SourceVerbs::changed, this, [this](const QString &name) {
        m_error->dismiss();
        m_told->dismiss();
        m_toSelect = name;
        refresh();
    });
    connect(m_verbs, &SourceVerbs::tasksChanged, this, &SourcesPage::tasksChanged);
    connect(m_verbs, &SourceVerbs::told, this,
            [this](const QString &what, const QString &detail) { m_told->show(what, detail); });
    connect(m_verbs, &SourceVerbs::failed, this,
            [this](const QString &what, const QString &detail) { m_error->show(what, detail); });
    connect(&m_tester, &SourceTester::changed, this, [this] {
        m_model.setTesting(m_tester.names());
        m_testAll->setText(m_tester.isBusy() ? tr("Stop testing") : tr("Test all"));
        updateActions();
    });
    connect(&m_tester, &SourceTester::finished, this, &SourcesPage::readSources);
}

void SourcesPage::setSession(SessionPtr session)
{
    m_reading.cancel();
    m_counting.cancel();
    m_session = std::move(session);
    m_tester.setSession(m_session);
    m_verbs->setSession(m_session);
    m_error->dismiss();
    m_told->dismiss();
    m_model.setEntries({});
    fillTypes();
    showPages();
    updateActions();
    if (m_session)
        refresh();
}

void SourcesPage::fillTypes()
{
    m_types->clear();
    if (!m_session)
        return;
    for (const ConnectorInfo *info : m_session->keeper->types()) {
        QAction *action = m_types->addAction(m_look.icon(iconOf(info->stepType)), info->title);
        action->setToolTip(info->summary);
        action->setData(info->stepType);
        connect(action, &QAction::triggered, this, [this, type = info->stepType] { m_verbs->add(type); });
    }
    m_types->setToolTipsVisible(true);
}

void SourcesPage::chooseType()
{
    m_types->popup(m_new->mapToGlobal(QPoint(0, m_new->height() + 2)));
    if (!m_types->actions().isEmpty())
        m_types->setActiveAction(m_types->actions().front());
}

void SourcesPage::refresh()
{
    readSources();
    refreshUsers();
}

void SourcesPage::readSources()
{
    if (!m_session)
        return;
    m_reading.ask(
        [session = m_session](Stop) {
            return SourceModel::read(*session->sources, *session->keeper, session->warehouse->endpoint());
        },
        [this](const Result<QList<SourceEntry>> &entries) {
            if (!entries.ok())
                return m_error->show(tr("The data sources cannot be read. %1").arg(entries.error().message),
                                     entries.error().text());
            const QString name = m_toSelect.isEmpty() ? currentName() : std::exchange(m_toSelect, {});
            m_model.setEntries(*entries);
            select(name);
            showPages();
            updateActions();
            Q_EMIT listed();
        });
}

void SourcesPage::refreshUsers()
{
    if (!m_session)
        return;
    m_counting.ask([session = m_session](Stop stop) { return sourceUsers(session->workspace, stop); },
                   [this](const Result<QMap<QString, QStringList>> &users) {
                       if (users.ok())
                           m_model.setUsers(*users);
                       updateActions();
                   });
}

void SourcesPage::testAll()
{
    if (m_tester.isBusy())
        return m_tester.cancel();
    QList<DataSource> sources;
    for (const SourceEntry &entry : m_model.entries())
        sources.append(entry.source);
    m_tester.test(sources);
}

void SourcesPage::testCurrent()
{
    if (const SourceEntry *entry = m_model.entry(currentName()))
        m_tester.test({entry->source});
}

QString SourcesPage::currentName() const
{
    return m_view->currentIndex().data(SourceModel::SourceNameRole).toString();
}

void SourcesPage::select(const QString &name)
{
    const int row = m_model.rowOf(name);
    const QModelIndex index = m_filter->mapFromSource(m_model.index(std::max(row, 0), 0));
    if (index.isValid())
        m_view->setCurrentIndex(index);
}

QString SourcesPage::message() const
{
    return m_error->isVisibleTo(this) ? m_error->text() : m_told->isVisibleTo(this) ? m_told->text() : QString();
}

void SourcesPage::showPages()
{
    m_pages->setCurrentIndex(!m_session                                                          ? 1
                             : m_filter->rowCount() == 0 && !m_field->text().trimmed().isEmpty() ? 2
                                                                                                 : 0);
    m_note->setVisible(m_model.rowCount() == 1);
}

void SourcesPage::updateActions()
{
    const QString none = tr("No workspace is open"), unselected = tr("Select a data source first");
    const QString own = tr("It is the workspace's own warehouse: it needs no settings and is always there");
    const SourceEntry *entry = m_model.entry(currentName());
    const QString obstacle = !m_session ? none : !entry ? unselected : entry->source.local ? own : QString();
    for (const char *id : {"sources.edit", "sources.duplicate"})
        m_actions.setAvailable(QLatin1String(id), obstacle.isEmpty(), obstacle);
    const QString counting =
        obstacle.isEmpty() && !m_model.usersKnown() ? tr("The tasks are still being read") : obstacle;
    for (const char *id : {"sources.rename", "sources.delete"})
        m_actions.setAvailable(QLatin1String(id), counting.isEmpty(), counting);
    m_actions.setAvailable(QStringLiteral("sources.test"), entry, m_session ? unselected : none);
    for (const char *id : {"sources.new", "sources.testAll", "sources.import"})
        m_actions.setAvailable(QLatin1String(id), bool(m_session), none);
    m_actions.setAvailable(QStringLiteral("sources.export"), m_model.rowCount() > 1,
                           m_session ? tr("There is nothing to export but the workspace's own warehouse") : none);
    m_new->setEnabled(bool(m_session));
    m_testAll->setEnabled(bool(m_session));
}

void SourcesPage::showEvent(QShowEvent *event)
{
    Surface::showEvent(event);
    refresh();
}

} // namespace sluice
