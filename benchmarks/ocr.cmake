# SPDX-License-Identifier: Apache-2.0
add_bench(ocr DEPENDS reader_client)
add_dependencies(ocr_bench sohoa-reader)
