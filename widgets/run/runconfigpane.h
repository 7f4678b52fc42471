#pragma once

#include "task/taskspec.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/run/runconfig.h"

#include <QTimer>

class QFormLayout;
class QVBoxLayout;

namespace sluice
{

class HalfChoice;
struct SourcePlaces;

// How the next debug run goes: the script's parameters with what they resolve to, the scheduled time, the half of the
// data sources, channels, row limit. Everything but secrets and the half is remembered for the task as it is typed.
class RunConfigPane : public QWidget
{
    Q_OBJECT
public:
    explicit RunConfigPane(const Appearance &look, QWidget *parent = nullptr);

    void setSession(SessionPtr session, const QString &taskPath);
    void setTaskPath(const QString &path);
    // What the script holds now; `task` when it parses.
    void setScript(const ScriptDocument &script, const std::optional<TaskSpec> &task);

    const RunConfig &config() const { return m_config; }
    // What each parameter stands for, as far as it is known; of the last look.
    const QMap<QString, QString> &resolved() const { return m_resolved; }
    // Takes back what was chosen instead of an option of the script.
    void leaveToScript(const QString &channelOption);
    // Why no run can begin with it; empty: one can. The field to blame gets the focus with showObstacle().
    QString obstacle() const;
    void showObstacle();

    QLineEdit *field(const QString &parameter) const { return m_fields.value(parameter).edit; }
    QLineEdit &time() { return *m_time; }
    HalfChoice &half() { return *m_half; }
    QLineEdit &channels() { return *m_channels; }
    QLineEdit &rowLimit() { return *m_rowLimit; }
    QLineEdit &rehearsedRows() { return *m_rehearsedRows; }
    QString timeText() const { return m_timeNote->text(); }
    QString warning() const { return m_warning->text(); }

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Field {
        QLineEdit *edit = nullptr;
        TextLabel *value = nullptr; // resolved
    };
    struct Looked {
        QMap<QString, QString> values;
        QMap<QString, QString> kept; // expressions of the task's schedule
        QString time, businessDate;
        QList<SourcePlaces> places; // of the task's data sources
        Error error;
    };
    QLineEdit *addNumber(QFormLayout *form, const QString &label, const QString &empty);
    void buildParameters();
    void edited();
    void resolve();
    void take(const Looked &looked);
    QString memory() const;

    const Appearance &m_look;
    SessionPtr m_session;
    QString m_taskPath;
    QStringList m_names;
    QStringList m_sources; // the task's data sources
    int m_scriptChannels = 1;
    RunConfig m_config;
    QMap<QString, QString> m_resolved;
    QString m_unresolved; // the error of the last look
    QTimer m_debounce;
    Question m_question{this};

    Chip *m_rerun;
    TextLabel *m_rerunText;
    QWidget *m_parameters;
    QVBoxLayout *m_parameterLayout;
    QMap<QString, Field> m_fields;
    QLineEdit *m_time;
    TextLabel *m_timeNote;
    HalfChoice *m_half;
    TextLabel *m_warning;
    QLineEdit *m_channels;
    QLineEdit *m_rowLimit;
    QLineEdit *m_rehearsedRows;
};

} // namespace sluice
