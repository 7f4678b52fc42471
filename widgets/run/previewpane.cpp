#include "widgets/run/previewpane.h"

#include "widgets/run/figures.h"
#include "widgets/run/valuegrid.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace sluice
{

namespace
{

constexpr int previewRows = 200;

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
    return isNumber(m_preview.columns.columns[column].type);
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
    case IsNullRole:
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

PreviewPane::PreviewPane(const Appearance &look, End end, QWidget *parent)
    : QWidget(parent)
    , m_end(end)
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
    m_again = makeButton(tr("Read again"), "", bar);
    m_again->setIcon(look.icon(QStringLiteral("refresh")));
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (!m_reading.pending())
            return load();
        m_reading.cancel();
        m_note->clear();
        m_again->setText(tr("Read again"));
        say(tr("Cancelled"), tr("Reading was stopped."));
    });
    barLayout->addWidget(m_again);
    layout->addWidget(bar);

    m_pages = new QStackedWidget(this);
    m_table = makeValueGrid(look, end == End::Source ? tr("Source preview") : tr("Destination preview"), m_pages);
    m_table->setModel(&m_model);
    m_pages->addWidget(m_table);
    m_empty = new EmptyState(look, QStringLiteral("table"), tr("Nothing to show yet"), {}, {}, m_pages);
    m_pages->addWidget(m_empty);
    layout->addWidget(m_pages, 1);
    setStep({});
}

void PreviewPane::say(const QString &title, const QString &why)
{
    m_empty->setTexts(title, why);
    m_pages->setCurrentIndex(1);
}

void PreviewPane::setStep(const std::optional<StepSpec> &step, const QString &whyNone)
{
    m_step = step;
    m_loaded = false;
    m_reading.cancel();
    m_note->clear();
    m_model.show({});
    m_again->setEnabled(step.has_value());
    m_again->setText(tr("Read again"));
    say(tr("Nothing to show yet"), !whyNone.isEmpty()     ? whyNone
                                   : m_end == End::Source ? tr("The first rows of the source appear here.")
                                                          : tr("The first rows of the destination appear here after a "
                                                               "run."));
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
    if (!m_session || !m_step)
        return;
    m_loaded = true;
    m_note->setText(tr("Reading…"));
    m_reading.ask(
        [session = m_session, step = *m_step, end = m_end, half = m_half](Stop stop) {
            return end == End::Source ? session->probes->previewStep(step, previewRows, stop, half)
                                      : session->probes->previewDestination(step, previewRows, stop, half);
        },
        [this](Result<RowPreview> preview) { take(std::move(preview)); }, std::chrono::seconds(70));
    m_again->setText(tr("Cancel"));
}

void PreviewPane::take(Result<RowPreview> preview)
{
    const bool source = m_end == End::Source;
    m_again->setText(tr("Read again"));
    m_note->clear();
    if (!preview.ok()) {
        m_model.show({});
        return say(preview.error().code == ErrorCode::Unsupported ? tr("This destination cannot be read again")
                   : source                                       ? tr("The source could not be read")
                                                                  : tr("The destination could not be read"),
                   preview.error().text());
    }
    const qsizetype rows = preview->rows.size();
    m_note->setText(!preview->more ? tr("%n row(s), all there are", nullptr, int(rows))
                    : source       ? tr("The first %1 rows, as a run reads them").arg(grouped(rows))
                                   : tr("The first %1 rows of the destination").arg(grouped(rows)));
    m_model.show(std::move(*preview));
    if (rows == 0)
        return say(tr("No rows"), source ? tr("The source gives none.") : tr("The destination is empty."));
    fitColumns(*m_table);
    m_pages->setCurrentIndex(0);
}

} // namespace sluice
