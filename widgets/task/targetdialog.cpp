#include "widgets/task/targetdialog.h"

#include "widgets/task/sqlhighlighter.h"

#include <QHBoxLayout>
#include <QIntValidator>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextBlock>

namespace sluice
{

namespace
{

constexpr auto readPatience = std::chrono::seconds(70);
constexpr auto createPatience = std::chrono::seconds(130);
constexpr qsizetype shownNotes = 6;

// The first few, and how many more there are.
QString listed(const QStringList &notes)
{
    QStringList shown = notes.mid(0, shownNotes);
    if (notes.size() > shownNotes)
        shown.append(TargetDialog::tr("… and %n more", nullptr, int(notes.size() - shownNotes)));
    return shown.join(u'\n');
}

} // namespace

TargetDialog::TargetDialog(const Appearance &look, SessionPtr session, const QString &script,
                           const QMap<QString, QString> &parameters, QWidget *parent)
    : QDialog(parent)
    , m_look(look)
    , m_session(std::move(session))
    , m_script(script)
    , m_parameters(parameters)
{
    setWindowTitle(tr("Generate target table"));
    resize(880, 600);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("Generate target table"), TextStyle::Section, Role::T1, this));
    m_from = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_from->setWordWrap(true);
    layout->addWidget(m_from);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(16);
    middle->addWidget(makeChoices());
    middle->addWidget(makeText(), 1);
    layout->addLayout(middle, 1);
    layout->addLayout(makeButtons());
    read();
}

QWidget *TargetDialog::makeChoices()
{
    auto *choices = new QWidget(this);
    choices->setFixedWidth(232);
    auto *layout = new QVBoxLayout(choices);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(m_look, tr("Primary key"), TextStyle::DenseMedium, Role::T1, choices));
    m_keys = new QListWidget(choices);
    m_keys->setAccessibleName(tr("Primary key"));
    m_keys->setUniformItemSizes(true);
    layout->addWidget(m_keys, 1);
    auto *hint = new TextLabel(m_look, tr("With a key it is a Delta table: rows are updated and deleted by it."),
                               TextStyle::Dense, Role::T2, choices);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    const auto number = [&](const QString &title, int least, int most, int value) {
        layout->addSpacing(6);
        layout->addWidget(new TextLabel(m_look, title, TextStyle::DenseMedium, Role::T1, choices));
        auto *field = new QLineEdit(QString::number(value), choices);
        field->setValidator(new QIntValidator(least, most, field));
        field->setAccessibleName(title);
        layout->addWidget(field);
        connect(field, &QLineEdit::textEdited, this, &TargetDialog::rewrite);
        return field;
    };
    m_buckets = number(tr("Buckets"), 1, mostBuckets, defaultBuckets);
    m_lifecycle = number(tr("Lifecycle in days (0: no end)"), 0, longestLifecycle, defaultLifecycle);
    connect(m_keys, &QListWidget::itemChanged, this, &TargetDialog::rewrite);
    return choices;
}

QWidget *TargetDialog::makeText()
{
    auto *area = new QWidget(this);
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *frame = new QFrame(area);
    frame->setFrameShape(QFrame::StyledPanel);
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    m_editor = new QPlainTextEdit(frame);
    m_editor->setFont(Appearance::font(TextStyle::Code));
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->document()->setDocumentMargin(10);
    m_editor->setAccessibleName(tr("Statement"));
    new SqlHighlighter(m_look, m_editor->document());
    inside->addWidget(m_editor);
    layout->addWidget(frame, 1);
    m_notes = new TextLabel(m_look, {}, TextStyle::Dense, Role::Warn, area);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->hide();
    layout->addWidget(m_notes);
    m_error = new ErrorStrip(m_look, area);
    layout->addWidget(m_error);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &TargetDialog::edited);
    return area;
}

QLayout *TargetDialog::makeButtons()
{
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_anew = makeButton(tr("Write it anew"), "link", this);
    m_anew->setToolTip(tr("Replace the text by one from the choices on the left"));
    m_anew->setAutoDefault(false);
    m_anew->hide();
    m_state = new TextLabel(m_look, {}, TextStyle::Dense, Role::T2, this);
    m_cancel = makeButton(tr("Cancel"), "", this);
    m_cancel->setAutoDefault(false);
    m_create = makeButton(tr("Create"), "primary", this);
    m_create->setAutoDefault(false); // Return is for the text
    buttons->addWidget(m_anew);
    buttons->addWidget(m_state, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_create);
    connect(m_anew, &QPushButton::clicked, this, [this] {
        m_byHand = false;
        rewrite();
    });
    connect(m_cancel, &QPushButton::clicked, this, &TargetDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &TargetDialog::create);
    return buttons;
}

void TargetDialog::read()
{
    m_question.ask([session = m_session, script = m_script, parameters = m_parameters](
                       Stop stop) { return session->probes->targetTable(script, parameters, stop); },
                   [this](Result<TargetTable> target) {
                       showState({});
                       if (target.ok())
                           take(*target);
                       else
                           showError(target.error());
                   },
                   readPatience);
    showState(tr("Reading the columns of the source…"));
}

