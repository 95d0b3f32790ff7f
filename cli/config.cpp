// SPDX-License-Identifier: Apache-2.0
#include "cli/config.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <sstream>

#include <toml++/toml.h>

#include "documents/archive_code_lists.h"

namespace sohoa {
namespace {

using Setter = std::function<bool(const toml::node&)>;

Setter SetString(std::string& target) {
  return [&target](const toml::node& node) {
    const auto value = node.value<std::string>();
    if (value) target = *value;
    return value.has_value();
  };
}

Setter SetString(std::optional<std::string>& target) {
  return [&target](const toml::node& node) {
    target = node.value<std::string>();
    return target.has_value();
  };
}

// A code of one of the archive's lists.
Setter SetCode(std::string& target, const std::vector<ArchiveCode>& codes) {
  return [&target, &codes](const toml::node& node) {
    const auto value = node.value<std::string>();
    if (!value || MeaningOf(codes, *value).empty()) return false;
    target = *value;
    return true;
  };
}

template <typename Number>
Setter SetNumber(Number& target, std::int64_t least, std::int64_t most, std::int64_t unit = 1) {
  return [&target, least, most, unit](const toml::node& node) {
    const auto value = node.value<std::int64_t>();
    if (!value || *value < least || *value > most) return false;
    target = static_cast<Number>(*value * unit);
    return true;
  };
}

Setter SetStrings(std::vector<std::string>& target) {
  return [&target](const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return false;
    target.clear();
    for (const toml::node& item : *list) {
      const auto value = item.value<std::string>();
      if (!value) return false;
      target.push_back(*value);
    }
    return true;
  };
}

// One, or a list.
Setter SetOneOrMore(std::vector<std::string>& target) {
  return [&target, several = SetStrings(target)](const toml::node& node) {
    const auto one = node.value<std::string>();
    if (!one) return several(node);
    target = {*one};
    return true;
  };
}

Setter SetFlag(bool& target) {
  return [&target](const toml::node& node) {
    const auto value = node.value<bool>();
    if (value) target = *value;
    return value.has_value();
  };
}

// One of `names`, which stand for the values 0, 1, ...
template <typename Enum>
Setter SetEnum(Enum& target, std::vector<std::string> names) {
  return [&target, names = std::move(names)](const toml::node& node) {
    const auto value = node.value<std::string>();
    const auto found = std::find(names.begin(), names.end(), value.value_or(""));
    if (found == names.end()) return false;
    target = static_cast<Enum>(found - names.begin());
    return true;
  };
}

std::map<std::string, Setter> AgencyKeys(AgencyDefaults& agency) {
  return {
      {"agency.organ_id", SetString(agency.organ_id)},
      {"agency.name", SetString(agency.name)},
      {"agency.superior", SetString(agency.superior)},
      {"agency.office", SetString(agency.office)},
      {"agency.place", SetString(agency.place)},
      {"agency.contact", SetString(agency.contact)},
      {"agency.language", SetCode(agency.language, LanguageCodes())},
      {"agency.maintenance", SetCode(agency.maintenance, MaintenanceCodes())},
      {"agency.mode", SetCode(agency.mode, AccessCodes())},
      {"agency.condition", SetCode(agency.condition, ConditionCodes())},
      {"agency.creator", SetString(agency.creator)},
      {"agency.information_sign", SetString(agency.information_sign)},
      {"agency.archive_id", SetString(agency.archive_id)},
      {"agency.paper_location", SetString(agency.paper_location)},
      {"agency.risk_recovery", SetCode(agency.risk_recovery, FlagCodes())},
      {"agency.risk_recovery_status", SetCode(agency.risk_recovery_status, RecoveryCodes())},
  };
}

std::map<std::string, Setter> Keys(Config& config) {
  std::map<std::string, Setter> keys = AgencyKeys(config.agency);
  keys.merge(std::map<std::string, Setter>{
      {"archive", SetString(config.archive)},
      {"storage", SetString(config.archive)},
      {"storage.beacon", SetString(config.beacon)},
      {"storage.reserve_mb", SetNumber(config.reserve_bytes, 1, 1 << 24, 1 << 20)},
      {"storage.cache_mb", SetNumber(config.cache_bytes, 1, 1 << 20, 1 << 20)},
      {"rados.ceph_conf", SetString(config.ceph_conf)},
      {"rados.user", SetString(config.ceph_user)},
      {"rados.home", SetString(config.rados_home)},
      {"fixity.days", SetNumber(config.fixity_days, 0, 3650)},
      {"fixity.mb_per_second", SetNumber(config.fixity_bytes_per_second, 1, 10'000, 1 << 20)},
      {"review.second", SetStrings(config.second_look)},
      {"serve.http", SetString(config.http)},
      {"webhooks.allow", SetStrings(config.outbound.allow)},
      {"webhooks.networks", SetStrings(config.outbound.networks)},
      {"oidc.issuer", SetString(config.oidc.issuer)},
      {"oidc.client_id", SetString(config.oidc.client_id)},
      {"oidc.client_secret_file", SetString(config.oidc_secret_file)},
      {"oidc.public_url", SetString(config.oidc.public_url)},
      {"oidc.scopes", SetString(config.oidc.scopes)},
      {"oidc.title", SetString(config.oidc.title)},
      {"oidc.allow", SetStrings(config.oidc.outbound.allow)},
      {"oidc.networks", SetStrings(config.oidc.outbound.networks)},
      {"registries.population_url", SetString(config.registries.population_url)},
      {"registries.enterprise_url", SetString(config.registries.enterprise_url)},
      {"registries.client_id", SetString(config.registries.client_id)},
      {"registries.key_file", SetString(config.registry_key_file)},
      {"registries.legal_basis", SetString(config.registries.legal_basis)},
      {"registries.networks", SetStrings(config.registries.outbound.networks)},
      {"registries.timeout_s", SetNumber(config.registries.outbound.timeout_ms, 1, 120, 1000)},
      {"registries.keep_days", SetNumber(config.registry_checks.keep_ms, 1, 365, 24ll * 3600 * 1000)},
      {"registries.per_minute", SetNumber(config.registry_checks.per_minute, 1, 6000)},
      {"serve.certificate", SetString(config.certificate)},
      {"serve.private_key", SetString(config.private_key)},
      {"serve.standby", SetFlag(config.standby)},
      {"serve.workers", SetNumber(config.workers, 0, 256)},
      {"serve.listen", SetStrings(config.listen)},
      {"serve.body_limit", SetNumber(config.body_limit, 1024, 1ll << 40)},
      {"desk.http", SetString(config.desk_http)},
      {"desk.lan", SetString(config.desk_lan)},
      {"desk.certificate", SetString(config.desk_certificate)},
      {"desk.private_key", SetString(config.desk_private_key)},
      {"desk.folders", SetStrings(config.desk_folders)},
      {"desk.spool", SetString(config.desk_spool)},
      {"desk.name", SetString(config.desk_name)},
      {"desk.agency", SetString(config.desk_agency)},
      {"desk.keep_days", SetNumber(config.desk_keep_days, 0, 3650)},
      {"log.level", SetEnum(config.log_level, {"debug", "info", "warning", "error"})},
      {"log.format", SetEnum(config.log_format, {"text", "json"})},
      {"transport.connect", SetOneOrMore(config.connect)},
      {"transport.key", SetString(config.key)},
      {"transport.server_key", SetString(config.server_key)},
      {"transport.allow", SetString(config.allow)},
      {"reader.engine", SetString(config.reader.ocr.engine)},
      {"reader.model", SetString(config.reader.ocr.model)},
      {"reader.memory_mb", SetNumber(config.reader.memory_bytes, 0, 1 << 20, 1 << 20)},
      {"reader.timeout_s", SetNumber(config.reader.call_timeout_ms, 1, 3600, 1000)},
      {"procedures.catalogue", SetString(config.catalogue)},
      {"secrecy.up_to", SetEnum(config.secrecy_up_to, {"none", "mat", "toi-mat", "tuyet-mat"})},
  });
  return keys;
}

Status Place(const std::string& path, const toml::node& node, const std::string& what) {
  std::ostringstream text;
  text << "read " << path << " line " << node.source().begin.line << ": " << what;
  return Status(StatusCode::kInvalidArgument, text.str());
}

Status Apply(const toml::table& table, const std::string& prefix,
             const std::map<std::string, Setter>& keys, const std::string& path) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      const Status status = Apply(*inner, key + ".", keys, path);
      if (!status.ok()) return status;
      continue;
    }
    const auto setter = keys.find(key);
    if (setter == keys.end()) return Place(path, node, "unknown key \"" + key + "\"");
    if (!setter->second(node)) return Place(path, node, "bad value for \"" + key + "\"");
  }
  return Status();
}

// Sets what the file has.
Status ReadFile(const std::string& file, Config& config) {
  try {
    const toml::table table = toml::parse_file(file);
    const Status status = Apply(table, "", Keys(config), file);
    if (!status.ok()) return status;
    config.file = std::filesystem::absolute(file).string();
  } catch (const toml::parse_error& error) {
    std::ostringstream text;
    text << "read " << file << " line " << error.source().begin.line << ": " << error.description();
    return Status(StatusCode::kInvalidArgument, text.str());
  }
  return {};
}

}  // namespace

Status SetArchive(std::string_view text, Config& config) {
  Result<StorageLocation> location = ParseStorageLocation(text);
  if (!location) return location.status();
  config.location = std::move(*location);
  const StorageLocation& at = config.location;
  const std::string pool = at.name_space.empty() ? at.pool : at.pool + "-" + at.name_space;
  const std::string home = config.rados_home.empty() ? "/var/lib/sohoa/" + pool : config.rados_home;
  config.archive = at.engine == StorageEngine::kRocksDb ? at.folder : home;
  return {};
}

Result<Config> LoadConfig(const std::string& path) {
  Config config;
  const char* home = std::getenv("SOHOA_HOME");
  config.archive = home != nullptr && *home != '\0' ? home : "archive";

  std::string file = path;
  if (file.empty() && std::filesystem::exists("sohoa.toml")) file = "sohoa.toml";
  const Status read = file.empty() ? Status() : ReadFile(file, config);
  const Status status = read.ok() ? SetArchive(std::string(config.archive), config) : read;
  if (!status.ok()) return status;
  return config;
}

}  // namespace sohoa
