# SPDX-License-Identifier: Apache-2.0
add_bench(line_network DEPENDS ocr_impl sample_drawing LIBRARIES PkgConfig::TESSERACT)
target_sources(line_network_bench PRIVATE own_line_model.cpp)
