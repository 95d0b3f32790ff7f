// SPDX-License-Identifier: Apache-2.0
//
// The reader process's limit of memory, and whether it is nearly reached: foreign decoders say
// of a failed allocation that the file is bad, or abort. Called in the reader process alone.
#pragma once

#include <cstdint>

namespace sohoa {

// Limits the address space of this process; 0 = no limit. A process that aborts near the limit
// ends with kReaderOutOfMemory. Once, before any page is seen.
void LimitReaderMemory(std::uint64_t bytes);

// True near the limit: an allocation may have failed. Makes only calls that a signal handler may
// make, and opens nothing.
bool NearReaderMemoryLimit();

}  // namespace sohoa
