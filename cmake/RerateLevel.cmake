# rerate_level(NAME USES level... [LINKS target...])
#
# One folder of the library: every .cpp beside this CMakeLists.txt, except *_test.cpp which become
# the level's own test program. A level links only the levels it names; tests/guards/levels.py checks
# that includes agree with the order in docs/architecture.md.
function(rerate_level name)
  cmake_parse_arguments(LEVEL "" "" "USES;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(NOT sources)
    add_library(rerate_${name} INTERFACE)
    return()
  endif()
  add_library(rerate_${name} STATIC ${sources})
  target_include_directories(rerate_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  list(TRANSFORM LEVEL_USES PREPEND rerate_)
  target_link_libraries(rerate_${name} PUBLIC ${LEVEL_USES} ${LEVEL_LINKS})

  if(RERATE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE rerate_${name} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE RERATE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}: " DISCOVERY_TIMEOUT 60)
  endif()
endfunction()
