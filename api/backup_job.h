// SPDX-License-Identifier: Apache-2.0
//
// BackupJob: the backup that a process makes of the archive it holds, on a thread of its own, so
// that whoever asked for it can ask how far it is, stop it, or go away.
//
// Methods of QueryService, their params and answers:
//   backup         {"to", "verify": bool, "keep": N} -> {}: begun. kConflict while one runs
//   backup_status  {} -> {"state": "none" "running" "done" "failed", "phase", "done", "total",
//                  "report": BackupJson, "code", "message"}; code and message of a failure
//   backup_cancel  {} -> {}
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

// {"number", "at", "archive", "ledger", "audit", "bytes", "new_bytes", "blobs_checked"}
std::string BackupJson(const BackupReport& report);
// The params of `backup`.
std::string BackupRequestJson(const BackupOptions& options);

class BackupJob {
 public:
  // `archive` must outlive it. Stops a backup that runs when it goes.
  explicit BackupJob(Archive& archive) : archive_(archive) {}

  Status Start(const BackupOptions& options);
  void Cancel();
  std::string StatusJson();

 private:
  void Run(const std::stop_token& stop, const BackupOptions& options);

  Archive& archive_;
  std::mutex mutex_;
  bool running_ = false;
  std::string phase_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  std::optional<Result<BackupReport>> outcome_;
  std::jthread thread_;
};

}  // namespace sohoa
