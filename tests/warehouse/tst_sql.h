#pragma once

#include <QObject>

class TstSql : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expressions_data();
    void expressions();
    void queries_data();
    void queries();
    void errors_data();
    void errors();
    void resultTypes();
    void everyType();
    void definitions();
    void describes();
    void inserts();
    void dynamicPartitions();
    void settings();
    void createAsSelect();
    void schemas();
    void functionsAreDocumented();
    void functionsResolve();
    void stops();
    void deepNesting();
};
