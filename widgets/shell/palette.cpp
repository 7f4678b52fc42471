#include "widgets/shell/palette.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int rowHeight = 30;
constexpr int mostRows = 11;
constexpr qsizetype mostEntries = 200;

// How well a text answers what is typed: smaller is better, -1 not at all. All words must occur.
int rank(const QString &text, const QStringList &words)
{
    int sum = 0;
    for (const QString &word : words) {
        const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        const bool wordStart = at == 0 || !text[at - 1].isLetterOrNumber();
        sum += int(at) + (wordStart ? 0 : 40);
    }
    return sum;
}

class EntryDelegate : public QStyledItemDelegate
{
public:
    EntryDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, rowHeight}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &entry = static_cast<const PaletteModel *>(index.model())->entry(index.row());
        const QRect row = option.rect;
        const bool enabled = !entry.verb || entry.verb->isEnabled();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(row, m_look[Role::Selected]);
        if (!entry.icon.isEmpty())
            painter->drawPixmap(row.x() + 10, row.y() + (row.height() - 16) / 2,
                                m_look.pixmap(entry.icon, enabled ? Role::T2 : Role::Disabled, 16,
                                              painter->device()->devicePixelRatioF()));
        painter->setFont(Appearance::font(TextStyle::Base));
        painter->setPen(m_look[enabled ? Role::T1 : Role::Disabled]);
        painter->drawText(row.adjusted(36, 0, 0, 0), Qt::AlignVCenter, entry.text);
        if (entry.place.isEmpty())
            return;
        if (entry.verb && enabled) {
            const int width = keyWidth(entry.place);
            paintKey(*painter, QRectF(row.right() - 10 - width, row.y() + (row.height() - 18) / 2.0, width, 18),
                     entry.place, m_look);
        } else {
            const int used = 36 + painter->fontMetrics().horizontalAdvance(entry.text) + 24;
            painter->setFont(Appearance::font(TextStyle::Dense));
            painter->setPen(m_look[Role::T2]);
            painter->drawText(row.adjusted(used, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight,
                              painter->fontMetrics().elidedText(entry.place, Qt::ElideLeft, row.width() - used - 10));
        }
    }

private:
    const Appearance &m_look;
};

} // namespace

void PaletteModel::setEntries(QList<Entry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

void PaletteModel::append(const QList<Entry> &entries)
{
    if (entries.isEmpty())
        return;
    beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + entries.size()) - 1);
    m_entries += entries;
    endInsertRows();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    return m_entries[index.row()].text;
}

class CommandPalette::Popup : public QWidget
{
public:
    Popup(const Appearance &look, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
    {
        auto *shadow = new QGraphicsDropShadowEffect(this);
        shadow->setBlurRadius(20);
        shadow->setOffset(0, 6);
        shadow->setColor(QColor(0, 0, 0, 90));
        setGraphicsEffect(shadow);
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(1, 5, 1, 5);
        hide();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_look[Role::Line2]);
        painter.setBrush(m_look[Role::Raised]);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }

private:
    const Appearance &m_look;
};

CommandPalette::CommandPalette(const Appearance &look, const ActionRegistry &actions, QWidget *area, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_actions(actions)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_field = new FilterField(look, QStringLiteral("search"), tr("Go to a task, table, column or command"), this);
    m_field->setFocusPolicy(Qt::ClickFocus);
    layout->addWidget(m_field);
    setFixedWidth(360);

    class Key : public QWidget
    {
    public:
        Key(const Appearance &look, QWidget *parent)
            : QWidget(parent)
            , m_look(look)
        {
            setAttribute(Qt::WA_TransparentForMouseEvents);
            setFixedSize(keyWidth(QStringLiteral("Ctrl+K")), 18);
        }

    protected:
        void paintEvent(QPaintEvent *) override
        {
            QPainter painter(this);
            paintKey(painter, rect(), QStringLiteral("Ctrl+K"), m_look);
        }

    private:
        const Appearance &m_look;
    };
    auto *key = new Key(look, m_field);
    auto *keyLayout = new QHBoxLayout(m_field);
    keyLayout->setContentsMargins(0, 0, 8, 0);
    keyLayout->addWidget(key, 0, Qt::AlignRight | Qt::AlignVCenter);

    m_popup = new Popup(look, area);
    m_list = new QListView(m_popup);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new EntryDelegate(look, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("What is found"));
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_popup->layout()->addWidget(m_list);

    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
}

void CommandPalette::open()
{
    if (!m_field->hasFocus())
        m_focusBefore = QApplication::focusWidget();
    m_field->setFocus();
    m_field->selectAll();
    Q_EMIT opened();
    search();
}

