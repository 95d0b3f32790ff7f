// SPDX-License-Identifier: Apache-2.0
#include "api/package_records.h"

#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base64.h"
#include "storage/dossier_history.h"

namespace sohoa {
namespace {

using PackageJson = nlohmann::ordered_json;

// In base64 well below the largest frame.
constexpr std::size_t kPieceBytes = std::size_t{3} << 20;

std::string Dump(const PackageJson& json) { return json.dump(-1, ' ', false, PackageJson::error_handler_t::replace); }

// Every member of AgencyDefaults by its name.
std::vector<std::pair<const char*, std::string AgencyDefaults::*>> AgencyMembers() {
  return {{"organ_id", &AgencyDefaults::organ_id},       {"name", &AgencyDefaults::name},
          {"superior", &AgencyDefaults::superior},       {"office", &AgencyDefaults::office},
          {"place", &AgencyDefaults::place},             {"contact", &AgencyDefaults::contact},
          {"language", &AgencyDefaults::language},       {"maintenance", &AgencyDefaults::maintenance},
          {"mode", &AgencyDefaults::mode},               {"condition", &AgencyDefaults::condition},
          {"creator", &AgencyDefaults::creator},         {"information_sign", &AgencyDefaults::information_sign},
          {"archive_id", &AgencyDefaults::archive_id},   {"paper_location", &AgencyDefaults::paper_location},
          {"decided_maintenance", &AgencyDefaults::decided_maintenance},
          {"risk_recovery", &AgencyDefaults::risk_recovery}, {"risk_recovery_status", &AgencyDefaults::risk_recovery_status}};
}

Status BadAnswer(const std::string& dossier) {
  return Status(StatusCode::kCorruption, "read records of dossier " + dossier + ": the server's answer is none; is it of another version?");
}

}  // namespace

Result<std::string> PackageHeadJson(Archive& archive, const std::string& dossier, const AgencyDefaults& agency) {
  const Result<Dossier> newest = archive.GetDossier(dossier);
  if (!newest) return newest.status();
  PackageJson said = PackageJson::object();
  for (const auto& [name, member] : AgencyMembers()) said[name] = agency.*member;
  const Result<std::string> retention = StoredRetention(archive, dossier);
  if (!retention) return retention.status();
  return Dump({{"versions", newest->version}, {"agency", std::move(said)}, {"retention", EncodeBase64(*retention)}});
}

Result<std::string> PackagePartJson(Archive& archive, const std::string& dossier, std::uint32_t version, std::uint64_t offset) {
  const Result<std::string> whole = version == 0 ? ReadDossierHistory(archive, dossier) : StoredDossierRecord(archive, dossier, version);
  if (!whole) return whole.status();
  const std::string piece = offset < whole->size() ? whole->substr(static_cast<std::size_t>(offset), kPieceBytes) : std::string();
  return Dump({{"bytes", EncodeBase64(piece)}, {"size", whole->size()}});
}

Result<std::string> AskedSource::Whole(const std::string& dossier, std::uint32_t version) {
  std::string whole;
  std::optional<std::uint64_t> size;
  while (!size || whole.size() < *size) {
    const Result<std::string> answer = ask_("package_part", Dump({{"dossier", dossier}, {"version", version}, {"offset", whole.size()}}));
    if (!answer) return answer.status();
    const PackageJson json = PackageJson::parse(*answer, nullptr, false);
    if (!json.is_object() || !json.contains("size") || !json["size"].is_number_unsigned() || !json.contains("bytes") || !json["bytes"].is_string()) {
      return BadAnswer(dossier);
    }
    const std::optional<std::string> piece = DecodeBase64(json["bytes"].get<std::string>());
    const auto told = json["size"].get<std::uint64_t>();
    if (!piece || (piece->empty() && whole.size() < told)) return BadAnswer(dossier);
    if (size && *size != told) {
      return Status(StatusCode::kConflict, "read records of dossier " + dossier + ": something happened to it meanwhile; ask again");
    }
    size = told;
    whole += *piece;
  }
  return whole;
}

Result<DossierRecords> AskedSource::Records(const std::string& dossier) {
  const Result<std::string> answer = ask_("package_head", Dump({{"dossier", dossier}}));
  if (!answer) return answer.status();
  const PackageJson json = PackageJson::parse(*answer, nullptr, false);
  if (!json.is_object() || !json.contains("versions") || !json["versions"].is_number_unsigned() || !json.contains("agency")) return BadAnswer(dossier);
  DossierRecords records;
  for (const auto& [name, member] : AgencyMembers()) {
    const auto said = json["agency"].find(name);
    if (said != json["agency"].end() && said->is_string()) records.agency.*member = said->get<std::string>();
  }
  // A server of before has none.
  if (const auto said = json.find("retention"); said != json.end() && said->is_string()) {
    std::optional<std::string> retention = DecodeBase64(said->get<std::string>());
    if (!retention) return BadAnswer(dossier);
    records.retention = std::move(*retention);
  }
  const auto versions = json["versions"].get<std::uint32_t>();
  for (std::uint32_t version = 1; version <= versions; ++version) {
    Result<std::string> record = Whole(dossier, version);
    if (!record) return record.status();
    records.versions.push_back(std::move(*record));
  }
  Result<std::string> history = Whole(dossier, 0);
  if (!history) return history.status();
  records.history = std::move(*history);
  return records;
}

}  // namespace sohoa
