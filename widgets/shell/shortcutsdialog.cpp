#include "widgets/shell/shortcutsdialog.h"

#include "widgets/common/controls.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTreeWidget>

namespace sluice
{

ShortcutsDialog::ShortcutsDialog(const Appearance &look, const ActionRegistry &actions, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(560, 560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("Keyboard shortcuts"), TextStyle::Section, Role::T1, this));
    auto *field = new FilterField(look, QStringLiteral("search"), tr("Filter by verb or key"), this);
    layout->addWidget(field);
    auto *list = new QTreeWidget(this);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setHeaderLabels({tr("Key"), tr("Verb")});
    list->setAccessibleName(tr("Keyboard shortcuts"));
    for (QAction *action : actions.all()) {
        QStringList keys;
        for (const QKeySequence &key : action->shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        if (!keys.isEmpty())
            new QTreeWidgetItem(list, {keys.join(QStringLiteral(", ")), QString(action->text()).remove(u'&')});
    }
    list->header()->resizeSection(0, 200);
    layout->addWidget(list, 1);
    connect(field, &QLineEdit::textChanged, list, [list](const QString &text) {
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            QTreeWidgetItem *item = list->topLevelItem(i);
            item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                            !item->text(1).contains(text, Qt::CaseInsensitive));
        }
    });
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *close = makeButton(tr("Close"), "", this);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    field->setFocus();
}

} // namespace sluice
