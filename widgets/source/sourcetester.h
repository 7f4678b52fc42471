#pragma once

#include "widgets/common/session.h"

#include <QObject>
#include <QSet>

#include <stop_token>

namespace sluice
{

// Tests data sources, a few at a time, both halves of each, and keeps how it went. GUI thread; the tests run off it.
class SourceTester : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~SourceTester() override { m_stop.request_stop(); }

    void setSession(SessionPtr session);
    void test(const QList<DataSource> &sources); // besides those under way
    void cancel();                               // those under way keep the status they had
    bool isBusy() const { return !m_waiting.isEmpty() || !m_running.isEmpty(); }
    QSet<QString> names() const; // waiting and under way

Q_SIGNALS:
    void changed();                                  // of names()
    void finished(const QString &name, bool passed); // and its status is kept

private:
    void startNext();

    SessionPtr m_session;
    QList<DataSource> m_waiting;
    QSet<QString> m_running;
    std::stop_source m_stop;
    int m_round = 0; // answers of a round that was cancelled are dropped
};

} // namespace sluice