void CommandPalette::close()
{
    m_popup->hide();
    m_field->clear();
    m_popup->hide();
    if (m_field->hasFocus()) {
        if (m_focusBefore)
            m_focusBefore->setFocus();
        else
            m_field->clearFocus();
    }
}

void CommandPalette::search()
{
    const QStringList words = m_field->text().split(u' ', Qt::SkipEmptyParts);
    QList<std::pair<int, PaletteModel::Entry>> found;
    for (const QString &path : m_tasks) {
        const qsizetype slash = path.lastIndexOf(u'/');
        QString name = path.mid(slash + 1);
        if (name.endsWith(QLatin1String(".job.json")))
            name.chop(9);
        int quality = rank(name, words);
        if (quality < 0 && (quality = rank(path, words)) >= 0)
            quality += 100;
        if (quality >= 0)
            found.append(
                {quality, {name, path.left(std::max<qsizetype>(slash, 0)), QStringLiteral("task"), path, nullptr, {}}});
    }
    for (QAction *action : m_actions.all()) {
        const QString text = QString(action->text()).remove(u'&');
        const int quality = rank(text, words);
        if (quality < 0)
            continue;
        const QString reason = m_actions.reason(action);
        found.append({quality + (words.isEmpty() ? 1000 : 10) + (action->isEnabled() ? 0 : 500),
                      {text,
                       action->isEnabled() ? action->shortcut().toString(QKeySequence::NativeText) : reason,
                       m_actions.iconName(action),
                       {},
                       action,
                       {}}});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<PaletteModel::Entry> entries;
    for (qsizetype i = 0; i < std::min(found.size(), mostEntries); ++i)
        entries.append(found[i].second);
    m_model.setEntries(entries);
    m_list->setCurrentIndex(m_model.index(0));
    showPopup();
    Q_EMIT typed(m_field->text());
}

namespace
{

const char *iconOf(TaskHit::Kind kind)
{
    return kind == TaskHit::Kind::Option ? "settings" : kind == TaskHit::Kind::Source ? "database" : "table";
}

QString kindName(TaskHit::Kind kind)
{
    switch (kind) {
    case TaskHit::Kind::Table:
        return CommandPalette::tr("table");
    case TaskHit::Kind::Column:
        return CommandPalette::tr("column");
    case TaskHit::Kind::Source:
        return CommandPalette::tr("data source");
    case TaskHit::Kind::Option:
        break;
    }
    return CommandPalette::tr("option");
}

} // namespace

void CommandPalette::showHits(const QString &words, const QList<TaskHit> &hits)
{
    if (words != m_field->text())
        return;
    QList<PaletteModel::Entry> entries;
    for (const TaskHit &hit : hits) {
        QString task = hit.path;
        if (task.endsWith(QLatin1String(".job.json")))
            task.chop(9);
        entries.append({hit.text, tr("%1 in %2, line %3").arg(kindName(hit.kind), task).arg(hit.line),
                        QLatin1String(iconOf(hit.kind)), hit.path, nullptr, hit.pointer});
    }
    m_model.append(entries);
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model.index(0));
    showPopup();
}

void CommandPalette::showPopup()
{
    if (m_model.rowCount() == 0 || !m_field->hasFocus())
        return m_popup->hide();
    const int rows = std::min(m_model.rowCount(), mostRows);
    const QPoint at = mapTo(m_popup->parentWidget(), QPoint(-60, height() + 2));
    m_popup->setGeometry(at.x(), at.y(), width() + 120, rows * rowHeight + 10);
    m_popup->show();
    m_popup->raise();
}

void CommandPalette::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const PaletteModel::Entry entry = m_model.entry(index.row());
    if (entry.verb && !entry.verb->isEnabled())
        return;
    close();
    if (entry.verb)
        entry.verb->trigger();
    else if (!entry.pointer.isEmpty())
        Q_EMIT placeChosen(entry.task, entry.pointer);
    else
        Q_EMIT taskChosen(entry.task);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        m_popup->hide();
    } else if (event->type() == QEvent::FocusIn) {
        Q_EMIT opened();
        QMetaObject::invokeMethod(this, &CommandPalette::search, Qt::QueuedConnection);
    } else if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const int count = m_model.rowCount();
        switch (key->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up:
            if (count > 0)
                m_list->setCurrentIndex(m_model.index(
                    (m_list->currentIndex().row() + (key->key() == Qt::Key_Down ? 1 : count - 1)) % count));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sluice
