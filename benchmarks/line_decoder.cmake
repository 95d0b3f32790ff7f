# SPDX-License-Identifier: Apache-2.0
add_bench(line_decoder DEPENDS ocr_impl)
