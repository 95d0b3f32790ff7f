# SPDX-License-Identifier: Apache-2.0
add_unit_test(plans
  SOURCES plans_test.cpp
  DEPENDS pipeline reader_client sample_drawing
  NEEDS sohoa-reader
  TIMEOUT 300)
