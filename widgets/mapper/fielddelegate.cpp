#include "widgets/mapper/fielddelegate.h"

#include "widgets/common/controls.h"
#include "widgets/common/glyph.h"

#include <QPainter>

namespace sluice
{

namespace
{

constexpr int handleWidth = 28;

// The chip of a verdict: shape first, colour second.
struct ChipLook {
    QString text;
    Tone tone;
    std::optional<Glyph> glyph;
    QString icon;
    bool dashed = false;
};

ChipLook chipOf(LinkVerdict::Fit fit)
{
    switch (fit) {
    case LinkVerdict::Lossless:
        return {verdictName(fit), Tone::Ok, {}, QStringLiteral("check"), false};
    case LinkVerdict::Narrowing:
        return {verdictName(fit), Tone::Warn, Glyph::Warning, {}, false};
    case LinkVerdict::Dirty:
        return {verdictName(fit), Tone::Error, Glyph::Failed, {}, false};
    case LinkVerdict::Unknown:
        break;
    }
    return {verdictName(fit), Tone::Neutral, Glyph::Note, {}, false};
}

void paintChip(QPainter &painter, const QRect &rect, const ChipLook &chip, const Appearance &look)
{
    const ToneRoles roles = toneRoles(chip.tone);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look[roles.border], 1, chip.dashed ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(look[roles.fill]);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRectF sign(rect.x() + 6, rect.center().y() - 5.5, 12, 12);
    if (chip.glyph)
        paintGlyph(painter, sign, *chip.glyph, look);
    else
        painter.drawPixmap(sign.topLeft(),
                           look.pixmap(chip.icon, roles.text, 12, painter.device()->devicePixelRatioF()));
    painter.setFont(Appearance::font(TextStyle::Caption));
    painter.setPen(look[roles.text]);
    const QRect text = rect.adjusted(22, 0, -4, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(chip.text, Qt::ElideRight, text.width()));
}

} // namespace

FieldDelegate::FieldDelegate(const Appearance &look, MappingEditor &editor, const FieldModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_editor(editor)
    , m_model(model)
{
}

QStringList FieldDelegate::titles() const
{
    if (m_model.side() == MapperSide::Source)
        return {tr("Field"), tr("Type"), tr("Value")};
    return {tr("Column"), tr("Type"), tr("Verdict"), tr("Why")};
}

std::array<FieldDelegate::Cell, 4> FieldDelegate::cells(int width) const
{
    if (m_model.side() == MapperSide::Source) {
        const int type = std::clamp(width * 38 / 100, 120, 260);
        const int value = type + std::clamp(width * 18 / 100, 76, 120);
        return {Cell{handleWidth + 2, type - handleWidth - 10}, Cell{type, value - type - 8},
                Cell{value, width - value - 16}, Cell{}};
    }
    const int type = std::clamp(width * 28 / 100, 110, 260);
    const int verdict = type + std::clamp(width * 21 / 100, 84, 140);
    const int why = verdict + 116;
    return {Cell{20, type - 28}, Cell{type, verdict - type - 8}, Cell{verdict, 104}, Cell{why, width - why - 8}};
}

QRect FieldDelegate::cell(const QRect &row, int index) const
{
    const Cell cell = cells(row.width())[size_t(index)];
    return {row.x() + cell.x, row.y(), std::max(cell.width, 0), row.height()};
}

QRect FieldDelegate::verbRect(const QRect &row, const QString &verb) const
{
    const int width = QFontMetrics(Appearance::font(TextStyle::DenseMedium)).horizontalAdvance(verb) + 34;
    return {row.right() - width - 4, row.y(), width, row.height()};
}

FieldDelegate::Part FieldDelegate::partAt(const QRect &row, const QModelIndex &index, const QPoint &pos) const
{
    const FieldRow &shown = m_model.row(index.row());
    if (shown.field < 0)
        return !shown.verb.isEmpty() && verbRect(row, shown.verb).contains(pos) ? Part::Verb : Part::Row;
    if (m_model.side() == MapperSide::Source)
        return pos.x() < row.x() + handleWidth ? Part::Handle : Part::Row;
    if (m_editor.proposedSource(shown.field) >= 0) {
        if (pos.x() > row.right() - 26)
            return Part::Reject;
        if (pos.x() > row.right() - 50)
            return Part::Accept;
    }
    return Part::Row;
}

void FieldDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect rect = option.rect;
    const FieldRow &row = m_model.row(index.row());
    painter->save();
    if (row.field < 0) {
        paintHead(*painter, rect, row);
    } else {
        const bool selected = option.state & QStyle::State_Selected;
        const bool focused = option.widget && option.widget->hasFocus();
        if (selected)
            painter->fillRect(rect, m_look[focused ? Role::Selected : Role::SelectedIdle]);
        else if (index.row() == m_dropRow)
            painter->fillRect(rect, m_look[Role::AccentSoft]);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(rect, m_look[Role::Hover]);
        painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, m_look[Role::Grid]);
        if (m_model.side() == MapperSide::Source)
            paintSource(*painter, rect, row.field, selected);
        else
            paintTarget(*painter, rect, row.field, selected);
        if (option.state & QStyle::State_HasFocus || index.row() == m_dropRow) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(m_look[Role::Accent], 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -2), 3, 3);
        }
    }
    painter->restore();
}

