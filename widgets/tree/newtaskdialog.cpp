#include "widgets/tree/newtaskdialog.h"

#include "widgets/tree/workspacemodel.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QStyle>

#include <algorithm>

namespace sluice
{

namespace
{

const Setting<QString> lastKind{"newTask/kind", {}};
const QLatin1String taskSuffix(".job.json");

QString taskPath(const QString &folder, const QString &name)
{
    return (folder.isEmpty() ? name : folder + u'/' + name) + taskSuffix;
}

} // namespace

NewTaskDialog::NewTaskDialog(const Appearance &look, SessionPtr session, const WorkspaceModel &model,
                             const QString &folder, QWidget *parent)
    : QDialog(parent)
    , m_look(look)
    , m_session(std::move(session))
    , m_model(model)
{
    setWindowTitle(tr("New task"));
    setMinimumWidth(700);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("New task"), TextStyle::Section, Role::T1, this));

    auto *middle = new QHBoxLayout;
    middle->setSpacing(20);
    m_list = new QListWidget(this);
    m_list->setFixedWidth(236);
    m_list->setMinimumHeight(232);
    m_list->setAccessibleName(tr("What the task moves"));
    m_list->setUniformItemSizes(true);
    middle->addWidget(m_list);
    middle->addWidget(makeForm(), 1);
    layout->addLayout(middle, 1);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_what = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_what->setWordWrap(true);
    auto *cancel = makeButton(tr("Cancel"), "", this);
    cancel->setAutoDefault(false);
    m_create = makeButton(tr("Create"), "primary", this);
    m_create->setDefault(true);
    buttons->addWidget(m_what, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &QDialog::accept);

    fillKinds();
    m_folder->setEditText(folder);
    askSources();
    m_name->setFocus();
    m_name->selectAll();
}

QWidget *NewTaskDialog::makeForm()
{
    auto *area = new QWidget(this);
    auto *form = new QFormLayout(area);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto label = [&](const QString &text) {
        auto *made = new TextLabel(m_look, text, TextStyle::Base, Role::T2, area);
        made->setMinimumSize(84, 28);
        return made;
    };
    const auto message = [&] {
        auto *made = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, area);
        made->setMinimumHeight(20); // nothing jumps when there is something to say
        form->addRow(QString(), made);
        return made;
    };
    m_name = new QLineEdit(area);
    m_name->setAccessibleName(tr("Name"));
    form->addRow(label(tr("Name")), m_name);
    m_nameMessage = message();

    m_folder = new QComboBox(area);
    m_folder->setObjectName(QStringLiteral("folder"));
    m_folder->setEditable(true);
    m_folder->setInsertPolicy(QComboBox::NoInsert);
    m_folder->setAccessibleName(tr("Folder"));
    m_folder->lineEdit()->setPlaceholderText(tr("The workspace itself"));
    m_folder->lineEdit()->setAccessibleName(tr("Folder"));
    m_folder->addItem(QString());
    m_folder->addItems(m_model.folderPaths());
    form->addRow(label(tr("Folder")), m_folder);
    m_folderMessage = message();

    m_reader = addSourceRow(form, tr("Source"), m_readerLabel);
    m_writer = addSourceRow(form, tr("Destination"), m_writerLabel);

    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameTyped = true; });
    connect(m_name, &QLineEdit::textChanged, this, &NewTaskDialog::check);
    connect(m_folder, &QComboBox::editTextChanged, this, [this] {
        if (!m_nameTyped && !m_kinds.isEmpty())
            kindChanged();
        check();
    });
    return area;
}

QComboBox *NewTaskDialog::addSourceRow(QFormLayout *form, const QString &label, TextLabel *&shownLabel)
{
    shownLabel = new TextLabel(m_look, label, TextStyle::Base, Role::T2, form->parentWidget());
    shownLabel->setMinimumSize(84, 32);
    auto *box = new QComboBox(form->parentWidget());
    box->setAccessibleName(label);
    form->addRow(shownLabel, box);
    return box;
}

void NewTaskDialog::fillKinds()
{
    const StepCatalog &catalog = m_session->catalog;
    const auto word = [](const QString &type) {
        return type == QLatin1String("odps") ? QStringLiteral("maxcompute") : type;
    };
    for (const JobTemplate &from : jobTemplates(catalog)) {
        const QString reader = systemName(catalog, from.reader), writer = systemName(catalog, from.writer);
        m_kinds.append(
            {from, tr("%1 to %2").arg(reader, writer), word(from.reader) + QStringLiteral("_to_") + word(from.writer)});
    }
    m_kinds.append({{}, tr("Blank script"), QStringLiteral("new_task"), true});
    int chosen = 0;
    for (int i = 0; i < m_kinds.size(); ++i) {
        m_list->addItem(new QListWidgetItem(
            m_look.icon(m_kinds[i].generated ? QStringLiteral("file") : QStringLiteral("task")), m_kinds[i].title));
        m_list->item(i)->setSizeHint({200, 32});
        if (m_kinds[i].name == lastKind.value())
            chosen = i;
    }
    connect(m_list, &QListWidget::currentRowChanged, this, &NewTaskDialog::kindChanged);
    connect(m_list, &QListWidget::itemActivated, this, &NewTaskDialog::accept);
    m_list->setCurrentRow(chosen);
}

