# SPDX-License-Identifier: Apache-2.0
# Its own executable, for it needs no pages; whole lines need Tesseract to compare with.
add_unit_test(line_decoder
  SOURCES dawg_test.cpp drawn_page.cpp line_decoder_damage_test.cpp line_decoder_reading_test.cpp
    line_decoder_test.cpp made_line_model.cpp
  DEPENDS ocr_impl imaging_impl
  LIBRARIES PkgConfig::PANGOCAIRO PkgConfig::TESSERACT PkgConfig::LEPTONICA)
