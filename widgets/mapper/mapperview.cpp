#include "widgets/mapper/mapperview.h"

#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int gapWidth = 328;
constexpr int leastGap = 120;
constexpr int leastCard = 380;
constexpr int scrollEdge = 28;

QString iconOf(const QString &stepType)
{
    return stepType == QLatin1String("kafka")  ? QStringLiteral("topic")
           : stepType == QLatin1String("file") ? QStringLiteral("file")
                                               : QStringLiteral("database");
}

QString systemOf(const QString &stepType)
{
    return stepType == QLatin1String("odps")     ? QStringLiteral("MaxCompute")
           : stepType == QLatin1String("kafka")  ? QStringLiteral("Kafka")
           : stepType == QLatin1String("file")   ? MapperView::tr("File")
           : stepType == QLatin1String("stream") ? MapperView::tr("Stream")
                                                 : stepType;
}

QString objectOf(const StepSpec &step)
{
    for (const char *key : {"table", "topic", "path"})
        if (const QJsonValue value = step.parameter[QLatin1String(key)]; !value.isUndefined())
            return value.isArray() ? value.toArray().first().toString() : value.toString();
    return {};
}

} // namespace

MapperView::MapperView(const Appearance &look, MappingEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_source(new FieldCard(look, editor, MapperSide::Source, this))
    , m_target(new FieldCard(look, editor, MapperSide::Target, this))
    , m_curves(new CurvePane(look, editor, m_source->list(), m_target->list(), this))
    , m_card(new HoverCard(look, this))
{
    setMinimumSize(2 * leastCard + leastGap, 200);
    wire(MapperSide::Source);
    wire(MapperSide::Target);
    connect(m_curves, &CurvePane::portPressed, this, [this](MapperSide side, int field) {
        const QList<int> selected = list(side).selectedFields();
        beginDrag(side, selected.contains(field) ? selected : QList<int>{field}, false);
    });
    connect(m_curves, &CurvePane::dragMoved, this, &MapperView::dragTo);
    connect(m_curves, &CurvePane::dragEnded, this, &MapperView::endDrag);
    connect(m_curves, &CurvePane::linePressed, this, [this](int target) {
        if (target < 0)
            return;
        const int source = m_editor.mapping().sourceOf(target);
        m_source->list().selectField(source >= 0 ? source : m_editor.proposedSource(target));
        m_target->list().selectField(target);
        m_target->list().setFocus();
    });
    connect(m_curves, &CurvePane::lineHovered, this, &MapperView::hover);
    connect(m_card, &HoverCard::unlinkAsked, this, [this](int target) {
        m_editor.apply(tr("unmap"), [target](FieldMapping &mapping) { return mapping.unlink({}, {target}); });
    });
    connect(&m_editor, &MappingEditor::changed, this, &MapperView::refresh);
    m_pause.setSingleShot(true);
    m_pause.setInterval(300);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_hovered >= 0 && !m_drag && m_hovered < m_editor.mapping().targets().size())
            m_card->showLine(m_editor, m_hovered, m_hoverPlace);
    });
    m_scrolling.setInterval(16);
    connect(&m_scrolling, &QTimer::timeout, this, &MapperView::scrollWhileDragging);
    refresh();
}

void MapperView::wire(MapperSide side)
{
    FieldList &from = list(side);
    const bool source = side == MapperSide::Source;
    connect(&from, &FieldList::linkAsked, this, &MapperView::linkSelected);
    connect(&from, &FieldList::unlinkAsked, this, [this, side] { unlinkSelected(side); });
    connect(&from, &FieldList::skipAsked, this, [this, side] { skip(side); });
    connect(&from, &FieldList::addAsked, this, [this, side](const QString &verb) { add(side, verb); });
    connect(&from, &FieldList::otherSideAsked, this, [this, source] {
        FieldList &other = list(source ? MapperSide::Target : MapperSide::Source);
        other.setFocus();
        if (!other.currentIndex().isValid() || other.currentField() < 0)
            other.goOn();
    });
    connect(&from, &FieldList::moveAsked, this, [this, source](int by) {
        if (source)
            moveCurrent(by);
    });
    connect(&from, &FieldList::acceptAsked, this, [this](int target) { m_editor.acceptProposals({target}); });
    connect(&from, &FieldList::rejectAsked, this, [this](int target) { m_editor.rejectProposals({target}); });
    connect(&from, &FieldList::dragBegan, this,
            [this, side](bool byHandle) { beginDrag(side, list(side).selectedFields(), byHandle); });
    connect(&from, &FieldList::dragMoved, this, &MapperView::dragTo);
    connect(&from, &FieldList::dragEnded, this, &MapperView::endDrag);
    connect(&from, &FieldList::dragLeft, this, &MapperView::leaveDrag);
}

