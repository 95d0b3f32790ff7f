// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/terminal.h"
#include "workers/upgrade_steps.h"

namespace sohoa {

int RunUpgrade(const Config& config) {
  if (const Status folder = NeedsFolder(config, "upgrade"); !folder.ok()) return FailWith(folder);
  Result<UpgradeReport> report = UpgradeReport();
  {
    ProgressBar bar(Say("nâng cấp", "upgrading"), config.quiet);
    report = UpgradeArchive(config.archive, ArchiveUpgradeSteps(), [&bar](std::uint64_t done) {
      bar.Show(done, 0);
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  for (const std::string& done : report->done) std::printf("%s\n", done.c_str());
  if (report->done.empty()) {
    PrintNote(Say("kho đã ở định dạng mới nhất", "the archive is up to date"), config.quiet);
    return kExitDone;
  }
  for (const std::string& kept : report->kept) {
    PrintNote(std::string(Say("bản trước khi nâng cấp (xóa khi đã yên tâm): ", "as it was before (remove it once you are content): ")) + kept, config.quiet);
  }
  return kExitDone;
}

}  // namespace sohoa
