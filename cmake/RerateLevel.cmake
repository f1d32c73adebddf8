# rerate_level(NAME USES level... [LINKS target...])
#
# One folder of the library: every .cpp beside this CMakeLists.txt, except *_test.cpp which become
# the level's own test program. A level links only the levels it names; tests/guards/levels.py checks
# that includes agree with the order in rerate/CMakeLists.txt.
function(rerate_level name)
  cmake_parse_arguments(LEVEL "" "" "USES;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  # A level of headers only has nothing to archive.
  if(sources)
    add_library(rerate_${name} STATIC ${sources})
    set(access PUBLIC)
  else()
    add_library(rerate_${name} INTERFACE)
    set(access INTERFACE)
  endif()
  list(TRANSFORM LEVEL_USES PREPEND rerate_)
  target_include_directories(rerate_${name} ${access} ${PROJECT_SOURCE_DIR})
  target_link_libraries(rerate_${name} ${access} ${LEVEL_USES} ${LEVEL_LINKS})

  if(RERATE_TESTS AND tests)
    rerate_test(${name}_test PREFIX "${name}/" SOURCES ${tests} LINKS rerate_${name})
  endif()
endfunction()
