// SPDX-License-Identifier: Apache-2.0
#include "api/backup_job.h"

#include <nlohmann/json.hpp>

#include "api/job_json.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

Json ReportJson(const BackupReport& report) {
  return {{"number", report.number},        {"at", FormatVietnamTime(report.at_unix_ms)},
          {"archive", report.archive},      {"ledger", report.ledger},
          {"audit", report.audit},          {"bytes", report.bytes},
          {"new_bytes", report.new_bytes},  {"blobs_checked", report.blobs_checked}};
}

}  // namespace

std::string BackupJson(const BackupReport& report) { return ReportJson(report).dump(); }

std::string BackupRequestJson(const BackupOptions& options) {
  return Json{{"to", options.folder}, {"verify", options.verify_all}, {"keep", options.keep}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Status BackupJob::Start(const BackupOptions& options) {
  if (options.folder.empty() || options.folder.front() != '/') {
    return Status(StatusCode::kInvalidArgument, "back up: name the folder with its whole path");
  }
  const bool begun = job_.Start([this, options](const LongJob<BackupReport>::Progress& progress) { return archive_.BackUp(options, progress); });
  return begun ? Status() : Status(StatusCode::kConflict, "back up: a backup is being made already; wait for it, or cancel it");
}

std::string BackupJob::StatusJson() { return JobJson<BackupReport>(job_.Now(), ReportJson); }

}  // namespace sohoa
