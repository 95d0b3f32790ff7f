# SPDX-License-Identifier: Apache-2.0
# What the pipeline writes: text, hOCR, ALTO and PDF.
find_package(LibXml2 REQUIRED)
add_unit_test(pipeline_output
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/formats_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/pdf_test.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/pdf_test_pages.cpp
  DEPENDS pipeline_output
  LIBRARIES LibXml2::LibXml2 PkgConfig::LEPTONICA)