void MapperView::refresh()
{
    const StepSpec &reader = m_editor.reader(), &writer = m_editor.writer();
    m_source->setHeading(iconOf(reader.stepType), systemOf(reader.stepType), objectOf(reader));
    m_target->setHeading(iconOf(writer.stepType), systemOf(writer.stepType), objectOf(writer));
    const auto empty = [](const SchemaLookup &lookup, const QString &none) {
        return lookup.state() == SchemaLookup::Reading  ? tr("Reading the columns…")
               : lookup.state() == SchemaLookup::Failed ? lookup.error()
                                                        : none;
    };
    const bool filtered = !m_source->filter().text().isEmpty() || m_source->unmappedOnly().isChecked();
    m_source->list().setEmptyText(filtered ? tr("No field passes the filter.")
                                           : empty(m_editor.source(), tr("The source names no object yet. Choose it in "
                                                                         "the source's options.")));
    const bool columns = !m_target->filter().text().isEmpty() || m_target->unmappedOnly().isChecked();
    m_target->list().setEmptyText(
        columns ? tr("No column passes the filter.")
        : m_editor.mapping().writerForm() == WriterForm::Table
            ? empty(m_editor.target(),
                    tr("The destination names no table yet. Choose it in the destination's options."))
            : tr("This destination takes the columns that come. Drop fields here to write them."));
    m_card->hide();
}

void MapperView::setRecord(int record, qsizetype records)
{
    m_source->list().delegate().setRecord(record);
    m_source->list().viewport()->update();
    m_source->setValueHead(records > 0 ? tr("Value in record %1").arg(record + 1) : tr("Value"));
}

void MapperView::resizeEvent(QResizeEvent *)
{
    const QRect room = rect().adjusted(16, 12, -16, -12);
    const int gap = std::clamp(room.width() - 2 * leastCard - 60, leastGap, gapWidth);
    const int left = (room.width() - gap) * 465 / 1000;
    m_source->setGeometry(room.x(), room.y(), left, room.height());
    const int right = room.x() + left + gap;
    m_target->setGeometry(right, room.y(), room.right() + 1 - right, room.height());
    m_curves->setGeometry(room.x() + left - portReach, room.y(), gap + 2 * portReach, room.height());
    m_curves->raise();
    m_card->raise();
}

void MapperView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drag)
        return leaveDrag();
    QWidget::keyPressEvent(event);
}

void MapperView::linkSelected()
{
    const QList<int> targets = m_target->list().selectedFields();
    const QList<int> sources = m_source->list().selectedFields();
    // Enter on a proposal takes it.
    QList<int> proposed;
    for (const int target : targets)
        if (m_editor.proposedSource(target) >= 0)
            proposed.append(target);
    if (m_target->list().hasFocus() && !proposed.isEmpty())
        return m_editor.acceptProposals(proposed);
    if (sources.isEmpty())
        return Q_EMIT m_editor.told(tr("Choose a field on the left first."), false, false);
    linkFields(sources, targets);
    FieldList &focused = m_source->list().hasFocus() ? m_source->list() : m_target->list();
    if (sources.size() == 1 && targets.size() == 1)
        focused.goOn();
}

void MapperView::linkFields(const QList<int> &sources, const QList<int> &targets)
{
    if (targets.isEmpty()) {
        m_editor.apply(tr("map"), [&](FieldMapping &mapping) { return mapping.linkToNew(sources); });
    } else if (sources.size() == 1 && targets.size() == 1) {
        m_editor.link(sources.first(), targets.first());
    } else if (targets.size() == 1) {
        m_editor.apply(tr("map"), [&](FieldMapping &mapping) { return mapping.linkInOrder(sources, targets.first()); });
    } else {
        QList<FieldLink> pairs;
        for (qsizetype i = 0; i < std::min(sources.size(), targets.size()); ++i)
            pairs.append({sources[i], targets[i]});
        m_editor.apply(tr("map"), [&](FieldMapping &mapping) { return mapping.linkPairs(pairs); });
    }
}

