#pragma once

#include "connector/connector.h"

#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <stop_token>

namespace sluice
{

inline Error unexpected(const char *what)
{
    return makeError(ErrorCode::Internal, QStringLiteral("The run met a fault of Sluice or of a library."), {},
                     QString::fromUtf8(what));
}

// Runs foreign code; what it throws becomes an error.
template <typename Work>
Done guarded(Work work)
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return makeError(ErrorCode::Internal,
                         QStringLiteral("Out of memory. Use fewer lanes or close other programs."));
    } catch (const std::exception &exception) {
        return unexpected(exception.what());
    } catch (...) {
        return unexpected("unknown exception");
    }
}

// The open sink of a run. Unless it has been committed, it is given up when it goes.
class OpenSink
{
public:
    explicit OpenSink(std::unique_ptr<Sink> sink)
        : m_sink(std::move(sink))
    {
    }
    OpenSink(OpenSink &&) noexcept = default;
    OpenSink &operator=(OpenSink &&) = delete;
    ~OpenSink()
    {
        if (m_sink && !m_committed)
            (void)guarded([this] {
                m_sink->abort();
                return Done();
            });
    }
    Sink *operator->() const { return m_sink.get(); }
    Sink &operator*() const { return *m_sink; }
    void setCommitted() { m_committed = true; }

private:
    std::unique_ptr<Sink> m_sink;
    bool m_committed = false;
};

struct Ends {
    std::unique_ptr<Source> source;
    OpenSink sink;
};

// The first failure of a run; it stops everything else.
class Failure
{
public:
    std::stop_token token() const { return m_halt.get_token(); }
    void requestStop() { m_halt.request_stop(); }

    void set(const Error &error)
    {
        {
            std::lock_guard lock(m_mutex);
            if (!m_error.ok())
                return;
            m_error = error;
        }
        m_halt.request_stop();
    }
    Done outcome() const
    {
        std::lock_guard lock(m_mutex);
        return m_error;
    }

private:
    mutable std::mutex m_mutex;
    Done m_error;
    std::stop_source m_halt;
};

} // namespace sluice
