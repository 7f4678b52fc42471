#include "widgets/mapper/fieldcard.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace sluice
{

FieldCard::FieldCard(const Appearance &look, MappingEditor &editor, MapperSide side, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    const bool source = side == MapperSide::Source;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto *head = new QWidget(this);
    head->setFixedHeight(36);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(8);
    m_icon = new QLabel(head);
    m_system = new TextLabel(look, {}, TextStyle::BaseStrong, Role::T1, head);
    m_object = new TextLabel(look, {}, TextStyle::Dense, Role::T2, head);
    m_object->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_object->setMinimumWidth(54);
    m_filter =
        new FilterField(look, QStringLiteral("filter"), source ? tr("Filter fields") : tr("Filter columns"), head);
    m_filter->setMinimumWidth(96);
    m_filter->setMaximumWidth(150);
    m_filter->installEventFilter(this);
    m_unmapped = makeButton(tr("Unmapped only"), "", head);
    m_unmapped->setCheckable(true);
    m_unmapped->setAccessibleName(source ? tr("Unmapped source fields only") : tr("Unmapped columns only"));
    row->addWidget(m_icon);
    row->addWidget(m_system);
    row->addWidget(m_object, 1);
    row->addWidget(m_filter);
    row->addWidget(m_unmapped);
    layout->addWidget(head);
    m_heads = new QWidget(this);
    m_heads->setFixedHeight(fieldRowHeight);
    m_heads->installEventFilter(this);
    layout->addWidget(m_heads);
    m_list = new FieldList(look, editor, side, this);
    layout->addWidget(m_list, 1);

    m_editorRow = new Surface(look, Role::Panel, Qt::TopEdge, this);
    auto *edit = new QVBoxLayout(m_editorRow);
    edit->setContentsMargins(12, 7, 12, 6);
    edit->setSpacing(4);
    m_editor = new QLineEdit(m_editorRow);
    m_editor->setFont(Appearance::font(TextStyle::CodeDense));
    m_editor->installEventFilter(this);
    m_editorNote = new TextLabel(look, {}, TextStyle::Dense, Role::T2, m_editorRow);
    m_editorNote->setWordWrap(true);
    edit->addWidget(m_editor);
    edit->addWidget(m_editorNote);
    m_editorRow->hide();
    layout->addWidget(m_editorRow);

    connect(m_filter, &QLineEdit::textChanged, m_list,
            [this](const QString &text) { m_list->fields().setFilter(text); });
    connect(m_unmapped, &QPushButton::toggled, m_list, [this](bool on) { m_list->fields().setUnmappedOnly(on); });
    connect(m_list, &FieldList::filterAsked, m_filter, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    connect(m_editor, &QLineEdit::returnPressed, this, [this] {
        const QString fault = m_then ? m_then(m_editor->text()) : QString();
        m_editor->setProperty("invalid", !fault.isEmpty());
        m_editor->style()->polish(m_editor);
        if (fault.isEmpty())
            return closeEditor();
        m_editorNote->setRole(Role::Error);
        m_editorNote->setText(fault);
    });
    connect(&look, &Appearance::changed, this, [this] { setHeading(m_iconName, m_system->text(), m_object->text()); });
}

void FieldCard::setHeading(const QString &icon, const QString &system, const QString &object)
{
    m_iconName = icon;
    m_icon->setPixmap(m_look.pixmap(icon, Role::T2, 16, devicePixelRatioF()));
    m_system->setText(system);
    m_object->setText(object);
    m_object->setToolTip(object);
}

void FieldCard::setValueHead(const QString &text)
{
    if (text == m_valueHead)
        return;
    m_valueHead = text;
    m_heads->update();
}

void FieldCard::openEditor(const QString &hint, std::function<QString(const QString &)> then)
{
    m_then = std::move(then);
    m_editor->clear();
    m_editor->setProperty("invalid", false);
    m_editor->style()->polish(m_editor);
    m_editor->setAccessibleName(hint);
    m_editorNote->setRole(Role::T2);
    m_editorNote->setText(hint);
    m_editorRow->show();
    m_editor->setFocus();
}

void FieldCard::closeEditor()
{
    m_editorRow->hide();
    m_list->setFocus();
}

bool FieldCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_heads && event->type() == QEvent::Paint) {
        paintHeads(m_heads);
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_editor && key == Qt::Key_Escape) {
            closeEditor();
            return true;
        }
        // Out of an empty filter, and down into what it leaves.
        if (watched == m_filter && (key == Qt::Key_Down || (key == Qt::Key_Escape && m_filter->text().isEmpty()))) {
            m_list->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FieldCard::paintHeads(QPaintDevice *device)
{
    QPainter painter(device);
    const QRect rect = m_heads->rect();
    painter.fillRect(rect, m_look[Role::Sunken]);
    painter.fillRect(0, 0, rect.width(), 1, m_look[Role::Line]);
    painter.fillRect(0, rect.bottom(), rect.width(), 1, m_look[Role::Line]);
    painter.setFont(Appearance::font(TextStyle::DenseMedium));
    painter.setPen(m_look[Role::T2]);
    QStringList titles = m_list->delegate().titles();
    if (m_list->fields().side() == MapperSide::Source && !m_valueHead.isEmpty())
        titles.last() = m_valueHead;
    const auto cells = m_list->delegate().cells(m_list->viewport()->width());
    for (qsizetype i = 0; i < titles.size(); ++i) {
        const QRect place(cells[size_t(i)].x, 0, cells[size_t(i)].width, rect.height());
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(titles[i], Qt::ElideRight, place.width()));
    }
}

void FieldCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[Role::Line]);
    painter.setBrush(m_look[Role::Canvas]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void FieldCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_heads->update();
}

} // namespace sluice
