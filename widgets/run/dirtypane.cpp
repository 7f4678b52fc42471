#include "widgets/run/dirtypane.h"

#include "service/replay.h"
#include "widgets/run/figures.h"
#include "widgets/run/filetail.h"
#include "widgets/run/rulebar.h"
#include "widgets/run/traildialog.h"
#include "widgets/run/valuegrid.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>

namespace sluice
{

namespace
{

constexpr qint64 pieceSize = 256 * 1024;
constexpr auto countDelay = std::chrono::milliseconds(150);

// A cause: its text and count, the columns under it.
class CauseDelegate : public QStyledItemDelegate
{
public:
    CauseDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {180, 48}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect row = option.rect;
        painter->fillRect(row, m_look[option.state & QStyle::State_Selected    ? Role::Selected
                                      : option.state & QStyle::State_MouseOver ? Role::Hover
                                                                               : Role::Canvas]);
        painter->fillRect(row.x(), row.bottom(), row.width(), 1, m_look[Role::Line]);
        painter->setFont(Appearance::font(TextStyle::DenseStrong));
        painter->setPen(m_look[Role::T1]);
        const QString count = grouped(index.data(CauseModel::CountRole).toInt());
        const int countWidth = painter->fontMetrics().horizontalAdvance(count);
        painter->drawText(row.adjusted(0, 5, -12, -24), Qt::AlignVCenter | Qt::AlignRight, count);
        painter->setFont(Appearance::font(TextStyle::DenseMedium));
        const int width = row.width() - 36 - countWidth;
        painter->drawText(QRect(row.x() + 12, row.y() + 5, width, 19), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, width));
        painter->setFont(Appearance::font(TextStyle::Dense));
        painter->setPen(m_look[Role::T2]);
        painter->drawText(QRect(row.x() + 12, row.y() + 24, row.width() - 24, 18), Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(CauseModel::ColumnsRole).toString(),
                                                            Qt::ElideRight, row.width() - 24));
    }

private:
    const Appearance &m_look;
};

// A cell being corrected: a field without a frame around it.
class EditDelegate : public ValueDelegate
{
public:
    using ValueDelegate::ValueDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        auto *edit = new QLineEdit(parent);
        edit->setProperty("compact", true);
        edit->setFont(Appearance::font(TextStyle::CodeDense));
        return edit;
    }
};

// What a probe made of the set, or why it could not.
struct Worked {
    std::shared_ptr<DirtySet> set;
    QList<FixChange> changes;
    Error error;
};

} // namespace

DirtyPane::DirtyPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_error = new ErrorStrip(look, this);
    layout->addWidget(m_error);
    m_pages = new QStackedWidget(this);
    auto *split = new QSplitter(Qt::Horizontal, m_pages);
    split->setChildrenCollapsible(false);

    m_causeList = new QListView(split);
    m_causeList->setFrameShape(QFrame::NoFrame);
    m_causeList->setModel(&m_causes);
    m_causeList->setItemDelegate(new CauseDelegate(look, m_causeList));
    m_causeList->setMouseTracking(true);
    m_causeList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_causeList->setMinimumWidth(140);
    m_causeList->setAccessibleName(tr("Causes"));
    split->addWidget(m_causeList);

    auto *right = new Surface(look, Role::Canvas, {}, split);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    m_rules = new RuleBar(look, right);
    rightLayout->addWidget(m_rules);
    m_table = makeValueGrid(look, tr("Dirty rows"), right);
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new EditDelegate(look, m_table));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->horizontalHeader()->setSectionsMovable(true);
    rightLayout->addWidget(m_table, 1);
    split->addWidget(right);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({196, 480});
    m_pages->addWidget(split);
    m_pages->addWidget(new EmptyState(
        look, QStringLiteral("check"), tr("No dirty rows"),
        tr("Rows whose values do not fit the destination are kept here, to be corrected and sent again."), {},
        m_pages));
    layout->addWidget(m_pages, 1);

    auto *foot = new Surface(look, Role::Panel, Qt::TopEdge, this);
    auto *footLayout = new QHBoxLayout(foot);
    footLayout->setContentsMargins(12, 6, 12, 6);
    footLayout->setSpacing(8);
    m_replay = makeButton(tr("Replay fixed rows"), "", foot);
    m_replay->setIcon(look.icon(QStringLiteral("play")));
    footLayout->addWidget(m_replay);
    m_note = new TextLabel(look, {}, TextStyle::Dense, Role::T2, foot);
    m_note->setWordWrap(true);
    m_note->setMinimumWidth(40);
    footLayout->addWidget(m_note, 1);
    m_trail = makeButton(tr("Trail"), "", foot);
    m_trail->setIcon(look.icon(QStringLiteral("history")));
    m_trail->setToolTip(tr("What was corrected, when and by which rule"));
    footLayout->addWidget(m_trail);
    rightLayout->addWidget(foot);

    connect(m_causeList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    chooseCause(index.data(CauseModel::CauseRole).toString());
            });
    connect(&m_model, &DirtyModel::valueEdited, this, [this](size_t place, int column, const QString &text) {
        if (auto change = m_set->changeValue(place, column, {text.toUtf8(), false}))
            this->change({*std::move(change)});
    });
    connect(&m_model, &DirtyModel::lineEdited, this, [this](size_t place, const QString &text) {
        if (auto change = m_set->changeText(place, text.toUtf8()))
            this->change({*std::move(change)});
    });
    connect(m_rules, &RuleBar::ruleChanged, this, [this] { m_counting.start(); });
    connect(m_rules, &RuleBar::applyRequested, this, &DirtyPane::applyRule);
    connect(m_replay, &QPushButton::clicked, this, [this] { Q_EMIT replayRequested(m_attempt); });
    connect(m_trail, &QPushButton::clicked, this, &DirtyPane::showTrail);
    connect(m_table, &QWidget::customContextMenuRequested, this, &DirtyPane::contextMenu);
    m_counting.setSingleShot(true);
    m_counting.setInterval(countDelay);
    connect(&m_counting, &QTimer::timeout, this, &DirtyPane::countRule);
    refresh();
}

