// SPDX-License-Identifier: Apache-2.0
//
// ImportJob: the import of a package (docs/PACKAGES.md) into the archive that a process holds.
//
// Methods of QueryService, their params and answers:
//   import         {"from"} -> {}: begun. kConflict while one runs. Takes a coordinator
//   import_status  {} -> api/job_json.h, with {"dossier", "version", "package", "blobs", "bytes"} as report
//   import_cancel  {} -> {}
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "api/long_job.h"
#include "core/result.h"
#include "storage/archive.h"
#include "workers/coordinator.h"

namespace sohoa {

struct ImportReport {
  std::string dossier;
  std::uint32_t version = 0;
  std::string package;
  std::uint64_t blobs = 0;
  std::uint64_t bytes = 0;
};

class ImportJob {
 public:
  // Calls its argument with the coordinator, for as long as that takes; kUnavailable where there is none.
  using WithCoordinator = std::function<Status(const std::function<Status(Coordinator&)>& use)>;

  // `archive` must outlive it. Stops an import that runs when it goes.
  ImportJob(Archive& archive, WithCoordinator with_coordinator) : archive_(archive), with_coordinator_(std::move(with_coordinator)) {}

  Status Start(const std::string& from);
  void Cancel() { job_.Cancel(); }
  std::string StatusJson();

 private:
  Result<ImportReport> Run(const std::string& from, const LongJob<ImportReport>::Progress& progress);

  Archive& archive_;
  const WithCoordinator with_coordinator_;
  LongJob<ImportReport> job_;
};

}  // namespace sohoa
