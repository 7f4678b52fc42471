#include "widgets/source/renamedialog.h"

#include "task/datasource.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace sluice
{

RenameDialog::RenameDialog(const Appearance &look, const QString &name, const QStringList &taken,
                           const QStringList &users, const QStringList &unsaved, QWidget *parent)
    : QDialog(parent)
    , m_before(name)
    , m_taken(taken)
    , m_unsaved(unsaved)
{
    setWindowTitle(tr("Rename data source"));
    setMinimumWidth(460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(new TextLabel(look, tr("Rename %1").arg(name), TextStyle::Section, Role::T1, this));
    m_field = new QLineEdit(name, this);
    m_field->setAccessibleName(tr("New name"));
    layout->addWidget(m_field);
    m_message = new TextLabel(look, {}, TextStyle::Dense, Role::Error, this);
    m_message->setWordWrap(true);
    layout->addWidget(m_message);
    auto *what = new TextLabel(look,
                               users.isEmpty() ? tr("No task uses it.")
                                               : tr("%n task(s) will be changed along:", nullptr, int(users.size())) +
                                                     u'\n' + users.join(u'\n'),
                               TextStyle::Dense, Role::T2, this);
    what->setWordWrap(true);
    layout->addWidget(what);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *cancel = makeButton(tr("Cancel"), "", this);
    m_rename = makeButton(tr("Rename"), "primary", this);
    m_rename->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_rename);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_rename, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_field, &QLineEdit::textChanged, this, &RenameDialog::judge);
    m_field->selectAll();
    m_field->setFocus();
    judge();
}

void RenameDialog::judge()
{
    QString problem;
    if (!m_unsaved.isEmpty())
        problem = tr("Save these tasks first, they use it and are being edited: %1")
                      .arg(m_unsaved.join(QStringLiteral(", ")));
    else if (const Done named = checkDataSourceName(name()); !named.ok())
        problem = named.error().message;
    else if (name() != m_before && m_taken.contains(name(), Qt::CaseInsensitive))
        problem = tr("There is a data source \"%1\" already.").arg(name());
    m_message->setText(problem);
    m_message->setVisible(!problem.isEmpty());
    m_rename->setEnabled(problem.isEmpty() && name() != m_before);
}

} // namespace sluice
