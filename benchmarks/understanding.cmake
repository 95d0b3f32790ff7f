# SPDX-License-Identifier: Apache-2.0
add_bench(understanding DEPENDS cli pipeline reader_client LIBRARIES CLI11::CLI11 nlohmann_json::nlohmann_json)
target_sources(understanding_bench PRIVATE understanding_judge.cpp understanding_pages.cpp understanding_report.cpp understanding_truth.cpp)
add_dependencies(understanding_bench sohoa-reader)

add_bench(separation DEPENDS cli pipeline reader_client LIBRARIES CLI11::CLI11 nlohmann_json::nlohmann_json)
target_sources(separation_bench PRIVATE understanding_pages.cpp understanding_truth.cpp)
add_dependencies(separation_bench sohoa-reader)
