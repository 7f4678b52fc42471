#include "widgets/shell/welcomepage.h"

#include "widgets/common/setting.h"
#include "widgets/shell/tutorials.h"
#include "widgets/shell/welcomechecklist.h"
#include "widgets/shell/workspacekey.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>

namespace sluice
{

static const Setting<bool> wantedSetting{"welcome/wanted", true};

// A verb as a card: icon, title, what it does, key.
class WelcomePage::Card : public QAbstractButton
{
public:
    Card(const Appearance &look, QString icon, const QString &title, QString text, QAction *action, QWidget *parent)
        : QAbstractButton(parent)
        , m_look(look)
        , m_icon(std::move(icon))
        , m_text(std::move(text))
        , m_action(action)
    {
        setText(title);
        setFixedHeight(78);
        setMinimumWidth(200);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setEnabled(action->isEnabled());
        connect(action, &QAction::changed, this, [this] { setEnabled(m_action->isEnabled()); });
        connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_look[hasFocus() ? Role::Accent : Role::Line], hasFocus() ? 2 : 1));
        painter.setBrush(m_look[underMouse() && isEnabled() ? Role::Hover : Role::Canvas]);
        const qreal inset = hasFocus() ? 1 : 0.5;
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
        painter.drawPixmap(14, 14,
                           m_look.pixmap(m_icon, isEnabled() ? Role::Accent : Role::Disabled, 16, devicePixelRatioF()));
        painter.setFont(Appearance::font(TextStyle::BaseStrong));
        painter.setPen(m_look[isEnabled() ? Role::T1 : Role::Disabled]);
        painter.drawText(QRect(43, 12, width() - 60, 20), Qt::AlignVCenter, text());
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T2]);
        const QString below = isEnabled() ? m_text : WelcomePage::tr("Open a workspace first");
        painter.drawText(QRect(43, 33, width() - 56, 40), Qt::TextWordWrap, below);
        const QString key = m_action->shortcut().toString(QKeySequence::NativeText);
        if (!key.isEmpty())
            paintKey(painter, QRectF(width() - keyWidth(key) - 13, 13, keyWidth(key), 18), key, m_look);
    }

private:
    const Appearance &m_look;
    QString m_icon;
    QString m_text;
    QAction *m_action;
};

// A row that can be clicked, with a line under it.
class WelcomePage::Row : public QAbstractButton
{
public:
    Row(const Appearance &look, int height, QWidget *parent)
        : QAbstractButton(parent)
        , m_look(look)
    {
        setFixedHeight(height);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
    }

protected:
    void paintGround(QPainter &painter) const
    {
        if (underMouse())
            painter.fillRect(rect(), m_look[Role::Hover]);
        painter.fillRect(0, height() - 1, width(), 1, m_look[Role::Line]);
        if (hasFocus()) {
            painter.setPen(QPen(m_look[Role::Accent], 2));
            painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -2));
        }
    }

    const Appearance &m_look;
};

// A tutorial: what it is about and how long it takes.
class WelcomePage::TutorialRow : public WelcomePage::Row
{
public:
    TutorialRow(const Appearance &look, const Tutorial &tutorial, QWidget *parent)
        : Row(look, 82, parent)
        , m_about(WelcomePage::tr("%n min", nullptr, tutorial.minutes) + QStringLiteral(" · ") + tutorial.summary)
    {
        setText(tutorial.title);
        setToolTip(tutorial.summary);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintGround(painter);
        painter.drawPixmap(0, 9, m_look.pixmap(QStringLiteral("book"), Role::T2, 16, devicePixelRatioF()));
        painter.setFont(Appearance::font(TextStyle::Base));
        painter.setPen(m_look[Role::T1]);
        const int room = width() - 28;
        painter.drawText(QRect(28, 7, room, 19), Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(28, 27, room, 50), Qt::TextWordWrap, m_about);
    }

private:
    QString m_about;
};

// A workspace that was open before: name, folder, when.
class WelcomePage::RecentRow : public WelcomePage::Row
{
public:
    RecentRow(const Appearance &look, const QString &directory, const QDate &opened, QWidget *parent)
        : Row(look, 36, parent)
        , m_parent(QFileInfo(directory).path())
        , m_opened(dayName(opened))
    {
        setText(QFileInfo(directory).fileName());
        setToolTip(directory);
        if (m_parent.startsWith(QDir::homePath()))
            m_parent.replace(0, QDir::homePath().size(), u'~');
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintGround(painter);
        painter.drawPixmap(0, 10, m_look.pixmap(QStringLiteral("folder"), Role::T2, 16, devicePixelRatioF()));
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T2]);
        const int day = painter.fontMetrics().horizontalAdvance(m_opened);
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignRight, m_opened);
        const int room = width() - 28 - day - 16;
        painter.setFont(Appearance::font(TextStyle::Base));
        painter.setPen(m_look[Role::T1]);
        const int nameWidth = std::min(painter.fontMetrics().horizontalAdvance(text()), room * 3 / 5) + 2;
        painter.drawText(QRect(28, 0, nameWidth, height()), Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, nameWidth));
        painter.setFont(Appearance::font(TextStyle::CodeDense));
        painter.setPen(m_look[Role::T2]);
        const QRect place(28 + nameWidth + 14, 0, room - nameWidth - 14, height());
        painter.drawText(place, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_parent, Qt::ElideMiddle, place.width()));
    }

