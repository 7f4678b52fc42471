#include "widgets/task/diffstrip.h"

#include <QHBoxLayout>

namespace sluice
{

namespace
{

constexpr qsizetype shownChips = 8;
constexpr qsizetype longestChip = 64; // characters

QString toneOf(TaskChange::Kind kind)
{
    switch (kind) {
    case TaskChange::Kind::Added:
        return QStringLiteral("ok");
    case TaskChange::Kind::Removed:
        return QStringLiteral("error");
    case TaskChange::Kind::Changed:
        return QStringLiteral("accent");
    case TaskChange::Kind::Comment:
    case TaskChange::Kind::Layout:
        break;
    }
    return QStringLiteral("neutral");
}

} // namespace

void ButtonFlow::setButtons(const QList<QPushButton *> &buttons)
{
    qDeleteAll(m_buttons);
    m_buttons = buttons;
    for (QPushButton *button : buttons) {
        button->setParent(this);
        button->show();
    }
    place(width(), true);
    updateGeometry();
}

int ButtonFlow::place(int width, bool move) const
{
    constexpr int gap = 6;
    int x = 0, y = 0, line = 0;
    for (QPushButton *button : m_buttons) {
        const QSize size(std::min(button->sizeHint().width(), width), 22);
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line + gap;
        }
        if (move)
            button->setGeometry(QRect(QPoint(x, y), size));
        x += size.width() + gap;
        line = size.height();
    }
    return y + line;
}

void ButtonFlow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place(width(), true);
}

DiffStrip::DiffStrip(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Panel, Qt::BottomEdge, parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 7, 12, 8);
    layout->setSpacing(6);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    m_title = new TextLabel(look, {}, TextStyle::DenseStrong, Role::T1, this);
    line->addWidget(m_title);
    m_summary = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    line->addWidget(m_summary, 1);
    m_file = makeButton(tr("Compare with file…"), "link", this);
    line->addWidget(m_file);
    m_close = makeButton(tr("Compare with what is saved"), "link", this);
    line->addWidget(m_close);
    layout->addLayout(line);
    m_chips = new ButtonFlow(this);
    layout->addWidget(m_chips);
    connect(m_file, &QPushButton::clicked, this, &DiffStrip::fileRequested);
    connect(m_close, &QPushButton::clicked, this, [this] { setOther({}, {}); });
    hide();
}

void DiffStrip::compare(const QString &saved, const QString &text)
{
    m_saved = saved;
    m_text = text;
    ask();
}

void DiffStrip::setOther(const QString &name, const QString &text)
{
    m_otherName = name;
    m_otherText = text;
    m_all = false;
    ask();
}

void DiffStrip::ask()
{
    const QString before = m_otherName.isEmpty() ? m_saved : m_otherText;
    if (before == m_text && m_otherName.isEmpty()) {
        m_question.cancel();
        return show({});
    }
    m_question.ask([before, text = m_text](Stop) { return taskDiff(ScriptDocument(before), ScriptDocument(text)); },
                   [this](const QList<TaskChange> &changes) { show(changes); });
}

void DiffStrip::show(const QList<TaskChange> &changes)
{
    m_changes = changes;
    m_title->setText(m_otherName.isEmpty() ? tr("Changed since it was saved") : tr("Against %1").arg(m_otherName));
    m_summary->setText(diffSummary(changes));
    m_file->setVisible(m_otherName.isEmpty());
    m_close->setVisible(!m_otherName.isEmpty());
    QList<QPushButton *> chips;
    const auto add = [&](const QString &text, const QString &tone) {
        auto *chip = makeButton(text, "chip", m_chips);
        chip->setFont(Appearance::font(TextStyle::CodeDense));
        chip->setProperty("tone", tone);
        chips.append(chip);
        return chip;
    };
    const qsizetype most = m_all || changes.size() <= shownChips + 1 ? changes.size() : shownChips;
    for (qsizetype i = 0; i < most; ++i) {
        QString text = changes[i].words();
        if (text.size() > longestChip)
            text = text.left(longestChip) + QChar(u'…');
        QPushButton *chip = add(text.replace(u'&', QStringLiteral("&&")), toneOf(changes[i].kind));
        chip->setToolTip(changes[i].words());
        connect(chip, &QPushButton::clicked, this, [this, i] { Q_EMIT placeRequested(m_changes[i]); });
    }
    if (most < changes.size())
        connect(add(tr("and %n more", nullptr, int(changes.size() - most)), QStringLiteral("neutral")),
                &QPushButton::clicked, this, [this] {
                    m_all = true;
                    QMetaObject::invokeMethod(
                        this, [this] { show(m_changes); }, Qt::QueuedConnection);
                });
    m_chips->setButtons(chips);
    m_chips->setVisible(!chips.isEmpty());
    setVisible(!changes.isEmpty() || !m_otherName.isEmpty());
}

} // namespace sluice
