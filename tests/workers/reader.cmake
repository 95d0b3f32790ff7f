# SPDX-License-Identifier: Apache-2.0
if(TARGET sohoa-reader)
  add_unit_test(reader
    SOURCES reader_client_test.cpp reader_imaging_test.cpp reader_protocol_test.cpp ${CMAKE_SOURCE_DIR}/tests/ocr/drawn_page.cpp
    DEPENDS reader_client sample_drawing
    LIBRARIES PkgConfig::PANGOCAIRO
    NEEDS sohoa-reader
    TIMEOUT 300)
endif()
