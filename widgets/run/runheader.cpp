#include "widgets/run/runheader.h"

#include "widgets/run/figures.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int turnTime = 1200; // ms the arc takes
constexpr int leastWhere = 140;

} // namespace

RunHeader::RunHeader(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Canvas, Qt::BottomEdge, parent)
{
    setFixedHeight(87);
    m_clock.start();
    m_turn.setInterval(60);
    connect(&m_turn, &QTimer::timeout, this, [this] { update(16, 12, 20, 24); });
}

void RunHeader::show(const RunView &view)
{
    m_view = view;
    spin();
    update();
}

void RunHeader::spin()
{
    if (m_view.running && isVisible())
        m_turn.start();
    else
        m_turn.stop();
}

void RunHeader::showEvent(QShowEvent *event)
{
    Surface::showEvent(event);
    spin();
}

void RunHeader::hideEvent(QHideEvent *event)
{
    Surface::hideEvent(event);
    spin();
}

// A stop takes up to the end of a batch; what it waits for is said meanwhile.
QString RunHeader::stoppingText() const
{
    const RunProgress &p = m_view.progress;
    const bool full =
        std::any_of(p.lanes.begin(), p.lanes.end(), [](const LaneProgress &lane) { return lane.queueFill > 0.5; });
    const QString what = p.state == RunState::Preparing    ? tr("both ends to open")
                         : p.state == RunState::Committing ? tr("the commit")
                         : full                            ? tr("the destination")
                                                           : tr("the source");
    return tr("Stopping… waiting for %1, %2 s").arg(what).arg(m_view.stoppingFor.elapsed() / 1000);
}

QString RunHeader::stateText() const
{
    if (m_view.attempt.id.isEmpty())
        return tr("Not run yet");
    if (m_view.stopping)
        return stoppingText();
    if (!m_view.running) {
        const QString text = attemptStateText(m_view.attempt.state);
        return text.isEmpty() ? tr("Running elsewhere") : text;
    }
    switch (m_view.progress.state) {
    case RunState::Preparing:
        return tr("Preparing");
    case RunState::Committing:
        return tr("Committing");
    default:
        return tr("Running");
    }
}

// What the bar means, in words.
QString RunHeader::sentence() const
{
    const RunProgress &p = m_view.progress;
    if (m_view.attempt.id.isEmpty())
        return {};
    QString text = p.rowsExpected > 0 && m_view.running
                       ? tr("%1 of %2 rows").arg(grouped(p.rowsRead), grouped(p.rowsExpected))
                       : tr("%1 rows read").arg(grouped(p.rowsRead));
    if (!m_view.source.isEmpty())
        text += u' ' + tr("of %1").arg(m_view.source);
    if (p.splitsTotal > 1 && m_view.running)
        text += tr(", split %1 of %2").arg(std::min(p.splitsDone + 1, p.splitsTotal)).arg(p.splitsTotal);
    if (m_view.rowLimit >= 0)
        text += tr(", row limit %1").arg(grouped(m_view.rowLimit));
    return text;
}

void RunHeader::paintState(QPainter &painter, const QRect &area) const
{
    const bool failed = m_view.attempt.state == QLatin1String("Failed");
    const Glyph glyph = m_view.attempt.id.isEmpty() ? Glyph::NotReached
                        : m_view.running            ? Glyph::Running
                                                    : glyphOfState(m_view.attempt.state);
    paintGlyph(painter, QRectF(area.x() + 1, area.y() + 6, 14, 14), glyph, m_look,
               double(m_clock.elapsed() % turnTime) / turnTime);
    painter.setFont(Appearance::font(TextStyle::Section));
    painter.setPen(m_look[Role::T1]);
    const QString state = stateText();
    painter.drawText(QRect(area.x() + 24, area.y(), area.width(), 26), Qt::AlignVCenter, state);
    const int x = area.x() + 24 + painter.fontMetrics().horizontalAdvance(state) + 10;
    painter.setFont(Appearance::font(TextStyle::Base));
    painter.setPen(m_look[Role::T2]);
    if (!m_view.attempt.id.isEmpty() && !m_view.stopping) {
        const double left = m_view.remaining();
        const QString time = secondsText(m_view.progress.elapsedSeconds);
        drawFigures(painter, QRectF(x, area.y() + 1, area.right() - x, 26),
                    left >= 0 ? tr("%1, about %2 left").arg(time, secondsText(std::ceil(left))) : time);
    }
    const double share = m_view.share();
    if (share >= 0 && !m_view.stopping) {
        painter.setFont(Appearance::font(TextStyle::BaseStrong));
        painter.setPen(m_look[Role::T1]);
        painter.drawText(QRect(area.x(), area.y(), area.width(), 26), Qt::AlignVCenter | Qt::AlignRight,
                         percentText(share));
    }

    // The bar: written, and on top of it what is read but not yet written.
    const QRectF bar(area.x() + 0.5, area.y() + 30.5, area.width() - 1, 6);
    QPainterPath shape;
    shape.addRoundedRect(bar, 3, 3);
    painter.fillPath(shape, m_look[Role::Sunken]);
    painter.save();
    painter.setClipPath(shape);
    const RunProgress &p = m_view.progress;
    if (!m_view.running && !m_view.attempt.id.isEmpty()) {
        const Role role = failed                                               ? Role::Error
                          : m_view.attempt.state == QLatin1String("Succeeded") ? Role::Ok
                                                                               : Role::Line3;
        painter.fillRect(bar, m_look[role]);
    } else if (share >= 0) {
        const double written = p.rowsRead > 0 ? share * double(p.rowsWritten + p.rowsDirty) / double(p.rowsRead) : 0;
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * share, bar.height()), m_look[Role::Chart2]);
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * std::min(share, written), bar.height()),
                         m_look[Role::Chart1]);
    } else if (m_view.running) {
        const double at = double(m_clock.elapsed() % 2400) / 2400;
        painter.fillRect(QRectF(bar.x() + bar.width() * (1.3 * at - 0.3), bar.y(), bar.width() * 0.3, bar.height()),
                         m_look[Role::Chart1]);
    }
    painter.restore();
    painter.setPen(m_look[Role::Line]);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(bar, 3, 3);

    painter.setFont(Appearance::font(TextStyle::Dense));
    painter.setPen(m_look[Role::T2]);
    painter.drawText(QRect(area.x(), area.y() + 42, area.width(), 20), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(sentence(), Qt::ElideRight, area.width()));
}

