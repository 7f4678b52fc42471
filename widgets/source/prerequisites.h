#pragma once

#include "task/prerequisites.h"
#include "widgets/common/controls.h"

namespace sluice
{

// The checklist beside a test of connectivity: what a task may need that no test shows, with the commands to copy
// (DS-12).
class PrerequisiteList : public QWidget
{
    Q_OBJECT
public:
    PrerequisiteList(const Appearance &look, const QList<Prerequisite> &prerequisites, QWidget *parent = nullptr);
};

} // namespace sluice
