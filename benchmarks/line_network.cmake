# SPDX-License-Identifier: Apache-2.0
add_bench(line_network DEPENDS ocr_impl sample_drawing LIBRARIES PkgConfig::TESSERACT)
target_sources(line_network_bench PRIVATE int8_peak.cpp own_line_model.cpp)
# GCC 12 warns of its own header (its bug 105593).
set_source_files_properties(int8_peak.cpp PROPERTIES COMPILE_OPTIONS "-Wno-maybe-uninitialized;-Wno-uninitialized")
