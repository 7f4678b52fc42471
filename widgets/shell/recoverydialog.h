#pragma once

#include "widgets/shell/draftkeeper.h"

#include <QDialog>

class QPlainTextEdit;
class QTreeWidget;

namespace sluice
{

class Appearance;

// Shows the unsaved texts that were found and asks what becomes of each: restore, discard, or leave it for later.
class RecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    RecoveryDialog(const Appearance &look, DraftKeeper &keeper, QWidget *parent);

private:
    QStringList chosen() const; // files of the drafts
    void showLines();

    DraftKeeper &m_keeper;
    QTreeWidget *m_list;
    QPlainTextEdit *m_lines;
};

} // namespace sluice
