#include "widgets/task/scriptview.h"

#include "widgets/document/taskdocument.h"
#include "widgets/task/issuecard.h"
#include "widgets/task/linediff.h"
#include "widgets/task/scriptstyler.h"
#include "widgets/task/scripttools.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QScrollBar>

namespace sluice
{

namespace
{

enum Column { ProblemColumn, NumberColumn, FoldColumn, ChangeColumn, GapColumn };
enum Marker { NoteMarker, WarningMarker, ErrorMarker, AddedMarker, ChangedMarker }; // higher is drawn on top
enum Indicator { ErrorIndicator = 8, WarningIndicator, NoteIndicator, MatchIndicator };
constexpr int lineHeight = 20;

int indicatorOf(Severity severity)
{
    return severity == Severity::Error     ? ErrorIndicator
           : severity == Severity::Warning ? WarningIndicator
                                           : NoteIndicator;
}

} // namespace

ScriptView::ScriptView(const Appearance &look, QWidget *parent)
    : QsciScintilla(parent)
    , m_look(look)
    , m_styler(new ScriptStyler(look, this))
    , m_card(new IssueCard(look, this))
{
    setUp();
    recolor();
    m_changesPause.setSingleShot(true);
    m_changesPause.setInterval(150);
    connect(&m_changesPause, &QTimer::timeout, this, &ScriptView::showChanges);
    connect(&look, &Appearance::changed, this, &ScriptView::recolor);
    connect(this, &QsciScintilla::textChanged, this, [this] {
        if (m_taking || m_pending || !m_document)
            return;
        m_pending = true;
        m_card->hide();
        QMetaObject::invokeMethod(this, &ScriptView::commit, Qt::QueuedConnection);
    });
    connect(this, &QsciScintilla::cursorPositionChanged, this, [this] {
        if (!m_pending && !m_taking)
            m_caret = caretOffset();
        Q_EMIT caretMoved();
    });
    connect(this, &QsciScintillaBase::SCN_DWELLSTART, this, [this](int position, int, int) {
        if (position >= 0)
            showCard(toOffset(position));
    });
    connect(this, &QsciScintillaBase::SCN_DWELLEND, this, [this](int, int, int) {
        if (!m_card->underMouse() &&
            !m_card->rect().adjusted(-8, -24, 8, 24).contains(m_card->mapFromGlobal(QCursor::pos())))
            m_card->hide();
    });
    connect(this, &QsciScintilla::marginClicked, this, [this](int margin, int line, Qt::KeyboardModifiers) {
        if (margin != ProblemColumn || !m_document)
            return;
        for (const Issue &issue : m_document->issues())
            if (issue.line == line + 1)
                return showCard(issue.offset);
    });
    connect(m_card, &IssueCard::cureRequested, this, [this](const Issue &issue) {
        commit();
        m_document->applyCure(issue);
        setFocus();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_card, &QWidget::hide);
}

ScriptView::~ScriptView() = default;

void ScriptView::setUp()
{
    setFrameShape(QFrame::NoFrame);
    setUtf8(true);
    setEolMode(EolUnix);
    setLexer(m_styler);
    setIndentationsUseTabs(false);
    setTabWidth(2);
    setAutoIndent(true);
    setBackspaceUnindents(true);
    setTabIndents(true);
    setScrollWidth(200);
    setScrollWidthTracking(true);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setCaretWidth(2);
    SendScintilla(SCI_SETMARGINLEFT, 0L, 12L);
    SendScintilla(SCI_SETMOUSEDWELLTIME, 300L);
    SendScintilla(SCI_SETENDATLASTLINE, 0L);
    SendScintilla(SCI_SETPROPERTY, "fold", "1");
    SendScintilla(SCI_SETAUTOMATICFOLD, SC_AUTOMATICFOLD_SHOW | SC_AUTOMATICFOLD_CLICK | SC_AUTOMATICFOLD_CHANGE);
    SendScintilla(SCI_SETFOLDFLAGS, SC_FOLDFLAG_LINEAFTER_CONTRACTED);

    // The document owns the undo; keys that are verbs of the studio go to it.
    SendScintilla(SCI_SETUNDOCOLLECTION, 0L);
    for (const QKeyCombination keys : {Qt::CTRL | Qt::Key_Z, Qt::CTRL | Qt::Key_Y, Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                                       Qt::CTRL | Qt::Key_Slash, Qt::CTRL | Qt::Key_L, Qt::CTRL | Qt::Key_T}) {
        const int key = keys.toCombined();
        if (QsciCommand *command = standardCommands()->boundTo(key)) {
            if (command->key() == key)
                command->setKey(0);
            else
                command->setAlternateKey(0);
        }
    }

    setMarginType(ProblemColumn, SymbolMarginDefaultBackgroundColor);
    setMarginWidth(ProblemColumn, 28);
    setMarginMarkerMask(ProblemColumn, 1 << ErrorMarker | 1 << WarningMarker | 1 << NoteMarker);
    setMarginSensitivity(ProblemColumn, true);
    setMarginType(NumberColumn, NumberMargin);
    setMarginMarkerMask(NumberColumn, 0);
    setMarginType(FoldColumn, SymbolMarginDefaultBackgroundColor);
    setMarginWidth(FoldColumn, 22);
    setMarginMarkerMask(FoldColumn, int(SC_MASK_FOLDERS));
    setMarginSensitivity(FoldColumn, true);
    setMarginType(ChangeColumn, SymbolMarginDefaultBackgroundColor);
    setMarginWidth(ChangeColumn, 3);
    setMarginMarkerMask(ChangeColumn, 1 << AddedMarker | 1 << ChangedMarker);
    setMarginType(GapColumn, SymbolMarginDefaultBackgroundColor);
    setMarginWidth(GapColumn, 8);
    setMarginMarkerMask(GapColumn, 0);
    markerDefine(FullRectangle, AddedMarker);
    markerDefine(FullRectangle, ChangedMarker);
    for (const int indicator : {ErrorIndicator, WarningIndicator, NoteIndicator})
        indicatorDefine(SquiggleIndicator, indicator);
    indicatorDefine(FullBoxIndicator, MatchIndicator);
    setIndicatorDrawUnder(true, MatchIndicator);
    fitNumbers();
}

void ScriptView::recolor()
{
    m_styler->recolor();
    setLexer(m_styler); // hands the colours over
    const QFont code = Appearance::font(TextStyle::Code);
    const int natural = QFontMetrics(code).height();
    setExtraAscent(std::max(0, (lineHeight - natural + 1) / 2));
    setExtraDescent(std::max(0, (lineHeight - natural) / 2));
    setPaper(m_look[Role::Canvas]);
    setColor(m_look[Role::T1]);
    setCaretForegroundColor(m_look[Role::Accent]);
    setCaretLineBackgroundColor(m_look[Role::Hover]);
    setSelectionBackgroundColor(m_look[Role::Selected]);
    resetSelectionForegroundColor();
    setMarginsBackgroundColor(m_look[Role::Canvas]);
    setMarginsForegroundColor(m_look[Role::T3]);
    setMarginsFont(inPoints(code));
    setFoldMarginColors(m_look[Role::Canvas], m_look[Role::Canvas]);
    setMatchedBraceBackgroundColor(m_look[Role::Selected]);
    setMatchedBraceForegroundColor(m_look[Role::T1]);
    setUnmatchedBraceBackgroundColor(m_look[Role::Canvas]);
    setUnmatchedBraceForegroundColor(m_look[Role::Error]);
    setMarkerBackgroundColor(m_look[Role::Ok], AddedMarker);
    setMarkerForegroundColor(m_look[Role::Ok], AddedMarker);
    setMarkerBackgroundColor(m_look[Role::Accent], ChangedMarker);
    setMarkerForegroundColor(m_look[Role::Accent], ChangedMarker);
    setIndicatorForegroundColor(m_look[Role::Error], ErrorIndicator);
    setIndicatorForegroundColor(m_look[Role::Warn], WarningIndicator);
    setIndicatorForegroundColor(m_look[Role::Running], NoteIndicator);
    setIndicatorForegroundColor(m_look[Role::WarnSoft], MatchIndicator);
    setIndicatorOutlineColor(m_look[Role::WarnLine], MatchIndicator);
    markerDefine(glyphPixmap(Glyph::Failed, 13, 1, m_look), ErrorMarker);
    markerDefine(glyphPixmap(Glyph::Warning, 13, 1, m_look), WarningMarker);
    markerDefine(glyphPixmap(Glyph::Note, 13, 1, m_look), NoteMarker);
    markerDefine(m_look.pixmap(QStringLiteral("chevron-down"), Role::T2, 14, 1), SC_MARKNUM_FOLDEROPEN);
    markerDefine(m_look.pixmap(QStringLiteral("chevron-down"), Role::T2, 14, 1), SC_MARKNUM_FOLDEROPENMID);
    markerDefine(m_look.pixmap(QStringLiteral("chevron-right"), Role::T2, 14, 1), SC_MARKNUM_FOLDER);
    markerDefine(m_look.pixmap(QStringLiteral("chevron-right"), Role::T2, 14, 1), SC_MARKNUM_FOLDEREND);
    for (const int marker : {SC_MARKNUM_FOLDERSUB, SC_MARKNUM_FOLDERTAIL, SC_MARKNUM_FOLDERMIDTAIL})
        markerDefine(Invisible, marker);
}

void ScriptView::setDocument(TaskDocument *document)
{
    m_document = document;
    connect(document, &TaskDocument::textChanged, this, &ScriptView::takeDocument);
    connect(document, &TaskDocument::issuesChanged, this, &ScriptView::showIssues);
    connect(document, &TaskDocument::modifiedChanged, &m_changesPause, qOverload<>(&QTimer::start));
    takeDocument(0);
    showIssues();
}

void ScriptView::showText(const QString &text)
{
    setReadOnly(false);
    setText(text);
    m_text = text;
    setReadOnly(true);
    setCaretLineVisible(false);
    setMarginWidth(ProblemColumn, 4);
    fitNumbers();
}

void ScriptView::commit()
{
    if (!m_pending || !m_document)
        return;
    m_pending = false;
    m_text = text();
    m_ascii = m_text.size() == SendScintilla(SCI_GETLENGTH);
    const int caret = caretOffset();
    const bool key = std::exchange(m_keyPressed, false);
    m_document->edit(m_text, m_caret, caret, key ? TaskDocument::Edit::Typing : TaskDocument::Edit::Whole,
                     tr("typing"));
    m_caret = caret;
    fitNumbers();
    m_changesPause.start();
    if (key)
        Q_EMIT typed();
}

// Undo, a cure or another view changed the document: only what differs is replaced, so that folds and scrolling stay.
void ScriptView::takeDocument(int caret)
{
    const QString &text = m_document->text();
    if (text == m_text && !m_pending)
        return;
    if (m_pending)
        m_text = this->text();
    m_pending = false;
    qsizetype head = 0, tail = 0;
    const qsizetype shorter = std::min(text.size(), m_text.size());
    while (head < shorter && text[head] == m_text[head])
        ++head;
    while (tail < shorter - head && text[text.size() - 1 - tail] == m_text[m_text.size() - 1 - tail])
        ++tail;
    // Never cut a surrogate pair.
    if (head > 0 && text[head - 1].isHighSurrogate())
        --head;
    if (tail > 0 && text[text.size() - tail].isLowSurrogate())
        --tail;
    m_ascii = m_text.size() == SendScintilla(SCI_GETLENGTH);
    m_taking = true;
    const bool readOnly = isReadOnly(); // for the person, not for the document
    SendScintilla(SCI_SETREADONLY, 0L);
    SendScintilla(SCI_SETTARGETSTART, toPosition(int(head)));
    SendScintilla(SCI_SETTARGETEND, toPosition(int(m_text.size() - tail)));
    const QByteArray middle = text.mid(head, text.size() - head - tail).toUtf8();
    SendScintilla(SCI_REPLACETARGET, uintptr_t(middle.size()), middle.constData());
    SendScintilla(SCI_SETREADONLY, long(readOnly));
    m_taking = false;
    m_text = text;
    m_ascii = m_text.size() == SendScintilla(SCI_GETLENGTH);
    // Scrolling to the caret lays its line out, which may be a list of a thousand columns: only where it is seen.
    m_caretUnseen = !isVisible();
    SendScintilla(m_caretUnseen ? SCI_SETEMPTYSELECTION : SCI_GOTOPOS, toPosition(caret));
    m_caret = caret;
    fitNumbers();
    m_changesPause.start();
}

void ScriptView::showEvent(QShowEvent *event)
{
    QsciScintilla::showEvent(event);
    if (std::exchange(m_caretUnseen, false))
        SendScintilla(SCI_SCROLLCARET);
    m_changesPause.start();
}

void ScriptView::showIssues()
{
    if (m_pending || !m_document->isValidated())
        return; // a newer verdict is on its way
    for (const int marker : {ErrorMarker, WarningMarker, NoteMarker})
        markerDeleteAll(marker);
    const long length = SendScintilla(SCI_GETLENGTH);
    for (const int indicator : {ErrorIndicator, WarningIndicator, NoteIndicator}) {
        SendScintilla(SCI_SETINDICATORCURRENT, indicator);
        SendScintilla(SCI_INDICATORCLEARRANGE, 0L, length);
    }
    for (const Issue &issue : m_document->issues()) {
        const int from = toPosition(issue.offset);
        const int to = std::max(toPosition(issue.offset + issue.length), std::min(from + 1, int(length)));
        SendScintilla(SCI_SETINDICATORCURRENT, indicatorOf(issue.severity));
        SendScintilla(SCI_INDICATORFILLRANGE, from, to - from);
        const int marker = issue.severity == Severity::Error     ? ErrorMarker
                           : issue.severity == Severity::Warning ? WarningMarker
                                                                 : NoteMarker;
        markerAdd(int(SendScintilla(SCI_LINEFROMPOSITION, from)), marker);
    }
    if (m_card->isVisible())
        m_card->hide();
}

void ScriptView::showChanges()
{
    if (!m_document || m_pending || !isVisible())
        return;
    // Thousands of lines take their time.
    m_comparing.ask([before = m_document->savedText(), now = m_text](Stop) { return lineChanges(before, now); },
                    [this, now = m_text](const std::vector<LineChange> &changes) {
                        if (now != m_text || m_pending)
                            return; // a newer comparison follows
                        markerDeleteAll(AddedMarker);
                        markerDeleteAll(ChangedMarker);
                        for (size_t line = 0; line < changes.size(); ++line)
                            if (changes[line] != LineChange::Same)
                                markerAdd(int(line), changes[line] == LineChange::Added ? AddedMarker : ChangedMarker);
                    });
}

void ScriptView::fitNumbers()
{
    const QString widest(std::max<qsizetype>(3, QString::number(lines()).size()), u'9');
    setMarginWidth(NumberColumn, QFontMetrics(Appearance::font(TextStyle::Code)).horizontalAdvance(widest) + 8);
}

int ScriptView::toPosition(int offset) const
{
    return m_ascii ? offset : int(QStringView(m_text).left(offset).toUtf8().size());
}

int ScriptView::toOffset(int position) const
{
    if (m_ascii && !m_pending)
        return position;
    const auto *bytes = reinterpret_cast<const char *>(SendScintilla(SCI_GETCHARACTERPOINTER));
    return int(QString::fromUtf8(bytes, position).size());
}

int ScriptView::caretLine() const
{
    return int(SendScintilla(SCI_LINEFROMPOSITION, caretPosition())) + 1;
}

int ScriptView::caretColumn() const
{
    const int start = int(SendScintilla(SCI_POSITIONFROMLINE, caretLine() - 1));
    return toOffset(caretPosition()) - toOffset(start) + 1;
}

void ScriptView::goTo(int offset, int length)
{
    commit();
    const int from = toPosition(offset), to = toPosition(offset + length);
    ensureLineVisible(int(SendScintilla(SCI_LINEFROMPOSITION, from)));
    SendScintilla(SCI_SETSEL, from, to);
    m_caret = offset + length; // Scintilla tells it only when it paints
    SendScintilla(SCI_SETXCARETPOLICY, CARET_SLOP | CARET_EVEN, 40L);
    SendScintilla(SCI_SETVISIBLEPOLICY, VISIBLE_SLOP, 4L);
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, SendScintilla(SCI_LINEFROMPOSITION, from));
}

void ScriptView::goToLine(int line)
{
    goTo(toOffset(int(SendScintilla(SCI_POSITIONFROMLINE, std::clamp(line, 1, lines()) - 1))));
}

QPoint ScriptView::pointAt(int offset) const
{
    const int position = toPosition(offset);
    return viewport()->mapTo(this, QPoint(int(SendScintilla(SCI_POINTXFROMPOSITION, 0L, long(position))),
                                          int(SendScintilla(SCI_POINTYFROMPOSITION, 0L, long(position))) + lineHeight));
}

void ScriptView::showMatches(const QList<std::pair<int, int>> &ranges)
{
    SendScintilla(SCI_SETINDICATORCURRENT, MatchIndicator);
    SendScintilla(SCI_INDICATORCLEARRANGE, 0L, SendScintilla(SCI_GETLENGTH));
    for (const auto &[offset, length] : ranges) {
        const int from = toPosition(offset);
        SendScintilla(SCI_INDICATORFILLRANGE, from, toPosition(offset + length) - from);
    }
}

void ScriptView::replace(int offset, int length, const QString &text, const QString &what, int caret)
{
    commit();
    QString whole = m_text;
    whole.replace(offset, length, text);
    m_document->edit(whole, m_caret, caret < 0 ? int(offset + text.size()) : caret, TaskDocument::Edit::Whole, what);
}

void ScriptView::commentLines()
{
    commit();
    const int first = int(SendScintilla(SCI_LINEFROMPOSITION, SendScintilla(SCI_GETSELECTIONSTART)));
    int last = int(SendScintilla(SCI_LINEFROMPOSITION, SendScintilla(SCI_GETSELECTIONEND)));
    if (last > first && SendScintilla(SCI_GETSELECTIONEND) == SendScintilla(SCI_POSITIONFROMLINE, last))
        --last;
    const QString text = toggleComment(m_text, first, last);
    const int caret = std::clamp(m_caret + (first == last ? int(text.size() - m_text.size()) : 0), 0, int(text.size()));
    m_document->edit(text, m_caret, caret, TaskDocument::Edit::Whole, tr("comment"));
}

void ScriptView::indentAll()
{
    commit();
    const int line = caretLine();
    m_document->edit(indentScript(m_text), m_caret, m_caret, TaskDocument::Edit::Whole, tr("format"));
    goToLine(line);
}

const Issue *ScriptView::issueAt(int offset) const
{
    if (!m_document || !m_document->isValidated())
        return nullptr;
    for (const Issue &issue : m_document->issues())
        if (offset >= issue.offset && offset <= issue.offset + std::max(issue.length, 1))
            return &issue;
    return nullptr;
}

void ScriptView::showCard(int offset)
{
    const Issue *issue = issueAt(offset);
    if (!issue)
        return m_card->hide();
    const QPoint below = pointAt(issue->offset);
    m_card->show(*issue, below - QPoint(0, lineHeight), below);
}

bool ScriptView::showCardAtCaret()
{
    if (m_card->isVisible() && !m_card->issue().cure.isEmpty()) {
        m_card->hide();
        commit();
        return m_document->applyCure(m_card->issue());
    }
    const Issue *issue = issueAt(caretOffset());
    if (!issue && m_document && m_document->isValidated()) // anywhere on the line will do
        for (const Issue &candidate : m_document->issues())
            if (candidate.line == caretLine() && !issue)
                issue = &candidate;
    if (issue)
        showCard(issue->offset);
    return issue;
}

void ScriptView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_card->isVisible())
        return m_card->hide();
    m_keyPressed = !event->text().isEmpty();
    QsciScintilla::keyPressEvent(event);
    m_keyPressed = m_keyPressed && m_pending;
}

void ScriptView::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT contextMenuRequested(event->globalPos());
}

void ScriptView::focusOutEvent(QFocusEvent *event)
{
    QsciScintilla::focusOutEvent(event);
    if (!m_card->isAncestorOf(QApplication::focusWidget()))
        m_card->hide();
}

} // namespace sluice
