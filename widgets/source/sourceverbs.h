#pragma once

#include "service/sourceexchange.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/source/sourcemodel.h"

#include <QObject>

#include <functional>

namespace sluice
{

class SourceDialog;

// What can be done with data sources, beyond looking at them: each verb asks what it must, does it off the GUI thread
// and says what came of it. GUI thread.
class SourceVerbs : public QObject
{
    Q_OBJECT
public:
    // window: the dialogs' parent. unsaved: the paths of tasks that are being edited.
    SourceVerbs(const Appearance &look, SourceModel &model, QWidget *window);
    void setSession(SessionPtr session);
    void setUnsavedTasks(std::function<QStringList()> unsaved) { m_unsaved = std::move(unsaved); }

    SourceDialog *add(const QString &type);
    SourceDialog *edit(const QString &name);
    void duplicate(const QString &name);
    void rename(const QString &name);
    void remove(const QString &name);
    void exportTo(const QString &file);
    void importFrom(const QString &file);
    void chooseExport();
    void chooseImport();

    // Does what rename() and remove() have asked for.
    void renameTo(const QString &from, const QString &to);
    void removeNow(const QString &name);

Q_SIGNALS:
    void changed(const QString &name); // the list is to be read again; this one is to be looked at
    void tasksChanged();               // texts of tasks were written
    void told(const QString &what, const QString &detail);
    void failed(const QString &what, const QString &detail);

private:
    SourceDialog *open(const DataSource &source, bool isNew);
    QList<DataSource> others(const QString &name) const;
    QString freeName(const QString &like) const;
    void tell(const ImportReport &report, const QString &file);
    template <typename Value>
    bool tellFailure(const QString &what, const Result<Value> &result);

    const Appearance &m_look;
    SourceModel &m_model;
    QWidget *m_window;
    SessionPtr m_session;
    std::function<QStringList()> m_unsaved;
};

} // namespace sluice
