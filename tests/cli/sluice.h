#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

// A command's words; none has a space in it.
inline QStringList words(const QString &text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// How one call of the program ended.
struct Outcome {
    int code = -1; // -1: it crashed or did not end in time
    QByteArray out;
    QByteArray err;

    // Standard output as one JSON document and nothing else; null when it is not.
    QJsonDocument json() const;
    QString text() const; // for messages of tests
};

// A folder with a workspace "ws" and a home of its own, and the program to use on it.
class Sluice
{
public:
    Sluice(); // makes the workspace

    Outcome run(const QStringList &words, const QMap<QString, QString> &environment = {}) const;
    // Started, and left to the caller.
    std::unique_ptr<QProcess> start(const QStringList &words, const QMap<QString, QString> &environment = {}) const;
    Outcome finish(QProcess &process) const;

    // The rows of a query, as `--format csv` prints them, without the head.
    QStringList query(const QString &sql) const;
    void sql(const QString &statement) const;

    QString path(const QString &name) const { return m_folder.filePath(QStringLiteral("ws/") + name); }
    QString outside(const QString &name) const { return m_folder.filePath(name); }
    void put(const QString &name, const QByteArray &bytes) const;
    // A task from CSV file `in` to table `t`, column id; extra members of the writer's parameter.
    QString putLoad(const QString &name, const QString &writerExtra = {}, const QString &setting = {}) const;
    // A CSV file of one column, id, 1 to `rows`.
    void putNumbers(const QString &name, int rows) const;

private:
    QTemporaryDir m_folder;
};
