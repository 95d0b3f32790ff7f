// SPDX-License-Identifier: Apache-2.0
#include "core/embedded_file.h"
#include "language/syllable_counts.h"

SOHOA_EMBED_FILE(sohoa_syllable_counts, SOHOA_SYLLABLE_COUNTS);

namespace sohoa {

std::string_view BuiltInSyllableCounts() {
  return EmbeddedBytes(sohoa_syllable_counts_begin, sohoa_syllable_counts_end);
}

}  // namespace sohoa