void FieldDelegate::paintHead(QPainter &painter, const QRect &rect, const FieldRow &row) const
{
    painter.fillRect(rect, m_look[Role::Panel]);
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, m_look[Role::Line]);
    const QFontMetrics title(Appearance::font(TextStyle::DenseStrong));
    paintText(painter, rect.adjusted(12, 0, -8, 0), row.title, TextStyle::DenseStrong, Role::T1);
    int right = rect.right() - 8;
    if (!row.verb.isEmpty()) {
        const QRect verb = verbRect(rect, row.verb);
        const qreal ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(verb.x() + 4, verb.center().y() - 6,
                           m_look.pixmap(QStringLiteral("plus"), Role::Accent, 14, ratio));
        paintText(painter, verb.adjusted(24, 0, 0, 0), row.verb, TextStyle::DenseMedium, Role::Accent);
        right = verb.x();
    }
    const int x = rect.x() + 12 + title.horizontalAdvance(row.title) + 8;
    paintText(painter, QRect(x, rect.y(), right - x, rect.height()), row.note, TextStyle::Dense, Role::T2);
}

void FieldDelegate::paintText(QPainter &painter, const QRect &rect, const QString &text, TextStyle style, Role role,
                              Qt::Alignment align) const
{
    painter.setFont(Appearance::font(style));
    painter.setPen(m_look[role]);
    painter.drawText(rect, Qt::AlignVCenter | align,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

void FieldDelegate::paintName(QPainter &painter, const QRect &rect, const MappedField &field, bool used,
                              bool strong) const
{
    QFont font = Appearance::font(TextStyle::CodeDense);
    font.setStrikeOut(!field.flaw.isEmpty());
    if (strong)
        font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_look[used ? Role::T1 : Role::T2]);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(field.name, Qt::ElideMiddle, rect.width()));
}

