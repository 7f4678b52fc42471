#include "widgets/source/prerequisites.h"

#include <QClipboard>
#include <QCoreApplication>
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
    const auto translated = [](const char *text) { return QCoreApplication::translate("Prerequisites", text); };
    for (const Prerequisite &needed : prerequisites) {
        layout->addSpacing(6);
        auto *text = new TextLabel(look, tr("%1: %2").arg(translated(needed.title), translated(needed.text)),
                                   TextStyle::Dense, Role::T2, this);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(text);
        const QString command = QString::fromLatin1(needed.command);
        if (command.isEmpty())
            continue;
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        auto *shown = new TextLabel(look, command, TextStyle::CodeDense, Role::T1, this);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        line->addWidget(shown);
        line->addStretch(1);
        auto *copy = makeButton(tr("Copy"), "link", this);
        copy->setIcon(look.icon(QStringLiteral("copy"), Role::Accent));
        copy->setAccessibleName(tr("Copy %1").arg(command));
        connect(copy, &QPushButton::clicked, this, [command] { QGuiApplication::clipboard()->setText(command); });
        line->addWidget(copy);
        layout->addLayout(line);
    }
}

} // namespace sluice
