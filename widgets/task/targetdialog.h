#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"

#include <QDialog>
#include <QMap>

class QListWidget;
class QPlainTextEdit;

namespace sluice
{

// "Generate Target Table Schema": the CREATE TABLE for what a task writes to, made from what its reader delivers. Key,
// buckets and lifecycle rewrite it until it is edited by hand. Asks and creates off the GUI thread; closes when the
// table is made.
class TargetDialog : public QDialog
{
    Q_OBJECT
public:
    // parameters: values of the script's `${…}` as far as they are known.
    TargetDialog(const Appearance &look, SessionPtr session, const QString &script,
                 const QMap<QString, QString> &parameters, QWidget *parent);

    QPlainTextEdit &editor() { return *m_editor; }
    QListWidget &keys() { return *m_keys; }
    bool isReady() const { return m_ready && !m_question.pending(); }
    QString errorText() const;

public Q_SLOTS:
    void create();
    void reject() override; // while something is asked, it ends that first

Q_SIGNALS:
    void created(const QString &table);

private:
    QWidget *makeChoices();
    QWidget *makeText();
    QLayout *makeButtons();
    void read();
    void take(const TargetTable &target);
    void rewrite();
    void edited();
    void showState(const QString &doing);
    void showError(const Error &error);
    void markPlace(const QString &where);
    QString tableInText() const;

    const Appearance &m_look;
    SessionPtr m_session;
    QString m_script;
    QMap<QString, QString> m_parameters;
    TargetTable m_target;
    bool m_ready = false;
    bool m_creating = false;
    bool m_writing = false; // the text is changed by the choices, not by the person
    bool m_byHand = false;
    QString m_text; // as it was last looked at
    Question m_question{this};

    TextLabel *m_from;
    QListWidget *m_keys;
    QLineEdit *m_buckets;
    QLineEdit *m_lifecycle;
    QPlainTextEdit *m_editor;
    TextLabel *m_notes;
    ErrorStrip *m_error;
    TextLabel *m_state;
    QPushButton *m_anew;
    QPushButton *m_cancel;
    QPushButton *m_create;
};

} // namespace sluice
