# SPDX-License-Identifier: Apache-2.0
add_bench(archive DEPENDS storage language)
target_sources(archive_bench PRIVATE search_pages.cpp)
