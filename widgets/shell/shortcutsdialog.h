#pragma once

#include "widgets/common/actionregistry.h"

#include <QDialog>

namespace sluice
{

// Every verb that has a key, with its key; a filter finds both.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    ShortcutsDialog(const Appearance &look, const ActionRegistry &actions, QWidget *parent);
};

} // namespace sluice
