# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=build/fuzz -DNAME=protocol -DSECONDS=30 -P run_fuzz.cmake
#
# Runs one fuzz target for so long, from its seeds. Always with the same random numbers: what a
# change has to pass does not depend on chance. What it finds lies in FOLDER/found.
set(seeds ${FOLDER}/seeds-${NAME})
set(corpus ${FOLDER}/corpus/${NAME})
file(MAKE_DIRECTORY ${corpus} ${FOLDER}/found)
execute_process(COMMAND ${FOLDER}/make_seeds ${seeds} COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${FOLDER}/${NAME}_fuzz -seed=1 -max_total_time=${SECONDS} -rss_limit_mb=1024 -timeout=20 -max_len=16384
    -print_final_stats=1 -artifact_prefix=${FOLDER}/found/${NAME}- ${corpus} ${seeds}/${NAME}
  RESULT_VARIABLE result
  OUTPUT_VARIABLE said
  ERROR_VARIABLE said)
if(NOT result EQUAL 0)
  string(LENGTH "${said}" length)
  if(length GREATER 8000)
    math(EXPR begin "${length} - 8000")
    string(SUBSTRING "${said}" ${begin} -1 said)
  endif()
  message(FATAL_ERROR "${NAME}_fuzz ended with ${result}; what led there is in ${FOLDER}/found\n${said}")
endif()
string(REGEX MATCH "stat::number_of_executed_units: [0-9]+" runs "${said}")
message(STATUS "${NAME}_fuzz: ${runs}")