private:
    static QString dayName(const QDate &day)
    {
        const qint64 ago = day.isValid() ? day.daysTo(QDate::currentDate()) : -1;
        return ago == 0   ? WelcomePage::tr("Today")
               : ago == 1 ? WelcomePage::tr("Yesterday")
                          : QLocale().toString(day, QLocale::ShortFormat);
    }

    QString m_parent;
    QString m_opened;
};

namespace
{

class KeyRow : public QWidget
{
public:
    KeyRow(const Appearance &look, QString key, QString text, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
        , m_key(std::move(key))
        , m_text(std::move(text))
    {
        setFixedHeight(28);
        setAccessibleName(m_key + u' ' + m_text);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintKey(painter, QRectF(0, 5, keyWidth(m_key), 18), m_key, m_look);
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T2]);
        const QRect place = rect().adjusted(76, 0, 0, 0);
        painter.drawText(place, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_text, Qt::ElideRight, place.width()));
    }

private:
    const Appearance &m_look;
    QString m_key;
    QString m_text;
};

// The gate of the logo in accent.
class Logo : public QWidget
{
public:
    Logo(const Appearance &look, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
    {
        setFixedSize(32, 32);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, m_look.pixmap(QStringLiteral("logo"), Role::Accent, 32, devicePixelRatioF()));
    }

private:
    const Appearance &m_look;
};

} // namespace

WelcomePage::WelcomePage(const Appearance &look, const ActionRegistry &actions, QWidget *parent)
    : Surface(look, Role::Panel, {}, parent)
    , m_look(look)
    , m_actions(actions)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new Surface(look, Role::Panel, {}, scroll);
    scroll->setWidget(page);
    outer->addWidget(scroll);

    auto *columns = new QHBoxLayout(page);
    columns->setContentsMargins(56, 40, 56, 32);
    columns->setSpacing(32);
    auto *left = new QVBoxLayout;
    auto *right = new QVBoxLayout;
    left->setSpacing(0);
    right->setSpacing(0);
    setFocusPolicy(Qt::ClickFocus);
    columns->addLayout(left, 16);
    columns->addLayout(right, 9);

    auto *heading = new QHBoxLayout;
    heading->setSpacing(12);
    heading->addWidget(new Logo(look, page));
    heading->addWidget(new TextLabel(look, tr("Move data into MaxCompute"), TextStyle::Heading, Role::T1, page), 1);
    left->addLayout(heading);
    m_intro = new TextLabel(look, {}, TextStyle::Base, Role::T2, page);
    m_intro->setWordWrap(true);
    left->addSpacing(8);
    left->addWidget(m_intro);
    left->addSpacing(24);

    const auto section = [&](QVBoxLayout *into, const QString &text) {
        auto *row = new QHBoxLayout;
        row->addWidget(new TextLabel(look, text, TextStyle::Section, Role::T1, page), 1);
        into->addLayout(row);
        into->addSpacing(8);
        return row;
    };
    m_done = new TextLabel(look, {}, TextStyle::Dense, Role::T2, page);
    section(left, tr("What to do next"))->addWidget(m_done);
    m_checklist = new Checklist(look, page);
    left->addWidget(m_checklist);
    left->addSpacing(32);
    section(left, tr("Start"));
    auto *cards = new QGridLayout;
    cards->setSpacing(8);
    const auto card = [&](int row, int column, const char *icon, const QString &title, const QString &text,
                          const char *id) {
        cards->addWidget(new Card(look, QLatin1String(icon), title, text, actions.action(QLatin1String(id)), page), row,
                         column);
    };
    card(0, 0, "task", tr("New task"), tr("Pick a source and a destination, or a blank script"), "file.newTask");
    card(0, 1, "plug", tr("Add a data source"), tr("MaxCompute, Kafka or files, tested before they are used"),
         "view.sources");
    card(1, 0, "folder", tr("Open a workspace"), tr("A folder with .job.json files"), "file.openWorkspace");
    card(1, 1, "plus", tr("New workspace"), tr("An empty folder with its own warehouse on this computer"),
         "file.newWorkspace");
    left->addLayout(cards);
    left->addSpacing(32);
    m_wanted = new QCheckBox(tr("Show this page when a workspace has no open tabs"), page);
    m_wanted->setChecked(wantedSetting.value());
    connect(m_wanted, &QCheckBox::toggled, this, [](bool wanted) { wantedSetting.set(wanted); });
    left->addWidget(m_wanted, 0, Qt::AlignLeft);
    left->addStretch(1);

    right->addSpacing(80);
    if (!tutorials().isEmpty())
        section(right, tr("Tutorials"));
    for (int i = 0; i < tutorials().size(); ++i) {
        auto *row = new TutorialRow(look, tutorials()[i], page);
        connect(row, &QAbstractButton::clicked, actions.action(tutorialVerb(i)), &QAction::trigger);
        right->addWidget(row);
    }
    right->addSpacing(32);
    section(right, tr("Recent workspaces"));
    m_recent = new QWidget(page);
    auto *recent = new QVBoxLayout(m_recent);
    recent->setContentsMargins(0, 0, 0, 0);
    recent->setSpacing(0);
    right->addWidget(m_recent);
    right->addSpacing(32);
    section(right, tr("Keys"));
    const std::pair<const char *, QString> keys[] = {{"Ctrl+K", tr("find any task, table, column or command")},
                                                     {"Ctrl+Tab", tr("move between open tabs")},
                                                     {"F5", tr("run what is in front of you")},
                                                     {"F8", tr("go to the next problem")},
                                                     {"Ctrl+Space", tr("complete at the caret")},
                                                     {"Alt+Enter", tr("cure the problem at the caret")}};
    for (const auto &[key, text] : keys)
        right->addWidget(new KeyRow(look, QLatin1String(key), text, page));
    right->addStretch(1);
    show(WelcomeState{});
}

