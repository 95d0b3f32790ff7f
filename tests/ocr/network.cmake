# SPDX-License-Identifier: Apache-2.0
add_unit_test(line_network
  SOURCES drawn_page.cpp line_network_damage_test.cpp line_network_drawing.cpp line_network_kernels_test.cpp
    line_network_layers_test.cpp line_network_scaling_test.cpp line_network_tesseract.cpp line_network_test.cpp
    trained_data_test.cpp
  DEPENDS ocr_impl imaging_impl
  LIBRARIES PkgConfig::TESSERACT PkgConfig::LEPTONICA PkgConfig::PANGOCAIRO)
