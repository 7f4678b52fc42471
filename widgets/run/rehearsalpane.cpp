#include "widgets/run/rehearsalpane.h"

#include "widgets/run/figures.h"
#include "widgets/run/valuegrid.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace sluice
{

namespace
{

constexpr qsizetype shownCauses = 3;

} // namespace

RehearsalPane::RehearsalPane(const Appearance &look, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new Surface(look, Role::Canvas, Qt::BottomEdge, this);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(12, 5, 12, 6);
    barLayout->setSpacing(8);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    m_summary = new TextLabel(look, {}, TextStyle::DenseMedium, Role::T1, bar);
    m_note = new TextLabel(look, {}, TextStyle::Dense, Role::T2, bar);
    for (TextLabel *label : {m_summary, m_note}) {
        label->setMinimumWidth(40);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        texts->addWidget(label);
    }
    barLayout->addLayout(texts, 1);
    m_show = new SegmentedSwitch(look, {tr("All rows"), tr("Changed"), tr("Dirty")}, bar);
    m_show->setAccessibleName(tr("Rows shown"));
    barLayout->addWidget(m_show);
    m_cancel = makeButton(tr("Cancel"), "", bar);
    barLayout->addWidget(m_cancel);
    m_again = makeButton(tr("Rehearse again"), "", bar);
    barLayout->addWidget(m_again);
    layout->addWidget(bar);

    m_pages = new QStackedWidget(this);
    m_grid = makeValueGrid(look, tr("As it will land"), m_pages);
    m_grid->setModel(&m_model);
    m_pages->addWidget(m_grid);
    m_empty = new EmptyState(look, QStringLiteral("flask"), {}, {}, tr("Rehearse"), m_pages);
    m_pages->addWidget(m_empty);
    layout->addWidget(m_pages, 1);

    connect(m_empty, &EmptyState::triggered, this, &RehearsalPane::rehearseRequested);
    connect(m_again, &QPushButton::clicked, this, &RehearsalPane::rehearseRequested);
    connect(m_cancel, &QPushButton::clicked, this, &RehearsalPane::cancel);
    connect(m_show, &SegmentedSwitch::switched, this, [this](int index) {
        m_model.setShow(RehearsalModel::Show(index));
        spanLines();
    });
    m_tick.setInterval(250);
    connect(&m_tick, &QTimer::timeout, this, &RehearsalPane::tick);
    say(tr("Not rehearsed yet"),
        tr("A rehearsal takes the first rows through reader, casts and encoder, and shows how they will land. Nothing "
           "is written."));
    refreshButtons();
}

void RehearsalPane::say(const QString &title, const QString &why)
{
    m_emptyText = title + u'\n' + why;
    m_empty->setTexts(title, why);
    m_pages->setCurrentIndex(1);
}

void RehearsalPane::refreshButtons()
{
    const bool rows = m_pages->currentIndex() == 0;
    m_show->setVisible(rows && !isRunning());
    m_again->setVisible(rows && !isRunning());
    m_cancel->setVisible(isRunning());
}

void RehearsalPane::rehearse(const RehearsalRequest &request)
{
    m_clock.start();
    m_tick.start();
    m_note->clear();
    m_question.ask([session = m_session, request](Stop stop) { return session->probes->rehearse(request, stop); },
                   [this](Result<Rehearsal> rehearsal) { take(std::move(rehearsal)); }, std::chrono::hours(1));
    tick();
    refreshButtons();
    Q_EMIT changed();
}

void RehearsalPane::tick()
{
    m_summary->setText(tr("Rehearsing… %1").arg(secondsText(double(m_clock.elapsed()) / 1000)));
}

void RehearsalPane::cancel()
{
    if (!isRunning())
        return;
    m_question.cancel();
    m_tick.stop();
    m_summary->clear();
    m_model.setRehearsal({});
    say(tr("Cancelled"), tr("The rehearsal was stopped. Nothing was written."));
    refreshButtons();
    Q_EMIT changed();
}

void RehearsalPane::setOutdated()
{
    if (m_pages->currentIndex() == 0 && !isRunning())
        m_note->setText(tr("The script was changed since. Rehearse again to see it."));
}

void RehearsalPane::take(Result<Rehearsal> rehearsal)
{
    m_tick.stop();
    if (!rehearsal.ok()) {
        m_summary->clear();
        m_model.setRehearsal({});
        say(tr("The rehearsal failed"), rehearsal.error().text());
    } else if (rehearsal->rows.isEmpty()) {
        m_summary->clear();
        m_model.setRehearsal({});
        say(tr("No rows"), tr("The source gives none. %1").arg(rehearsal->notes.join(u' ')));
    } else {
        m_pages->setCurrentIndex(0);
        m_model.setRehearsal(std::move(*rehearsal));
        const Rehearsal &made = m_model.rehearsal();
        QStringList parts{tr("%n row(s) rehearsed, nothing written", nullptr, int(made.rows.size()))};
        parts.append(made.dirtyRows == 0 ? tr("none dirty") : tr("%1 dirty").arg(grouped(made.dirtyRows)));
        if (made.narrowedValues > 0)
            parts.append(tr("%1 values lose something").arg(grouped(made.narrowedValues)));
        if (made.encodedRows > 0)
            parts.append(tr("%1 a row as sent").arg(bytesText(double(made.encodedBytes) / double(made.encodedRows))));
        if (made.estimatedSeconds >= 0)
            parts.append(tr("estimate for %1 rows: %2 and %3")
                             .arg(shortNumber(double(made.rowsExpected)), secondsText(made.estimatedSeconds),
                                  bytesText(made.estimatedBytes)));
        m_summary->setText(parts.join(QStringLiteral("  ·  ")));
        m_summary->setToolTip(made.estimatedSeconds >= 0
                                  ? tr("Estimated from the rate of the rehearsal: one lane, without the way to the "
                                       "destination.")
                                  : QString());
        QStringList causes;
        for (const RehearsedCause &cause : made.causes.mid(0, shownCauses))
            causes.append(
                tr("%1: %2 (%3)")
                    .arg(cause.cause, grouped(cause.rows),
                         cause.columns.isEmpty() ? tr("whole row") : cause.columns.join(QStringLiteral(", "))));
        m_note->setText(causes.isEmpty() ? tr("Every row would arrive. Hover a cell to see what it was.")
                                         : causes.join(QStringLiteral("  ·  ")));
        fitColumns(*m_grid);
        spanLines();
    }
    refreshButtons();
    Q_EMIT changed();
}

// Lines that no row could be made of take the width.
void RehearsalPane::spanLines()
{
    m_grid->clearSpans();
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.row(row).before.isEmpty() && m_model.columnCount() > 2)
            m_grid->setSpan(row, 1, 1, m_model.columnCount() - 1);
}

} // namespace sluice
