# SPDX-License-Identifier: Apache-2.0
# Beside packages.txt it needs what deploy/benchmark-packages.txt has for it.
find_package(SQLite3 QUIET)
find_path(XAPIAN_INCLUDE xapian.h)
find_library(XAPIAN_LIBRARY xapian)
if(SQLite3_FOUND AND XAPIAN_INCLUDE AND XAPIAN_LIBRARY)
  add_bench(search DEPENDS storage language LIBRARIES SQLite::SQLite3 ${XAPIAN_LIBRARY})
  target_sources(search_bench PRIVATE search_pages.cpp search_peers.cpp search_queries.cpp)
  target_include_directories(search_bench PRIVATE ${CMAKE_SOURCE_DIR}/tests)
endif()
