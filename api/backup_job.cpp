// SPDX-License-Identifier: Apache-2.0
#include "api/backup_job.h"

#include <nlohmann/json.hpp>

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
  const std::lock_guard lock(mutex_);
  if (running_) return Status(StatusCode::kConflict, "back up: a backup is being made already; wait for it, or cancel it");
  if (options.folder.empty() || options.folder.front() != '/') {
    return Status(StatusCode::kInvalidArgument, "back up: name the folder with its whole path");
  }
  running_ = true;
  phase_.clear();
  done_ = total_ = 0;
  outcome_.reset();
  // The thread of the one before has ended, or is about to without taking the lock again.
  thread_ = std::jthread([this, options](const std::stop_token& stop) { Run(stop, options); });
  return {};
}

void BackupJob::Cancel() {
  const std::lock_guard lock(mutex_);
  thread_.request_stop();
}

void BackupJob::Run(const std::stop_token& stop, const BackupOptions& options) {
  Result<BackupReport> outcome = archive_.BackUp(options, [&](std::string_view phase, std::uint64_t done, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    phase_ = phase;
    done_ = done;
    total_ = total;
    return !stop.stop_requested();
  });
  const std::lock_guard lock(mutex_);
  outcome_ = std::move(outcome);
  running_ = false;
}

std::string BackupJob::StatusJson() {
  const std::lock_guard lock(mutex_);
  Json json = {{"state", running_ ? "running" : !outcome_ ? "none" : *outcome_ ? "done" : "failed"},
               {"phase", phase_},
               {"done", done_},
               {"total", total_}};
  if (outcome_ && *outcome_) json["report"] = ReportJson(**outcome_);
  if (outcome_ && !*outcome_) {
    json["code"] = static_cast<int>(outcome_->status().code());
    json["message"] = outcome_->status().message();
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sohoa
