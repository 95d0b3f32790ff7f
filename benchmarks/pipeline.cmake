# SPDX-License-Identifier: Apache-2.0
add_bench(pipeline DEPENDS workers)
target_sources(pipeline_bench PRIVATE pipeline_parts.cpp)
# The worker processes it starts, and the reader that stands in for reading.
add_dependencies(pipeline_bench sohoa)
if(TARGET sohoa-null-reader)
  add_dependencies(pipeline_bench sohoa-null-reader)
endif()
