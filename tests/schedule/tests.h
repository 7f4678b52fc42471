#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace sluice
{

using MakeTest = std::function<std::unique_ptr<QObject>()>;

std::unique_ptr<QObject> makeExpressionsTest();
std::unique_ptr<QObject> makeExpressionPropertiesTest();
std::unique_ptr<QObject> makeParametersTest();

inline std::vector<MakeTest> scheduleTests()
{
    return {makeExpressionsTest, makeExpressionPropertiesTest, makeParametersTest};
}

} // namespace sluice