void FieldDelegate::paintSource(QPainter &painter, const QRect &rect, int source, bool current) const
{
    const FieldMapping &mapping = m_editor.mapping();
    const MappedField &field = mapping.sources()[source];
    const bool used = mapping.targetOf(source) >= 0;
    const bool vain = mapping.readInVain().contains(source);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look[Role::T3]);
    for (int row = -1; row <= 1; ++row)
        for (int column = 0; column < 2; ++column)
            painter.fillRect(rect.x() + 14 + column * 4, rect.center().y() + row * 4, 2, 2, m_look[Role::Line3]);
    paintName(painter, cell(rect, 0), field, used || vain, current);
    const QString fault = !field.flaw.isEmpty() ? field.flaw
                          : field.missing       ? tr("Not among the columns that were read")
                          : vain                ? tr("Read, and no column takes it")
                                                : QString();
    if (!fault.isEmpty()) {
        const QRect place = cell(rect, 1).united(cell(rect, 2));
        paintGlyph(painter, QRectF(place.x(), place.center().y() - 6, 13, 13), Glyph::Warning, m_look);
        return paintText(painter, place.adjusted(20, 0, 0, 0), fault, TextStyle::Dense, Role::Warn);
    }
    paintText(painter, cell(rect, 1), field.type ? field.type->text() : QStringLiteral("?"), TextStyle::CodeDense,
              Role::T2);
    QRect value = cell(rect, 2);
    if (!used && m_editor.proposedTarget(source) < 0) {
        const QString note = tr("not read");
        const int width = QFontMetrics(Appearance::font(TextStyle::Caption)).horizontalAdvance(note);
        paintText(painter, value, note, TextStyle::Caption, Role::T3, Qt::AlignRight);
        value.adjust(0, 0, -width - 8, 0);
    }
    if (const auto constant = constantText(field))
        return paintText(painter, value, constant->simplified(), TextStyle::CodeDense, Role::T1);
    const QStringList values = m_editor.valuesOf(source);
    if (m_record < values.size()) {
        const QString &text = values[m_record];
        paintText(painter, value, text.isNull() ? QStringLiteral("NULL") : text.left(200).simplified(),
                  text.isNull() ? TextStyle::Caption : TextStyle::CodeDense, used ? Role::T1 : Role::T2);
    }
}

void FieldDelegate::paintTarget(QPainter &painter, const QRect &rect, int target, bool current) const
{
    const FieldMapping &mapping = m_editor.mapping();
    const MappedField &field = mapping.targets()[target];
    const int source = mapping.sourceOf(target);
    paintName(painter, cell(rect, 0), field, source >= 0 || field.isFixed(), current);
    const auto type = mapping.targetType(target);
    paintText(painter, cell(rect, 1), type ? type->text() : QString(), TextStyle::CodeDense, Role::T2);
    ChipLook chip;
    QString why;
    if (field.isFixed()) {
        chip = {tr("Partition"), Tone::Neutral, {}, QStringLiteral("lock"), false};
        why = field.fixedValue;
    } else if (source >= 0) {
        const LinkVerdict verdict = m_editor.verdict(target);
        chip = chipOf(verdict.fit);
        why = verdict.why;
        if (field.missing)
            why = tr("not among the columns that were read");
    } else if (m_editor.proposedSource(target) >= 0) {
        chip = {tr("Suggested"), Tone::Accent, {}, QStringLiteral("suggest"), true};
        why = m_editor.proposalReason(target);
    } else {
        chip = {tr("Not mapped"), Tone::Neutral, Glyph::NotReached, {}, false};
        why = mapping.writerForm() == WriterForm::Table
                  ? (field.nullable ? tr("stays NULL") : tr("takes no NULL: map it"))
                  : tr("not written");
    }
    if (!field.flaw.isEmpty())
        why = field.flaw;
    QRect place = cell(rect, 2);
    paintChip(painter, QRect(place.x(), rect.y() + 3, place.width(), 20), chip, m_look);
    QRect words = cell(rect, 3);
    if (source < 0 && m_editor.proposedSource(target) >= 0) {
        const qreal ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(rect.right() - 44, rect.center().y() - 7,
                           m_look.pixmap(QStringLiteral("check"), Role::Ok, 14, ratio));
        painter.drawPixmap(rect.right() - 20, rect.center().y() - 7,
                           m_look.pixmap(QStringLiteral("close"), Role::T2, 14, ratio));
        words.adjust(0, 0, -46, 0);
    }
    const bool warns = !field.flaw.isEmpty() || field.missing || (source < 0 && !field.nullable && !field.isFixed());
    paintText(painter, words, why, field.isFixed() ? TextStyle::CodeDense : TextStyle::Dense,
              warns ? Role::Warn : Role::T2);
}

} // namespace sluice
