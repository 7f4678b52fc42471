#pragma once

#include "base/error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace sluice
{

// A value or an Error. No exception crosses a module: functions that can fail return this.
template <typename T>
class [[nodiscard]] Result
{
public:
    using Value = T;

    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T &value() &
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    const T &value() const &
    {
        assert(ok());
        return std::get<0>(m_state);
    }
    T &&value() &&
    {
        assert(ok());
        return std::get<0>(std::move(m_state));
    }
    T valueOr(T other) const { return ok() ? std::get<0>(m_state) : std::move(other); }

    const Error &error() const &
    {
        assert(!ok());
        return std::get<1>(m_state);
    }
    Error &&error() &&
    {
        assert(!ok());
        return std::get<1>(std::move(m_state));
    }

    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

private:
    std::variant<T, Error> m_state;
};

// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    using Value = void;

    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_ok(false)
    {
    }

    bool ok() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    const Error &error() const &
    {
        assert(!m_ok);
        return m_error;
    }
    Error &&error() &&
    {
        assert(!m_ok);
        return std::move(m_error);
    }

private:
    Error m_error;
    bool m_ok = true;
};

using Done = Result<void>;

} // namespace sluice

#define SLUICE_CONCAT_(a, b) a##b
#define SLUICE_CONCAT(a, b) SLUICE_CONCAT_(a, b)

// SLUICE_TRY(auto x, expression): x is the value, or the function returns the error.
#define SLUICE_TRY(declaration, expression)                                                                            \
    auto SLUICE_CONCAT(sluice_try_, __LINE__) = (expression);                                                          \
    if (!SLUICE_CONCAT(sluice_try_, __LINE__).ok())                                                                    \
        return std::move(SLUICE_CONCAT(sluice_try_, __LINE__)).error();                                                \
    declaration = std::move(SLUICE_CONCAT(sluice_try_, __LINE__)).value()

// SLUICE_CHECK(expression): the function returns the error if there is one; a value is dropped.
#define SLUICE_CHECK(expression)                                                                                       \
    if (auto sluice_checked = (expression); !sluice_checked.ok())                                                      \
    return std::move(sluice_checked).error()
