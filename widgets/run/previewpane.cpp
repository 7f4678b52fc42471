#include "widgets/run/previewpane.h"

#include "widgets/run/figures.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>

namespace sluice
{

namespace
{

constexpr int previewRows = 200;

// Values in the fixed font, numbers right, NULL as an italic caption.
class ValueDelegate : public QStyledItemDelegate
{
public:
    ValueDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(cell, m_look[Role::Selected]);
        painter->fillRect(cell.x(), cell.bottom(), cell.width(), 1, m_look[Role::Grid]);
        const bool null = index.data(Qt::UserRole).toBool();
        QFont font = Appearance::font(null ? TextStyle::Caption : TextStyle::CodeDense);
        font.setItalic(null);
        painter->setFont(font);
        painter->setPen(m_look[null ? Role::T3 : Role::T1]);
        const auto align = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        const QString text = null ? QStringLiteral("NULL") : index.data().toString().simplified();
        painter->drawText(cell.adjusted(8, 0, -8, 0), align,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, cell.width() - 16));
    }

private:
    const Appearance &m_look;
};

// Two lines: the name, and its type under it.
class TypeHeader : public QHeaderView
{
public:
    TypeHeader(const Appearance &look, QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
        , m_look(look)
    {
        setSectionsClickable(false);
    }

protected:
    QSize sectionSizeFromContents(int section) const override
    {
        const QStringList parts = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString().split(u'\n');
        const int name = QFontMetrics(Appearance::font(TextStyle::DenseMedium)).horizontalAdvance(parts.value(0));
        const int type = QFontMetrics(Appearance::font(TextStyle::CodeDense)).horizontalAdvance(parts.value(1));
        return {std::max(name, type) + 20, 40};
    }
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const QStringList parts = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString().split(u'\n');
        const auto align = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
        painter->fillRect(rect, m_look[Role::Sunken]);
        painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, m_look[Role::Line]);
        const Qt::Alignment side = align & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft;
        painter->setFont(Appearance::font(TextStyle::DenseMedium));
        painter->setPen(m_look[Role::T1]);
        painter->drawText(rect.adjusted(8, 4, -8, -18), side | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(parts.value(0), Qt::ElideRight, rect.width() - 16));
        QFont type = Appearance::font(TextStyle::CodeDense);
        type.setPixelSize(11);
        painter->setFont(type);
        painter->setPen(m_look[Role::T2]);
        painter->drawText(rect.adjusted(8, 20, -8, -3), side | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(parts.value(1), Qt::ElideRight, rect.width() - 16));
    }

private:
    const Appearance &m_look;
};

} // namespace

void PreviewModel::show(RowPreview preview)
{
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

int PreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_preview.rows.size());
}

int PreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_preview.columns.size());
}

bool PreviewModel::isNumeric(int column) const
{
    switch (m_preview.columns.columns[column].type.kind()) {
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::Int:
    case TypeKind::BigInt:
    case TypeKind::Float:
    case TypeKind::Double:
    case TypeKind::Decimal:
        return true;
    default:
        return false;
    }
}

QVariant PreviewModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const QString &value = m_preview.rows[index.row()][index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return value.isNull() ? QStringLiteral("NULL") : value;
    case Qt::ToolTipRole:
        return value.left(2000);
    case Qt::UserRole:
        return value.isNull();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (role == Qt::DisplayRole) {
        const auto &column = m_preview.columns.columns[section];
        return column.name + u'\n' + column.type.text();
    }
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

PreviewPane::PreviewPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(12, 5, 12, 6);
    m_note = new TextLabel(look, {}, TextStyle::Dense, Role::T2, bar);
    m_note->setMinimumWidth(40);
    barLayout->addWidget(m_note, 1);
    auto *again = makeButton(tr("Read again"), "", bar);
    again->setIcon(look.icon(QStringLiteral("refresh")));
    connect(again, &QPushButton::clicked, this, &PreviewPane::load);
    barLayout->addWidget(again);
    layout->addWidget(bar);

    m_pages = new QStackedWidget(this);
    m_table = new QTableView(m_pages);
    m_table->setHorizontalHeader(new TypeHeader(look, m_table));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new ValueDelegate(look, m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->setAccessibleName(tr("Destination preview"));
    m_pages->addWidget(m_table);
    m_empty = new EmptyState(look, QStringLiteral("table"), tr("Nothing to show yet"), {}, {}, m_pages);
    m_pages->addWidget(m_empty);
    layout->addWidget(m_pages, 1);
    say(tr("Nothing to show yet"), tr("The first rows of the destination appear here after a run."));
}

void PreviewPane::say(const QString &title, const QString &why)
{
    m_empty->setTexts(title, why);
    m_pages->setCurrentIndex(1);
}

void PreviewPane::setWriter(const std::optional<StepSpec> &writer)
{
    m_writer = writer;
    m_loaded = false;
    m_reading.cancel();
    m_note->clear();
    m_model.show({});
    say(tr("Nothing to show yet"), tr("The first rows of the destination appear here after a run."));
    if (isVisible() && !m_running)
        load();
}

void PreviewPane::setRunning(bool running)
{
    const bool ended = m_running && !running;
    m_running = running;
    if (running && !m_loaded)
        say(tr("Nothing to show yet"), tr("Rows become visible when the run completes."));
    if (ended) {
        m_loaded = false;
        if (isVisible())
            load();
    }
}

void PreviewPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_loaded && !m_running)
        load();
}

void PreviewPane::load()
{
    if (!m_session || !m_writer)
        return;
    m_loaded = true;
    m_note->setText(tr("Reading…"));
    m_reading.ask([session = m_session, writer = *m_writer](
                      Stop stop) { return session->probes->previewDestination(writer, previewRows, stop); },
                  [this](Result<RowPreview> preview) {
                      m_note->clear();
                      if (!preview.ok()) {
                          m_model.show({});
                          return preview.error().code == ErrorCode::Unsupported
                                     ? say(tr("This destination cannot be read again"), preview.error().message)
                                     : say(tr("The destination could not be read"), preview.error().text());
                      }
                      const qsizetype rows = preview->rows.size();
                      m_note->setText(preview->more ? tr("The first %1 rows of the destination").arg(grouped(rows))
                                                    : tr("%n row(s), all there are", nullptr, int(rows)));
                      m_model.show(std::move(*preview));
                      if (rows == 0)
                          return say(tr("No rows"), tr("The destination is empty."));
                      m_table->resizeColumnsToContents();
                      for (int i = 0; i < m_model.columnCount(); ++i)
                          m_table->setColumnWidth(i, std::clamp(m_table->columnWidth(i) + 8, 64, 320));
                      m_pages->setCurrentIndex(0);
                  },
                  std::chrono::seconds(70));
}

} // namespace sluice
