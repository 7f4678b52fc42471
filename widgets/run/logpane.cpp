#include "widgets/run/logpane.h"

#include "widgets/run/filetail.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace sluice
{

namespace
{

constexpr qint64 pieceSize = 1024 * 1024;
const Setting<bool> followSetting{"run/followLog", true};

class LineDelegate : public QStyledItemDelegate
{
public:
    LineDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const QFontMetrics metrics(Appearance::font(TextStyle::CodeDense));
        const qsizetype letters = std::min<qsizetype>(index.data().toString().size(), 2000);
        return {textX(metrics) + int(letters) * metrics.horizontalAdvance(u'0') + 12, 22};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto level = LogLevel(index.data(LogModel::LevelRole).toInt());
        const QRect row = option.rect;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(row, m_look[Role::Selected]);
        else if (level != LogLevel::Info)
            painter->fillRect(row, m_look[level == LogLevel::Warning ? Role::WarnSoft : Role::ErrorSoft]);
        painter->setFont(Appearance::font(TextStyle::CodeDense));
        const QFontMetrics metrics = painter->fontMetrics();
        const QString time = index.data(LogModel::TimeRole).toString();
        if (!time.isEmpty()) {
            painter->setPen(m_look[Role::T2]);
            painter->drawText(row.adjusted(12, 0, 0, 0), Qt::AlignVCenter, time);
            painter->setPen(m_look[level == LogLevel::Info      ? Role::T2
                                   : level == LogLevel::Warning ? Role::Warn
                                                                : Role::Error]);
            painter->drawText(row.adjusted(12 + metrics.horizontalAdvance(u'0') * 13, 0, 0, 0), Qt::AlignVCenter,
                              level == LogLevel::Info      ? QStringLiteral("INFO")
                              : level == LogLevel::Warning ? QStringLiteral("WARN")
                                                           : QStringLiteral("ERROR"));
        }
        painter->setPen(m_look[Role::T1]);
        painter->drawText(row.adjusted(textX(metrics), 0, 0, 0), Qt::AlignVCenter, index.data().toString().left(2000));
    }

private:
    static int textX(const QFontMetrics &metrics) { return 12 + metrics.horizontalAdvance(u'0') * 19; }
    const Appearance &m_look;
};

} // namespace

class LogPane::Filter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setLeast(LogLevel level)
    {
        m_least = level;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const LogModel::Line &line = static_cast<const LogModel *>(sourceModel())->line(row);
        return line.level >= m_least && line.text.contains(filterRegularExpression());
    }

private:
    LogLevel m_least = LogLevel::Info;
};

LogPane::LogPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(12, 5, 12, 6);
    barLayout->setSpacing(8);
    auto *field = new FilterField(look, QStringLiteral("filter"), tr("Filter log"), bar);
    barLayout->addWidget(field, 1);
    auto *levels = new SegmentedSwitch(look, {tr("All"), tr("Warnings"), tr("Errors")}, bar);
    barLayout->addWidget(levels);
    m_follow = new QCheckBox(tr("Follow"), bar);
    m_follow->setChecked(followSetting.value());
    barLayout->addWidget(m_follow);
    layout->addWidget(bar);
    m_skipped = new TextLabel(look, {}, TextStyle::Dense, Role::T3, this);
    m_skipped->setContentsMargins(12, 4, 12, 0);
    m_skipped->hide();
    layout->addWidget(m_skipped);

    m_filter = new Filter(this);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setSourceModel(&m_model);
    m_list = new QListView(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new LineDelegate(look, m_list));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Log"));
    m_list->setLayoutMode(QListView::Batched);
    m_list->setBatchSize(2000);
    layout->addWidget(m_list, 1);
    auto *copy = new QAction(tr("Copy"), m_list);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &LogPane::copySelected);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    connect(field, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(levels, &SegmentedSwitch::switched, this, [this](int index) { m_filter->setLeast(LogLevel(index)); });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        followSetting.set(on);
        follow();
    });
}

void LogPane::setFile(const QString &file)
{
    if (m_file == file)
        return;
    m_reading.cancel();
    m_file = file;
    m_offset = 0;
    m_model.clear();
    m_skipped->hide();
}

void LogPane::poll()
{
    if (m_file.isEmpty() || m_reading.pending())
        return;
    struct Piece {
        FileTail tail;
        QList<LogModel::Line> lines;
    };
    m_reading.ask(
        [file = m_file, offset = m_offset](Stop) {
            Piece piece{readTail(file, offset, pieceSize, true), {}};
            piece.lines = LogModel::parse(piece.tail.bytes);
            return piece;
        },
        [this](Piece piece) {
            m_offset = piece.tail.next;
            m_model.append(piece.lines);
            if (piece.tail.skipped || m_model.dropped() > 0) {
                m_skipped->setText(tr("Earlier lines are in %1").arg(m_file));
                m_skipped->show();
            }
            if (!piece.lines.isEmpty())
                follow();
            if (piece.tail.more)
                poll();
        });
}

void LogPane::follow()
{
    if (m_follow->isChecked())
        m_list->scrollToBottom();
}

void LogPane::copySelected()
{
    QModelIndexList indexes = m_list->selectionModel()->selectedIndexes();
    std::sort(indexes.begin(), indexes.end());
    QStringList lines;
    for (const QModelIndex &index : indexes)
        lines.append((index.data(LogModel::TimeRole).toString() + u' ' + index.data().toString()).trimmed());
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace sluice
