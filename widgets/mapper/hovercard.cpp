#include "widgets/mapper/hovercard.h"

#include "widgets/mapper/fieldmodel.h"

#include <QHBoxLayout>
#include <QPainter>

namespace sluice
{

namespace
{

constexpr int cardWidth = 288;

QString quoted(const QString &value, bool text)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    const QString shown = value.size() > 40 ? value.left(39) + u'…' : value;
    return text ? QStringLiteral("\"%1\"").arg(shown.simplified()) : shown.simplified();
}

} // namespace

HoverCard::HoverCard(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(12, 10, 12, 12);
    m_layout->setSpacing(5);
    setFixedWidth(cardWidth);
    hide();
}

void HoverCard::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_said.clear();
}

void HoverCard::addText(const QString &text, TextStyle style, Role role)
{
    auto *label = new TextLabel(m_look, text, style, role, this);
    label->setWordWrap(true);
    m_layout->addWidget(label);
    m_said.append(text);
}

void HoverCard::addSample(const SampledCast &sample)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    const QString before = quoted(sample.before, true);
    const bool refused = !sample.refusal.isEmpty();
    // The value stands on the left already.
    QString after = refused ? sample.refusal : quoted(sample.after, false);
    if (refused && after.startsWith(u'"'))
        after = after.section(u'"', 2).trimmed();
    auto *left = new TextLabel(m_look, before, TextStyle::CodeDense, Role::T1, row);
    left->setFixedWidth(108);
    left->setToolTip(sample.before.left(2000));
    auto *right = new TextLabel(m_look, after, TextStyle::CodeDense, refused ? Role::Error : Role::T1, row);
    right->setWordWrap(true);
    layout->addWidget(left);
    layout->addWidget(new TextLabel(m_look, QStringLiteral("→"), TextStyle::Dense, Role::T2, row));
    layout->addWidget(right, 1);
    m_layout->addWidget(row);
    m_said.append(QStringLiteral("%1 → %2").arg(before, after));
}

void HoverCard::showLine(const MappingEditor &editor, int target, const QPoint &pos)
{
    clear();
    m_target = target;
    const FieldMapping &mapping = editor.mapping();
    const bool proposed = mapping.sourceOf(target) < 0;
    const int source = proposed ? editor.proposedSource(target) : mapping.sourceOf(target);
    const MappedField &from = mapping.sources()[source];
    const auto type = mapping.targetType(target);
    addText(QStringLiteral("%1 %2  →  %3 %4")
                .arg(from.name, from.type ? from.type->text() : QString(), mapping.targets()[target].name,
                     type ? type->text() : QString()),
            TextStyle::CodeDense, Role::T1);
    if (proposed) {
        addText(tr("Suggested: %1").arg(editor.proposalReason(target)), TextStyle::DenseMedium, Role::Accent);
    } else {
        const LinkVerdict &verdict = editor.verdict(target);
        const Role role = verdict.fit == LinkVerdict::Dirty       ? Role::Error
                          : verdict.fit == LinkVerdict::Narrowing ? Role::Warn
                          : verdict.fit == LinkVerdict::Lossless  ? Role::Ok
                                                                  : Role::T2;
        const QString count = verdict.samples == 0 ? verdict.why
                              : verdict.refused > 0
                                  ? tr("%1 of %2 samples").arg(verdict.refused).arg(verdict.samples)
                                  : tr("%1 of %2 samples fit").arg(verdict.samples).arg(verdict.samples);
        addText(QStringLiteral("%1, %2").arg(verdictName(verdict.fit), count), TextStyle::DenseMedium, role);
        if (!verdict.reason.isEmpty() && verdict.fit != LinkVerdict::Lossless)
            addText(verdict.reason, TextStyle::Dense, Role::T2);
        for (const SampledCast &sample : verdict.shown)
            addSample(sample);
        auto *unlink = makeButton(tr("Take line away"), "", this);
        connect(unlink, &QPushButton::clicked, this, [this, target] {
            hide();
            Q_EMIT unlinkAsked(target);
        });
        m_layout->addSpacing(2);
        m_layout->addWidget(unlink, 0, Qt::AlignLeft);
    }
    m_layout->activate();
    resize(cardWidth, std::max(heightForWidth(cardWidth), m_layout->minimumSize().height()));
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -8);
    QRect place(pos + QPoint(-cardWidth / 8, 14), size());
    if (place.bottom() > room.bottom())
        place.moveBottom(std::max(pos.y() - 14, room.top() + place.height()));
    place.moveLeft(std::clamp(place.x(), room.x(), std::max(room.x(), room.right() - place.width())));
    setGeometry(place);
    show();
    raise();
}

QString HoverCard::text() const
{
    return m_said.join(u'\n');
}

void HoverCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[Role::Line2]);
    painter.setBrush(m_look[Role::Raised]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
}

void HoverCard::leaveEvent(QEvent *)
{
    hide();
}

} // namespace sluice
