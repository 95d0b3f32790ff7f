// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/followed_job.h"
#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

Result<JsonView> ImportPackage(const ImportArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return session.status();
  const std::string from = std::filesystem::absolute(arguments.from).lexically_normal().string();
  const Result<std::string> begun = (*session)->Ask("import", JsonObject({{"from", from}}));
  if (!begun) return begun.status();
  return FollowJob(**session, "import", Say("nhập gói", "importing"), config.quiet,
                   [](ProgressBar& bar, const std::string& phase, std::uint64_t done, std::uint64_t total) {
                     bar.Show(done, total, phase == "check" ? Say("tệp đã kiểm tra", "files checked") : Say("tệp đã lưu", "files stored"));
                   });
}

}  // namespace

int RunImport(const ImportArguments& arguments, const Config& config) {
  const Result<JsonView> report = ImportPackage(arguments, config);
  if (!report) {
    PrintError(report.status());
    return ExitCodeOf(report.status());
  }
  if (config.json) {
    std::printf("%s\n", report->Pretty().c_str());
    return kExitDone;
  }
  std::printf("%s %s, %s %s (%s %s)\n", Say("đã nhập hồ sơ", "imported dossier"), (*report)["dossier"].text().c_str(), Say("phiên bản", "version"),
              (*report)["version"].text().c_str(), (*report)["blobs"].text().c_str(), Say("tệp", "files"));
  return kExitDone;
}

}  // namespace sohoa
