// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/masked_export.h"
#include "cli/messages.h"
#include "cli/output_files.h"
#include "cli/package_export.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "core/sha256.h"
#include "packages/package_names.h"

namespace sohoa {
namespace {

// Writes a blob to its place in pieces.
Status ExportBlob(ArchiveSession& session, const Sha256& name, const std::filesystem::path& path) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  const std::filesystem::path part = path.string() + ".part";
  std::ofstream file(part, std::ios::binary);
  Sha256Hasher hasher;
  const Status fetched = session.FetchBlob(name, [&](std::string_view bytes) {
    hasher.Update(bytes);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file.good();
  });
  file.close();
  Status status = fetched;
  if (status.ok() && !file) status = Status(StatusCode::kIoError, "write " + path.string() + ": is the disk full?");
  if (status.ok() && hasher.Finish() != name) {
    status = Status(StatusCode::kCorruption, "export " + path.string() + ": bytes are not those of blob " + name.Hex() + "; run sohoa verify");
  }
  if (!status.ok()) {
    std::filesystem::remove(part, error);
    return status;
  }
  return MoveIntoPlace(part, path);
}

Status ExportPdfs(ArchiveSession& session, const JsonView& dossier, const std::filesystem::path& folder,
                  std::vector<std::string>& written) {
  std::size_t ordinal = 0;
  for (const JsonView& document : dossier["documents"].items()) {
    const std::filesystem::path path = folder / DocumentFileName(dossier["dossier"].text(), ++ordinal, ".pdf");
    const Result<std::string> answer = session.Ask("document_pdf", JsonObject({{"document", document["id"].text()}}));
    if (!answer) return answer.status();
    const Result<JsonView> pdf = JsonView::Parse(*answer);
    if (!pdf) return pdf.status();
    const auto name = Sha256::FromHex((*pdf)["sha256"].text());
    if (!name) return Status(StatusCode::kCorruption, "export document " + document["id"].text() + ": its PDF has no name");
    const Status status = ExportBlob(session, *name, path);
    if (!status.ok()) return status;
    written.push_back(path.string());
  }
  return Status();
}

Status ExportPageTexts(ArchiveSession& session, const JsonView& dossier, const std::string& format,
                       const std::filesystem::path& folder, std::vector<std::string>& written) {
  std::size_t ordinal = 0;
  for (const JsonView& document : dossier["documents"].items()) {
    ++ordinal;
    for (const JsonView& page : document["pages"].items()) {
      const std::string suffix = "." + page["page"].text() + (format == "alto" ? ".xml" : ".hocr");
      const std::filesystem::path path = folder / DocumentFileName(dossier["dossier"].text(), ordinal, suffix);
      const Result<std::string> answer =
          session.Ask("page_text", JsonObject({{"page", page["id"].text()}, {"format", format}}));
      if (!answer) return answer.status();
      const Result<JsonView> text = JsonView::Parse(*answer);
      if (!text) return text.status();
      const Status status = WriteWholeFile(path, (*text)["text"].text());
      if (!status.ok()) return status;
      written.push_back(path.string());
    }
  }
  return Status();
}

Status Export(ArchiveSession& session, const ExportArguments& arguments, std::vector<std::string>& written) {
  const Result<std::string> shown = session.Ask("show", JsonObject({{"id", arguments.dossier}}));
  if (!shown) return shown.status();
  const Result<JsonView> dossier = JsonView::Parse(*shown);
  if (!dossier) return dossier.status();
  if ((*dossier)["documents"].is_null()) {
    return Status(StatusCode::kInvalidArgument, "export " + arguments.dossier + ": not a dossier");
  }
  if (arguments.format == "json") {
    const std::filesystem::path path = NamesFolder(arguments.output)
                                           ? std::filesystem::path(arguments.output) / (arguments.dossier + ".json")
                                           : std::filesystem::path(arguments.output);
    written.push_back(path.string());
    return WriteWholeFile(path, dossier->Pretty() + "\n");
  }
  const std::filesystem::path folder = arguments.output;
  if (arguments.format == "pdf") return ExportPdfs(session, *dossier, folder, written);
  return ExportPageTexts(session, *dossier, arguments.format, folder, written);
}

}  // namespace

int RunExport(const ExportArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  Status status = session.status();
  std::vector<std::string> written;
  if (status.ok() && arguments.mask) return ExportMasked(**session, arguments, config);
  if (status.ok() && IsPackageFormat(arguments.format)) return ExportPackage(**session, arguments, config);
  if (status.ok()) status = Export(**session, arguments, written);
  if (!status.ok()) return FailWith(status);
  for (const std::string& path : written) std::printf("%s\n", path.c_str());
  return kExitDone;
}

}  // namespace sohoa