void MapperView::unlinkSelected(MapperSide side)
{
    const QList<int> fields = list(side).selectedFields();
    const FieldMapping &mapping = m_editor.mapping();
    QList<int> linked, proposed, loose;
    for (const int field : fields) {
        const int other = side == MapperSide::Source ? mapping.targetOf(field) : mapping.sourceOf(field);
        const int target = side == MapperSide::Source ? m_editor.proposedTarget(field) : field;
        if (other >= 0 || (side == MapperSide::Source && mapping.readInVain().contains(field)))
            linked.append(field);
        else if (target >= 0 && m_editor.proposedSource(target) >= 0)
            proposed.append(target);
        else if (side == MapperSide::Source)
            loose.append(field);
    }
    if (!proposed.isEmpty())
        m_editor.rejectProposals(proposed);
    if (!linked.isEmpty() || (proposed.isEmpty() && loose.isEmpty()))
        m_editor.apply(tr("unmap"), [&](FieldMapping &next) {
            return side == MapperSide::Source ? next.unlink(linked, {}) : next.unlink({}, linked);
        });
    else if (!loose.isEmpty())
        m_editor.dropLoose(loose);
}

// A column that is skipped stays NULL, a field that is skipped is not read.
void MapperView::skip(MapperSide side)
{
    FieldList &from = list(side);
    const int field = from.currentField();
    if (field < 0)
        return from.goOn();
    const FieldMapping &mapping = m_editor.mapping();
    if (side == MapperSide::Target && m_editor.proposedSource(field) >= 0)
        m_editor.rejectProposals({field});
    if ((side == MapperSide::Source ? mapping.targetOf(field) : mapping.sourceOf(field)) >= 0)
        m_editor.apply(tr("skip"), [&](FieldMapping &next) {
            return side == MapperSide::Source ? next.unlink({field}, {}) : next.unlink({}, {field});
        });
    from.goOn();
}

void MapperView::add(MapperSide side, const QString &verb)
{
    const FieldMapping &mapping = m_editor.mapping();
    if (side == MapperSide::Target && mapping.writerForm() == WriterForm::Named) {
        m_target->openEditor(tr("The new column's name. Enter adds it, Esc leaves."), [this](const QString &name) {
            if (name.trimmed().isEmpty())
                return tr("A column needs a name.");
            for (const MappedField &column : m_editor.mapping().targets())
                if (column.name.compare(name.trimmed(), Qt::CaseInsensitive) == 0)
                    return tr("There is a column %1 already.").arg(column.name);
            m_editor.addColumn(name);
            return QString();
        });
        return;
    }
    const bool path = mapping.readerForm() == ReaderForm::Records;
    const QString hint =
        path && !verb.isEmpty() && verb == FieldModel::tr("Add path")
            ? tr("A path into the value, such as user.name or d[0].AA. Enter adds it, Esc leaves.")
        : path ? tr("A constant in single quotes, or a path such as user.name. Enter adds it, Esc leaves.")
        : mapping.readerForm() == ReaderForm::Table
            ? tr("A constant, or an expression such as upper(name). Enter adds it, Esc leaves.")
            : tr("A constant. Enter adds it, Esc leaves.");
    // With a free column current, the new field feeds it.
    const int target = side == MapperSide::Target ? m_target->list().currentField() : -1;
    const QString key = target >= 0 && mapping.sourceOf(target) < 0 ? mapping.targetKey(target) : QString();
    m_source->openEditor(hint, [this, key](const QString &text) {
        int field = -1;
        const QString fault = m_editor.addField(text, field);
        if (!fault.isEmpty() || field < 0)
            return fault;
        m_source->list().selectField(field);
        if (const int to = m_editor.mapping().targetOfKey(key); to >= 0)
            m_editor.link(field, to);
        return QString();
    });
}

void MapperView::moveCurrent(int by)
{
    FieldList &from = m_source->list();
    const int row = from.currentIndex().row();
    const int field = from.currentField();
    // Down goes in front of the one after the next.
    const int place = by < 0 ? row - 1 : row + 2;
    if (field < 0 || place < 0)
        return;
    const auto fieldOf = [&](int at) { return at < from.fields().rowCount() ? from.fields().row(at).field : -1; };
    const FieldMapping &mapping = m_editor.mapping();
    const auto sameKind = [&](int other) {
        return other >= 0 && mapping.sources()[other].kind == mapping.sources()[field].kind;
    };
    if (!sameKind(fieldOf(by < 0 ? row - 1 : row + 1)))
        return;
    const int before = fieldOf(place);
    m_editor.moveSource(field, sameKind(before) ? before : -1);
}

