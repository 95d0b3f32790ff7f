// SPDX-License-Identifier: Apache-2.0
//
// FixityWatch: reads every byte of the archive again, round after round, at a rate that disturbs
// nobody: the archive that rots unseen is the one that nobody reads. Blobs are checked in the order
// of their names, which are spread evenly, so that the place of a name says how much of a round is
// done. Records, look-ups and search entries of the dossiers are checked along with them, the audit
// chain and the store's files of tables once a round. Where a round has come is kept over restarts.
//
// What it finds is an event "fixity.damaged" with an audit record, a line in the log, and stands in
// the status until the same is found whole.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/fixity_progress.h"

namespace sohoa {

struct FixityWatchOptions {
  std::int64_t round_ms = 30ll * 24 * 3600 * 1000;  // in which every byte is read
  std::uint64_t bytes_per_second = 8u << 20;        // at most, where it has to catch up
};

struct FixityCoverage {
  std::int64_t round_ms = 0;
  double checked_share = 0;  // of the blobs, within the time of one round
  std::int64_t oldest_check_unix_ms = 0;  // of what was checked longest ago; what never was counts from the first round's start
  std::uint64_t rounds = 0;               // that came to their end
  std::uint64_t findings = 0;             // that stand
  std::uint64_t read_bytes = 0;           // since the start of the process
  std::uint64_t read_blobs = 0;
};

// One step after another, by the clock that is given; one thread at a time.
class FixityRounds {
 public:
  // Writes a batch in turn with all else that is written (Coordinator::RunChange).
  using RunChange = std::function<Status(const std::function<Status(MetaBatch& batch)>& stage)>;

  FixityRounds(Archive& archive, RunChange run, FixityWatchOptions options) : archive_(archive), run_(std::move(run)), options_(options) {}

  // Takes up where it was. What cannot be read is begun anew.
  Status Load(std::int64_t now_ms);
  // Checks one blob, or the records of one dossier, if one is due. Gives how long to wait for the next, in
  // milliseconds; an error is of the store, and the step is to be tried again.
  Result<std::int64_t> Step(std::int64_t now_ms);
  Status Save(std::int64_t now_ms);
  FixityCoverage Coverage(std::int64_t now_ms) const;

 private:
  Result<std::int64_t> CheckNext(std::int64_t now_ms);
  double Done() const;
  Status CheckNextBlob(std::int64_t now_ms, std::uint64_t& bytes, bool& is_empty);
  Status CheckNextDossier(std::int64_t now_ms);
  Status BeginFiles(std::int64_t now_ms);
  Status CheckNextFile(std::int64_t now_ms, std::uint64_t& bytes);
  Status EndSlots(std::size_t until, std::int64_t now_ms);
  Status EndRound(std::int64_t now_ms);
  Status Take(std::vector<FixityProblem> problems, const std::function<bool(const FixityProblem&)>& of_these, std::int64_t now_ms);

  Archive& archive_;
  const RunChange run_;
  const FixityWatchOptions options_;
  FixityProgress progress_;
  std::vector<std::string> files_;  // of tables that are still to be read in this round; what a restart cuts short comes with the next
  std::int64_t files_begun_ms_ = 0;
  std::int64_t saved_ms_ = 0;
  std::uint64_t read_bytes_ = 0;
  std::uint64_t read_blobs_ = 0;
};

// The same on a thread of low priority.
class FixityWatch {
 public:
  // Both must outlive it.
  static std::unique_ptr<FixityWatch> Start(Archive& archive, FixityRounds::RunChange run, const FixityWatchOptions& options);
  ~FixityWatch();
  FixityWatch(const FixityWatch&) = delete;
  FixityWatch& operator=(const FixityWatch&) = delete;

  FixityCoverage Coverage();

 private:
  FixityWatch(Archive& archive, FixityRounds::RunChange run, const FixityWatchOptions& options) : rounds_(archive, std::move(run), options) {}
  void Run(const std::stop_token& stop);

  FixityRounds rounds_;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  FixityCoverage coverage_;
  std::jthread thread_;  // last: it uses the above
};

}  // namespace sohoa
