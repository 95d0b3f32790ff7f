// SPDX-License-Identifier: Apache-2.0
//
// Fixity: reads every byte again and compares it with its name; the engine's own check sums
// do not cover large values. Finds what is changed, missing and extra, and whether look-ups,
// search entries and the audit chain still agree with the records.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/archive.h"

namespace sohoa {

// As Archive::Verify().
Result<FixityReport> CheckFixity(
    Archive& archive, const std::string& code,
    const std::function<bool(const Sha256&)>& in_flight,
    const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress);

}  // namespace sohoa
