#include "widgets/run/waitspanel.h"

#include "widgets/run/figures.h"

#include <QPainter>
#include <QPainterPath>

namespace sluice
{

namespace
{

constexpr Role partRoles[WaitShares::PartCount] = {Role::Chart2, Role::Chart1, Role::Chart3, Role::Chart4};
constexpr int shownLanes = 4; // shown one by one

QString partName(WaitShares::Part part)
{
    switch (part) {
    case WaitShares::Writer:
        return WaitsPanel::tr("Waiting for the writer");
    case WaitShares::Reader:
        return WaitsPanel::tr("Waiting for the reader");
    case WaitShares::Cast:
        return WaitsPanel::tr("Mapping and casts");
    default:
        return WaitsPanel::tr("Throttle");
    }
}

QString boundName(WaitShares::Part part)
{
    switch (part) {
    case WaitShares::Writer:
        return WaitsPanel::tr("Writer-bound");
    case WaitShares::Reader:
        return WaitsPanel::tr("Reader-bound");
    case WaitShares::Cast:
        return WaitsPanel::tr("Cast-bound");
    default:
        return WaitsPanel::tr("Throttled");
    }
}

} // namespace

WaitsPanel::WaitsPanel(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_chip(new Chip(look, {}, Tone::Warn, this))
{
    setMinimumSize(320, 150);
    m_chip->hide();
    connect(&look, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void WaitsPanel::show(const RunView &view)
{
    m_view = view;
    m_shares = view.hasWaits ? waitShares(view.progress) : WaitShares{};
    const bool bound = m_shares.known && m_shares.share[m_shares.worst] >= 0.5;
    m_chip->setVisible(bound);
    if (bound)
        m_chip->set(boundName(m_shares.worst), Tone::Warn);
    placeChip();
    update();
}

QString WaitsPanel::sentence() const
{
    if (m_shares.known)
        return partName(m_shares.worst) + u' ' + percentText(m_shares.share[m_shares.worst]);
    return m_view.running ? tr("No waits yet") : tr("Where the time goes");
}

QString WaitsPanel::advice() const
{
    const RunProgress &p = m_view.progress;
    if (!m_shares.known)
        return m_view.running ? tr("Shares appear with the first batches.") : QString();
    switch (m_shares.worst) {
    case WaitShares::Writer:
        return tr("The destination takes rows more slowly than they are read. More channels help only where it takes "
                  "them side by side.");
    case WaitShares::Reader:
        return p.splitsTotal > 0 && p.splitsTotal <= int(p.lanes.size())
                   ? tr("The source gives rows more slowly than they are written, and has no more pieces to read side "
                        "by "
                        "side.")
                   : tr("The source gives rows more slowly than they are written. More channels may help.");
    case WaitShares::Cast:
        return tr("Conversions take most of the time. More channels help up to the number of cores.");
    default:
        return tr("The speed limit holds the run back. Raise setting.speed.mbps to go faster.");
    }
}

void WaitsPanel::placeChip()
{
    m_chip->resize(m_chip->sizeHint());
    m_chip->move(width() - m_chip->width() - 16, 12);
}

void WaitsPanel::resizeEvent(QResizeEvent *)
{
    placeChip();
}

void WaitsPanel::paintLegend(QPainter &painter, const QRect &area) const
{
    painter.setFont(Appearance::font(TextStyle::Dense));
    int y = area.y();
    for (int i = 0; i < WaitShares::PartCount; ++i, y += 20) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look[partRoles[i]]);
        painter.drawRoundedRect(QRectF(area.x(), y + 5, 10, 10), 2, 2);
        painter.setPen(m_look[Role::T1]);
        painter.drawText(QRect(area.x() + 18, y, area.width() - 60, 20), Qt::AlignVCenter,
                         partName(WaitShares::Part(i)));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(area.x(), y, area.width(), 20), Qt::AlignVCenter | Qt::AlignRight,
                         percentText(m_shares.share[i]));
    }
}

void WaitsPanel::paintLanes(QPainter &painter, const QRect &area) const
{
    painter.setFont(Appearance::font(TextStyle::Dense));
    int y = area.y();
    const auto &lanes = m_view.progress.lanes;
    for (size_t i = 0; m_view.running && i < lanes.size() && i < shownLanes; ++i, y += 20) {
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(area.x(), y, 50, 20), Qt::AlignVCenter, tr("Lane %1").arg(i + 1));
        const QRectF track(area.x() + 52, y + 7, 72, 6);
        QPainterPath shape;
        shape.addRoundedRect(track, 3, 3);
        painter.fillPath(shape, m_look[Role::Sunken]);
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(QRectF(track.x(), track.y(), track.width() * std::clamp(lanes[i].queueFill, 0.0, 1.0), 6),
                         m_look[Role::Chart2]);
        painter.restore();
        painter.setPen(m_look[Role::Line]);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(area.x() + 134, y, area.width(), 20), Qt::AlignVCenter,
                         tr("queue %1").arg(percentText(lanes[i].queueFill)));
        painter.drawText(QRect(area.x(), y, area.width(), 20), Qt::AlignVCenter | Qt::AlignRight,
                         tr("%1 rows").arg(grouped(lanes[i].rowsWritten)));
    }
    if (m_view.running && lanes.size() > shownLanes) {
        painter.setPen(m_look[Role::T3]);
        painter.drawText(QRect(area.x(), y, area.width(), 20), Qt::AlignVCenter,
                         tr("and %n more lanes", nullptr, int(lanes.size() - shownLanes)));
        y += 20;
    }
    painter.setPen(m_look[Role::T1]);
    painter.drawText(QRect(area.x(), y + 4, area.width(), height() - y - 8), Qt::TextWordWrap | Qt::AlignTop, advice());
}

void WaitsPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Appearance::font(TextStyle::Section));
    painter.setPen(m_look[Role::T1]);
    painter.drawText(QRect(16, 10, width() - 140, 24), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(sentence(), Qt::ElideRight, width() - 140));

    const QRectF bar(16, 42, width() - 32, 16);
    QPainterPath shape;
    shape.addRoundedRect(bar, 3, 3);
    painter.fillPath(shape, m_look[Role::Sunken]);
    if (!m_shares.known) {
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T3]);
        const QString why = m_view.running || m_view.attempt.id.isEmpty()
                                ? advice()
                                : tr("This attempt has not waited for anything that was measured.");
        painter.drawText(QRectF(16, 68, width() - 32, 40), Qt::TextWordWrap, why);
        return;
    }
    painter.save();
    painter.setClipPath(shape);
    double x = bar.x();
    for (int i = 0; i < WaitShares::PartCount; ++i) {
        const double part = bar.width() * m_shares.share[i];
        painter.fillRect(QRectF(x, bar.y(), std::max(0.0, part - (x + part < bar.right() - 1 ? 1 : 0)), bar.height()),
                         m_look[partRoles[i]]);
        x += part;
    }
    painter.restore();

    const int half = (width() - 32 - 33) * 42 / 100;
    paintLegend(painter, QRect(16, 66, half, 80));
    painter.fillRect(16 + half + 16, 66, 1, std::min(80, height() - 76), m_look[Role::Line]);
    paintLanes(painter, QRect(16 + half + 33, 66, width() - 32 - half - 33, height() - 70));
}

} // namespace sluice