void MapperView::beginDrag(MapperSide side, const QList<int> &fields, bool reorders)
{
    m_pause.stop();
    m_card->hide();
    m_drag = Drag{side, fields, reorders && side == MapperSide::Source};
}

bool MapperView::isOver(MapperSide side, const QPoint &global) const
{
    const FieldCard &card = side == MapperSide::Source ? *m_source : *m_target;
    return card.rect().adjusted(-portReach, 0, portReach, 0).contains(card.mapFromGlobal(global));
}

int MapperView::fieldAt(MapperSide side, const QPoint &global)
{
    FieldList &over = list(side);
    const QPoint pos = over.viewport()->mapFromGlobal(global);
    if (!isOver(side, global) || pos.y() < 0 || pos.y() >= over.viewport()->height())
        return -1;
    return over.fieldAtHeight(pos.y());
}

void MapperView::dragTo(const QPoint &global)
{
    if (!m_drag)
        return;
    m_dragPlace = global;
    const MapperSide other = m_drag->side == MapperSide::Source ? MapperSide::Target : MapperSide::Source;
    const MapperSide over = m_drag->reorders ? m_drag->side : other;
    list(over).setDropField(fieldAt(over, global));
    if (!m_drag->reorders)
        m_curves->setDrag(m_drag->fields, m_drag->side, m_curves->mapFromGlobal(global));
    FieldList &scrolled = list(over);
    const int y = scrolled.viewport()->mapFromGlobal(global).y();
    const bool edge = isOver(over, global) && (y < scrollEdge || y > scrolled.viewport()->height() - scrollEdge);
    if (edge && !m_scrolling.isActive())
        m_scrolling.start();
    else if (!edge)
        m_scrolling.stop();
}

void MapperView::scrollWhileDragging()
{
    if (!m_drag)
        return m_scrolling.stop();
    const MapperSide other = m_drag->side == MapperSide::Source ? MapperSide::Target : MapperSide::Source;
    FieldList &scrolled = list(m_drag->reorders ? m_drag->side : other);
    const int y = scrolled.viewport()->mapFromGlobal(m_dragPlace).y();
    scrolled.verticalScrollBar()->setValue(scrolled.verticalScrollBar()->value() + (y < scrollEdge ? -12 : 12));
    dragTo(m_dragPlace);
}

void MapperView::endDrag(const QPoint &global)
{
    if (!m_drag)
        return;
    const Drag drag = *m_drag;
    leaveDrag();
    if (drag.reorders) {
        const int before = fieldAt(MapperSide::Source, global);
        if (before >= 0 && !drag.fields.isEmpty() && before != drag.fields.first())
            m_editor.moveSource(drag.fields.first(), before);
        return;
    }
    const MapperSide other = drag.side == MapperSide::Source ? MapperSide::Target : MapperSide::Source;
    const int field = fieldAt(other, global);
    if (drag.side == MapperSide::Source) {
        if (field >= 0)
            linkFields(drag.fields, {field});
        else if (isOver(other, global) && m_editor.mapping().writerForm() != WriterForm::Table)
            linkFields(drag.fields, {});
    } else if (field >= 0) {
        // Columns take the field and the ones below it that are free.
        const FieldMapping &mapping = m_editor.mapping();
        QList<int> sources{field};
        for (int next = field + 1; next < mapping.sources().size() && sources.size() < drag.fields.size(); ++next)
            if (mapping.targetOf(next) < 0 && mapping.sources()[next].flaw.isEmpty())
                sources.append(next);
        linkFields(sources, drag.fields);
    }
}

void MapperView::leaveDrag()
{
    m_drag.reset();
    m_scrolling.stop();
    m_curves->clearDrag();
    m_source->list().setDropField(-1);
    m_target->list().setDropField(-1);
}

void MapperView::hover(int target, const QPoint &pos)
{
    m_hoverPlace = mapFromGlobal(m_curves->mapToGlobal(pos));
    if (target == m_hovered)
        return;
    m_hovered = target;
    m_pause.stop();
    if (target < 0) {
        if (!m_card->underMouse())
            m_card->hide();
    } else {
        m_pause.start();
    }
}

} // namespace sluice
