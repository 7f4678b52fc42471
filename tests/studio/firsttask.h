#pragma once

#include "studiofixture.h"

#include <QPoint>

#include <functional>

class QPushButton;

namespace sluice
{

class FieldList;
class TaskPage;

// What docs/tutorials/first-task.md leads a new user through, with real keys and clicks in the studio's window: from a
// data source to rows in a table, refused rows corrected among them. The test asks each step whether it worked; the
// documentation's pictures are taken between them. A step returns what went wrong, empty: nothing did.
class FirstTask
{
public:
    using Pictured = std::function<void(QWidget &shown, const QString &name)>;

    explicit FirstTask(StudioFixture &studio, Pictured pictured = {});

    QString makeSource();
    QString createNode();
    QString chooseEnds();
    QString makeTable();
    QString mapByDragAndByName();
    QString rehearse();
    QString editScript();
    QString changeMapping();
    QString run();
    QString fixAndReplay();
    QString lookAtTheRows();

private:
    MainWindow &window() { return m_studio.window(); }
    void picture(QWidget &shown, const char *name);
    bool write(const QString &name, const QByteArray &bytes);
    static void drag(FieldList &from, const char *field, FieldList &to, const char *column);

    StudioFixture &m_studio;
    Pictured m_pictured;
    TaskPage *m_page = nullptr;
    QString m_made; // the text that editScript() left behind
};

} // namespace sluice
