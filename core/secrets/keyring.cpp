#include "secrets/keyring.h"

#ifdef SLUICE_KEYRING

#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QThread>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <future>
#include <memory>

namespace sluice::keyring
{

namespace
{

constexpr int patienceMs = 10'000;

struct Outcome {
    QKeychain::Error code = QKeychain::OtherError;
    QString text;   // of the failure
    QString secret; // of a read
};

Error failure(const Outcome &outcome)
{
    if (outcome.code == QKeychain::AccessDenied || outcome.code == QKeychain::AccessDeniedByUser)
        return makeError(ErrorCode::Auth, QStringLiteral("The keyring refused. Unlock it and allow Sluice."), {},
                         outcome.text);
    return makeError(ErrorCode::NotFound, QStringLiteral("No keyring answers on this desktop."), {}, outcome.text);
}

// Makes and starts a job on the main thread, where QtKeychain keeps its queue, and waits here for its outcome.
template <typename MakeJob>
Outcome runJob(MakeJob makeJob)
{
    QCoreApplication *application = QCoreApplication::instance();
    if (!application)
        return {QKeychain::NoBackendAvailable, QStringLiteral("no application runs"), {}};

    auto promise = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> outcome = promise->get_future();
    auto start = [makeJob, promise] {
        QKeychain::Job *job = makeJob(); // deletes itself when it has finished
        QObject::connect(job, &QKeychain::Job::finished, job, [promise](QKeychain::Job *done) {
            auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(done);
            promise->set_value({done->error(), done->errorString(), read ? read->textData() : QString()});
        });
        job->start();
    };

    const Outcome late{QKeychain::OtherError, QStringLiteral("no answer in %1 s").arg(patienceMs / 1000), {}};
    if (QThread::currentThread() == application->thread()) {
        start();
        QEventLoop loop;
        QTimer poll; // the future has no signal
        QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
            if (outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
                loop.quit();
        });
        poll.start(5);
        QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    } else {
        QMetaObject::invokeMethod(application, start, Qt::QueuedConnection);
        outcome.wait_for(std::chrono::milliseconds(patienceMs));
    }
    return outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready ? outcome.get() : late;
}

} // namespace

bool reachable()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QLatin1String("/bus"));
}

Result<std::optional<QString>> read(const QString &service, const QString &key)
{
    const Outcome outcome = runJob([=] {
        auto *job = new QKeychain::ReadPasswordJob(service);
        job->setKey(key);
        return job;
    });
    if (outcome.code == QKeychain::EntryNotFound)
        return std::optional<QString>();
    if (outcome.code != QKeychain::NoError)
        return failure(outcome);
    return std::optional(outcome.secret);
}

Done write(const QString &service, const QString &key, const QString &secret)
{
    const Outcome outcome = runJob([=] {
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setKey(key);
        job->setTextData(secret);
        return job;
    });
    if (outcome.code != QKeychain::NoError)
        return failure(outcome);
    return {};
}

Done remove(const QString &service, const QString &key)
{
    const Outcome outcome = runJob([=] {
        auto *job = new QKeychain::DeletePasswordJob(service);
        job->setKey(key);
        return job;
    });
    if (outcome.code != QKeychain::NoError && outcome.code != QKeychain::EntryNotFound)
        return failure(outcome);
    return {};
}

} // namespace sluice::keyring

#else

namespace sluice::keyring
{

namespace
{

Error absent()
{
    return makeError(ErrorCode::NotFound, QStringLiteral("This build of Sluice does not know keyrings."));
}

} // namespace

bool reachable()
{
    return false;
}
Result<std::optional<QString>> read(const QString &, const QString &)
{
    return absent();
}
Done write(const QString &, const QString &, const QString &)
{
    return absent();
}
Done remove(const QString &, const QString &)
{
    return absent();
}

} // namespace sluice::keyring

#endif