void NewTaskDialog::askSources()
{
    m_question.ask([session = m_session](Stop) { return session->sources->list(); },
                   [this](Result<QList<DataSource>> sources) {
                       m_sources = sources.valueOr({});
                       kindChanged();
                   });
}

void NewTaskDialog::fillSources(QComboBox *box, TextLabel *label, const QString &stepType, const QString &category)
{
    const QString before = box->currentData().toString();
    box->clear();
    const bool takes = takesSource(m_session->catalog, stepType, category);
    box->setVisible(takes);
    label->setVisible(takes);
    if (!takes)
        return;
    for (const DataSource &source : m_sources)
        if (source.type == stepType)
            box->addItem(source.name, source.name);
    const bool none = box->count() == 0;
    box->addItem(none ? tr("None for %1 yet: chosen later").arg(systemName(m_session->catalog, stepType))
                      : tr("Chosen later"),
                 QString());
    box->setCurrentIndex(std::max(0, before.isEmpty() ? 0 : box->findData(before)));
}

void NewTaskDialog::kindChanged()
{
    const Kind &kind = m_kinds[std::max(0, m_list->currentRow())];
    fillSources(m_reader, m_readerLabel, kind.from.reader, QStringLiteral("reader"));
    fillSources(m_writer, m_writerLabel, kind.from.writer, QStringLiteral("writer"));
    if (!m_nameTyped) {
        m_name->setText(freeName(kind.name));
        m_name->selectAll();
    }
    if (kind.generated) {
        m_what->setText(tr("A script of generated rows, read and counted. It runs as it is."));
    } else {
        const Issues issues = validate(ScriptDocument(script()), m_session->catalog);
        QStringList open;
        for (const Issue &issue : issues)
            if (issue.severity == Severity::Error)
                open.append(issue.pointer.section(u'/', -1));
        open.removeDuplicates();
        m_what->setText(open.isEmpty() ? tr("The task is complete as it is.")
                                       : tr("To choose in the task: %1").arg(open.join(QStringLiteral(", "))));
    }
    check();
}

QString NewTaskDialog::folder() const
{
    QStringList parts = m_folder->currentText().split(u'/', Qt::SkipEmptyParts);
    for (QString &part : parts)
        part = part.trimmed();
    return parts.join(u'/');
}

QString NewTaskDialog::name() const
{
    QString name = m_name->text().trimmed();
    if (name.endsWith(taskSuffix))
        name.chop(taskSuffix.size());
    return name;
}

QString NewTaskDialog::script() const
{
    const Kind &kind = m_kinds[std::max(0, m_list->currentRow())];
    if (kind.generated)
        return newTaskScript();
    JobTemplate from = kind.from;
    from.readerSource = m_reader->currentData().toString();
    from.writerSource = m_writer->currentData().toString();
    return templateScript(from, m_session->catalog);
}

QString NewTaskDialog::freeName(const QString &base) const
{
    for (int i = 1;; ++i) {
        const QString name = i == 1 ? base : QStringLiteral("%1_%2").arg(base).arg(i);
        if (!m_model.indexOf(taskPath(folder(), name)).isValid())
            return name;
    }
}

void NewTaskDialog::setMessage(TextLabel *label, QLineEdit *field, const QString &fault, const QString &note)
{
    label->setText(fault.isEmpty() ? note : fault);
    label->setRole(fault.isEmpty() ? Role::T2 : Role::Error);
    if (field->property("invalid").toBool() == !fault.isEmpty())
        return;
    field->setProperty("invalid", !fault.isEmpty());
    field->style()->unpolish(field);
    field->style()->polish(field);
}

void NewTaskDialog::check()
{
    QString folderFault;
    const QStringList parts = folder().split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        if (const Done named = checkNodeName(part); !named.ok() && folderFault.isEmpty())
            folderFault = named.error().message;
    const bool fresh = folderFault.isEmpty() && !folder().isEmpty() && !m_model.indexOf(folder()).isValid();
    setMessage(m_folderMessage, m_folder->lineEdit(), folderFault, fresh ? tr("The folder is made along.") : QString());

    QString nameFault;
    if (const Done named = checkNodeName(name()); !named.ok())
        nameFault = named.error().message;
    else if (m_model.indexOf(taskPath(folder(), name())).isValid())
        nameFault = tr("There is a task of this name in the folder.");
    setMessage(m_nameMessage, m_name, nameFault);
    m_create->setEnabled(folderFault.isEmpty() && nameFault.isEmpty());
}

void NewTaskDialog::accept()
{
    check();
    if (!m_create->isEnabled() || result() == Accepted) // Return in the list is for the default button as well
        return;
    lastKind.set(m_kinds[std::max(0, m_list->currentRow())].name);
    Q_EMIT chosen(folder(), name(), script());
    QDialog::accept();
}

} // namespace sluice
