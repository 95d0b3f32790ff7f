// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>

#include "api/backup_job.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/followed_job.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "storage/archive_backup.h"

namespace sohoa {
namespace {

void PrintBackup(const JsonView& report, bool json, const std::string& text) {
  if (json) {
    std::printf("%s\n", text.c_str());
    return;
  }
  std::printf("%s %s  %s  %s: %s MiB, %s: %s MiB, ledger %s, audit %s, %s: %s\n", Say("bản sao lưu", "backup"), report["number"].text().c_str(),
              report["at"].text().c_str(), Say("tất cả", "in all"), std::to_string(static_cast<std::uint64_t>(report["bytes"].number()) >> 20).c_str(),
              Say("mới", "new"), std::to_string(static_cast<std::uint64_t>(report["new_bytes"].number()) >> 20).c_str(),
              report["ledger"].text().c_str(), report["audit"].text().c_str(), Say("số blob đã đọc lại", "blobs read again"),
              report["blobs_checked"].text().c_str());
}

int List(const std::string& folder, bool json) {
  const Result<std::vector<BackupReport>> backups = ListBackups(folder);
  if (!backups) return FailWith(backups.status());
  for (const BackupReport& backup : *backups) {
    const std::string text = BackupJson(backup);
    const Result<JsonView> view = JsonView::Parse(text);
    if (view) PrintBackup(*view, json, text);
  }
  return kExitDone;
}

}  // namespace

int RunBackup(const BackupArguments& arguments, const Config& config) {
  if (arguments.list) return List(arguments.to, config.json);
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  const BackupOptions options{std::filesystem::absolute(arguments.to).lexically_normal().string(), arguments.verify, arguments.keep};
  const Result<std::string> begun = (*session)->Ask("backup", BackupRequestJson(options));
  if (!begun) return FailWith(begun.status());
  const auto show = [](ProgressBar& bar, const std::string& phase, std::uint64_t done, std::uint64_t total) {
    const bool checking = phase == "check";
    const char* name = checking ? Say("kiểm tra", "checking") : phase == "blobs" ? Say("trang (MiB)", "pages (MiB)") : Say("dữ liệu (MiB)", "records (MiB)");
    bar.Show(checking ? done : done >> 20, checking ? total : total >> 20, name);
  };
  const Result<JsonView> report = FollowJob(**session, "backup", Say("sao lưu", "backing up"), config.quiet, show);
  if (!report) return FailWith(report.status());
  PrintBackup(*report, config.json, report->Pretty());
  return kExitDone;
}

}  // namespace sohoa
