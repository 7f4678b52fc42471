#include "widgets/shell/recoverydialog.h"

#include "widgets/common/controls.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTreeWidget>

namespace sluice
{

namespace
{

QString stateText(FoundDraft::File file)
{
    switch (file) {
    case FoundDraft::File::AsItWas:
        return RecoveryDialog::tr("The file is as it was");
    case FoundDraft::File::Changed:
        return RecoveryDialog::tr("The file was changed since");
    case FoundDraft::File::Gone:
        return RecoveryDialog::tr("The file is gone; restoring makes it again");
    }
    return {};
}

} // namespace

RecoveryDialog::RecoveryDialog(const Appearance &look, DraftKeeper &keeper, QWidget *parent)
    : QDialog(parent)
    , m_keeper(keeper)
{
    setWindowTitle(tr("Unsaved texts"));
    resize(760, 520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("Unsaved texts from before"), TextStyle::Section, Role::T1, this));
    auto *hint = new TextLabel(look,
                               tr("The studio ended before these were saved. A restored text is open and unsaved; undo "
                                  "brings back the file's."),
                               TextStyle::Dense, Role::T2, this);
    hint->setWordWrap(true);
    layout->addWidget(hint);

    m_list = new QTreeWidget(this);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Unsaved texts"));
    m_list->setHeaderLabels({tr("Task"), tr("Kept"), tr("File")});
    for (const FoundDraft &found : keeper.found()) {
        auto *item = new QTreeWidgetItem(
            m_list, {found.draft.path, QLocale().toString(found.draft.kept.toLocalTime(), QLocale::ShortFormat),
                     stateText(found.file)});
        item->setData(0, Qt::UserRole, found.draft.file);
        item->setCheckState(0, Qt::Checked);
        item->setSizeHint(0, QSize(0, 26));
    }
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(true);
    layout->addWidget(m_list, 1);

    layout->addWidget(
        new TextLabel(look, tr("Lines that differ from the file"), TextStyle::DenseMedium, Role::T1, this));
    m_lines = new QPlainTextEdit(this);
    m_lines->setReadOnly(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setFont(Appearance::font(TextStyle::CodeDense));
    m_lines->setAccessibleName(tr("Lines that differ from the file"));
    layout->addWidget(m_lines, 1);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *discard = makeButton(tr("Discard"), "danger", this);
    discard->setAutoDefault(false);
    auto *later = makeButton(tr("Later"), "", this);
    later->setAutoDefault(false);
    auto *restore = makeButton(tr("Restore"), "primary", this);
    restore->setDefault(true);
    buttons->addWidget(discard);
    buttons->addStretch(1);
    buttons->addWidget(later);
    buttons->addWidget(restore);
    layout->addLayout(buttons);

    const auto ready = [this, discard, restore] {
        const bool some = !chosen().isEmpty();
        discard->setEnabled(some);
        restore->setEnabled(some);
    };
    connect(m_list, &QTreeWidget::itemChanged, this, ready);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &RecoveryDialog::showLines);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(discard, &QPushButton::clicked, this, [this] {
        m_keeper.discard(chosen());
        accept();
    });
    connect(restore, &QPushButton::clicked, this, [this] {
        m_keeper.restore(chosen());
        accept();
    });
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

QStringList RecoveryDialog::chosen() const
{
    QStringList files;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        if (m_list->topLevelItem(i)->checkState(0) == Qt::Checked)
            files.append(m_list->topLevelItem(i)->data(0, Qt::UserRole).toString());
    return files;
}

void RecoveryDialog::showLines()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const QString file = item ? item->data(0, Qt::UserRole).toString() : QString();
    for (const FoundDraft &found : m_keeper.found())
        if (found.draft.file == file)
            m_lines->setPlainText(found.lines.isEmpty() ? tr("Lines were only removed.") : found.lines.join(u'\n'));
}

} // namespace sluice