void DirtyPane::setAttempt(const QString &id)
{
    m_reading.cancel();
    m_working.cancel();
    m_estimating.cancel();
    if (m_attempt != id) {
        m_error->dismiss();
        m_cause.clear();
        m_model.setCause({});
        m_count = 0;
    }
    m_attempt = id;
    m_set.reset();
    m_model.setSet(nullptr);
    m_causes.count(nullptr);
    m_offset = 0;
    m_lines = 0;
    m_putOff = false;
    m_faultyFirst.clear();
    refresh();
}

void DirtyPane::setReader(const std::optional<StepSpec> &reader)
{
    m_reader = reader;
    readLines();
}

void DirtyPane::setObstacle(const QString &reason)
{
    if (m_obstacle == reason)
        return;
    m_obstacle = reason;
    refresh();
}

void DirtyPane::setCount(qint64 rowsDirty)
{
    if (m_count == rowsDirty)
        return;
    m_count = rowsDirty;
    refresh();
}

void DirtyPane::chooseCause(const QString &cause)
{
    if (cause == m_cause)
        return;
    m_cause = cause;
    m_model.setCause(cause);
    m_rules->offer(m_causes.columns(cause), m_causes.example(cause));
    showColumns();
    m_counting.start();
}

void DirtyPane::poll()
{
    if (m_attempt.isEmpty() || !m_session || m_reading.pending() || m_working.pending())
        return;
    if (m_set)
        return readOn();
    m_reading.ask(
        [session = m_session, id = m_attempt](Stop) -> Result<std::shared_ptr<DirtySet>> {
            auto begun = beginDirtyRows(session->workspace, id);
            if (!begun.ok())
                return begun.error();
            return std::make_shared<DirtySet>(std::move(begun).value());
        },
        [this](Result<std::shared_ptr<DirtySet>> begun) { take(std::move(begun)); });
}

void DirtyPane::take(Result<std::shared_ptr<DirtySet>> begun)
{
    if (!begun.ok()) {
        if (begun.error().code != ErrorCode::NotFound)
            m_error->show(begun.error().message, begun.error().detail);
        return;
    }
    m_set = std::move(*begun);
    m_model.setSet(m_set);
    readOn();
}

// The lines that were added to the file since the last look.
void DirtyPane::readOn()
{
    if (m_set->isFull())
        return;
    struct Piece {
        FileTail tail;
        qint64 lines = 0;
        std::vector<DirtyRecord> records;
    };
    const QString file = m_session->workspace.attemptDir(m_attempt) + QLatin1String("/dirty.jsonl");
    m_reading.ask(
        [file, offset = m_offset, line = m_lines](Stop) {
            Piece piece{readTail(file, offset, pieceSize, false), 0, {}};
            piece.lines = piece.tail.bytes.count('\n');
            piece.records = parseDirtyRecords(piece.tail.bytes, line);
            return piece;
        },
        [this](Piece piece) {
            if (m_working.pending()) { // its answer replaces the set: this piece is read again on top of it
                m_putOff = true;
                return;
            }
            m_offset = piece.tail.next;
            m_lines += piece.lines;
            if (!piece.records.empty()) {
                if (const Done taken = own().append(std::move(piece.records)); !taken)
                    m_error->show(taken.error().message, taken.error().detail);
                m_model.appended();
                changed();
            }
            if (piece.tail.more)
                poll();
            else
                readLines();
        });
}

