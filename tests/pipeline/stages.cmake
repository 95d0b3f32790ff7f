# SPDX-License-Identifier: Apache-2.0
add_unit_test(stages
  SOURCES stages_test.cpp
  DEPENDS pipeline reader_client sample_drawing
  NEEDS sohoa-reader
  TIMEOUT 180)
