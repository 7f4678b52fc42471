# Finds every library the project uses. DuckDB and Arrow come from an installed package where CMake
# finds one, else from the folder that scripts/setup fills.
set(SLUICE_DEPS $ENV{SLUICE_DEPS})
if(NOT SLUICE_DEPS)
  set(SLUICE_DEPS ${CMAKE_SOURCE_DIR}/.deps)
endif()

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Concurrent Network Sql Test)
if(SLUICE_STUDIO)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Svg LinguistTools)
  find_library(QSCINTILLA NAMES qscintilla2_qt6 REQUIRED)
endif()
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(pugixml REQUIRED)
find_package(Qt6Keychain QUIET)

find_package(PkgConfig REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
find_library(SNAPPY snappy REQUIRED)
find_library(ISAL isal)

pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka>=2.0)
find_package(simdjson 3.0 REQUIRED)

function(sluice_imported target)
  cmake_parse_arguments(ARG "" "INCLUDE" "LIBS" ${ARGN})
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  if(ARG_INCLUDE)
    set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${ARG_INCLUDE}
                                               INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${ARG_INCLUDE})
  endif()
  set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${ARG_LIBS}")
endfunction()

sluice_imported(sluice::rdkafka LIBS PkgConfig::RDKAFKA)
sluice_imported(sluice::simdjson LIBS simdjson::simdjson)

# The allocator of both programs: a record of Kafka is allocated in one thread and freed in another, which glibc's
# allocator does with a lock. Sanitizers bring their own.
if(SLUICE_SANITIZE OR NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
  sluice_imported(sluice::allocator)
else()
  pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc>=5.3)
  sluice_imported(sluice::allocator LIBS PkgConfig::JEMALLOC)
endif()

find_package(Arrow QUIET)
if(Arrow_FOUND)
  sluice_imported(sluice::arrow LIBS Arrow::arrow_shared)
else()
  set(arrow_dir ${SLUICE_DEPS}/arrow)
  if(NOT EXISTS ${arrow_dir}/lib/libarrow.so)
    message(FATAL_ERROR "Arrow is missing: run scripts/setup")
  endif()
  sluice_imported(sluice::arrow INCLUDE ${arrow_dir}/include LIBS ${arrow_dir}/lib/libarrow.so)
endif()

find_package(DuckDB QUIET)
if(DuckDB_FOUND)
  sluice_imported(sluice::duckdb INCLUDE ${DuckDB_INCLUDE_DIRS} LIBS ${DuckDB_LIBRARIES})
else()
  set(duckdb_dir ${SLUICE_DEPS}/duckdb)
  if(NOT EXISTS ${duckdb_dir}/libduckdb_static.a)
    message(FATAL_ERROR "DuckDB is missing: run scripts/setup")
  endif()
  set(duckdb_libs)
  foreach(name duckdb_static duckdb_generated_extension_loader autocomplete_extension core_functions_extension
               icu_extension json_extension parquet_extension tpcds_extension tpch_extension duckdb_fastpforlib
               duckdb_fmt duckdb_fsst duckdb_hyperloglog duckdb_mbedtls duckdb_miniz duckdb_pg_query duckdb_re2
               duckdb_skiplistlib duckdb_utf8proc duckdb_yyjson duckdb_zstd)
    list(APPEND duckdb_libs ${duckdb_dir}/lib${name}.a)
  endforeach()
  sluice_imported(sluice::duckdb INCLUDE ${duckdb_dir}
                  LIBS -Wl,--start-group ${duckdb_libs} -Wl,--end-group ${CMAKE_DL_LIBS} Threads::Threads)
endif()
