#include "widgets/source/prerequisites.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sluice
{

PrerequisiteList::PrerequisiteList(const Appearance &look, const QList<Prerequisite> &prerequisites, QWidget *parent)
    : QWidget(parent)
{
    setVisible(!prerequisites.isEmpty());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 16);
    layout->setSpacing(2);
    layout->addWidget(new TextLabel(look, tr("Also needed, and not tested"), TextStyle::DenseStrong, Role::T1, this));
    for (const Prerequisite &needed : prerequisites) {
        layout->addSpacing(6);
        auto *text = new TextLabel(look, QStringLiteral("%1: %2").arg(needed.title, needed.text), TextStyle::Dense,
                                   Role::T2, this);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(text);
        if (needed.command.isEmpty())
            continue;
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        auto *command = new TextLabel(look, needed.command, TextStyle::CodeDense, Role::T1, this);
        command->setTextInteractionFlags(Qt::TextSelectableByMouse);
        line->addWidget(command);
        line->addStretch(1);
        auto *copy = makeButton(tr("Copy"), "link", this);
        copy->setIcon(look.icon(QStringLiteral("copy"), Role::Accent));
        copy->setAccessibleName(tr("Copy %1").arg(needed.command));
        connect(copy, &QPushButton::clicked, this,
                [command = needed.command] { QGuiApplication::clipboard()->setText(command); });
        line->addWidget(copy);
        layout->addLayout(line);
    }
}

} // namespace sluice
