# SPDX-License-Identifier: Apache-2.0
if(TARGET sohoa-reader)
  add_unit_test(reader
    SOURCES reader_client_test.cpp reader_imaging_test.cpp reader_protocol_test.cpp ${CMAKE_SOURCE_DIR}/tests/ocr/drawn_page.cpp
    DEPENDS reader_client sample_drawing
    LIBRARIES PkgConfig::PANGOCAIRO
    NEEDS sohoa-reader
    TIMEOUT 300)

  # A reader whose imaging has been taken over, in the same jail.
  add_executable(jail_probe jail_probe.cpp)
  target_link_libraries(jail_probe PRIVATE sohoa::reader_client sohoa::reader_jail sohoa_flags PkgConfig::SECCOMP)
  add_unit_test(reader_jail
    SOURCES reader_jail_test.cpp jailed_reading_test.cpp ${CMAKE_SOURCE_DIR}/tests/ocr/drawn_page.cpp
    DEPENDS reader_client imaging_impl ocr sample_drawing
    LIBRARIES PkgConfig::VIPS PkgConfig::PANGOCAIRO
    NEEDS sohoa-reader jail_probe
    TIMEOUT 300)
endif()
