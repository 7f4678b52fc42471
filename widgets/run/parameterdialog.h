#pragma once

#include "widgets/common/controls.h"

#include <QDialog>
#include <QMap>

namespace sluice
{

// Asks for the values of a script's `${…}` before a run; remembers what was given for each task.
class ParameterDialog : public QDialog
{
    Q_OBJECT
public:
    // memory: where in the settings this task's values are kept.
    ParameterDialog(const Appearance &look, const QStringList &names, const QString &memory, QWidget *parent);

    QMap<QString, QString> values() const;
    static QMap<QString, QString> remembered(const QStringList &names, const QString &memory);

public Q_SLOTS:
    void accept() override;

private:
    QString m_memory;
    QMap<QString, QLineEdit *> m_fields;
};

} // namespace sluice
