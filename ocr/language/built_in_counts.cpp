// SPDX-License-Identifier: Apache-2.0
//
// The assembler takes the file in: as an array the compiler would parse each of its bytes.
#include <cstddef>

#include "ocr/language/syllable_counts.h"

asm(".pushsection .rodata\n"
    ".balign 16\n"
    "sohoa_syllable_counts_begin:\n"
    ".incbin \"" SOHOA_SYLLABLE_COUNTS
    "\"\n"
    "sohoa_syllable_counts_end:\n"
    ".popsection\n");

extern "C" const char sohoa_syllable_counts_begin[];
extern "C" const char sohoa_syllable_counts_end[];

namespace sohoa {

std::string_view BuiltInSyllableCounts() {
  return {sohoa_syllable_counts_begin,
          static_cast<std::size_t>(sohoa_syllable_counts_end - sohoa_syllable_counts_begin)};
}

}  // namespace sohoa
