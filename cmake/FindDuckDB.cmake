# FindDuckDB: the C API header duckdb.h and libduckdb.so.
#
# A system install wins; otherwise the files that ./dev setup fetched, pinned and verified into
# build/deps/duckdb (docs/dependencies.md). Defines the imported target DuckDB::DuckDB.
set(DUCKDB_ROOT "${PROJECT_SOURCE_DIR}/build/deps/duckdb" CACHE PATH "Folder with duckdb.h and libduckdb.so")
find_path(DuckDB_INCLUDE_DIR duckdb.h HINTS ${DUCKDB_ROOT})
find_library(DuckDB_LIBRARY duckdb HINTS ${DUCKDB_ROOT})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "run ./dev setup, which fetches it")
if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
  add_library(DuckDB::DuckDB SHARED IMPORTED)
  set_target_properties(DuckDB::DuckDB PROPERTIES
    IMPORTED_LOCATION "${DuckDB_LIBRARY}"
    IMPORTED_NO_SONAME ON
    INTERFACE_COMPILE_DEFINITIONS DUCKDB_API_NO_DEPRECATED
    INTERFACE_INCLUDE_DIRECTORIES "${DuckDB_INCLUDE_DIR}")
endif()
mark_as_advanced(DuckDB_INCLUDE_DIR DuckDB_LIBRARY)