void RunHeader::paintFigure(QPainter &painter, const QRect &area, const QString &label, const QString &number,
                            const QString &below, Role role) const
{
    painter.setFont(Appearance::font(TextStyle::Dense));
    painter.setPen(m_look[Role::T2]);
    painter.drawText(QRect(area.x(), area.y(), area.width(), 16), Qt::AlignVCenter, label);
    painter.drawText(QRect(area.x(), area.y() + 40, area.width(), 18), Qt::AlignVCenter, below);
    painter.setFont(Appearance::font(TextStyle::Figure));
    painter.setPen(m_look[role]);
    drawFigures(painter, QRectF(area.x(), area.y() + 16, area.width(), 24), number);
}

// Which attempt it is, and where its rows go.
void RunHeader::paintWhere(QPainter &painter, const QRect &area) const
{
    const QDateTime started = m_view.attempt.started.toLocalTime();
    const QStringList lines = {m_view.attempt.replays.isEmpty() ? tr("Debug run") : tr("Replay"),
                               tr("begun %1").arg(QLocale().toString(started, QStringLiteral("d MMM HH:mm:ss"))),
                               m_view.destination.isEmpty() ? QString() : tr("to %1").arg(m_view.destination)};
    painter.setFont(Appearance::font(TextStyle::Dense));
    painter.setPen(m_look[Role::T2]);
    for (qsizetype i = 0; i < lines.size(); ++i)
        painter.drawText(QRect(area.x(), area.y() + int(i) * 20, area.width(), 20), Qt::AlignVCenter | Qt::AlignRight,
                         painter.fontMetrics().elidedText(lines[i], Qt::ElideMiddle, area.width()));
}

void RunHeader::paintEvent(QPaintEvent *event)
{
    Surface::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int stateWidth = std::clamp(width() * 30 / 100, 280, 420);
    paintState(painter, QRect(16, 11, stateWidth, 62));
    if (m_view.attempt.id.isEmpty())
        return;

    const RunProgress &p = m_view.progress;
    const double seconds = std::max(p.elapsedSeconds, 0.001);
    const bool live = m_view.running;
    const int first = 16 + stateWidth + 36;
    const int step = std::min(146, (width() - first - 8) / 5);
    const auto area = [&](int i) { return QRect(first + i * step, 12, step - 8, 62); };
    paintFigure(painter, area(0), tr("Read"), grouped(p.rowsRead),
                rowsPerSecond(live ? m_view.readRate : double(p.rowsRead - p.rowsReadBefore) / seconds), Role::T1);
    paintFigure(painter, area(1), tr("Written"), grouped(p.rowsWritten),
                rowsPerSecond(live ? m_view.writeRate : double(p.rowsWritten - p.rowsWrittenBefore) / seconds),
                Role::T1);
    const QString allowed = m_view.dirtyAllowed        ? tr("of %1 allowed").arg(grouped(*m_view.dirtyAllowed))
                            : m_view.dirtyShareAllowed ? tr("of %1 allowed").arg(percentText(*m_view.dirtyShareAllowed))
                                                       : tr("no limit");
    paintFigure(painter, area(2), tr("Dirty"), grouped(p.rowsDirty), allowed, p.rowsDirty > 0 ? Role::Warn : Role::T1);
    const double moved = double(p.bytesWritten);
    paintFigure(painter, area(3), tr("Moved"), bytesText(moved),
                tr("%1/s").arg(bytesText(live ? m_view.byteRate : moved / seconds)), Role::T1);
    paintFigure(painter, area(4), tr("Sent"), p.bytesSent > 0 ? bytesText(double(p.bytesSent)) : QStringLiteral("–"),
                p.bytesSent > 0 && moved > 0 ? tr("%1 of the values").arg(percentText(double(p.bytesSent) / moved))
                                             : QString(),
                Role::T1);
    if (const int rest = width() - 16 - first - 5 * step; rest >= leastWhere)
        paintWhere(painter, QRect(width() - 16 - rest, 13, rest, 60));
}

} // namespace sluice
