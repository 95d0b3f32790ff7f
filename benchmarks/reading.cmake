# SPDX-License-Identifier: Apache-2.0
add_bench(reading DEPENDS ocr_impl imaging_impl pipeline reader_client sample_drawing)
add_dependencies(reading_bench sohoa-reader)
