#include "widgets/task/breadcrumb.h"

#include <QJsonObject>
#include <QMouseEvent>
#include <QPainter>

namespace sluice
{

namespace
{

constexpr int gap = 22; // between parts, with the chevron in it

QString unescaped(QString key)
{
    return key.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
}

} // namespace

Breadcrumb::Breadcrumb(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Canvas, Qt::BottomEdge, parent)
{
    setFixedHeight(28);
}

void Breadcrumb::setPlace(const ScriptDocument &script, const QString &pointer)
{
    m_parts.clear();
    QString path;
    bool inSteps = false;
    for (const QString &key : pointer.split(u'/').mid(1)) {
        path += u'/' + key;
        QString text = unescaped(key);
        bool number = false;
        const int index = text.toInt(&number);
        if (number && inSteps) {
            const QJsonObject step = script.value(path).toObject();
            text = QStringLiteral("[%1] %2 %3")
                       .arg(index)
                       .arg(step.value(QLatin1String("stepType")).toString(),
                            step.value(QLatin1String("category")).toString())
                       .trimmed();
        } else if (number) {
            text = QStringLiteral("[%1]").arg(index);
        }
        m_parts.append({text, path});
        inSteps = path == QLatin1String("/steps");
    }
    update();
}

void Breadcrumb::setFault(const QString &text)
{
    m_fault = text;
    update();
}

QList<QRect> Breadcrumb::partRects() const
{
    const QFontMetrics metrics(Appearance::font(TextStyle::CodeDense));
    QList<QRect> rects;
    int x = 12;
    for (const Part &part : m_parts) {
        const int width = metrics.horizontalAdvance(part.text);
        rects.append({x, 0, width, height() - 1});
        x += width + gap;
    }
    return rects;
}

void Breadcrumb::paintEvent(QPaintEvent *event)
{
    Surface::paintEvent(event);
    QPainter painter(this);
    int right = width() - 12;
    if (!m_fault.isEmpty()) {
        painter.setFont(Appearance::font(TextStyle::Dense));
        const int width = painter.fontMetrics().horizontalAdvance(m_fault);
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(right - width, 0, width, height() - 1), Qt::AlignVCenter, m_fault);
        paintGlyph(painter, QRectF(right - width - 20, (height() - 13) / 2.0, 12, 12), Glyph::Failed, m_look);
        right -= width + 32;
    }
    painter.setClipRect(0, 0, right, height());
    painter.setFont(Appearance::font(TextStyle::CodeDense));
    if (m_parts.isEmpty()) {
        painter.setPen(m_look[Role::T3]);
        painter.drawText(QRect(12, 0, right, height() - 1), Qt::AlignVCenter, tr("script"));
    }
    const QList<QRect> rects = partRects();
    for (qsizetype i = 0; i < rects.size(); ++i) {
        painter.setPen(m_look[Role::T2]);
        painter.drawText(rects[i], Qt::AlignVCenter, m_parts[i].text);
        if (i + 1 < rects.size())
            painter.drawPixmap(rects[i].right() + 5, (height() - 13) / 2,
                               m_look.pixmap(QStringLiteral("chevron-right"), Role::T3, 12, devicePixelRatioF()));
    }
}

void Breadcrumb::mousePressEvent(QMouseEvent *event)
{
    const QList<QRect> rects = partRects();
    for (qsizetype i = 0; i < rects.size(); ++i)
        if (rects[i].contains(event->pos()))
            Q_EMIT clicked(m_parts[i].pointer);
}

} // namespace sluice
