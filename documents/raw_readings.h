// SPDX-License-Identifier: Apache-2.0
//
// Where a value rests on words that were corrected after they were read, it says what was read.
#pragma once

#include <cstdint>
#include <vector>

#include "core/document.h"
#include "core/page.h"

namespace sohoa {

// Sets `raw` of the fields whose places hold such words. `page_numbers` are those of their locations.
void NoteRawReadings(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers,
                     std::vector<FieldValue>& fields);

}  // namespace sohoa
