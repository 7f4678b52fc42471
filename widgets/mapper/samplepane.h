#pragma once

#include "widgets/common/controls.h"
#include "widgets/mapper/mappingeditor.h"

#include <QTextBrowser>
#include <QToolButton>

namespace sluice
{

// One of the records that were read, below the lists. A click on a value of a JSON record asks for its path as a
// field; on a value of a row, for its column.
class SamplePane : public Surface
{
    Q_OBJECT
public:
    SamplePane(const Appearance &look, MappingEditor &editor, QWidget *parent);

    int record() const { return m_record; }
    void setRecord(int record);
    QTextBrowser &text() { return *m_text; }

Q_SIGNALS:
    void recordChanged(int record, qsizetype records);
    void pathAsked(const QString &path);
    void fieldAsked(const QString &name);

private:
    void refresh();
    QString rowAsHtml(const QStringList &row) const;
    QString recordAsHtml(const QStringList &row) const;

    const Appearance &m_look;
    MappingEditor &m_editor;
    TextLabel *m_place;
    TextLabel *m_hint;
    QToolButton *m_back;
    QToolButton *m_forth;
    QTextBrowser *m_text;
    QString m_html; // that it shows
    int m_record = 0;
};

} // namespace sluice
