#pragma once

#include "connectors/file/fileconnector.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include <arrow/type_fwd.h>

using namespace sluice;

// What a reader step gave.
struct FileRows {
    Schema schema;
    QStringList lines;     // one a row, columns apart by '|', NULL as <null>
    QList<qint64> numbers; // of those rows
    QStringList dirty;     // "row column reason"
    std::vector<DirtyRow> dirtyRows;
    QStringList notes;
    Error error;
    bool ok = false;

    QString text() const { return lines.join(QLatin1Char('\n')); }
};

class ListSink final : public DirtySink
{
public:
    void add(DirtyRow row) override { rows.push_back(std::move(row)); }
    std::vector<DirtyRow> rows;
};

// A folder of its own with files in it, and the connector on them.
class FileTest : public QObject
{
    Q_OBJECT

protected:
    FileTest()
        : m_connector(makeFileConnector())
    {
    }

    void put(const QString &name, const QByteArray &bytes) const;
    QByteArray bytesOf(const QString &name) const;
    QStringList files() const; // hidden ones too

    // Parameters as JSON; `path` is added unless it is there.
    OpenRequest request(const char *category, const QByteArray &parameter, const QString &path = {},
                        int lanes = 1) const;
    FileRows read(const QByteArray &parameter, const QString &path = QStringLiteral("in.csv"), int lanes = 1) const;
    static void readSplit(Source &source, const Split &split, const Position &from, FileRows &rows);
    static std::vector<Batch> batchesOf(Source &source, const Split &split, const Position &from = {});
    static void add(const Batch &batch, const Schema &schema, FileRows &rows);

    QTemporaryDir m_dir;
    std::unique_ptr<Connector> m_connector;
};
