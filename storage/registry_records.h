// SPDX-License-Identifier: Apache-2.0
//
// What registers of the State answered about a dossier's people and enterprises, and orders to ask them
// (docs/REGISTRIES.md). Both stand beside the dossier's versions, name values by digests alone, and go with the dossier.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/registry_check.h"
#include "core/result.h"
#include "storage/meta_store.h"
#include "storage/retention_records.h"

namespace sohoa {

struct RegistryOrder {
  std::int64_t since_unix_ms = 0;
  std::uint32_t failures = 0;
  std::int64_t next_try_unix_ms = 0;
  std::string by;       // "system" "person:an"
  bool afresh = false;  // answers that are kept do not count
  bool operator==(const RegistryOrder&) const = default;
};

std::string EncodeRegistryChecks(const std::vector<RegistryCheck>& checks);
std::optional<std::vector<RegistryCheck>> DecodeRegistryChecks(std::string_view bytes);
std::string EncodeRegistryOrder(const RegistryOrder& order);
std::optional<RegistryOrder> DecodeRegistryOrder(std::string_view bytes);

// Those that still hold at `now_unix_ms`; 0 = all that are there. kCorruption.
Result<std::vector<RegistryCheck>> ReadRegistryChecks(MetaReader& store, std::string_view code, std::int64_t now_unix_ms);
// None: nobody waits for an answer about it.
Result<std::optional<RegistryOrder>> ReadRegistryOrder(const KeyReader& read, std::string_view code);
// With the codes of their dossiers, in order of these.
Result<std::vector<std::pair<std::string, RegistryOrder>>> ListRegistryOrders(MetaReader& store);

// Puts an order, in place of one that waits. kNotFound: there is no such dossier (any more).
Status StageRegistryOrder(MetaReader& store, const std::string& code, const RegistryOrder& order, MetaBatch& batch);
// Puts answers in place of older ones to the same questions; what has expired goes. kNotFound likewise.
Status StageRegistryChecks(MetaReader& store, const std::string& code, const std::vector<RegistryCheck>& checks, std::int64_t now_unix_ms, MetaBatch& batch);
// Dossiers of which answers have expired; staging none of them takes these away.
Result<std::vector<std::string>> ListExpiredChecks(MetaReader& store, std::int64_t now_unix_ms, std::uint32_t limit);

}  // namespace sohoa
