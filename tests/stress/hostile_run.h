// SPDX-License-Identifier: Apache-2.0
//
// Thousands of damaged files through readers, or through a coordinator and its worker, and what
// became of each. Readers decode as they always do; the null engine stands where text is read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "stress/mutation.h"
#include "workers/reader_client.h"

namespace sohoa {

struct HostileOptions {
  std::vector<BaseFile> bases;
  std::uint64_t seed = 1;
  std::uint64_t first = 0;  // number of the first file
  std::uint64_t files = 200;
  std::uint32_t readers = 2;
  ReaderOptions reader;
  std::string keep;    // folder for files that crash or time out; empty = none
  bool talks = false;  // progress goes to stderr
};

struct HostileTotals {
  std::uint64_t files = 0;
  std::uint64_t pages = 0;        // that were tried
  std::uint64_t pages_read = 0;   // of them with all stages done
  std::uint64_t undecided = 0;    // neither read nor refused with a reason: must be 0
  std::map<std::string, std::uint64_t> outcomes;  // of files: "ok", or the code of the first failure
  std::map<std::string, std::uint64_t> deaths;    // of readers: "died by signal 11" and the like
  std::uint64_t most_address_bytes = 0;  // of any reader
  std::uint64_t most_memory_bytes = 0;
  std::int64_t longest_call_ms = 0;
  std::vector<std::int64_t> file_ms;
  std::uint64_t over_limits = 0;  // readers over their memory, calls over their time: must be 0
};

// Inspect, then Decode, Prepare, Recognise and EncodeLayer of up to three pages of each file.
HostileTotals RunThroughReaders(const HostileOptions& options);

// Each file handed in by a desk, 20 to a dossier, until each page is in a visible dossier or in
// quarantine with a reason.
HostileTotals RunThroughCoordinator(const HostileOptions& options);

// As lines for a person.
std::string Describe(const HostileTotals& totals);

}  // namespace sohoa
