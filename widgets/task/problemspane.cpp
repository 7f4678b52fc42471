#include "widgets/task/problemspane.h"

#include "widgets/task/issuecard.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int headHeight = 33;
constexpr int usualHeight = headHeight + 4 * 26 + 6; // four lines

QRect cureRect(const QRect &row, const QString &cure)
{
    const int width = QFontMetrics(Appearance::font(TextStyle::Dense)).horizontalAdvance(cure);
    return {row.right() - 12 - width, row.y(), width + 12, row.height()};
}

} // namespace

void ProblemsModel::setIssues(Issues issues)
{
    std::stable_sort(issues.begin(), issues.end(), [](const Issue &a, const Issue &b) {
        return a.severity != b.severity ? a.severity < b.severity : a.offset < b.offset;
    });
    beginResetModel();
    m_issues = std::move(issues);
    endResetModel();
}

int ProblemsModel::count(Severity severity) const
{
    return int(std::count_if(m_issues.begin(), m_issues.end(), [&](const Issue &i) { return i.severity == severity; }));
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_issues.size());
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Issue &issue = m_issues[index.row()];
    if (role == Qt::DisplayRole)
        return issue.message;
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return QStringLiteral("%1\n%2:%3  %4").arg(issue.message).arg(issue.line).arg(issue.column).arg(issue.pointer);
    return {};
}

void ProblemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Issue &issue = static_cast<const ProblemsModel *>(index.model())->issue(index.row());
    const QRect row = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(row, m_look[selected                                 ? Role::Selected
                                  : option.state & QStyle::State_MouseOver ? Role::Hover
                                                                           : Role::Canvas]);
    painter->fillRect(row.x(), row.bottom(), row.width(), 1, m_look[Role::Grid]);
    paintGlyph(*painter, QRectF(row.x() + 8, row.center().y() - 6, 13, 13), glyphOf(issue.severity), m_look);

    int right = row.right() - 12;
    painter->setFont(Appearance::font(TextStyle::Dense));
    if (!issue.cure.isEmpty()) {
        const QRect cure = cureRect(row, issue.cure);
        painter->setPen(m_look[Role::Accent]);
        painter->drawText(cure, Qt::AlignVCenter | Qt::AlignLeft, issue.cure);
        right = cure.x() - 16;
    }
    // Three columns that keep their place: message, line:column, pointer.
    const int pointerX = row.x() + std::max(row.width() * 56 / 100, 240);
    const int placeX = pointerX - 64;
    painter->setPen(m_look[Role::T1]);
    const QRect message(row.x() + 36, row.y(), placeX - row.x() - 48, row.height());
    painter->drawText(message, Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(issue.message, Qt::ElideRight, message.width()));
    painter->setFont(Appearance::font(TextStyle::CodeDense));
    painter->setPen(m_look[Role::T2]);
    if (issue.line > 0)
        painter->drawText(QRect(placeX, row.y(), 60, row.height()), Qt::AlignVCenter,
                          QStringLiteral("%1:%2").arg(issue.line).arg(issue.column));
    const QRect pointer(pointerX, row.y(), right - pointerX, row.height());
    painter->drawText(pointer, Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(issue.pointer, Qt::ElideMiddle, pointer.width()));
}

QSize ProblemDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, 26};
}

