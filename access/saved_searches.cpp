// SPDX-License-Identifier: Apache-2.0
#include "access/saved_searches.h"

#include <algorithm>
#include <optional>

#include "access_records.pb.h"
#include "core/calendar.h"
#include "core/parse_message.h"
#include "core/sha256.h"
#include "core/vietnamese.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostNameBytes = 200;
constexpr std::size_t kMostParameterBytes = 4'000;
constexpr std::size_t kIdDigits = 16;

std::string PrefixOf(const std::string& owner) { return std::string(kSavedSearchPrefix) + owner + '\0'; }

std::optional<SavedSearch> Decode(std::string_view id, std::string_view bytes) {
  const auto message = ParseMessage<access_records::SavedSearch>(bytes);
  if (!message) return std::nullopt;
  return SavedSearch{std::string(id), message->name(), message->parameters(), message->created_unix_ms()};
}

std::string Encode(const SavedSearch& search) {
  access_records::SavedSearch message;
  message.set_name(search.name);
  message.set_parameters(search.parameters);
  message.set_created_unix_ms(search.created_unix_ms);
  return message.SerializeAsString();
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

Result<std::vector<SavedSearch>> SavedSearches::List(const std::string& owner) {
  const std::string prefix = PrefixOf(owner);
  std::vector<SavedSearch> searches;
  bool malformed = false;
  const Status scanned = meta_.Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    std::optional<SavedSearch> search = Decode(key.substr(prefix.size()), value);
    malformed = !search.has_value();
    if (search) searches.push_back(std::move(*search));
    return !malformed;
  });
  if (!scanned.ok()) return scanned;
  if (malformed) return Status(StatusCode::kCorruption, "read saved searches: a record is malformed; bring it back from a backup");
  std::sort(searches.begin(), searches.end(), [](const SavedSearch& a, const SavedSearch& b) { return a.name < b.name; });
  return searches;
}

Result<SavedSearch> SavedSearches::Save(const std::string& owner, const std::string& name, const std::string& parameters) {
  SavedSearch search{"", ToNfc(name), parameters, NowUnixMs()};
  // Of the name, so that two that are saved at once under one name are one.
  search.id = Sha256::Of(search.name).Hex().substr(0, kIdDigits);
  if (search.name.empty() || search.name.size() > kMostNameBytes || HasControl(search.name)) {
    return Status(StatusCode::kInvalidArgument, "save a search: its name has 1 to 200 bytes of text on one line");
  }
  if (parameters.empty() || parameters.size() > kMostParameterBytes || HasControl(parameters)) {
    return Status(StatusCode::kInvalidArgument, "save a search: its parameters are those of GET /v1/search, 1 to 4000 bytes");
  }
  const Status written = write_([&](MetaBatch& batch) -> Status {
    const Result<std::vector<SavedSearch>> there = List(owner);
    if (!there) return there.status();
    const bool is_new = std::none_of(there->begin(), there->end(), [&](const SavedSearch& other) { return other.id == search.id; });
    if (is_new && there->size() >= kMostSavedSearches) {
      return Status(StatusCode::kResourceLimit, "save a search: there are " + std::to_string(kMostSavedSearches) + " already; remove one");
    }
    batch.Put(PrefixOf(owner) + search.id, Encode(search));
    return {};
  });
  if (!written.ok()) return written;
  return search;
}

Status SavedSearches::Remove(const std::string& owner, const std::string& id) {
  return write_([&](MetaBatch& batch) -> Status {
    const std::string key = PrefixOf(owner) + id;
    const Result<std::optional<std::string>> stored = StagedReader(meta_, batch).Get(key);
    if (!stored) return stored.status();
    if (!*stored) return Status(StatusCode::kNotFound, "remove a saved search: there is none of that id");
    batch.Delete(key);
    return {};
  });
}

}  // namespace sohoa
