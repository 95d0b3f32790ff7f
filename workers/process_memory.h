// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <sys/types.h>

namespace sohoa {

// Bytes of memory that a process of this machine has resident; 0 where there is no such process.
std::uint64_t ResidentBytes(pid_t process);

}  // namespace sohoa
