#pragma once

#include "connector/registry.h"
#include "widgets/common/actionregistry.h"
#include "widgets/common/session.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"

#include <QTemporaryDir>

namespace sluice
{

// A task with its mapper in a workspace of its own, the real services behind it, no window around it.
class MapperFixture
{
public:
    explicit MapperFixture(Appearance &look);
    ~MapperFixture();

    const QString &directory() const { return m_directory; }
    Session &session() { return *m_session; }
    // Runs a statement in the local warehouse.
    void sql(const QString &statement);
    void writeFile(const QString &name, const QByteArray &bytes);
    // The mapper of a task, shown; waits until both ends and the samples are read.
    MapperPage &open(const QString &script);
    bool settled();

    TaskDocument &document() { return *m_document; }
    MapperPage &page() { return *m_page; }
    MappingEditor &editor() { return m_page->editor(); }
    FieldList &sources() { return m_page->view().sourceCard().list(); }
    FieldList &targets() { return m_page->view().targetCard().list(); }
    QString lines(); // "id>ID name>Name"
    QPoint middle(FieldList &list, const char *field);
    // Saves a picture of the page in both themes, where SLUICE_PICTURES names a folder.
    void picture(const QString &name);
    QPushButton *button(const QString &text); // that begins so and is seen

    // A script with these two steps: their type and parameters as JSON.
    static QString script(const QString &reader, const QString &readerParameters, const QString &writer,
                          const QString &writerParameters);

private:
    Appearance &m_look;
    QTemporaryDir m_temporary;
    QString m_directory;
    ConnectorRegistry m_connectors;
    SessionPtr m_session;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<TaskDocument> m_document;
    MapperPage *m_page = nullptr;
};

} // namespace sluice
