// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <map>
#include <optional>

#include "api/archive_json.h"
#include "cli/commands.h"
#include "cli/local_reading.h"
#include "cli/messages.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "pipeline/formats/page_formats.h"
#include "pipeline/pdf/searchable_pdf.h"

namespace sohoa {
namespace {

struct ReadFile {
  std::string path;
  std::vector<PageRecord> pages;     // without their layers' bytes
  std::vector<std::uint32_t> numbers;  // of them in the file, from 1
  std::vector<FailedPage> failed;
};

std::string ExtensionOf(const std::string& format) {
  if (format == "text") return ".txt";
  if (format == "alto") return ".xml";
  return "." + format;
}

// Collects what was read and writes it where it belongs as soon as it is whole.
class OcrOutput {
 public:
  OcrOutput(const OcrArguments& arguments, LayerSpool spool)
      : arguments_(arguments),
        spool_(std::move(spool)),
        per_file_(!arguments.output.empty() && NamesFolder(arguments.output)),
        names_(arguments.output, ExtensionOf(arguments.format)) {}

  Status AddPage(const std::string& path, std::uint32_t index, Result<PageRecord> page) {
    ReadFile& file = FileOf(path);
    if (!page) {
      file.failed.push_back({index + 1, page.status()});
      return Status();
    }
    if (arguments_.format == "pdf") {
      const Status status = spool_.Take(*page);
      if (!status.ok()) return status;
    }
    page->layer.bytes = std::string();
    file.pages.push_back(std::move(*page));
    file.numbers.push_back(index + 1);
    return Status();
  }

  // Writes what can be written when a file is whole.
  Status EndFile(const std::string& path) {
    FileOf(path);
    if (per_file_) {
      const Status status = WriteTo(names_.For(path));
      files_.clear();
      return status;
    }
    // JSON, and text to a terminal or pipe, need not wait for the other files.
    if (arguments_.output.empty() && arguments_.format != "pdf" && arguments_.format != "hocr" &&
        arguments_.format != "alto") {
      const std::string text = Format();
      if (arguments_.format == "text" && written_ && !text.empty()) std::fputc('\f', stdout);
      written_ = written_ || !text.empty();
      std::fwrite(text.data(), 1, text.size(), stdout);
      std::fflush(stdout);
      files_.clear();
    }
    return Status();
  }

  Status End() {
    if (per_file_ || files_.empty()) return Status();
    if (!arguments_.output.empty()) return WriteTo(arguments_.output);
    if (arguments_.format == "pdf") {
      const std::filesystem::path path = spool_.folder() / "all.pdf";
      const Status status = WritePdf(path);
      if (!status.ok()) return status;
      return CopyToStdout(path);
    }
    const std::string text = Format();
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Status();
  }

 private:
  ReadFile& FileOf(const std::string& path) {
    if (files_.empty() || files_.back().path != path) files_.push_back({path, {}, {}, {}});
    return files_.back();
  }

  std::vector<NamedPage> NamedPages() const {
    std::vector<NamedPage> pages;
    for (const ReadFile& file : files_) {
      for (const PageRecord& page : file.pages) {
        pages.push_back({file.path, static_cast<std::uint32_t>(pages.size() + 1), &page});
      }
    }
    return pages;
  }

  std::string Format() const {
    if (arguments_.format == "text") return FormatText(NamedPages(), arguments_.all_ink);
    if (arguments_.format == "hocr") return FormatHocr(NamedPages());
    if (arguments_.format == "alto") return FormatAlto(NamedPages());
    std::string out;
    for (const ReadFile& file : files_) {
      std::vector<InspectedPage> pages;
      for (std::size_t i = 0; i < file.pages.size(); ++i) pages.push_back({file.numbers[i], &file.pages[i]});
      out += OcrJson(file.path, pages, file.failed) + "\n";
    }
    return out;
  }

  Status WritePdf(const std::filesystem::path& path) {
    std::vector<const PageRecord*> pages;
    for (const ReadFile& file : files_) {
      for (const PageRecord& page : file.pages) pages.push_back(&page);
    }
    PdfOptions options;
    options.title = std::filesystem::path(files_.front().path).stem().string();
    if (pages.empty()) {
      return Status(StatusCode::kBadInput, "write " + path.string() + ": no page could be read");
    }
    const Status status = WriteSearchablePdf(pages, spool_.Source(), options, path, StageContext());
    if (!status.ok()) return status;
    return VerifySearchablePdf(path, pages, options);
  }

  Status WriteTo(const std::filesystem::path& path) {
    if (arguments_.format != "pdf") return WriteWholeFile(path, Format());
    const std::filesystem::path made = spool_.folder() / "made.pdf";
    const Status status = WritePdf(made);
    if (!status.ok()) return status;
    return MoveIntoPlace(made, path);
  }

  static Status CopyToStdout(const std::filesystem::path& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return Status(StatusCode::kIoError, "read " + path.string());
    char buffer[1 << 16];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) std::fwrite(buffer, 1, n, stdout);
    std::fclose(file);
    return Status();
  }

  const OcrArguments& arguments_;
  LayerSpool spool_;
  const bool per_file_;
  OutputNames names_;
  std::vector<ReadFile> files_;
  bool written_ = false;
};

}  // namespace

int RunOcr(const OcrArguments& arguments, const Config& config) {
  Result<LayerSpool> spool = LayerSpool::Make();
  if (!spool) {
    PrintError(spool.status());
    return kExitInternal;
  }
  OcrOutput output(arguments, std::move(*spool));
  ProgressBar bar(Say("đọc", "reading"), config.quiet);
  ExitCode exit_code = kExitDone;
  const auto worsen = [&exit_code](ExitCode code) { exit_code = std::max(exit_code, code); };
  const auto check = [&worsen](const Status& status) {
    if (status.ok()) return;
    PrintError(status);
    worsen(ExitCodeOf(status));
  };
  std::uint32_t pages = 0;
  std::uint32_t read = 0;

  ReadingSink sink;
  sink.on_file = [&](std::size_t file, const Result<std::uint32_t>& count) {
    if (count) {
      pages = *count;
      read = 0;
      return;
    }
    PrintError(Annotate(count.status(), arguments.files[file]));
    worsen(kExitRefused);
  };
  sink.on_page = [&](std::size_t file, std::uint32_t index, Result<PageRecord> page) {
    bar.Show(++read, pages, arguments.files[file]);
    if (!page) {
      PrintError(page.status());
      worsen(pages == 1 ? kExitRefused : kExitQuarantined);
    }
    check(output.AddPage(arguments.files[file], index, std::move(page)));
  };
  sink.on_file_end = [&](std::size_t file) { check(output.EndFile(arguments.files[file])); };

  const PageParts parts = arguments.format == "pdf" ? PageParts::kTextAndLayer : PageParts::kText;
  const Status status = ReadFiles(arguments.files, arguments.jobs, parts, WithModel(config.reader, arguments.model), sink);
  if (!status.ok()) {
    check(status);
    return exit_code;
  }
  check(output.End());
  return exit_code;
}

}  // namespace sohoa
