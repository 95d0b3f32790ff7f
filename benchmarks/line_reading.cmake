# SPDX-License-Identifier: Apache-2.0
add_bench(line_reading DEPENDS ocr_impl language)
target_sources(line_reading_bench PRIVATE line_reading_scores.cpp)