void WelcomePage::show(const WelcomeState &state)
{
    m_state = state;
    const bool open = !state.workspace.isEmpty();
    m_intro->setText(
        open ? tr("Everything here works without an account: %1 has its own warehouse on this computer.")
                   .arg(state.workspace)
             : tr("Everything here works without an account: a workspace has its own warehouse on this computer."));
    const auto trigger = [this](const char *id) {
        return [action = m_actions.action(QLatin1String(id))] { action->trigger(); };
    };
    QList<Checklist::Step> steps;
    steps.append({.title = tr("Open a workspace"),
                  .text = open ? state.workspace : tr("A folder that keeps tasks, their history and a warehouse"),
                  .verb = tr("New workspace…"),
                  .doneNote = tr("open"),
                  .done = open,
                  .act = trigger("file.newWorkspace")});
    steps.append({.title = tr("Local warehouse"),
                  .text = !state.warehouseError.isEmpty() ? state.warehouseError
                          : state.endpoint.isEmpty()      ? tr("odps_first starts with the workspace")
                                                          : tr("odps_first answers on %1").arg(state.endpoint),
                  .verb = open && state.endpoint.isEmpty() ? tr("Start it") : QString(),
                  .doneNote = tr("ready"),
                  .done = !state.endpoint.isEmpty(),
                  .act = trigger("warehouse.start")});
    steps.append({.title = tr("Create your first task"),
                  .text = state.tasks > 0
                              ? tr("%n task(s) in the workspace", nullptr, state.tasks)
                              : tr("Pick what it reads and what it writes; the rest is filled in on its page"),
                  .verb = tr("New task…"),
                  .doneNote = tr("done"),
                  .done = state.tasks > 0,
                  .act = trigger("file.newTask")});
    steps.append({.title = tr("Run it"),
                  .text = state.hasRun ? tr("A task has run; its log and rows are kept with the attempt")
                                       : tr("Open the task and press F5; rows, waits and log are shown while it runs"),
                  .verb = tr("Open a task"),
                  .doneNote = tr("done"),
                  .done = state.hasRun,
                  .act = [this] { Q_EMIT firstTaskRequested(); }});
    m_checklist->show(steps);
    m_done->setText(tr("%1 of %2 done").arg(m_checklist->done()).arg(steps.size()));
}

bool WelcomePage::isWanted() const
{
    return m_wanted->isChecked();
}

int WelcomePage::stepsDone() const
{
    return m_checklist->done();
}

void WelcomePage::setRecent(const QStringList &directories)
{
    qDeleteAll(m_recent->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    for (const QString &directory : directories) {
        const QVariant opened = QSettings().value(workspaceKey("opened", directory));
        auto *row = new RecentRow(m_look, directory, opened.toDate(), m_recent);
        connect(row, &QAbstractButton::clicked, this, [this, directory] { Q_EMIT workspaceChosen(directory); });
        m_recent->layout()->addWidget(row);
    }
    if (directories.isEmpty())
        m_recent->layout()->addWidget(new TextLabel(m_look, tr("None yet. Workspaces that you open are listed here."),
                                                    TextStyle::Dense, Role::T3, m_recent));
}

} // namespace sluice
