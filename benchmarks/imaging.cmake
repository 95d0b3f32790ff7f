# SPDX-License-Identifier: Apache-2.0
add_bench(imaging DEPENDS imaging_impl sample_drawing)
