# SPDX-License-Identifier: Apache-2.0
add_bench(assessment DEPENDS imaging_impl sample_drawing LIBRARIES CLI11::CLI11)
