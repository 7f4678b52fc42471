#include "sluice.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QtTest>

QJsonDocument Outcome::json() const
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(out, &fault);
    return fault.error == QJsonParseError::NoError ? document : QJsonDocument();
}

QString Outcome::text() const
{
    return QStringLiteral("exit %1\n%2%3").arg(code).arg(QString::fromUtf8(out), QString::fromUtf8(err));
}

Sluice::Sluice()
{
    const Outcome made = run({QStringLiteral("new"), m_folder.filePath(QStringLiteral("ws"))});
    if (made.code != 0)
        qFatal("sluice new: %s", qUtf8Printable(made.text()));
}

std::unique_ptr<QProcess> Sluice::start(const QStringList &words, const QMap<QString, QString> &environment) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    variables.remove(QStringLiteral("SLUICE_PASSPHRASE"));
    for (const char *home : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
        variables.insert(QString::fromLatin1(home), m_folder.filePath(QStringLiteral("home")));
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    process->setProcessEnvironment(variables);
    const QString workspace = m_folder.filePath(QStringLiteral("ws"));
    process->setWorkingDirectory(QDir(workspace).exists() ? workspace : m_folder.path());
    process->start(QStringLiteral(SLUICE_BINARY), words, QIODevice::ReadWrite);
    process->closeWriteChannel();
    if (!process->waitForStarted(30'000))
        qFatal("the program does not start: %s", qUtf8Printable(process->errorString()));
    return process;
}

Outcome Sluice::finish(QProcess &process) const
{
    Outcome outcome;
    const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(120'000);
    if (ended && process.exitStatus() == QProcess::NormalExit)
        outcome.code = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

Outcome Sluice::run(const QStringList &words, const QMap<QString, QString> &environment) const
{
    return finish(*start(words, environment));
}

QStringList Sluice::query(const QString &sql) const
{
    const Outcome outcome = run({QStringLiteral("sql"), sql, QStringLiteral("--format"), QStringLiteral("csv")});
    if (outcome.code != 0)
        return {outcome.text()};
    return QString::fromUtf8(outcome.out).split(QLatin1Char('\n'), Qt::SkipEmptyParts).mid(1);
}

void Sluice::sql(const QString &statement) const
{
    const Outcome outcome = run({QStringLiteral("sql"), statement});
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
}

void Sluice::put(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void Sluice::putNumbers(const QString &name, int rows) const
{
    QByteArray bytes("id\n");
    for (int i = 1; i <= rows; ++i)
        bytes += QByteArray::number(i) + '\n';
    put(name, bytes);
}

QString Sluice::putLoad(const QString &name, const QString &writerExtra, const QString &setting) const
{
    const QString script = QStringLiteral(R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "file", "parameter": {"path": "in.csv", "header": "true", "column": ["id"]}, "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "t", "column": ["id"], "truncate": true%1},
   "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 2%2}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})")
                               .arg(writerExtra, setting);
    put(name, script.toUtf8());
    return path(name);
}