void DirtyPane::readWhatWasPutOff()
{
    if (std::exchange(m_putOff, false))
        poll();
}

DirtySet &DirtyPane::own()
{
    if (m_set.use_count() > 2) { // a probe looks at it: the model and this one are two
        m_set = std::make_shared<DirtySet>(*m_set);
        m_model.setSet(m_set);
    }
    return *m_set;
}

void DirtyPane::change(QList<FixChange> changes)
{
    if (changes.isEmpty() || m_working.pending())
        return;
    for (FixChange &change : changes)
        change.at = QDateTime::currentDateTimeUtc();
    if (const Done made = own().apply(changes); !made)
        m_error->show(made.error().message, made.error().detail);
    keep(changes);
    m_model.touched();
    changed();
    readLines();
}

void DirtyPane::keep(const QList<FixChange> &changes)
{
    m_unwritten.append({m_session->workspace.attemptDir(m_attempt), changes});
    write();
}

// One piece after another: the order is the story.
void DirtyPane::write()
{
    if (m_unwritten.isEmpty() || m_writing.pending())
        return;
    m_writing.ask([piece = m_unwritten.takeFirst()](Stop) { return appendChanges(piece.first, piece.second); },
                  [this](Done written) {
                      if (!written)
                          m_error->show(written.error().message, written.error().detail);
                      write();
                      refresh();
                  });
}

void DirtyPane::applyRule()
{
    if (!m_set || m_working.pending() || !m_rules->applyButton().isEnabled())
        return;
    m_working.ask(
        [set = std::shared_ptr<const DirtySet>(m_set), rule = m_rules->rule(), cause = m_cause](Stop) {
            Worked worked{std::make_shared<DirtySet>(*set), {}, {}};
            worked.changes = worked.set->changesBy(rule, cause);
            for (FixChange &change : worked.changes)
                change.at = QDateTime::currentDateTimeUtc();
            if (const Done made = worked.set->apply(worked.changes); !made)
                worked.error = made.error();
            return worked;
        },
        [this](Worked worked) {
            if (!worked.error.message.isEmpty()) {
                m_error->show(worked.error.message, worked.error.detail);
                refresh();
                return readWhatWasPutOff();
            }
            m_set = std::move(worked.set);
            m_model.setSet(m_set);
            keep(worked.changes);
            changed();
            readWhatWasPutOff();
        },
        std::chrono::minutes(5));
    refresh();
}

void DirtyPane::countRule()
{
    if (!m_set)
        return m_rules->setCount(0);
    m_rules->setCount(-1);
    m_estimating.ask([set = std::shared_ptr<const DirtySet>(m_set), rule = m_rules->rule(),
                      cause = m_cause](Stop) { return DirtySet::rowsOf(set->changesBy(rule, cause)); },
                     [this](qsizetype rows) { m_rules->setCount(rows); });
}

// Lines that were corrected are taken apart again, as the task's reader does.
void DirtyPane::readLines()
{
    if (!m_set || !m_reader || m_working.pending() || m_set->unreadTexts().empty())
        return;
    m_working.ask(
        [session = m_session, set = std::shared_ptr<const DirtySet>(m_set), reader = *m_reader](Stop stop) {
            Worked worked{std::make_shared<DirtySet>(*set), {}, {}};
            if (const Done read = session->probes->readDirtyTexts(*worked.set, reader, stop); !read)
                worked.error = read.error();
            return worked;
        },
        [this](Worked worked) {
            if (!worked.error.message.isEmpty()) {
                m_error->show(worked.error.message, worked.error.detail);
                refresh();
                return readWhatWasPutOff();
            }
            m_set = std::move(worked.set);
            m_model.setSet(m_set);
            changed();
            readWhatWasPutOff();
        },
        std::chrono::seconds(70));
}

void DirtyPane::changeCurrent(const std::function<std::optional<FixChange>(size_t place, int column)> &make)
{
    QList<FixChange> changes;
    for (const QModelIndex &index : m_table->selectionModel()->selectedIndexes())
        if (auto change = make(m_model.place(index.row()), index.column() - DirtyModel::FirstValue))
            changes.append(*std::move(change));
    change(changes);
}

