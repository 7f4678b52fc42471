#include "widgets/mapper/samplepane.h"

#include "widgets/mapper/jsonhtml.h"

#include <QHBoxLayout>
#include <QUrl>

namespace sluice
{

namespace
{

constexpr qsizetype shownOfText = 4000;

QToolButton *stepButton(const Appearance &look, const QString &icon, const QString &what, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(look.icon(icon));
    button->setToolTip(what);
    button->setAccessibleName(what);
    return button;
}

} // namespace

SamplePane::SamplePane(const Appearance &look, MappingEditor &editor, QWidget *parent)
    : Surface(look, Role::Canvas, {}, parent)
    , m_look(look)
    , m_editor(editor)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    head->setFixedHeight(36);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(16, 0, 16, 1);
    row->setSpacing(8);
    m_place = new TextLabel(look, {}, TextStyle::Dense, Role::T2, head);
    row->addWidget(m_place);
    m_back = stepButton(look, QStringLiteral("chevron-left"), tr("The record before"), head);
    m_forth = stepButton(look, QStringLiteral("chevron-right"), tr("The next record"), head);
    row->addWidget(m_back);
    row->addWidget(m_forth);
    row->addStretch(1);
    m_hint = new TextLabel(look, {}, TextStyle::Dense, Role::T2, head);
    row->addWidget(m_hint);
    layout->addWidget(head);
    m_text = new QTextBrowser(this);
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(14);
    m_text->setAccessibleName(tr("Sample record"));
    layout->addWidget(m_text, 1);

    connect(m_back, &QToolButton::clicked, this, [this] { setRecord(m_record - 1); });
    connect(m_forth, &QToolButton::clicked, this, [this] { setRecord(m_record + 1); });
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) {
        const QString name = QUrl::fromPercentEncoding(url.toEncoded());
        if (m_editor.mapping().readerForm() == ReaderForm::Records)
            Q_EMIT pathAsked(name);
        else
            Q_EMIT fieldAsked(name);
    });
    connect(&m_editor, &MappingEditor::samplesChanged, this, [this] { setRecord(m_record); });
    connect(&m_editor, &MappingEditor::changed, this, &SamplePane::refresh);
    connect(&look, &Appearance::changed, this, &SamplePane::refresh);
    setRecord(0);
}

void SamplePane::setRecord(int record)
{
    const qsizetype records = m_editor.samples().rows.size();
    m_record = int(std::clamp<qsizetype>(record, 0, std::max<qsizetype>(records - 1, 0)));
    refresh();
    Q_EMIT recordChanged(m_record, records);
}

void SamplePane::refresh()
{
    const SampleRows &samples = m_editor.samples();
    const qsizetype records = samples.rows.size();
    const bool json = m_editor.mapping().readerForm() == ReaderForm::Records;
    m_back->setEnabled(m_record > 0);
    m_forth->setEnabled(m_record + 1 < records);
    m_place->setText(records > 0 ? tr("Record %1 of %2").arg(m_record + 1).arg(records) : QString());
    m_hint->setText(records == 0 ? QString()
                    : json       ? tr("Click a value to add its path")
                                 : tr("Click a value to find its field"));
    const auto said = [this](const QString &text) {
        return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(m_look[Role::T2].name(), text.toHtmlEscaped());
    };
    QString html;
    if (records > 0)
        html = json ? recordAsHtml(samples.rows[m_record]) : rowAsHtml(samples.rows[m_record]);
    else if (m_editor.isSampling())
        html = said(tr("Reading the first records…"));
    else if (!m_editor.sampleError().isEmpty())
        html = said(tr("No records could be read: %1").arg(m_editor.sampleError()));
    else if (m_editor.mapping().readerForm() == ReaderForm::Generated)
        html = said(tr("The reader makes its rows up when it runs, so there are none to look at."));
    else if (m_editor.source().isKnown())
        html = said(tr("The source has no records yet."));
    else
        html = said(tr("Records appear here when the source's columns are known."));
    const QFont font = Appearance::font(TextStyle::CodeDense);
    html = QStringLiteral("<div style=\"font-family:'%1';font-size:%2px;line-height:150%;color:%3\">%4</div>")
               .arg(font.family())
               .arg(font.pixelSize())
               .arg(m_look[Role::T1].name(), html);
    if (html != m_html) {
        m_html = html;
        m_text->setHtml(html);
    }
}

QString SamplePane::recordAsHtml(const QStringList &row) const
{
    const qsizetype value = m_editor.samples().names.indexOf(QStringLiteral("__value__"));
    const QString text = value < 0 ? QString() : row.value(value);
    if (text.isNull())
        return tr("This record has no value.");
    QSet<QString> used;
    for (const FieldLink &link : m_editor.mapping().links())
        used.insert(m_editor.mapping().sources()[link.source].name);
    const QString html = jsonAsHtml(text.toUtf8(), used, m_look);
    return html.isEmpty() ? text.left(shownOfText).toHtmlEscaped() : html;
}

QString SamplePane::rowAsHtml(const QStringList &row) const
{
    QStringList parts;
    const QStringList &names = m_editor.samples().names;
    for (qsizetype i = 0; i < names.size() && i < row.size(); ++i) {
        const bool null = row[i].isNull();
        parts.append(QStringLiteral("<span style=\"color:%1\">%2</span>: <a href=\"%3\" "
                                    "style=\"color:%4;text-decoration:none\">%5</a>")
                         .arg(m_look[Role::CodeKey].name(), names[i].toHtmlEscaped(),
                              QString::fromLatin1(names[i].toUtf8().toPercentEncoding()),
                              m_look[null ? Role::T3 : Role::CodeString].name(),
                              null ? QStringLiteral("NULL") : row[i].left(200).toHtmlEscaped()));
    }
    return parts.join(QStringLiteral(" &nbsp; "));
}

} // namespace sluice
