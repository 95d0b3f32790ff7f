# SPDX-License-Identifier: Apache-2.0
# Sources of the line network, and what its kernels are compiled for.
set(line_network_sources
  lines/built_in_model.cpp lines/convolution_layer.cpp lines/convolution_model.cpp lines/convolutional_network.cpp lines/edge_noise.cpp
  lines/line_input.cpp lines/line_kernels.cpp lines/line_kernels_amx.cpp lines/line_kernels_avx2.cpp lines/line_kernels_avx512.cpp
  lines/line_kernels_portable.cpp lines/line_layers.cpp lines/line_network.cpp lines/line_scaling.cpp lines/lstm_layer.cpp
  lines/model_file.cpp lines/model_layer_reader.cpp lines/network_file.cpp lines/network_tables.cpp lines/packed_matrix.cpp
  lines/padded_layers.cpp lines/safetensors.cpp lines/softmax_layer.cpp lines/confidence_curve.cpp)

# Never fused multiply-adds, so that every kernel gives the same bits; and optimised in every
# build, or tests of whole lines take minutes.
set(line_network_flags -O3 -ffp-contract=off)
set_source_files_properties(
  lines/convolution_layer.cpp lines/line_kernels_portable.cpp lines/line_scaling.cpp lines/padded_layers.cpp
  lines/softmax_layer.cpp
  PROPERTIES COMPILE_OPTIONS "${line_network_flags}")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(lines/line_kernels_avx2.cpp
    PROPERTIES COMPILE_OPTIONS "${line_network_flags};-mavx2")
  # GCC 12 warns of its own header (its bug 105593). Without -fno-tree-pre it copies every sum in
  # each turn of the loop over inputs, and keeps some in memory.
  set(avx512_flags -mavx2 -mavx512f -mavx512bw -mavx512vl -mavx512vnni -fno-tree-pre -Wno-maybe-uninitialized
    -Wno-uninitialized)
  set_source_files_properties(lines/line_kernels_avx512.cpp
    PROPERTIES COMPILE_OPTIONS "${line_network_flags};${avx512_flags}")
  set_source_files_properties(lines/line_kernels_amx.cpp
    PROPERTIES COMPILE_OPTIONS "${line_network_flags};${avx512_flags};-mamx-tile;-mamx-int8")
endif()

# Our own model goes into the program.
set(line_model ${CMAKE_CURRENT_SOURCE_DIR}/models/sohoa.safetensors)
set_source_files_properties(lines/built_in_model.cpp PROPERTIES
  COMPILE_DEFINITIONS "SOHOA_LINE_MODEL=\"${line_model}\"" OBJECT_DEPENDS ${line_model})
