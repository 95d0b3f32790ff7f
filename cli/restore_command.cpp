// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/terminal.h"
#include "storage/archive_backup.h"
#include "workers/ledger_history.h"
#include "workers/upgrade_steps.h"

namespace sohoa {
namespace {

int Accept(const RestoreArguments& arguments, const Config& config) {
  const Status status = AcceptArchive(ArchiveOptionsOf(config), arguments.accept, StageNewLedgerHistory);
  if (!status.ok()) return FailWith(status);
  PrintNote(Say("đã chấp nhận kho như hiện có; việc này được ghi vào nhật ký. Hãy để các bàn tiếp nhận gửi lại những gì họ còn giữ biên nhận",
                "the archive is accepted as it is, and that is on record. Let the desks send again what they hold receipts for"),
            config.quiet);
  return kExitDone;
}

void Print(const RestoreReport& report, bool json) {
  const BackupReport& backup = report.backup;
  const bool behind = report.beacon_ledger > backup.ledger;
  if (json) {
    std::printf("{\"backup\": %u, \"dossiers\": %llu, \"blobs\": %llu, \"bytes\": %llu, \"ledger\": %llu, \"beacon_ledger\": %llu}\n", backup.number,
                static_cast<unsigned long long>(report.fixity.dossiers), static_cast<unsigned long long>(report.fixity.blobs),
                static_cast<unsigned long long>(report.fixity.bytes), static_cast<unsigned long long>(backup.ledger),
                static_cast<unsigned long long>(report.beacon_ledger));
    return;
  }
  std::printf("%s %u: %llu %s, %llu blob, %llu byte, %s\n", Say("đã khôi phục bản", "restored backup"), backup.number,
              static_cast<unsigned long long>(report.fixity.dossiers), Say("hồ sơ", "dossiers"), static_cast<unsigned long long>(report.fixity.blobs),
              static_cast<unsigned long long>(report.fixity.bytes), Say("đã đọc lại toàn bộ", "all of it read again"));
  if (!behind) return;
  std::printf("%s %llu, %s %llu\n", Say("kho đã từng đến sổ việc số", "the archive had come to ledger"), static_cast<unsigned long long>(report.beacon_ledger),
              Say("bản này dừng ở; hãy để các bàn tiếp nhận gửi lại phần sau", "this backup ends at; let the desks send again what came after"),
              static_cast<unsigned long long>(backup.ledger));
}

}  // namespace

int RunRestore(const RestoreArguments& arguments, const Config& config) {
  if (const Status folder = NeedsFolder(config, "restore"); !folder.ok()) return FailWith(folder);
  if (!arguments.accept.empty()) return Accept(arguments, config);
  RestoreOptions options;
  options.from = arguments.from;
  options.number = arguments.number;
  options.to = ArchiveOptionsOf(config);
  options.stage = StageNewLedgerHistory;
  options.upgrade = [](const std::string& folder) { return UpgradeArchive(folder, ArchiveUpgradeSteps(), {}).status(); };
  Result<RestoreReport> report = RestoreReport();
  {
    ProgressBar bar(Say("khôi phục", "restoring"), config.quiet);
    report = RestoreArchive(options, [&bar](std::string_view phase, std::uint64_t done, std::uint64_t total) {
      const bool bytes = phase != "check";
      bar.Show(bytes ? done >> 20 : done, bytes ? total >> 20 : total, bytes ? "MiB" : "");
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  Print(*report, config.json);
  return kExitDone;
}

}  // namespace sohoa
