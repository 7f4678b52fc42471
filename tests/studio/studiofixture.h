#pragma once

#include "app/studio/studiosession.h"
#include "connector/registry.h"
#include "widgets/common/appearance.h"
#include "widgets/shell/mainwindow.h"

#include <QTemporaryDir>

#include <memory>

namespace sluice
{

// A workspace in a temporary folder and the studio's window on it, built from the real services.
class StudioFixture
{
public:
    // directory: a workspace that is there; empty: a new one of its own.
    explicit StudioFixture(Appearance &look, const QString &directory = {});
    ~StudioFixture();

    const QString &directory() const { return m_directory; }
    Workspace workspace() const;
    MainWindow &window() { return *m_window; }
    const ConnectorRegistry &connectors() const { return m_connectors; }
    bool open(); // the workspace; waits until its tree is read
    // A task with a text of its own; opens nothing.
    void writeTask(const QString &path, const QString &text);
    // Opens a task and waits until it is read and validated.
    class TaskPage *openTask(const QString &path);
    // Waits until the tree shows a node (or does not).
    bool waitForNode(const QString &path, bool there = true);

    static QString streamTask(int rows, int channels = 1);

private:
    QTemporaryDir m_temporary;
    QString m_directory;
    ConnectorRegistry m_connectors;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace sluice
