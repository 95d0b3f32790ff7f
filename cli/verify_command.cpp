// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"

namespace sohoa {

int RunVerify(const VerifyArguments& arguments, const Config& config) {
  const auto fail = [](const Status& status) {
    PrintError(status);
    return static_cast<int>(ExitCodeOf(status));
  };
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return fail(session.status());
  Result<std::string> answer = std::string();
  {
    ProgressBar bar(Say("kiểm tra", "verifying"), config.quiet);
    answer = (*session)->Ask("verify", JsonObject({{"dossier", arguments.dossier}}),
                             [&bar](std::uint64_t done, std::uint64_t total) {
                               bar.Show(done, total);
                               return !Interrupted();
                             });
  }
  if (!answer) return fail(answer.status());
  const Result<JsonView> report = JsonView::Parse(*answer);
  if (!report) return fail(report.status());
  const std::vector<JsonView> problems = (*report)["problems"].items();
  if (config.json) {
    std::printf("%s\n", answer->c_str());
  } else {
    std::printf("%s %s, %s blob, %s byte: %zu %s\n", (*report)["dossiers"].text().c_str(), Say("hồ sơ", "dossiers"),
                (*report)["blobs"].text().c_str(), (*report)["bytes"].text().c_str(), problems.size(),
                Say("sai lệch", "problems"));
    for (const JsonView& problem : problems) {
      std::printf("  %s %s %s %s %s: %s\n", problem["kind"].text().c_str(), problem["what"].text().c_str(),
                  problem["dossier"].text().c_str(), problem["object"].text().c_str(),
                  problem["sha256"].text().c_str(), problem["detail"].text().c_str());
    }
  }
  return problems.empty() ? kExitDone : kExitDamage;
}

}  // namespace sohoa
