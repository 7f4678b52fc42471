#pragma once

#include "task/fieldmapping.h"

#include <QTimeZone>

namespace sluice
{

// The values of the source fields as they were sampled, by the fields' names; a null text is NULL.
using FieldSamples = QHash<QString, QStringList>;

// A line that is proposed: no part of the task until it is accepted.
struct Suggestion {
    int source = 0;
    int target = 0;
    double score = 0; // 0…1
    QString why;      // "98 % filled"
};

// How alike two names are, 0…1: case, separators and the way to a JSON value count little.
double nameLikeness(const QString &source, const QString &target);

// Lines between free fields and free columns whose names are alike and whose types and sampled values fit; each field
// and each column in one of them at most, the likeliest first. Two that are equally likely propose nothing.
QList<Suggestion> suggestLinks(const FieldMapping &mapping, const FieldSamples &samples, const QTimeZone &zone);

} // namespace sluice
