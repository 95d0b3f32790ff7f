// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "api/backup_job.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "storage/archive_backup.h"

namespace sohoa {
namespace {

constexpr auto kPause = std::chrono::milliseconds(200);

int Fail(const Status& status) {
  PrintError(status);
  return ExitCodeOf(status);
}

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
  if (!backups) return Fail(backups.status());
  for (const BackupReport& backup : *backups) {
    const std::string text = BackupJson(backup);
    const Result<JsonView> view = JsonView::Parse(text);
    if (view) PrintBackup(*view, json, text);
  }
  return kExitDone;
}

// Asks until it has ended, and has it cancelled once Ctrl-C was pressed.
Result<JsonView> Follow(ArchiveSession& session, bool quiet) {
  ProgressBar bar(Say("sao lưu", "backing up"), quiet);
  bool cancelled = false;
  while (true) {
    if (Interrupted() && !cancelled) {
      const Result<std::string> told = session.Ask("backup_cancel", "{}");
      if (!told) return told.status();
      cancelled = true;
    }
    const Result<std::string> answer = session.Ask("backup_status", "{}");
    if (!answer) return answer.status();
    Result<JsonView> status = JsonView::Parse(*answer);
    if (!status || (*status)["state"].text() != "running") return status;
    const std::string phase = (*status)["phase"].text();
    const bool checking = phase == "check";
    const auto done = static_cast<std::uint64_t>((*status)["done"].number());
    const auto total = static_cast<std::uint64_t>((*status)["total"].number());
    const char* name = checking ? Say("kiểm tra", "checking") : phase == "blobs" ? Say("trang (MiB)", "pages (MiB)") : Say("dữ liệu (MiB)", "records (MiB)");
    bar.Show(checking ? done : done >> 20, checking ? total : total >> 20, name);
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

int RunBackup(const BackupArguments& arguments, const Config& config) {
  if (arguments.list) return List(arguments.to, config.json);
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return Fail(session.status());
  const BackupOptions options{std::filesystem::absolute(arguments.to).lexically_normal().string(), arguments.verify, arguments.keep};
  const Result<std::string> begun = (*session)->Ask("backup", BackupRequestJson(options));
  if (!begun) return Fail(begun.status());
  const Result<JsonView> ended = Follow(**session, config.quiet);
  if (!ended) return Fail(ended.status());
  if ((*ended)["state"].text() != "done") {
    return Fail(Status(static_cast<StatusCode>((*ended)["code"].number()), (*ended)["message"].text()));
  }
  PrintBackup((*ended)["report"], config.json, (*ended)["report"].Pretty());
  return kExitDone;
}

}  // namespace sohoa
