// SPDX-License-Identifier: Apache-2.0
#include "storage/backup_manifest.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/calendar.h"
#include "storage/sealed_text.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifestTitle = "sohoa backup 1";
constexpr std::string_view kNamePrefix = "backup-";

std::string PathOf(const std::string& folder, std::uint32_t number) {
  char name[24];
  std::snprintf(name, sizeof name, "backup-%06u", number);
  return (fs::path(folder) / name).string();
}

Result<BackupManifest> Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const Status damaged(StatusCode::kCorruption, "read " + path.string() + ": damaged; the backup it names cannot be trusted: move the file away");
  const std::optional<SealedText> text = SealedText::Parse(kManifestTitle, bytes);
  if (!text) return damaged;
  const auto number = text->Number("number");
  const auto meta = text->Number("meta");
  const auto blobs = text->Number("blobs");
  const auto at = text->Number("at_unix_ms");
  const auto ledger = text->Number("ledger");
  const auto audit = text->Number("audit");
  const auto size = text->Number("bytes");
  const auto fresh = text->Number("new_bytes");
  const auto checked = text->Number("blobs_checked");
  if (!number || !meta || !blobs || !at || !ledger || !audit || !size || !fresh || !checked) return damaged;
  return BackupManifest{{static_cast<std::uint32_t>(*number), static_cast<std::int64_t>(*at), text->Text("archive"), *ledger, *audit, *size, *fresh, *checked},
                        static_cast<std::uint32_t>(*meta),
                        static_cast<std::uint32_t>(*blobs)};
}

bool IsManifest(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(kNamePrefix) && std::all_of(name.begin() + kNamePrefix.size(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::vector<BackupManifest>> ReadManifests(const std::string& folder) {
  std::vector<BackupManifest> manifests;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!IsManifest(it->path())) continue;
    Result<BackupManifest> manifest = Read(it->path());
    if (!manifest) return manifest.status();
    manifests.push_back(std::move(*manifest));
  }
  if (error == std::errc::no_such_file_or_directory) return Status(StatusCode::kNotFound, "read folder " + folder + ": there is none");
  if (error) return Status(StatusCode::kIoError, "read folder " + folder + ": " + error.message());
  std::sort(manifests.begin(), manifests.end(), [](const auto& a, const auto& b) { return a.report.number < b.report.number; });
  return manifests;
}

Status WriteManifest(const std::string& folder, const BackupManifest& manifest) {
  const BackupReport& report = manifest.report;
  return WriteFileDurably(PathOf(folder, report.number), SealText(kManifestTitle, {{"number", std::to_string(report.number)},
                                                                           {"archive", report.archive},
                                                                           {"meta", std::to_string(manifest.meta)},
                                                                           {"blobs", std::to_string(manifest.blobs)},
                                                                           {"at", FormatUtcTime(report.at_unix_ms)},
                                                                           {"at_unix_ms", std::to_string(report.at_unix_ms)},
                                                                           {"ledger", std::to_string(report.ledger)},
                                                                           {"audit", std::to_string(report.audit)},
                                                                           {"bytes", std::to_string(report.bytes)},
                                                                           {"new_bytes", std::to_string(report.new_bytes)},
                                                                           {"blobs_checked", std::to_string(report.blobs_checked)}}));
}

Status RemoveManifest(const std::string& folder, std::uint32_t number) {
  std::error_code error;
  fs::remove(PathOf(folder, number), error);
  if (error) return Status(StatusCode::kIoError, "remove " + PathOf(folder, number) + ": " + error.message());
  return SyncFolder(folder);
}

}  // namespace sohoa
