#pragma once

#include "widgets/form/optionrow.h"

#include <QJsonObject>
#include <QMap>

class QToolButton;
class QVBoxLayout;

namespace sluice
{

// A form drawn from a connector's options: data sources and both ends of a task. It shows values and tells what a
// person changes; whose the values are is the caller's. It refuses nothing: what is wrong is told by setIssues(),
// beside the option. Options of the Advanced group are folded away; keys that are no option of these stay as they are,
// and are listed. GUI thread.
class OptionForm : public QWidget
{
    Q_OBJECT
public:
    static constexpr int usualLabelWidth = 112;

    OptionForm(const Appearance &look, const OptionSpecs &options, QWidget *parent = nullptr);
    OptionForm(const Appearance &look, const OptionSpecs &options, const PathChoice &paths, QWidget *parent = nullptr);

    // Keys that somebody else shows (columns, the data source): no "other keys". Before setValues().
    void setShownElsewhere(const QStringList &keys);
    void setValues(const QJsonObject &values);
    // As they are now, with the keys that the form does not show.
    const QJsonObject &values() const { return m_values; }

    // What is wrong, by key; replaces what was said before.
    void setIssues(const QMap<QString, Issue> &issues);
    void setIssues(const QMap<QString, QString> &errors);

    void setNameProvider(const NameProvider &provider); // for tables and partitions; empty: they are typed
    void setKeptSecrets(const QStringList &keys);       // there is one, which is not shown: "unchanged"
    void setResolver(std::function<QString(const QString &text)> resolver); // of texts with variables
    void setReadOnly(bool readOnly);
    // The values' owner undoes: Ctrl+Z and Ctrl+Y pass the fields by.
    void setUndoElsewhere(bool elsewhere);
    void setAdvancedShown(bool shown);
    bool isAdvancedShown() const;

    // Shows an option's control and gives it the focus; false: there is none.
    bool goTo(const QString &key);
    OptionRow *row(const QString &key) const { return m_rows.value(key); }

Q_SIGNALS:
    // Undefined: the key is gone and the default counts. typing: one of several changes that belong together.
    void edited(const QString &key, const QJsonValue &value, bool typing);
    void cureRequested(const sluice::Issue &issue);

private:
    void addRow(const OptionSpec &option, QVBoxLayout *to);
    void takeEdit(const QString &key, const QJsonValue &value, bool typing);
    void showAdvancedText();
    void showOthers();
    void resolve(OptionRow &row);

    const Appearance &m_look;
    PathChoice m_paths;
    QStringList m_advanced; // keys
    QStringList m_elsewhere;
    QJsonObject m_values;
    QMap<QString, OptionRow *> m_rows;
    QMap<QString, Issue> m_issues;
    std::function<QString(const QString &)> m_resolver;
    QWidget *m_head; // opens and closes the group
    QToolButton *m_fold;
    QLabel *m_foldMark;
    QWidget *m_group;
    QWidget *m_others;
    TextLabel *m_otherKeys;
};

} // namespace sluice
