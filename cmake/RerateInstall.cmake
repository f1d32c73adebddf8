# cmake --install: a tree that runs from wherever it is put.
#
#   bin/rerate   lib/libduckdb.so   share/rerate/{packs,studies}   share/doc/rerate
#
# The command finds its library through an RPATH relative to itself and its packs relative to its own place.
if(TARGET rerate)
  set_target_properties(rerate PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
  install(TARGETS rerate RUNTIME DESTINATION bin)
endif()
# A DuckDB of the system stays where it is.
if(DuckDB_LIBRARY MATCHES "^${DUCKDB_ROOT}/")
  install(FILES ${DuckDB_LIBRARY} DESTINATION lib)
endif()
install(DIRECTORY data/open DESTINATION share/rerate/packs)
install(DIRECTORY studies DESTINATION share/rerate FILES_MATCHING PATTERN "*.toml")
install(FILES LICENSE NOTICE README.md CHANGELOG.md DESTINATION share/doc/rerate OPTIONAL)
