#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace sluice
{

using MakeTest = std::function<std::unique_ptr<QObject>()>;

std::unique_ptr<QObject> makeCompletionTest();
std::unique_ptr<QObject> makeDataSourceTest();
std::unique_ptr<QObject> makeFieldMappingTest();
std::unique_ptr<QObject> makeScriptDocumentTest();
std::unique_ptr<QObject> makeScriptEditsTest();
std::unique_ptr<QObject> makeScriptPropertyTest();
std::unique_ptr<QObject> makeTableDraftTest();
std::unique_ptr<QObject> makeTaskDiffTest();
std::unique_ptr<QObject> makeTaskEditTest();
std::unique_ptr<QObject> makeTaskTextsTest();
std::unique_ptr<QObject> makeValidateTest();

inline std::vector<MakeTest> taskTests()
{
    return {makeDataSourceTest,   makeScriptDocumentTest, makeScriptEditsTest, makeScriptPropertyTest,
            makeValidateTest,     makeCompletionTest,     makeTableDraftTest,  makeTaskTextsTest,
            makeFieldMappingTest, makeTaskEditTest,       makeTaskDiffTest};
}

} // namespace sluice
