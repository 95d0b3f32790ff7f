// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/built_in_model.h"

#include <cstddef>

#ifdef SOHOA_LINE_MODEL

asm(".pushsection .rodata\n"
    ".balign 16\n"
    "sohoa_line_model_begin:\n"
    ".incbin \"" SOHOA_LINE_MODEL
    "\"\n"
    "sohoa_line_model_end:\n"
    ".popsection\n");

extern "C" const char sohoa_line_model_begin[];
extern "C" const char sohoa_line_model_end[];

namespace sohoa {

std::string_view BuiltInLineModel() {
  return {sohoa_line_model_begin, static_cast<std::size_t>(sohoa_line_model_end - sohoa_line_model_begin)};
}

}  // namespace sohoa

#else

namespace sohoa {
std::string_view BuiltInLineModel() { return {}; }
}  // namespace sohoa

#endif
