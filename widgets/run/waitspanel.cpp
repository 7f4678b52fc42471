#include "widgets/run/waitspanel.h"

#include "widgets/run/figures.h"

#include <QPainter>
#include <QPainterPath>
#include <QThread>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr Role partRoles[WaitShares::PartCount] = {Role::Chart2, Role::Chart1, Role::Chart3, Role::Chart4};
// One by one, as far as there is room; the rest is counted.
int shownLanes(size_t lanes)
{
    return lanes > 2 ? 1 : int(lanes);
}

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

// As much as the longest name and its share need.
int legendWidth(int width)
{
    const QFontMetrics metrics(Appearance::font(TextStyle::Dense));
    int widest = 0;
    for (int i = 0; i < WaitShares::PartCount; ++i)
        widest = std::max(widest, metrics.horizontalAdvance(partName(WaitShares::Part(i))));
    return std::max((width - 32 - 33) * 42 / 100, widest + 18 + 52);
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
    , m_try(makeButton({}, "link", this))
{
    setMinimumSize(320, 150);
    m_chip->hide();
    m_try->hide();
    m_try->setToolTip(tr("Changes the task; undo takes it back. The next run uses it."));
    connect(m_try, &QPushButton::clicked, this, [this] {
        const Advice taken = m_advice;
        Q_EMIT adviceTaken(taken.option, taken.value);
    });
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
    m_advice = adviceFor(view, m_shares, QThread::idealThreadCount());
    m_try->setText(m_advice.verb);
    m_try->setVisible(!m_advice.verb.isEmpty());
    place();
    update();
}

QString WaitsPanel::sentence() const
{
    if (m_shares.known)
        return partName(m_shares.worst) + u' ' + percentText(m_shares.share[m_shares.worst]);
    return m_view.running ? tr("No waits yet") : tr("Where the time goes");
}

void WaitsPanel::place()
{
    m_chip->resize(m_chip->sizeHint());
    m_chip->move(width() - m_chip->width() - 16, 12);
    const QRect words = adviceArea();
    m_try->resize(m_try->sizeHint());
    m_try->move(words.x() - 4, words.bottom() + 2);
}

// Where the words stand, under the lanes.
QRect WaitsPanel::adviceArea() const
{
    const int left = 16 + legendWidth(width()) + 33, room = width() - 16 - left;
    const size_t lanes = m_view.running ? m_view.progress.lanes.size() : 0;
    const int top = 70 + 20 * int(std::min(lanes, size_t(2)));
    const QFontMetrics metrics(Appearance::font(TextStyle::Dense));
    const QRect words = metrics.boundingRect(0, 0, room, height(), Qt::TextWordWrap, m_advice.words);
    return {left, top, room, words.height()};
}

void WaitsPanel::resizeEvent(QResizeEvent *)
{
    place();
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
        painter.drawText(QRect(area.x() + 18, y, area.width() - 66, 20), Qt::AlignVCenter,
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
    const int shown = m_view.running ? shownLanes(lanes.size()) : 0;
    for (size_t i = 0; int(i) < shown; ++i, y += 20) {
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
    if (const int more = int(lanes.size()) - shown; m_view.running && more > 0) {
        painter.setPen(m_look[Role::T3]);
        painter.drawText(QRect(area.x(), y, area.width(), 20), Qt::AlignVCenter,
                         tr("and %n more lanes", nullptr, more));
    }
    painter.setPen(m_look[Role::T1]);
    painter.drawText(adviceArea(), Qt::TextWordWrap | Qt::AlignTop, m_advice.words);
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
                                ? m_advice.words
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

    const int half = legendWidth(width());
    paintLegend(painter, QRect(16, 66, half, 80));
    painter.fillRect(16 + half + 16, 66, 1, std::min(80, height() - 76), m_look[Role::Line]);
    paintLanes(painter, QRect(16 + half + 33, 66, width() - 32 - half - 33, height() - 70));
}

} // namespace sluice
