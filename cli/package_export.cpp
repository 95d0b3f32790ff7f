// SPDX-License-Identifier: Apache-2.0
#include "cli/package_export.h"

#include <cstdio>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "api/package_records.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "packages/bag.h"
#include "packages/decree30_package.h"
#include "packages/information_package.h"

namespace sohoa {
namespace {

// Which documents a field is wrong in: "", or " (1, 2, 5)".
std::string DocumentsOf(const std::vector<std::uint32_t>& documents) {
  std::string list;
  for (const std::uint32_t ordinal : documents) {
    if (ordinal != 0) list += (list.empty() ? " (" : ", ") + std::to_string(ordinal);
  }
  return list.empty() ? list : list + ")";
}

void PrintWarnings(const std::vector<PackageWarning>& warnings, bool quiet) {
  std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>> by_field;
  for (const PackageWarning& warning : warnings) by_field[{warning.field, warning.problem}].push_back(warning.document);
  for (const auto& [field, documents] : by_field) {
    PrintNote(std::string(Say("trường ", "field ")) + field.first + ": " + field.second + DocumentsOf(documents), quiet);
  }
}

void PrintReport(const PackageReport& report, bool json) {
  if (!json) {
    std::printf("%s\n", report.path.c_str());
    return;
  }
  nlohmann::ordered_json printed = {{"path", report.path.string()}, {"id", report.id}, {"files", report.files}, {"bytes", report.bytes}};
  printed["warnings"] = nlohmann::ordered_json::array();
  for (const PackageWarning& warning : report.warnings) {
    nlohmann::ordered_json entry = {{"field", warning.field}, {"problem", warning.problem}};
    if (warning.document != 0) entry["document"] = warning.document;
    printed["warnings"].push_back(std::move(entry));
  }
  std::printf("%s\n", printed.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
}

Result<PackageReport> WritePackage(PackageSource& source, const ExportArguments& arguments, const PackageProgress& progress) {
  const PackageRequest request{arguments.dossier, arguments.output, 0};
  if (arguments.format == "bagit") return WriteBag(source, request, progress);
  if (arguments.format == "nd30") return WriteDecree30Package(source, request, progress);
  return WriteInformationPackage(arguments.format == "sip" ? PackageKind::kSip : PackageKind::kAip, source, request, progress);
}

}  // namespace

bool IsPackageFormat(std::string_view format) { return format == "sip" || format == "aip" || format == "bagit" || format == "nd30"; }

int ExportPackage(ArchiveSession& session, const ExportArguments& arguments, const Config& config) {
  AskedSource source([&session](std::string_view method, std::string_view params) { return session.Ask(method, params); },
                     [&session](const Sha256& blob, const std::function<bool(std::string_view)>& sink) { return session.FetchBlob(blob, sink); });
  Result<PackageReport> report = PackageReport();
  {
    ProgressBar bar(Say("xuất gói", "packing"), config.quiet);
    report = WritePackage(source, arguments, [&bar](std::uint64_t done, std::uint64_t total) {
      bar.Show(done, total, Say("tệp", "files"));
      return !Interrupted();
    });
  }
  if (!report) return FailWith(report.status());
  PrintWarnings(report->warnings, config.quiet);
  PrintReport(*report, config.json);
  return kExitDone;
}

}  // namespace sohoa
