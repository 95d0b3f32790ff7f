// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "api/archive_json.h"
#include "cli/commands.h"
#include "cli/local_reading.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "pipeline/pipeline.h"

namespace sohoa {
namespace {

// The pages of the file that is being read.
struct InspectedFile {
  DossierWork work;
  std::vector<FailedPage> failed;
};

void AddPage(InspectedFile& file, std::uint32_t index, Result<PageRecord> page) {
  if (!page) {
    file.failed.push_back({index + 1, page.status()});
    return;
  }
  page->layer.bytes = std::string();
  DossierPage place;
  place.page = index + 1;
  place.source = page->source;
  place.blank = page->quality.blank;
  file.work.pages.push_back(place);
  file.work.records.push_back(std::move(*page));
}

void PrintJson(const std::string& path, const InspectedFile& file) {
  std::vector<InspectedPage> pages;
  for (std::size_t i = 0; i < file.work.records.size(); ++i) {
    pages.push_back({file.work.pages[i].page, &file.work.records[i]});
  }
  std::printf("%s\n", InspectJson(path, pages, file.failed, file.work.documents).c_str());
}

void PrintText(const std::string& path, const InspectedFile& file) {
  std::printf("%s: %zu %s\n", path.c_str(), file.work.records.size(), Say("trang", "pages"));
  for (const Document& document : file.work.documents) {
    std::printf("  %s %s (%s", document.type.code.c_str(), document.type.label.c_str(), Say("trang", "pages"));
    for (std::uint32_t page : document.pages) std::printf(" %u", page);
    std::printf(") %.2f %s\n", document.type.confidence, std::string(ReviewStateName(document.type.review)).c_str());
    for (const FieldValue& field : document.fields) {
      std::printf("    %-16s %s  [%.2f %s]\n", field.code.c_str(),
                  field.value.empty() ? ("- (" + field.null_reason + ")").c_str() : field.value.c_str(),
                  field.confidence, std::string(ReviewStateName(field.review)).c_str());
    }
    for (const ExtractedTable& table : document.tables) {
      std::printf("    %s %zu x %zu\n", Say("bảng", "table"), table.rows.size(), table.columns.size());
    }
  }
  std::fflush(stdout);
}

}  // namespace

int RunInspect(const InspectArguments& arguments, const Config& config) {
  const auto stages = MakeUnderstandingStages();
  ProgressBar bar(Say("đọc", "reading"), config.quiet);
  ExitCode exit_code = kExitDone;
  const auto worsen = [&exit_code](ExitCode code) { exit_code = std::max(exit_code, code); };
  InspectedFile file;
  std::uint32_t pages = 0;

  ReadingSink sink;
  sink.on_file = [&](std::size_t number, const Result<std::uint32_t>& count) {
    file = InspectedFile();
    pages = count ? *count : 0;
    if (count) return;
    PrintError(Annotate(count.status(), arguments.files[number]));
    worsen(kExitRefused);
  };
  sink.on_page = [&](std::size_t number, std::uint32_t index, Result<PageRecord> page) {
    bar.Show(index + 1, pages, arguments.files[number]);
    if (!page) {
      PrintError(page.status());
      worsen(pages == 1 ? kExitRefused : kExitQuarantined);
    }
    AddPage(file, index, std::move(page));
  };
  sink.on_file_end = [&](std::size_t number) {
    std::string failed_stage;
    const Status status = RunDossierStages(stages, file.work, StageContext(), &failed_stage);
    if (!status.ok()) {
      PrintError(Annotate(status, arguments.files[number]));
      worsen(kExitInternal);
      return;
    }
    if (config.json) {
      PrintJson(arguments.files[number], file);
      std::fflush(stdout);
    } else {
      PrintText(arguments.files[number], file);
    }
  };
  const Status status = ReadFiles(arguments.files, arguments.jobs, PageParts::kText, WithModel(config.reader, arguments.model), sink);
  if (!status.ok()) {
    PrintError(status);
    worsen(ExitCodeOf(status));
  }
  return exit_code;
}

}  // namespace sohoa
