#include "widgets/task/findbar.h"

#include "widgets/task/scriptview.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace sluice
{

FindBar::FindBar(const Appearance &look, ScriptView &view, QWidget *parent)
    : Surface(look, Role::Panel, Qt::BottomEdge, parent)
    , m_view(view)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 7);
    layout->setSpacing(6);
    m_field = new FilterField(look, QStringLiteral("search"), tr("Find in the script"), this);
    m_field->setMaximumWidth(280);
    layout->addWidget(m_field, 1);
    const auto tool = [&](const QString &icon, const QString &tip) {
        auto *button = new QToolButton(this);
        button->setIcon(look.icon(icon));
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setFixedSize(28, 28);
        return button;
    };
    auto *caseButton = tool({}, tr("Match case"));
    caseButton->setText(QStringLiteral("Aa"));
    caseButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    caseButton->setCheckable(true);
    m_case = caseButton;
    layout->addWidget(caseButton);
    auto *previous = tool(QStringLiteral("arrow-up"), tr("Previous match (Shift+Enter)"));
    auto *next = tool(QStringLiteral("arrow-down"), tr("Next match (Enter)"));
    layout->addWidget(previous);
    layout->addWidget(next);
    m_count = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_count->setMinimumWidth(72);
    layout->addWidget(m_count);
    m_replacement = new QLineEdit(this);
    m_replacement->setPlaceholderText(tr("Replace by"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_replacement->setMaximumWidth(220);
    layout->addWidget(m_replacement, 1);
    m_replace = makeButton(tr("Replace"), "", this);
    m_replaceAll = makeButton(tr("Replace all"), "", this);
    layout->addWidget(m_replace);
    layout->addWidget(m_replaceAll);
    layout->addStretch(1);
    auto *shut = tool(QStringLiteral("close"), tr("Close (Escape)"));
    layout->addWidget(shut);

    connect(m_field, &QLineEdit::textChanged, this, &FindBar::search);
    connect(m_case, &QAbstractButton::toggled, this, &FindBar::search);
    connect(&m_view, &QsciScintilla::textChanged, this, [this] {
        if (isVisible())
            QMetaObject::invokeMethod(this, &FindBar::search, Qt::QueuedConnection);
    });
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_replace, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(m_replaceAll, &QPushButton::clicked, this, &FindBar::replaceAll);
    connect(shut, &QToolButton::clicked, this, &FindBar::close);
    hide();
}

void FindBar::open(bool withReplace)
{
    for (QWidget *widget : {static_cast<QWidget *>(m_replacement), static_cast<QWidget *>(m_replace),
                            static_cast<QWidget *>(m_replaceAll)})
        widget->setVisible(withReplace);
    if (const QString selected = m_view.selectedText(); !selected.isEmpty() && !selected.contains(u'\n'))
        m_field->setText(selected);
    show();
    m_field->setFocus();
    m_field->selectAll();
    search();
}

void FindBar::close()
{
    hide();
    m_view.showMatches({});
    m_view.setFocus();
}

void FindBar::search()
{
    m_view.commit();
    m_matches.clear();
    m_current = -1;
    const QString wanted = m_field->text();
    const auto sensitivity = m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive;
    for (qsizetype at = 0; !wanted.isEmpty() && (at = m_view.content().indexOf(wanted, at, sensitivity)) >= 0;
         at += wanted.size())
        m_matches.append({int(at), int(wanted.size())});
    m_view.showMatches(m_matches);
    tell();
}

void FindBar::tell()
{
    m_count->setText(m_field->text().isEmpty() ? QString()
                     : m_matches.isEmpty()     ? tr("no match")
                     : m_current < 0           ? tr("%n match(es)", nullptr, int(m_matches.size()))
                                               : tr("%1 of %2").arg(m_current + 1).arg(m_matches.size()));
    m_count->setRole(m_matches.isEmpty() && !m_field->text().isEmpty() ? Role::Error : Role::T2);
    m_replace->setEnabled(!m_matches.isEmpty());
    m_replaceAll->setEnabled(!m_matches.isEmpty());
}

void FindBar::step(int direction)
{
    if (m_matches.isEmpty())
        return;
    const int count = int(m_matches.size());
    if (m_current >= 0) {
        m_current = (m_current + direction + count) % count;
    } else { // the nearest to the caret
        const int caret = m_view.caretOffset();
        m_current = 0;
        while (m_current + 1 < count && m_matches[m_current].first < caret)
            ++m_current;
    }
    m_view.goTo(m_matches[m_current].first, m_matches[m_current].second);
    tell();
}

void FindBar::replaceOne()
{
    if (m_current < 0)
        return step(1);
    const auto [offset, length] = m_matches[m_current];
    m_view.replace(offset, length, m_replacement->text(), tr("replace"));
    search();
    step(1);
}

void FindBar::replaceAll()
{
    QString text = m_view.content();
    for (auto match = m_matches.crbegin(); match != m_matches.crend(); ++match)
        text.replace(match->first, match->second, m_replacement->text());
    const int count = int(m_matches.size());
    m_view.replace(0, int(m_view.content().size()), text, tr("replace all"), 0);
    search();
    m_count->setText(tr("%n replaced", nullptr, count));
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return close();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_replacement->hasFocus())
            return replaceOne();
        return step(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    }
    Surface::keyPressEvent(event);
}

} // namespace sluice
