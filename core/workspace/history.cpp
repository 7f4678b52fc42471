#include "workspace/history.h"

#include "base/files.h"
#include "task/sourcehalf.h"
#include "workspace/ownerprocess.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTimeZone>
#include <QUuid>
#include <QVariant>

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace sluice
{

namespace
{

// One entry a version, applied in order; a file keeps in user_version how many it has seen. Entries are never edited.
const QList<QStringList> migrations = {
    {
        QStringLiteral("CREATE TABLE attempt (id TEXT PRIMARY KEY, task TEXT NOT NULL, state TEXT NOT NULL, "
                       "started INTEGER NOT NULL, ended INTEGER, parameters TEXT NOT NULL, rows_read INTEGER NOT NULL, "
                       "rows_written INTEGER NOT NULL, rows_dirty INTEGER NOT NULL, bytes_written INTEGER NOT NULL, "
                       "elapsed REAL NOT NULL, error_code TEXT NOT NULL, error TEXT NOT NULL, directory TEXT NOT NULL, "
                       "process TEXT NOT NULL) WITHOUT ROWID"),
        QStringLiteral("CREATE INDEX attempt_task ON attempt (task, started)"),
        QStringLiteral("CREATE INDEX attempt_started ON attempt (started)"),
        QStringLiteral("CREATE INDEX attempt_open ON attempt (process) WHERE ended IS NULL"),
    },
    {
        QStringLiteral("ALTER TABLE attempt ADD COLUMN resumes TEXT NOT NULL DEFAULT ''"),
    },
    {
        QStringLiteral("ALTER TABLE attempt ADD COLUMN replays TEXT NOT NULL DEFAULT ''"),
    },
    {
        QStringLiteral("ALTER TABLE attempt ADD COLUMN half TEXT NOT NULL DEFAULT ''"),
    },
};

const QString columns =
    QStringLiteral("id, task, state, started, ended, parameters, rows_read, rows_written, rows_dirty, "
                   "bytes_written, elapsed, error_code, error, directory, resumes, replays, half");

Error sqlError(const QSqlError &error, const QString &file)
{
    return makeError(ErrorCode::Io,
                     QStringLiteral("The workspace's history cannot be used. Check its file and the free space."), file,
                     error.text());
}

QString parametersText(const QMap<QString, QString> &parameters)
{
    QJsonObject object;
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        object.insert(it.key(), it.value());
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QMap<QString, QString> parametersOf(const QString &text)
{
    QMap<QString, QString> parameters;
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        parameters.insert(it.key(), it.value().toString());
    return parameters;
}

QDateTime timeOf(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), QTimeZone::utc());
}

QVariant millisecondsOf(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QVariant text(const QString &value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

Attempt attemptOf(const QSqlQuery &row)
{
    Attempt attempt;
    attempt.id = row.value(0).toString();
    attempt.taskPath = row.value(1).toString();
    attempt.state = row.value(2).toString();
    attempt.started = timeOf(row.value(3));
    attempt.ended = timeOf(row.value(4));
    attempt.parameters = parametersOf(row.value(5).toString());
    attempt.rowsRead = row.value(6).toLongLong();
    attempt.rowsWritten = row.value(7).toLongLong();
    attempt.rowsDirty = row.value(8).toLongLong();
    attempt.bytesWritten = row.value(9).toLongLong();
    attempt.elapsedSeconds = row.value(10).toDouble();
    attempt.errorCode = row.value(11).toString();
    attempt.error = row.value(12).toString();
    attempt.directory = row.value(13).toString();
    attempt.resumes = row.value(14).toString();
    attempt.replays = row.value(15).toString();
    attempt.half = sourceHalfOf(row.value(16).toString());
    return attempt;
}

// One connection, made, used and closed on the owner's thread.
class Connection
{
public:
    explicit Connection(QString file)
        : m_file(std::move(file))
        , m_name(QUuid::createUuid().toString())
    {
    }
    ~Connection()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }

    Done open()
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        m_database.setDatabaseName(m_file);
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000"));
        if (!m_database.open())
            return sqlError(m_database.lastError(), m_file);
        SLUICE_CHECK(run(QStringLiteral("PRAGMA journal_mode = WAL")));
        SLUICE_CHECK(run(QStringLiteral("PRAGMA synchronous = NORMAL")));
        return migrate();
    }

    Done run(const QString &sql, const QVariantList &values = {})
    {
        SLUICE_TRY(const QSqlQuery query, ask(sql, values));
        return {};
    }

    Result<QSqlQuery> ask(const QString &sql, const QVariantList &values = {})
    {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return sqlError(query.lastError(), m_file);
        for (const QVariant &value : values)
            query.addBindValue(value);
        if (!query.exec())
            return sqlError(query.lastError(), m_file);
        return query;
    }

private:
    Result<int> version()
    {
        SLUICE_TRY(QSqlQuery query, ask(QStringLiteral("PRAGMA user_version")));
        return query.next() ? query.value(0).toInt() : 0;
    }

    Done migrate()
    {
        SLUICE_TRY(int current, version());
        if (current == migrations.size())
            return {};
        // Another process may be migrating as well: look again once the file is ours.
        SLUICE_CHECK(run(QStringLiteral("BEGIN IMMEDIATE")));
        Done done = migrateLocked();
        Done ended = run(done ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
        return done ? ended : done;
    }

    Done migrateLocked()
    {
        SLUICE_TRY(int current, version());
        if (current > migrations.size())
            return makeError(
                ErrorCode::Config,
                QStringLiteral("A newer version of Sluice wrote this workspace's history (version %1, this "
                               "one knows %2). Update Sluice to use it.")
                    .arg(current)
                    .arg(migrations.size()),
                m_file);
        for (; current < migrations.size(); ++current) {
            for (const QString &statement : migrations[current])
                SLUICE_CHECK(run(statement));
        }
        return run(QStringLiteral("PRAGMA user_version = %1").arg(current));
    }

    QString m_file;
    QString m_name;
    QSqlDatabase m_database;
};

Done saveAttempt(Connection &connection, const Attempt &attempt)
{
    static const QString sql = QStringLiteral("INSERT OR REPLACE INTO attempt (%1, process) VALUES (?, ?, ?, ?, ?, ?, "
                                              "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                                   .arg(columns);
    return connection.run(
        sql, {attempt.id, text(attempt.taskPath), text(attempt.state), attempt.started.toMSecsSinceEpoch(),
              millisecondsOf(attempt.ended), parametersText(attempt.parameters), attempt.rowsRead, attempt.rowsWritten,
              attempt.rowsDirty, attempt.bytesWritten, attempt.elapsedSeconds, text(attempt.errorCode),
              text(attempt.error), text(attempt.directory), text(attempt.resumes), text(attempt.replays),
              attempt.half ? sourceHalfName(*attempt.half) : QStringLiteral(""), ownProcess()});
}

} // namespace

bool Attempt::hasEnded() const
{
    return state == QLatin1String("Succeeded") || state == QLatin1String("Failed") || state == QLatin1String("Stopped");
}

// The owner thread and its queue of work.
class History::Private
{
public:
    using Job = std::function<void(Connection &)>;

    ~Private()
    {
        {
            std::lock_guard lock(m_mutex);
            m_closing = true;
        }
        m_wake.notify_one();
        if (m_thread.joinable())
            m_thread.join();
    }

    Done open(const QString &file)
    {
        auto opened = std::make_shared<std::promise<Done>>();
        auto result = opened->get_future();
        m_thread = std::thread([this, file, opened] {
            Connection connection(file);
            Done done = connection.open();
            const bool good = done.ok();
            opened->set_value(std::move(done));
            if (good)
                serve(connection);
        });
        return result.get();
    }

    void post(Job job)
    {
        {
            std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
    }

    // Runs `work` on the owner thread and waits for its result. The promise is shared: set_value() may still be busy
    // with it when the waiting thread has the answer and goes.
    template <typename Work>
    auto call(Work work)
    {
        using Answer = std::invoke_result_t<Work, Connection &>;
        auto promise = std::make_shared<std::promise<Answer>>();
        auto answer = promise->get_future();
        post([promise, &work](Connection &connection) { promise->set_value(work(connection)); });
        return answer.get();
    }

private:
    void serve(Connection &connection)
    {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
            if (m_jobs.empty())
                return; // closing, and nothing left to keep
            Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job(connection);
        }
    }

    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_closing = false;
};

History::History(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}
History::~History() = default;

Result<std::unique_ptr<History>> History::open(const QString &file)
{
    SLUICE_CHECK(makePrivateDir(QFileInfo(file).absolutePath()));
    // SQLite takes an empty file as a new one, and gives its companions the same permissions. One that exists is left.
    QFile(file).open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    auto d = std::make_unique<Private>();
    SLUICE_CHECK(d->open(file));
    return std::unique_ptr<History>(new History(std::move(d)));
}

Done History::save(const Attempt &attempt)
{
    return d->call([&](Connection &connection) { return saveAttempt(connection, attempt); });
}

void History::post(const Attempt &attempt)
{
    d->post([attempt](Connection &connection) { static_cast<void>(saveAttempt(connection, attempt)); });
}

Result<std::optional<Attempt>> History::attempt(const QString &id) const
{
    return d->call([&](Connection &connection) -> Result<std::optional<Attempt>> {
        SLUICE_TRY(QSqlQuery row,
                   connection.ask(QStringLiteral("SELECT %1 FROM attempt WHERE id = ?").arg(columns), {id}));
        return row.next() ? std::optional(attemptOf(row)) : std::nullopt;
    });
}

Result<QList<Attempt>> History::attempts(const QString &taskPath, int limit) const
{
    return d->call([&](Connection &connection) -> Result<QList<Attempt>> {
        QString sql = QStringLiteral("SELECT %1 FROM attempt").arg(columns);
        QVariantList values;
        if (!taskPath.isEmpty()) {
            sql += QLatin1String(" WHERE task = ?");
            values.append(taskPath);
        }
        sql += QLatin1String(" ORDER BY started DESC, id DESC LIMIT ?");
        values.append(limit);
        SLUICE_TRY(QSqlQuery row, connection.ask(sql, values));
        QList<Attempt> attempts;
        while (row.next())
            attempts.append(attemptOf(row));
        return attempts;
    });
}

Result<int> History::closeAbandoned()
{
    return d->call([&](Connection &connection) -> Result<int> {
        QList<QPair<QString, QString>> open;
        {
            SLUICE_TRY(QSqlQuery row,
                       connection.ask(QStringLiteral("SELECT id, process FROM attempt WHERE ended IS NULL")));
            while (row.next())
                open.append({row.value(0).toString(), row.value(1).toString()});
        }
        int closed = 0;
        for (const auto &[id, process] : open) {
            if (mayBeAlive(process))
                continue;
            SLUICE_CHECK(connection.run(
                QStringLiteral("UPDATE attempt SET state = 'Failed', ended = ?, error_code = 'Internal', error = ? "
                               "WHERE id = ? AND ended IS NULL"),
                {QDateTime::currentMSecsSinceEpoch(),
                 QStringLiteral("The program ended in the middle of the run. Nothing uncommitted is visible; resume it "
                                "where that is "
                                "offered, or run it again."),
                 id}));
            ++closed;
        }
        return closed;
    });
}

} // namespace sluice
