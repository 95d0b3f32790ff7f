# SPDX-License-Identifier: Apache-2.0
# Sources of the digit reader and of what is read askew beside it; its model goes into the program.
set(digit_sources digits/digit_decoder.cpp digits/digit_reader.cpp digits/slot_crop.cpp digits/slot_finder.cpp outlined_stamps.cpp)

set(digit_model ${CMAKE_CURRENT_SOURCE_DIR}/models/sohoa_digits.safetensors)
set_source_files_properties(digits/digit_reader.cpp PROPERTIES
  COMPILE_DEFINITIONS "SOHOA_DIGIT_MODEL=\"${digit_model}\"" OBJECT_DEPENDS ${digit_model})
