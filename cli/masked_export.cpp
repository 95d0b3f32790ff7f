// SPDX-License-Identifier: Apache-2.0
#include "cli/masked_export.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "api/package_records.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "packages/masked_copies.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

std::optional<CopyFormat> FormatOf(const std::string& name) {
  if (name == "pdf") return CopyFormat::kPdf;
  if (name == "alto") return CopyFormat::kAlto;
  if (name == "hocr") return CopyFormat::kHocr;
  return std::nullopt;
}

}  // namespace

int ExportMasked(ArchiveSession& session, const ExportArguments& arguments, const Config& config) {
  const std::optional<CopyFormat> format = FormatOf(arguments.format);
  if (!format) {
    PrintError(Status(StatusCode::kInvalidArgument, "export " + arguments.dossier + ": --mask goes with --format pdf, alto or hocr; other forms are the archive's own records"));
    return kExitUsage;
  }
  const Result<std::unique_ptr<ReaderClient>> reader = StartReader(config.reader);
  if (!reader) return FailWith(reader.status());
  AskedSource source([&session](std::string_view method, std::string_view params) { return session.Ask(method, params); },
                     [&session](const Sha256& blob, const std::function<bool(std::string_view)>& sink) { return session.FetchBlob(blob, sink); });
  Result<MaskedCopiesReport> report = MaskedCopiesReport();
  {
    ProgressBar bar(Say("che dữ liệu cá nhân", "masking"), config.quiet);
    report = WriteMaskedCopies(source, (*reader)->imaging(), {arguments.dossier, *format, arguments.output}, [&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total, Say("trang", "pages"));
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  for (const std::filesystem::path& path : report->files) std::printf("%s\n", path.c_str());
  PrintNote(std::string(Say("đã che ", "hidden: ")) + std::to_string(report->words) + Say(" từ và ", " words and ") + std::to_string(report->barcodes) +
                Say(" mã vạch; hãy xem lại trước khi giao: phần không đọc được thì không bị che", " barcodes; look before you hand it out: what could not be read is not hidden"),
            config.quiet);
  return kExitDone;
}

}  // namespace sohoa
