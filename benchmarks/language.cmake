# SPDX-License-Identifier: Apache-2.0
add_bench(language DEPENDS ocr_impl)