void DirtyPane::contextMenu(const QPoint &at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    QMenu menu(this);
    const FixedRow &row = m_model.row(index.row());
    QAction *edit = menu.addAction(tr("Edit"), this, [this, index] { m_table->edit(index); });
    edit->setEnabled(m_model.flags(index) & Qt::ItemIsEditable);
    QAction *null = menu.addAction(tr("Set to NULL"), this, [this] {
        changeCurrent([this](size_t place, int column) { return m_set->changeValue(place, column, {{}, true}); });
    });
    null->setEnabled(edit->isEnabled() && index.column() < m_model.lineColumn());
    menu.addSeparator();
    const bool dropped = row.state == FixState::Dropped;
    QAction *drop = menu.addAction(dropped ? tr("Take the row back") : tr("Drop the row"), this, [this, dropped] {
        QSet<size_t> seen;
        changeCurrent([&](size_t place, int) -> std::optional<FixChange> {
            if (seen.contains(place))
                return std::nullopt;
            seen.insert(place);
            return m_set->changeDropped(place, !dropped);
        });
    });
    drop->setEnabled(row.isOpen() || dropped);
    menu.exec(m_table->viewport()->mapToGlobal(at));
}

void DirtyPane::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() & Qt::ControlModifier)
        return applyRule();
    if (event->key() == Qt::Key_Delete && m_set)
        return changeCurrent([this](size_t place, int column) {
            return m_set->changeValue(place, column, {{}, true});
        });
    QWidget::keyPressEvent(event);
}

void DirtyPane::showTrail()
{
    if (!m_set)
        return;
    auto *dialog = new TrailDialog(m_look, m_set->trail(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

// After the set has changed.
void DirtyPane::changed()
{
    const QString cause = m_cause;
    m_causes.count(m_set.get());
    int row = 0;
    for (int i = 1; i < m_causes.rowCount(); ++i)
        if (m_causes.index(i).data(CauseModel::CauseRole) == cause)
            row = i;
    m_causeList->setCurrentIndex(m_causes.index(row));
    m_rules->offer(m_causes.columns(m_cause), m_causes.example(m_cause));
    showColumns();
    m_counting.start();
    refresh();
}

// The columns that do not fit stand first; what no row has is not shown.
void DirtyPane::showColumns()
{
    if (!m_set || m_model.rowCount() == 0)
        return;
    bool values = false, lines = false;
    for (int row = 0; row < m_model.rowCount() && !(values && lines); ++row) {
        values = values || !m_model.row(row).values.empty();
        lines = lines || m_model.row(row).came.form == DirtyRecord::Form::Text ||
                m_model.row(row).came.form == DirtyRecord::Form::Lost;
    }
    for (int i = 0; i < m_model.valueColumns(); ++i)
        m_table->setColumnHidden(DirtyModel::FirstValue + i, !values);
    m_table->setColumnHidden(m_model.lineColumn(), !lines);
    const QStringList first = m_causes.columns(m_cause);
    if (first == m_faultyFirst && m_table->columnWidth(DirtyModel::State) == 84)
        return;
    m_faultyFirst = first;
    QHeaderView *header = m_table->horizontalHeader();
    fitColumns(*m_table);
    m_table->setColumnWidth(DirtyModel::State, 84);
    if (lines)
        m_table->setColumnWidth(m_model.lineColumn(), values ? 320 : 480);
    int to = DirtyModel::FirstValue;
    for (const QString &column : first)
        if (const qsizetype place = m_set->columns().reader.indexOf(column); place >= 0)
            header->moveSection(header->visualIndex(DirtyModel::FirstValue + int(place)), to++);
}

void DirtyPane::refresh()
{
    const bool rows = m_set && !m_set->rows().empty();
    m_pages->setCurrentIndex(rows ? 0 : 1);
    m_rules->setUsable(rows && !m_working.pending());
    m_model.setEditable(rows && !m_working.pending());
    const qsizetype fixed = rows ? m_set->count(FixState::Fixed) : 0;
    m_trail->setEnabled(rows && !(m_set->trail().changes.isEmpty() && m_set->trail().replays.isEmpty()));
    m_replay->setEnabled(fixed > 0 && m_obstacle.isEmpty() && !isBusy());
    if (!rows)
        return;
    QStringList parts;
    const auto part = [&](FixState state, const QString &text) {
        if (const qsizetype count = m_set->count(state); count > 0)
            parts.append(text.arg(grouped(count)));
    };
    part(FixState::Fixed, tr("%1 fixed"));
    part(FixState::Rejected, tr("%1 rejected"));
    part(FixState::Dropped, tr("%1 dropped"));
    part(FixState::Replaying, tr("%1 on their way"));
    part(FixState::Replayed, tr("%1 replayed"));
    QString text = parts.join(QStringLiteral(", ")) + u'.';
    if (!m_obstacle.isEmpty())
        text += u' ' + m_obstacle;
    else if (fixed == 0 && m_set->count(FixState::Rejected) > 0)
        text += u' ' + tr("Correct a cell with F2, or many by a rule.");
    if (m_set->isFull() && m_count > DirtySet::mostRows)
        text += u' ' + tr("The first %1 of %2 are shown.").arg(grouped(DirtySet::mostRows), grouped(m_count));
    m_note->setText(text);
}

} // namespace sluice
