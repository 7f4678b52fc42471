#include "widgets/mapper/mapperpage.h"

#include "widgets/mapper/mapperview.h"
#include "widgets/mapper/samplepane.h"

#include <QHBoxLayout>
#include <QPainter>

namespace sluice
{

namespace
{

// "Enter link · Ins constant · Space skip"
class KeyHints : public QWidget
{
public:
    KeyHints(const Appearance &look, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
        , m_hints{{MapperPage::tr("Enter"), MapperPage::tr("link")},
                  {MapperPage::tr("Ins"), MapperPage::tr("constant")},
                  {MapperPage::tr("Space"), MapperPage::tr("skip")}}
    {
        setFixedHeight(24);
        setMaximumWidth(paint(nullptr)); // the first to give way: what does not fit whole is left out
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {maximumWidth(), 24}; }
    QSize minimumSizeHint() const override { return {0, 24}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paint(&painter);
    }

private:
    int paint(QPainter *painter) const
    {
        const QFont font = Appearance::font(TextStyle::Dense);
        int x = 0;
        for (const auto &[key, what] : m_hints) {
            const int wide = keyWidth(key), text = QFontMetrics(font).horizontalAdvance(what);
            if (painter && x + wide + 6 + text > width())
                break;
            if (painter) {
                paintKey(*painter, QRectF(x, 3, wide, 18), key, m_look);
                painter->setFont(font);
                painter->setPen(m_look[Role::T2]);
                painter->drawText(QRect(x + wide + 6, 0, text + 4, 24), Qt::AlignVCenter, what);
            }
            x += wide + 6 + text + 14;
        }
        return x;
    }

    const Appearance &m_look;
    QList<std::pair<QString, QString>> m_hints;
};

} // namespace

MapperPage::MapperPage(const Appearance &look, const ActionRegistry &, SessionPtr session, TaskDocument &document,
                       QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_editor(std::move(session), document)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    bar->setFixedHeight(44);
    buildToolBar(bar);
    layout->addWidget(bar);
    m_trouble = new ErrorStrip(look, this);
    layout->addWidget(m_trouble);
    m_told = new ErrorStrip(look, this, Tone::Accent);
    layout->addWidget(m_told);

    auto *page = new Surface(look, Role::Panel, {}, this);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    m_view = new MapperView(look, m_editor, page);
    pageLayout->addWidget(m_view);
    layout->addWidget(page, 1);
    m_samples = new SamplePane(look, m_editor, this);
    m_samples->hide(); // until it has its place

    connect(&m_editor, &MappingEditor::changed, this, &MapperPage::refresh);
    connect(&m_editor, &MappingEditor::told, this, &MapperPage::tell);
    connect(m_told, &ErrorStrip::cureRequested, this, [this] {
        m_told->dismiss();
        if (m_replaces)
            m_editor.replaceInstead();
        else
            m_editor.undo();
    });
    connect(m_trouble, &ErrorStrip::cureRequested, this, [this] {
        m_trouble->dismiss();
        m_editor.readAgain();
    });
    connect(m_samples, &SamplePane::recordChanged, m_view, &MapperView::setRecord);
    connect(m_samples, &SamplePane::pathAsked, this, [this](const QString &path) {
        int field = -1;
        const QString fault = m_editor.addField(path, field);
        if (!fault.isEmpty())
            return tell(fault, false, false);
        m_view->sourceCard().filter().clear();
        m_view->sourceCard().list().selectField(field);
        m_view->sourceCard().list().setFocus();
    });
    connect(m_samples, &SamplePane::fieldAsked, this, [this](const QString &name) {
        m_view->sourceCard().filter().clear();
        m_view->sourceCard().list().selectField(m_editor.mapping().sourceOfKey(name));
        m_view->sourceCard().list().setFocus();
    });
    setFocusProxy(&m_view->sourceCard().list());
    refresh();
}

void MapperPage::buildToolBar(QWidget *parent)
{
    auto *layout = new QHBoxLayout(parent);
    layout->setContentsMargins(12, 0, 12, 1);
    layout->setSpacing(8);
    auto *back = makeButton(tr("All sections"), "link", parent);
    connect(back, &QPushButton::clicked, this, &MapperPage::closed);
    layout->addWidget(back);
    layout->addSpacing(4);
    layout->addWidget(new TextLabel(m_look, tr("Field mapping"), TextStyle::Section, Role::T1, parent));
    m_count = new TextLabel(m_look, {}, TextStyle::Base, Role::T2, parent);
    layout->addWidget(m_count);
    auto *line = new Surface(m_look, Role::Line, {}, parent);
    line->setFixedSize(1, 20);
    layout->addSpacing(4);
    layout->addWidget(line);
    layout->addSpacing(4);
    layout->addWidget(
        addVerb(tr("Map same name"), QStringLiteral("match-name"), tr("map same name"), &FieldMapping::mapSameName));
    layout->addWidget(
        addVerb(tr("Map same line"), QStringLiteral("match-line"), tr("map same line"), &FieldMapping::mapSameLine));
    auto *suggest = makeButton(tr("Suggest"), "", parent);
    suggest->setIcon(m_look.icon(QStringLiteral("suggest")));
    suggest->setToolTip(tr("Proposes lines by names, types and values. They join the task when you accept them."));
    connect(suggest, &QPushButton::clicked, &m_editor, &MappingEditor::suggest);
    m_verbs.append(suggest);
    layout->addWidget(suggest);
    layout->addWidget(addVerb(tr("Clear"), QStringLiteral("erase"), tr("clear the mapping"), &FieldMapping::clear));
    layout->addStretch(1);
    m_accept = makeButton({}, "", parent);
    m_accept->setIcon(m_look.icon(QStringLiteral("check")));
    connect(m_accept, &QPushButton::clicked, &m_editor, &MappingEditor::acceptAll);
    layout->addWidget(m_accept);
    layout->addWidget(new KeyHints(m_look, parent));
}

QPushButton *MapperPage::addVerb(const QString &text, const QString &icon, const QString &what,
                                 MappingOutcome (FieldMapping::*verb)())
{
    auto *button = makeButton(text, "", this);
    button->setIcon(m_look.icon(icon));
    connect(button, &QPushButton::clicked, this,
            [this, what, verb] { m_editor.apply(what, [verb](FieldMapping &mapping) { return (mapping.*verb)(); }); });
    m_verbs.append(button);
    return button;
}

void MapperPage::setParameters(std::function<QMap<QString, QString>()> parameters)
{
    m_editor.setParameters(std::move(parameters));
}

QString MapperPage::said() const
{
    return m_told->isVisibleTo(this) ? m_told->text() : QString();
}

void MapperPage::tell(const QString &words, bool undo, bool replace)
{
    if (words.isEmpty())
        return;
    m_replaces = replace;
    m_told->show(words, {}, replace ? tr("Replace") : undo ? tr("Undo") : QString());
}

void MapperPage::refresh()
{
    const MappingSummary summary = m_editor.summary();
    const QString columns = m_editor.mapping().writerForm() == WriterForm::Table
                                ? tr("%1 of %2 columns mapped").arg(summary.mapped).arg(summary.columns)
                                : tr("%1 columns mapped").arg(summary.mapped);
    m_count->setText(columns);
    const QString obstacle = m_editor.obstacle();
    for (QPushButton *verb : std::as_const(m_verbs))
        verb->setEnabled(obstacle.isEmpty());
    m_accept->setVisible(summary.suggested > 0);
    m_accept->setText(summary.suggested == 1 ? tr("Accept 1 suggestion")
                                             : tr("Accept %1 suggestions").arg(summary.suggested));

    QStringList trouble;
    for (SchemaLookup *lookup : {&m_editor.source(), &m_editor.target()})
        if (!lookup->error().isEmpty())
            trouble.append((lookup == &m_editor.source() ? tr("The source's columns could not be read: %1")
                                                         : tr("The destination's columns could not be read: %1"))
                               .arg(lookup->error()));
    if (!obstacle.isEmpty())
        m_trouble->show(obstacle);
    else if (!trouble.isEmpty())
        m_trouble->show(trouble.join(u'\n'), tr("The columns of the last reading are shown, where there are any."),
                        tr("Read again"));
    else
        m_trouble->dismiss();
    if (summary == m_summary)
        return;
    m_summary = summary;
    Q_EMIT summaryChanged();
}

void MapperPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_editor.setActive(true);
    m_samples->setRecord(m_samples->record());
}

void MapperPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_editor.setActive(false);
}

} // namespace sluice
