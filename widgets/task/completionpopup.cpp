#include "widgets/task/completionpopup.h"

#include "widgets/task/scriptview.h"

#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace sluice
{

namespace
{

constexpr int rowHeight = 24;
constexpr int mostRows = 9;
constexpr int listWidth = 264;
constexpr int sideWidth = 300;
constexpr int footHeight = 32;

// The label with the typed part in accent, the type right; dimmed when it is set already.
class CandidateDelegate : public QStyledItemDelegate
{
public:
    CandidateDelegate(const Appearance &look, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_look(look)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {listWidth, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &completion = static_cast<const CandidateModel *>(index.model())->completion();
        const Candidate &candidate = completion.candidates[index.row()];
        const QRect row = option.rect;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(row, m_look[Role::Selected]);
        painter->setFont(Appearance::font(TextStyle::Dense));
        painter->setPen(m_look[Role::T3]);
        const QString type = candidate.present ? CompletionPopup::tr("already set") : candidate.type;
        const int typeWidth = painter->fontMetrics().horizontalAdvance(type);
        painter->drawText(row.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, type);
        painter->setFont(Appearance::font(TextStyle::Code));
        const QFontMetrics metrics = painter->fontMetrics();
        int x = row.x() + 8;
        const int right = row.right() - typeWidth - 20;
        const bool begins = candidate.label.startsWith(completion.prefix, Qt::CaseInsensitive);
        const QString typed = begins ? candidate.label.left(completion.prefix.size()) : QString();
        painter->setPen(m_look[Role::Accent]);
        painter->drawText(QRect(x, row.y(), right - x, row.height()), Qt::AlignVCenter, typed);
        x += metrics.horizontalAdvance(typed);
        painter->setPen(m_look[candidate.present ? Role::T3 : Role::T1]);
        painter->drawText(QRect(x, row.y(), right - x, row.height()), Qt::AlignVCenter,
                          metrics.elidedText(candidate.label.mid(typed.size()), Qt::ElideRight, right - x));
    }

private:
    const Appearance &m_look;
};

} // namespace

void CandidateModel::setCompletion(Completion completion)
{
    beginResetModel();
    m_completion = std::move(completion);
    endResetModel();
}

int CandidateModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_completion.candidates.size());
}

QVariant CandidateModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return m_completion.candidates[index.row()].label;
}

CompletionPopup::CompletionPopup(const Appearance &look, ScriptView &view, Complete complete, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_view(view)
    , m_complete(std::move(complete))
{
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(20);
    shadow->setOffset(0, 6);
    setGraphicsEffect(shadow);
    const auto tint = [shadow, &look] { shadow->setColor(QColor(0, 0, 0, look.theme().isDark() ? 128 : 41)); };
    tint();
    connect(&look, &Appearance::changed, this, tint);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 4, 1, footHeight);
    layout->setSpacing(0);
    m_list = new QListView(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new CandidateDelegate(look, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFixedWidth(listWidth);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setAccessibleName(tr("Completion"));
    layout->addWidget(m_list);
    m_side = new QWidget(this);
    m_side->setFixedWidth(sideWidth);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(12, 5, 12, 6);
    side->setSpacing(4);
    m_name = new TextLabel(look, {}, TextStyle::Code, Role::T1, m_side);
    QFont bold = m_name->font();
    bold.setWeight(QFont::DemiBold);
    m_name->setFont(bold);
    m_document = new TextLabel(look, {}, TextStyle::Dense, Role::T2, m_side);
    m_document->setWordWrap(true);
    m_document->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    side->addWidget(m_name);
    side->addWidget(m_document, 1);
    layout->addWidget(m_side);
    hide();

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::showDocument);
    connect(m_list, &QListView::clicked, this, &CompletionPopup::insert);
    connect(&view, &ScriptView::typed, this, &CompletionPopup::openIfUseful);
    connect(&view, &ScriptView::caretMoved, this, [this] {
        if (isVisible() && !m_inserting)
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (isVisible() && !refresh())
                        hide();
                },
                Qt::QueuedConnection);
    });
    view.installEventFilter(this);
    view.viewport()->installEventFilter(this);
}

bool CompletionPopup::refresh()
{
    m_view.commit();
    Completion completion = m_complete(m_view.content(), m_view.caretOffset());
    if (completion.candidates.isEmpty())
        return false;
    m_model.setCompletion(std::move(completion));
    m_list->setCurrentIndex(m_model.index(0));
    showDocument();
    place();
    return true;
}

