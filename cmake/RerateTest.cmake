# rerate_test(NAME [PREFIX text] SOURCES file... [LINKS target...] [LABELS label...] [SECONDS limit])
#
# A GoogleTest program; each of its tests becomes one of ctest, named PREFIX + suite.test. Tests labelled
# `slow` run only under ./dev test --all.
function(rerate_test name)
  cmake_parse_arguments(TEST "" "PREFIX;SECONDS" "SOURCES;LINKS;LABELS" ${ARGN})
  if(NOT TEST_SECONDS)
    set(TEST_SECONDS 120)
  endif()
  if(RERATE_SANITIZE)
    math(EXPR TEST_SECONDS "5 * ${TEST_SECONDS}")
  endif()
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE RERATE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # A test file is compiled once and run for milliseconds: half the compile time is worth more than its speed.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  gtest_discover_tests(${name} TEST_PREFIX "${TEST_PREFIX}" DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${TEST_SECONDS} LABELS "${TEST_LABELS}")
endfunction()