void TargetDialog::take(const TargetTable &target)
{
    m_target = target;
    m_ready = true;
    m_from->setText(tr("For \"%1\" in \"%2\", from the columns that the reader delivers. The text is what is run: "
                       "change it as you like.")
                        .arg(target.table, target.source));
    m_writing = true;
    for (const Column &column : target.draft.columns.columns) {
        auto *item = new QListWidgetItem(column.name, m_keys);
        item->setSizeHint({0, 24});
        item->setToolTip(column.name + u' ' + column.type.text());
        const bool fit = column.type.kind() != TypeKind::Json && !column.type.isNested();
        item->setFlags(fit ? Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags);
        item->setCheckState(target.draft.keys.contains(column.name) ? Qt::Checked : Qt::Unchecked);
    }
    m_writing = false;
    QStringList notes = target.draft.notes;
    if (target.exists)
        notes = QStringList(tr("This table is there already.")) + target.differences + notes;
    m_notes->setText(listed(notes));
    m_notes->setVisible(!notes.isEmpty());
    rewrite();
    showState({});
    m_editor->setFocus();
}

void TargetDialog::rewrite()
{
    if (!m_ready || m_byHand || m_writing)
        return;
    TableDraft draft = m_target.draft;
    draft.buckets = m_buckets->hasAcceptableInput() ? m_buckets->text().toInt() : defaultBuckets;
    draft.lifecycle = m_lifecycle->hasAcceptableInput() ? m_lifecycle->text().toInt() : defaultLifecycle;
    // A key keeps the order that the source told; what is ticked since stands behind.
    QStringList keys;
    const auto ticked = [this](const QString &name) {
        for (const QListWidgetItem *item : m_keys->findItems(name, Qt::MatchFixedString))
            if (item->checkState() == Qt::Checked)
                return true;
        return false;
    };
    for (const QString &name : draft.keys + draft.columns.names())
        if (!keys.contains(name) && ticked(name))
            keys.append(name);
    draft.keys = keys;
    m_writing = true;
    m_editor->setPlainText(createTableText(draft));
    m_writing = false;
    m_anew->hide();
    showState({});
}

void TargetDialog::edited()
{
    const QString text = m_editor->toPlainText();
    if (text == m_text) // only its colours changed
        return;
    m_text = text;
    m_editor->setExtraSelections({});
    if (m_writing)
        return;
    m_byHand = true;
    m_anew->setVisible(m_ready);
    showState({});
}

void TargetDialog::create()
{
    if (!isReady() || m_editor->toPlainText().trimmed().isEmpty())
        return;
    m_error->dismiss();
    m_creating = true;
    m_question.ask([session = m_session, source = m_target.source, ddl = m_editor->toPlainText()](
                       Stop stop) { return session->probes->createTable(source, ddl, stop); },
                   [this](Done done) {
                       m_creating = false;
                       showState({});
                       if (!done.ok())
                           return showError(done.error());
                       Q_EMIT created(tableInText());
                       accept();
                   },
                   createPatience);
    showState(tr("Creating the table…"));
}

void TargetDialog::reject()
{
    if (!m_creating)
        return QDialog::reject();
    m_question.cancel();
    m_creating = false;
    showState(tr("Stopped. The table may have been made by then."));
}

// What is going on, or was; and what may be done now.
void TargetDialog::showState(const QString &doing)
{
    const bool busy = m_question.pending();
    m_state->setText(doing);
    m_editor->setReadOnly(busy || !m_ready);
    m_keys->setEnabled(!busy && m_ready && !m_byHand);
    m_buckets->setEnabled(m_keys->isEnabled());
    m_lifecycle->setEnabled(m_keys->isEnabled());
    const QString why = m_byHand ? tr("The text was edited by hand. Write it anew to choose here.") : QString();
    for (QWidget *choice :
         {static_cast<QWidget *>(m_keys), static_cast<QWidget *>(m_buckets), static_cast<QWidget *>(m_lifecycle)})
        choice->setToolTip(why);
    m_anew->setEnabled(!busy);
    m_create->setEnabled(!busy && m_ready && !m_editor->toPlainText().trimmed().isEmpty());
    m_cancel->setText(m_creating ? tr("Stop") : tr("Cancel"));
}

void TargetDialog::showError(const Error &error)
{
    m_error->show(error.message, QStringList{error.where, error.detail}
                                     .filter(QRegularExpression(QStringLiteral(".")))
                                     .join(QStringLiteral("  ·  ")));
    markPlace(error.where);
}

// "line 2, column 5": marks the line and puts the caret there.
void TargetDialog::markPlace(const QString &where)
{
    static const QRegularExpression place(QStringLiteral("^line (\\d+), column (\\d+)$"));
    const auto found = place.match(where);
    const QTextBlock line = m_editor->document()->findBlockByNumber(found.captured(1).toInt() - 1);
    if (!found.hasMatch() || !line.isValid())
        return;
    QTextCursor cursor(line);
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor,
                        std::clamp(found.captured(2).toInt() - 1, 0, line.length() - 1));
    m_editor->setTextCursor(cursor);
    QTextEdit::ExtraSelection mark;
    mark.cursor = cursor;
    mark.format.setBackground(m_look[Role::ErrorSoft]);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    m_editor->setExtraSelections({mark});
    m_editor->setFocus();
}

QString TargetDialog::errorText() const
{
    return m_error->isVisibleTo(this) ? m_error->text() : QString();
}

// The text may name another table than the task by now.
QString TargetDialog::tableInText() const
{
    static const QRegularExpression create(
        QStringLiteral("\\bCREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([\\w`.]+)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    const QString name = create.match(m_editor->toPlainText()).captured(1).remove(u'`');
    return name.isEmpty() ? m_target.table : name;
}

} // namespace sluice