void CompletionPopup::open()
{
    if (!refresh())
        return hide();
    show();
    raise();
}

// While typing: only where something of a name is there already, and not when it is complete.
void CompletionPopup::openIfUseful()
{
    if (m_inserting)
        return;
    m_view.commit();
    const Completion completion = m_complete(m_view.content(), m_view.caretOffset());
    const bool useful = !completion.prefix.isEmpty() && !completion.candidates.isEmpty() &&
                        completion.candidates.front().label.startsWith(completion.prefix, Qt::CaseInsensitive) &&
                        completion.candidates.front().label != completion.prefix;
    if (useful)
        open();
    else
        hide();
}

void CompletionPopup::place()
{
    const int rows = std::clamp(m_model.rowCount(), 1, mostRows);
    const int textHeight = m_document->heightForWidth(sideWidth - 24) + 36;
    const int width = listWidth + sideWidth + 2;
    const int height = std::max(rows * rowHeight, std::min(textHeight, mostRows * rowHeight)) + 4 + footHeight;
    setFixedSize(width, height);
    const QPoint at = m_view.mapTo(parentWidget(), m_view.pointAt(m_model.completion().offset));
    const int x = std::clamp(at.x() - 18, 4, std::max(4, parentWidget()->width() - width - 4));
    const bool fits = at.y() + height + 4 < parentWidget()->height();
    move(x, fits ? at.y() + 2 : at.y() - 20 - height - 2);
}

void CompletionPopup::showDocument()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || index.row() >= m_model.rowCount())
        return;
    const Candidate &candidate = m_model.completion().candidates[index.row()];
    m_name->setText(candidate.label);
    m_document->setText(candidate.documentation.isEmpty() ? candidate.type : candidate.documentation);
    if (isVisible())
        place();
}

void CompletionPopup::insert()
{
    const QModelIndex index = m_list->currentIndex();
    hide();
    if (!index.isValid())
        return;
    const Completion completion = m_model.completion();
    const Candidate &candidate = completion.candidates[index.row()];
    m_inserting = true;
    m_view.replace(completion.offset, completion.length, candidate.insertText, tr("complete %1").arg(candidate.label),
                   completion.offset + candidate.caret);
    m_inserting = false;
    m_view.setFocus();
}

bool CompletionPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (!isVisible())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::MouseButtonPress ||
        event->type() == QEvent::Wheel || event->type() == QEvent::Resize) {
        hide();
    } else if (watched == &m_view && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        auto *key = static_cast<QKeyEvent *>(event);
        const int count = m_model.rowCount(), row = m_list->currentIndex().row();
        const bool press = event->type() == QEvent::KeyPress;
        int move = 0;
        switch (key->key()) {
        case Qt::Key_Down:
            move = 1;
            break;
        case Qt::Key_Up:
            move = -1;
            break;
        case Qt::Key_PageDown:
            move = std::min(mostRows, count - 1 - row);
            break;
        case Qt::Key_PageUp:
            move = -std::min(mostRows, row);
            break;
        case Qt::Key_Tab:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (press)
                insert();
            event->accept();
            return true;
        case Qt::Key_Escape:
            if (press)
                hide();
            event->accept();
            return true;
        default:
            return QWidget::eventFilter(watched, event);
        }
        if (press)
            m_list->setCurrentIndex(m_model.index((row + move + count) % count));
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CompletionPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[Role::Line2]);
    painter.setBrush(m_look[Role::Raised]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.fillRect(m_side->geometry().adjusted(0, -3, -1, footHeight - 1), m_look[Role::Panel]);
    painter.fillRect(m_side->x(), 1, 1, height() - 2, m_look[Role::Line]);
    painter.fillRect(1, height() - footHeight, listWidth, 1, m_look[Role::Line]);
    int x = 9;
    const auto key = [&](const QString &name, const QString &what) {
        const int width = keyWidth(name);
        paintKey(painter, QRectF(x, height() - footHeight + 7, width, 18), name, m_look);
        painter.setFont(Appearance::font(TextStyle::Caption));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(x + width + 6, height() - footHeight, 120, footHeight), Qt::AlignVCenter, what);
        x += width + 6 + painter.fontMetrics().horizontalAdvance(what) + 14;
    };
    key(QStringLiteral("Tab"), tr("insert"));
    key(QStringLiteral("Esc"), tr("close"));
}

} // namespace sluice
