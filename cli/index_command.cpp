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

int Rebuild(Archive& archive, const Config& config) {
  Result<IndexRebuildReport> report = IndexRebuildReport();
  {
    ProgressBar bar(Say("dựng lại chỉ mục", "rebuilding the index"), config.quiet);
    report = RebuildIndex(archive, [&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total);
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  const std::string dossiers = std::to_string(report->dossiers);
  const std::string pages = std::to_string(report->pages);
  if (config.json) {
    std::printf("{\"dossiers\":%s,\"pages\":%s}\n", dossiers.c_str(), pages.c_str());
  } else {
    std::printf("%s %s, %s %s\n", dossiers.c_str(), Say("hồ sơ", "dossiers"), pages.c_str(), Say("trang", "pages"));
  }
  return kExitDone;
}

int Compact(Archive& archive, const Config& config) {
  Status status;
  {
    ProgressBar bar(Say("gộp chỉ mục", "compacting the index"), config.quiet);
    status = archive.index().Compact([&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total);
      return !Interrupted();
    });
  }
  if (!status.ok()) return FailWith(status);
  const Result<IndexState> state = archive.index().State();
  if (!state) return FailWith(state.status());
  const std::string pages = std::to_string(state->pages);
  const std::string bytes = std::to_string(state->segment_bytes);
  if (config.json) {
    std::printf("{\"pages\":%s,\"segment_bytes\":%s}\n", pages.c_str(), bytes.c_str());
  } else {
    std::printf("%s %s, %s byte\n", pages.c_str(), Say("trang", "pages"), bytes.c_str());
  }
  return kExitDone;
}

// While it runs nothing else may be committed, so no server may hold the archive.
int Rewrite(const std::string& action, const Config& config) {
  if (!MayBeThere(config)) {
    return FailWith(Status(StatusCode::kNotFound, action + " the search index: there is no archive " + config.archive));
  }
  const Result<std::unique_ptr<Archive>> archive = OpenArchive(config);
  if (!archive) return FailWith(archive.status());
  return action == "rebuild" ? Rebuild(**archive, config) : Compact(**archive, config);
}

}  // namespace

int RunIndex(const IndexArguments& arguments, const Config& config) {
  if (arguments.action != "state") return Rewrite(arguments.action, config);
  return AskAndPrint(config, SessionUse::kRead, "index", "{}", PrintIndex);
}

}  // namespace sohoa
