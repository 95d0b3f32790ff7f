// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <vector>

#include "api/archive_json.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "storage/blob_repair.h"

namespace sohoa {
namespace {

int Print(const std::string& answer, const Config& config) {
  const Result<JsonView> report = JsonView::Parse(answer);
  if (!report) return FailWith(report.status());
  const std::vector<JsonView> problems = (*report)["problems"].items();
  if (config.json) {
    std::printf("%s\n", answer.c_str());
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

// Here and not through a server: what is damaged would be read by others meanwhile.
int Repair(const VerifyArguments& arguments, const Config& config) {
  if (!MayBeThere(config)) {
    return FailWith(Status(StatusCode::kNotFound, "repair archive " + config.archive + ": there is none; bring it back with sohoa restore"));
  }
  const Result<std::unique_ptr<Archive>> archive = OpenArchive(config);
  if (!archive) return FailWith(archive.status());
  Result<BlobRepairReport> report = BlobRepairReport();
  {
    ProgressBar bar(Say("kiểm tra và sửa", "verifying and repairing"), config.quiet);
    report = RepairBlobs(**archive, arguments.dossier, arguments.repair, [&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total);
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  PrintNote(std::to_string(report->repaired) + Say(" blob đã được lấy lại từ bản sao lưu", " blobs were brought back from backups"), config.quiet);
  return Print(FixityJson(report->fixity), config);
}

}  // namespace

int RunVerify(const VerifyArguments& arguments, const Config& config) {
  if (!arguments.repair.empty()) return Repair(arguments, config);
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return FailWith(session.status());
  Result<std::string> answer = std::string();
  {
    ProgressBar bar(Say("kiểm tra", "verifying"), config.quiet);
    answer = (*session)->Ask("verify", JsonObject({{"dossier", arguments.dossier}}),
                             [&bar](std::uint64_t done, std::uint64_t total) {
                               bar.Show(done, total);
                               return !Interrupted();
                             });
  }
  if (!answer) return FailWith(answer.status());
  return Print(*answer, config);
}

}  // namespace sohoa
