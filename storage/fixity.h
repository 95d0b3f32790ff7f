// SPDX-License-Identifier: Apache-2.0
//
// Fixity: reads every byte again and compares it with its name; the engine's own check sums
// do not cover large values. Finds what is changed, missing and extra, and whether look-ups,
// search entries and the audit chain still agree with the records.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/archive.h"
#include "storage/archive_codec.h"

namespace sohoa {

// What a damaged file of tables is called in a report, with its name as the object.
inline constexpr std::string_view kStoreFile = "store file";

// As Archive::Verify().
Result<FixityReport> CheckFixity(
    Archive& archive, const std::string& code,
    const std::function<bool(const Sha256&)>& in_flight,
    const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress);

// The same of one blob that `reference` of dossier `code` names: empty where it is whole. `bytes` gets its size.
Result<std::vector<FixityProblem>> CheckBlobFixity(Archive& archive, const Sha256& blob, const std::string& code,
                                                   const BlobReference& reference, std::uint64_t& bytes);
// The same of a dossier's records, look-ups and search entries, without its blobs. One that is gone is whole.
Result<std::vector<FixityProblem>> CheckRecordFixity(Archive& archive, const std::string& code);

// Takes a key below kReferencePrefix apart.
std::optional<std::pair<Sha256, std::string>> ParseReferenceKey(std::string_view key);

}  // namespace sohoa
