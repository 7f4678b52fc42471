# Files that share the name of something internal cannot be compiled as one; a file still includes what it uses.
function(sluice_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# sluice_module(name SOURCES … LIBS … [ALONE …]): one folder below core/ or widgets/ is one static library, sluice_<name>.
# Sources are listed by hand; those after ALONE are compiled on their own. Headers are found below core/ ("base/error.h")
# and the project's root ("widgets/…").
function(sluice_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;ALONE" ${ARGN})
  sluice_alone(${ARG_ALONE})
  add_library(sluice_${name} STATIC ${ARG_SOURCES})
  target_include_directories(sluice_${name} PUBLIC ${CMAKE_SOURCE_DIR}/core ${CMAKE_SOURCE_DIR})
  target_link_libraries(sluice_${name} PUBLIC ${ARG_LIBS})
endfunction()

# What every test is run with.
set(SLUICE_TEST_ENVIRONMENT "TZ=UTC;ASAN_OPTIONS=allocator_may_return_null=1")
if(SLUICE_SANITIZE) # they see only what comes from malloc
  list(APPEND SLUICE_TEST_ENVIRONMENT "ARROW_DEFAULT_MEMORY_POOL=system")
endif()
list(APPEND SLUICE_TEST_ENVIRONMENT
     "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0")
list(APPEND SLUICE_TEST_ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp:\
ignore_noninstrumented_modules=1:allocator_may_return_null=1:die_after_fork=0")

# sluice_test(name SOURCES … LIBS … [LABELS …] [ALONE …]): a QtTest program; one main for each file would link DuckDB
# many times over, so a module has one program. ALONE: as above.
function(sluice_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS;ALONE" ${ARGN})
  sluice_alone(${ARG_ALONE})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/core ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${SLUICE_TEST_ENVIRONMENT}")
endfunction()
