#include "widgets/shell/tutorialpage.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>

namespace sluice
{

TutorialPage::TutorialPage(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Canvas, {}, parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, this);
    head->setFixedHeight(44);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(16, 0, 12, 1);
    headLayout->setSpacing(12);
    m_title = new TextLabel(look, {}, TextStyle::BaseStrong, Role::T1, head);
    m_length = new TextLabel(look, {}, TextStyle::Dense, Role::T2, head);
    auto *close = makeButton(tr("Close"), "", head);
    headLayout->addWidget(m_title);
    headLayout->addWidget(m_length);
    headLayout->addStretch(1);
    headLayout->addWidget(close);
    layout->addWidget(head);
    m_text = new QTextBrowser(this);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenExternalLinks(true);
    m_text->document()->setDocumentMargin(32);
    m_text->setAccessibleName(tr("Tutorial"));
    layout->addWidget(m_text, 1);
    connect(close, &QPushButton::clicked, this, &TutorialPage::closed);
    connect(&look, &Appearance::changed, this, &TutorialPage::style);
    setFocusProxy(m_text);
}

void TutorialPage::show(const Tutorial &tutorial)
{
    m_tutorial = tutorial;
    m_title->setText(tutorial.title);
    m_length->setText(tr("%n min", nullptr, tutorial.minutes));
    style();
    m_text->verticalScrollBar()->setValue(0);
}

// Markdown brings sizes of its own; the page has those of the studio.
void TutorialPage::style()
{
    if (m_tutorial.file.isEmpty())
        return;
    QTextDocument *document = m_text->document();
    document->setDefaultFont(Appearance::font(TextStyle::Base));
    m_text->setMarkdown(tutorialText(m_tutorial));
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        cursor.select(QTextCursor::BlockUnderCursor);
        QTextBlockFormat format = block.blockFormat();
        const bool code = format.hasProperty(QTextFormat::BlockCodeFence) ||
                          format.hasProperty(QTextFormat::BlockCodeLanguage) || format.nonBreakableLines();
        QTextCharFormat text;
        if (format.headingLevel() > 0) {
            text.setFont(Appearance::font(format.headingLevel() == 1 ? TextStyle::Heading : TextStyle::Section));
            format.setTopMargin(format.headingLevel() == 1 ? 0 : 20);
            format.setBottomMargin(8);
        } else if (code) {
            text.setFont(Appearance::font(TextStyle::CodeDense));
            format.setBackground(m_look[Role::Sunken]);
            format.setLeftMargin(12);
        } else {
            format.setLineHeight(140, QTextBlockFormat::ProportionalHeight);
            format.setBottomMargin(8);
        }
        if (text.hasProperty(QTextFormat::FontFamilies) || format.headingLevel() > 0)
            cursor.mergeCharFormat(text);
        cursor.setBlockFormat(format);
    }
}

} // namespace sluice
