# SPDX-License-Identifier: Apache-2.0
#
# add_layer(NAME [FOLDER folder] [HEADERS h...] [SOURCES s...] [DEPENDS layer...] [LIBRARIES lib...] [PROTOS p...])
#
# Makes the static library sohoa::NAME out of the current folder. A layer sees its own
# headers and those of the layers it names in DEPENDS (and theirs), because only those are
# staged on its include path: an #include that goes up or sideways does not compile.
#
#   FOLDER     the name in front of its headers ("imaging/x.h"); NAME when left out.
#   HEADERS    when given, only these headers are staged for others (a seam); else all.
#   LIBRARIES  foreign libraries; linked, but their headers stay private to this layer.
#   PROTOS     Protocol Buffers compiled into the layer; their headers stay private too.
function(add_layer NAME)
  cmake_parse_arguments(L "" "FOLDER" "HEADERS;SOURCES;DEPENDS;LIBRARIES;PROTOS" ${ARGN})
  if(NOT L_FOLDER)
    set(L_FOLDER ${NAME})
  endif()
  set(stage ${CMAKE_BINARY_DIR}/include/${NAME})
  # A folder link left from an earlier configuration would lead back into the sources.
  file(REMOVE_RECURSE ${stage})
  if(L_HEADERS)
    file(MAKE_DIRECTORY ${stage}/${L_FOLDER})
    foreach(header IN LISTS L_HEADERS)
      get_filename_component(parent ${stage}/${L_FOLDER}/${header} DIRECTORY)
      file(MAKE_DIRECTORY ${parent})
      file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${stage}/${L_FOLDER}/${header} SYMBOLIC)
    endforeach()
  else()
    file(MAKE_DIRECTORY ${stage})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${stage}/${L_FOLDER} SYMBOLIC)
  endif()

  set(generated)
  foreach(proto IN LISTS L_PROTOS)
    get_filename_component(stem ${proto} NAME_WE)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/proto)
    file(MAKE_DIRECTORY ${out})
    add_custom_command(
      OUTPUT ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
      COMMAND protobuf::protoc --cpp_out=${out} -I ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${proto}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${proto} VERBATIM)
    set_source_files_properties(${out}/${stem}.pb.cc PROPERTIES COMPILE_OPTIONS "-w")
    list(APPEND generated ${out}/${stem}.pb.cc)
  endforeach()

  list(TRANSFORM L_DEPENDS PREPEND "sohoa::")
  if(L_SOURCES OR generated)
    add_library(sohoa_${NAME} STATIC ${L_SOURCES} ${generated})
    target_include_directories(sohoa_${NAME} PUBLIC ${stage})
    target_link_libraries(sohoa_${NAME} PUBLIC ${L_DEPENDS} PRIVATE sohoa_flags ${L_LIBRARIES})
    # Foreign headers are no business of ours to warn about.
    if(L_PROTOS)
      target_include_directories(sohoa_${NAME} SYSTEM PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/proto)
      target_link_libraries(sohoa_${NAME} PRIVATE protobuf::libprotobuf)
    endif()
  else()
    add_library(sohoa_${NAME} INTERFACE)
    target_include_directories(sohoa_${NAME} INTERFACE ${stage})
    target_link_libraries(sohoa_${NAME} INTERFACE ${L_DEPENDS})
  endif()
  add_library(sohoa::${NAME} ALIAS sohoa_${NAME})
endfunction()

# GoogleTest's header, which every test begins with, is parsed once. Where it does not fit a
# target's flags the compiler reads the header itself. With ccache: sloppiness =
# pch_defines,time_macros, or CMAKE_DISABLE_PRECOMPILE_HEADERS=ON.
function(reuse_test_header TARGET)
  if(NOT TARGET sohoa_test_header)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/test_header.cpp CONTENT "// Holds the compiled header of the tests.\n")
    add_library(sohoa_test_header OBJECT ${CMAKE_BINARY_DIR}/test_header.cpp)
    target_link_libraries(sohoa_test_header PRIVATE sohoa_flags GTest::gtest)
    target_precompile_headers(sohoa_test_header PRIVATE <gtest/gtest.h>)
  endif()
  set_target_properties(${TARGET} PROPERTIES PCH_WARN_INVALID OFF)
  target_precompile_headers(${TARGET} REUSE_FROM sohoa_test_header)
endfunction()

# add_unit_test(NAME SOURCES s... DEPENDS layer... [LIBRARIES lib...] [NEEDS target...] [TIMEOUT seconds])
#
# One test executable, NAME_test, registered with CTest test by test. NEEDS are
# executables that the tests start; they are built first and their folder is
# SOHOA_BIN_DIR in the environment. SOHOA_SOURCE_DIR and OMP_THREAD_LIMIT come from the test
# presets.
function(add_unit_test NAME)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;DEPENDS;LIBRARIES;NEEDS" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  list(TRANSFORM T_DEPENDS PREPEND "sohoa::")
  add_executable(${NAME}_test ${T_SOURCES})
  set_target_properties(${NAME}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${NAME}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${NAME}_test PRIVATE ${T_DEPENDS} sohoa_flags ${T_LIBRARIES} GTest::gtest_main GTest::gmock)
  reuse_test_header(${NAME}_test)
  if(T_NEEDS)
    add_dependencies(${NAME}_test ${T_NEEDS})
  endif()
  gtest_discover_tests(${NAME}_test DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${T_TIMEOUT}
      ENVIRONMENT "SOHOA_BIN_DIR=${CMAKE_BINARY_DIR}")
endfunction()
