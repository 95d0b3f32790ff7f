// SPDX-License-Identifier: Apache-2.0
//
// How far the continuous check of fixity has come, as it is kept over restarts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha256.h"
#include "storage/archive.h"

namespace sohoa {

// Blobs by the first byte of their names, which are spread evenly.
inline constexpr std::size_t kFixitySlots = 256;

struct FixityFinding {
  FixityProblem problem;  // without its detail
  std::int64_t found_at_unix_ms = 0;
};

struct FixityProgress {
  std::int64_t begun_at_unix_ms = 0;  // the very first round
  std::int64_t round_at_unix_ms = 0;  // this one
  std::optional<Sha256> blob;         // checked last in this round
  std::array<std::int64_t, kFixitySlots> slots_unix_ms{};  // when each was last checked to its end; 0 = never
  std::string dossier;                // whose records were checked last
  std::uint32_t dossiers_due = 0;     // to be checked before the next slot
  std::uint64_t rounds = 0;           // that came to their end
  std::vector<FixityFinding> findings;  // that stand: gone when the same is found whole
};

std::string EncodeFixityProgress(const FixityProgress& progress);
std::optional<FixityProgress> DecodeFixityProgress(std::string_view bytes);

}  // namespace sohoa
