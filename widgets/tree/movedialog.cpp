#include "widgets/tree/movedialog.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>

namespace sluice
{

MoveDialog::MoveDialog(const Appearance &look, const QString &title, const QStringList &folders, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Move to"));
    resize(440, 420);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, title, TextStyle::Section, Role::T1, this));
    m_field = new FilterField(look, QStringLiteral("filter"), tr("Filter folders"), this);
    layout->addWidget(m_field);

    auto *model = new QStandardItemModel(this);
    for (const QString &folder : folders) {
        auto *item = new QStandardItem(look.icon(QStringLiteral("folder")),
                                       folder.isEmpty() ? tr("The workspace itself") : folder);
        item->setData(folder, Qt::UserRole);
        model->appendRow(item);
    }
    m_shown = new QSortFilterProxyModel(this);
    m_shown->setSourceModel(model);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list = new QListView(this);
    m_list->setModel(m_shown);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Folders"));
    layout->addWidget(m_list, 1);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *cancel = makeButton(tr("Cancel"), "", this);
    cancel->setAutoDefault(false);
    m_move = makeButton(tr("Move"), "primary", this);
    m_move->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_move);
    layout->addLayout(buttons);

    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        m_list->setCurrentIndex(m_shown->index(0, 0));
        m_move->setEnabled(m_shown->rowCount() > 0);
    });
    connect(m_list, &QListView::activated, this, &MoveDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_move, &QPushButton::clicked, this, &QDialog::accept);
    m_list->setCurrentIndex(m_shown->index(0, 0));
    m_move->setEnabled(m_shown->rowCount() > 0);
    m_field->setFocus();
}

void MoveDialog::accept()
{
    if (!m_list->currentIndex().isValid() || result() == Accepted) // Return is for the default button as well
        return;
    Q_EMIT chosen(m_list->currentIndex().data(Qt::UserRole).toString());
    QDialog::accept();
}

// The arrows move in the list while one types in the filter.
bool MoveDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up)
            return QCoreApplication::sendEvent(m_list, event);
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace sluice