bool ProblemDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    const Issue &issue = static_cast<ProblemsModel *>(model)->issue(index.row());
    if (event->type() == QEvent::MouseButtonRelease && !issue.cure.isEmpty() &&
        cureRect(option.rect, issue.cure).contains(static_cast<QMouseEvent *>(event)->pos())) {
        Q_EMIT cureClicked(index.row());
        return true;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

ProblemsPane::ProblemsPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, this);
    head->setFixedHeight(headHeight);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(4, 0, 6, 1);
    headLayout->setSpacing(6);
    m_tabs = new PaneTabs(look, head);
    m_tabs->addTab(tr("Problems"));
    headLayout->addWidget(m_tabs);
    headLayout->addStretch(1);
    m_errors = new Chip(look, {}, Tone::Error, head);
    m_errors->setGlyph(Glyph::Failed);
    m_warnings = new Chip(look, {}, Tone::Warn, head);
    m_warnings->setGlyph(Glyph::Warning);
    m_notes = new Chip(look, {}, Tone::Neutral, head);
    for (Chip *chip : {m_errors, m_warnings, m_notes})
        headLayout->addWidget(chip);
    auto *fold = new QToolButton(head);
    fold->setIcon(look.icon(QStringLiteral("chevron-down")));
    fold->setFixedSize(26, 26);
    fold->setToolTip(tr("Fold the pane"));
    fold->setAccessibleName(tr("Fold the pane"));
    connect(fold, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    m_fold = fold;
    headLayout->addWidget(fold);
    layout->addWidget(head);

    m_body = new Surface(look, Role::Canvas, {}, this);
    auto *pages = new QStackedLayout(m_body);
    m_list = new QListView(m_body);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Problems"));
    auto *delegate = new ProblemDelegate(look, m_list);
    m_list->setItemDelegate(delegate);
    pages->addWidget(m_list);
    m_empty = new EmptyState(look, QStringLiteral("check"), tr("No problems"),
                             tr("The script parses and every option is known."), {}, m_body);
    pages->addWidget(m_empty);
    pages->setCurrentIndex(1);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_body);
    m_pages->setMinimumHeight(usualHeight - headHeight); // the pages scroll
    layout->addWidget(m_pages, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int place) {
        m_pages->setCurrentIndex(place);
        Q_EMIT pageChanged(place);
    });
    connect(delegate, &ProblemDelegate::cureClicked, this,
            [this](int row) { Q_EMIT cureRequested(m_model.issue(row)); });
    const auto jump = [this](const QModelIndex &index) { Q_EMIT jumpRequested(m_model.issue(index.row())); };
    connect(m_list, &QListView::clicked, this, jump);
    connect(m_list, &QListView::activated, this, jump);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { setFolded(false); });
    setIssues({});
}

void ProblemsPane::setIssues(const Issues &issues)
{
    const int current = m_list->currentIndex().row();
    m_model.setIssues(issues);
    if (current >= 0 && current < m_model.rowCount())
        m_list->setCurrentIndex(m_model.index(current));
    const int errors = m_model.count(Severity::Error), warnings = m_model.count(Severity::Warning),
              notes = m_model.count(Severity::Note);
    m_tabs->setCount(0, issues.isEmpty() ? -1 : issues.size());
    m_errors->set(QString::number(errors), Tone::Error);
    m_errors->setVisible(errors);
    m_warnings->set(QString::number(warnings), Tone::Warn);
    m_warnings->setVisible(warnings);
    m_notes->set(tr("%n note(s)", nullptr, notes), Tone::Neutral);
    m_notes->setVisible(notes);
    static_cast<QStackedLayout *>(m_body->layout())->setCurrentIndex(issues.isEmpty() ? 1 : 0);
}

QWidget *ProblemsPane::pageParent() const
{
    return m_pages;
}

int ProblemsPane::addPage(const QString &title, QWidget *page)
{
    m_tabs->addTab(title);
    return m_pages->addWidget(page);
}

void ProblemsPane::showPage(int place)
{
    m_tabs->setCurrentIndex(place);
    setFolded(false);
}

void ProblemsPane::setPageOffered(int place, bool offered)
{
    if (m_tabs->isTabVisible(place) == offered)
        return;
    m_tabs->setTabVisible(place, offered);
    m_tabs->setCurrentIndex(offered ? place : 0);
}

int ProblemsPane::currentPage() const
{
    return m_pages->currentIndex();
}

QSize ProblemsPane::sizeHint() const
{
    return {QWidget::sizeHint().width(), usualHeight};
}

void ProblemsPane::next()
{
    showPage(0);
    if (m_model.rowCount() == 0)
        return;
    const int row = (m_list->currentIndex().row() + 1) % m_model.rowCount();
    m_list->setCurrentIndex(m_model.index(row));
    Q_EMIT jumpRequested(m_model.issue(row));
}

void ProblemsPane::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    m_pages->setVisible(!folded);
    static_cast<QToolButton *>(m_fold)->setIcon(
        m_look.icon(folded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    setMaximumHeight(folded ? headHeight : QWIDGETSIZE_MAX);
    Q_EMIT foldedChanged(folded);
}

} // namespace sluice
