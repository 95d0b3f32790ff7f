// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace sohoa {

// Freed buffers of a page's size stay with this process instead of going back to the kernel, which
// would clear their memory anew for the next page: a few MiB a thread. Call it first of all.
void KeepFreedBuffers();

// Bytes of memory that a process of this machine has resident; 0 where there is no such process.
std::uint64_t ResidentBytes(pid_t process);

}  // namespace sohoa
