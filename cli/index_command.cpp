// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "storage/index_rebuild.h"

namespace sohoa {
namespace {

void PrintIndex(const JsonView& state) {
  std::printf("%s %s, %s %s (%s byte), %s %s (%s %s)\n", state["pages"].text().c_str(), Say("trang", "pages"),
              state["segments"].text().c_str(), Say("phân đoạn", "segments"), state["segment_bytes"].text().c_str(),
              state["tail"]["dossiers"].text().c_str(), Say("hồ sơ mới", "new dossiers"),
              state["tail"]["pages"].text().c_str(), Say("trang", "pages"));
  if (!state["merge"].is_null()) {
    std::printf("%s %s / %s\n", Say("đang gộp:", "merging:"), state["merge"]["done"].text().c_str(), state["merge"]["of"].text().c_str());
  }
}

int FailRebuild(const Status& status) {
  PrintError(status);
  return ExitCodeOf(status);
}

// While it runs nothing else may be committed, so no server may hold the archive.
int Rebuild(const Config& config) {
  if (!MayBeThere(config)) {
    return FailRebuild(Status(StatusCode::kNotFound, "rebuild the search index: there is no archive " + config.archive));
  }
  const Result<std::unique_ptr<Archive>> archive = OpenArchive(config);
  if (!archive) return FailRebuild(archive.status());
  Result<IndexRebuildReport> report = IndexRebuildReport();
  {
    ProgressBar bar(Say("dựng lại chỉ mục", "rebuilding the index"), config.quiet);
    report = RebuildIndex(**archive, [&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total);
      return !Interrupted();
    });
  }
  if (!report) return FailRebuild(report.status());
  const std::string dossiers = std::to_string(report->dossiers);
  const std::string pages = std::to_string(report->pages);
  if (config.json) {
    std::printf("{\"dossiers\":%s,\"pages\":%s}\n", dossiers.c_str(), pages.c_str());
  } else {
    std::printf("%s %s, %s %s\n", dossiers.c_str(), Say("hồ sơ", "dossiers"), pages.c_str(), Say("trang", "pages"));
  }
  return kExitDone;
}

}  // namespace

int RunIndex(const IndexArguments& arguments, const Config& config) {
  if (arguments.action == "rebuild") return Rebuild(config);
  return AskAndPrint(config, SessionUse::kRead, "index", "{}", PrintIndex);
}

}  // namespace sohoa
