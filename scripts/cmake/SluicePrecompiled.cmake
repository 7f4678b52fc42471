# Parses once, for every kind of target, what most files include: reading headers is the greater part of a clean build.
# A file still names what it uses; -DSLUICE_PRECOMPILE=OFF builds it without this help.
option(SLUICE_PRECOMPILE "Precompile the headers that most files include" ON)

set(SLUICE_CORE_HEADERS
    <algorithm> <array> <atomic> <chrono> <cstring> <functional> <map> <memory> <mutex> <optional> <string>
    <string_view> <thread> <unordered_map> <variant> <vector>
    <QByteArray> <QDateTime> <QDir> <QFile> <QFileInfo> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList>
    <QMap> <QObject> <QRegularExpression> <QSet> <QString> <QStringList> <QTimeZone> <QVariant>
    <arrow/array.h> <arrow/builder.h> <arrow/record_batch.h> <arrow/type.h>)
set(SLUICE_WIDGETS_HEADERS
    ${SLUICE_CORE_HEADERS} <QtConcurrent> <QAbstractItemModel> <QAction> <QBoxLayout> <QComboBox> <QFutureWatcher>
    <QKeyEvent> <QLabel> <QLineEdit> <QMenu> <QPainter> <QPushButton> <QTableView> <QTimer> <QToolButton> <QTreeView>
    <QUndoStack> <QWidget>)
# What a target must link to use them; `core` is for those that have no window.
set(SLUICE_CORE_LIBS Qt6::Core sluice::arrow)
set(SLUICE_WIDGETS_LIBS ${SLUICE_CORE_LIBS} Qt6::Concurrent Qt6::Widgets)

# Libraries and programs differ in their kind of position-independent code, so each of the two has its own.
function(sluice_precompiled_headers kind headers libs)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/library.cpp "")
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/program.cpp "int main() {}\n")
  add_library(sluice_${kind}_library_headers OBJECT ${CMAKE_BINARY_DIR}/precompiled/library.cpp)
  add_executable(sluice_${kind}_program_headers ${CMAKE_BINARY_DIR}/precompiled/program.cpp)
  foreach(target sluice_${kind}_library_headers sluice_${kind}_program_headers)
    target_link_libraries(${target} PRIVATE ${libs})
    target_precompile_headers(${target} PRIVATE ${headers})
  endforeach()
endfunction()

if(SLUICE_PRECOMPILE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess) # so that ccache can tell what was precompiled
  endif()
  sluice_precompiled_headers(core "${SLUICE_CORE_HEADERS}" "${SLUICE_CORE_LIBS}")
  if(SLUICE_STUDIO)
    sluice_precompiled_headers(widgets "${SLUICE_WIDGETS_HEADERS}" "${SLUICE_WIDGETS_LIBS}")
  endif()
endif()

# sluice_precompiled(target core|widgets): what a target that links at least Qt6::Core and Arrow, or Qt6::Widgets and
# Qt6::Concurrent besides, need not parse again.
function(sluice_precompiled target kind)
  if(NOT SLUICE_PRECOMPILE)
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # As with -Wrestrict, GCC 12 is wrong about the bounds of std::string, and is so here once it comes precompiled.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    target_precompile_headers(${target} REUSE_FROM sluice_${kind}_program_headers)
  else()
    target_precompile_headers(${target} REUSE_FROM sluice_${kind}_library_headers)
  endif()
endfunction()
