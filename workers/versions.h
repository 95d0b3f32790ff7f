// SPDX-License-Identifier: Apache-2.0
//
// Which programs may work together. A coordinator speaks its protocol and the one before, so
// that the coordinator can be upgraded first and its desks and workers one after the other. A
// worker's results must be those that this program would make: each stage of its services has
// the version that stands in the coordinator's own list, or it gets no work. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "workers/protocol.h"

namespace sohoa {

// Raised when what is said changes its meaning; a field more does not raise it.
inline constexpr std::uint32_t kProtocolVersion = 2;
inline constexpr std::uint32_t kOldestProtocol = kProtocolVersion - 1;

std::string ProgramVersion();  // "0.1.0"

// What this program says of itself, with the stages of `services`.
ProgramVersions OwnVersions(const std::vector<std::string>& services);

// The newest protocol that both speak. kUnsupported: there is none; the message says which
// side is to be upgraded. `who`: "desk quay-1".
Result<std::uint32_t> CommonProtocol(const ProgramVersions& own, const ProgramVersions& theirs, std::string_view who);

// Whether a worker's results would be those of `own`. kUnsupported: not; the message names
// the stage, both versions, and which side is to be upgraded.
Status CheckWorkerVersions(const ProgramVersions& own, const ProgramVersions& theirs, const std::vector<std::string>& services,
                           std::string_view who);

}  // namespace sohoa
