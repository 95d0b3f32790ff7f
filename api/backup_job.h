// SPDX-License-Identifier: Apache-2.0
//
// BackupJob: the backup that a process makes of the archive it holds, on a thread of its own, so
// that whoever asked for it can ask how far it is, stop it, or go away.
//
// Methods of QueryService, their params and answers:
//   backup         {"to", "verify": bool, "keep": N} -> {}: begun. kConflict while one runs
//   backup_status  {} -> api/job_json.h, with BackupJson as report
//   backup_cancel  {} -> {}
#pragma once

#include <string>

#include "api/long_job.h"
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
  void Cancel() { job_.Cancel(); }
  std::string StatusJson();

 private:
  Archive& archive_;
  LongJob<BackupReport> job_;
};

}  // namespace sohoa
