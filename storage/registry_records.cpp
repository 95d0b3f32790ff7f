// SPDX-License-Identifier: Apache-2.0
#include "storage/registry_records.h"

#include <algorithm>
#include <utility>

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

Status MalformedRegistryRecord(std::string_view what, std::string_view code) {
  return Status(StatusCode::kCorruption, "read archive: " + std::string(what) + " about dossier " + std::string(code) + " is malformed; bring the archive back from a backup");
}

std::optional<RegistryAnswer> AnswerOf(std::uint32_t number) {
  if (number > static_cast<std::uint32_t>(RegistryAnswer::kUnknown)) return std::nullopt;
  return static_cast<RegistryAnswer>(number);
}

std::optional<RegistryCheck> CheckOf(const archive_records::RegistryCheck& message) {
  const std::optional<Sha256> question = ReadNameBytes(message.question_sha256());
  const std::optional<RegistryAnswer> number = AnswerOf(message.number());
  const std::optional<RegistryAnswer> name = AnswerOf(message.name());
  const std::optional<RegistryAnswer> birth_date = AnswerOf(message.birth_date());
  if (message.kind() >= kRegistryKinds || !question || !number || !name || !birth_date) return std::nullopt;
  return RegistryCheck{static_cast<RegistryKind>(message.kind()), *question, *number, *name, *birth_date, message.at_unix_ms(),
                       message.expires_unix_ms(), message.system(), message.request(), message.by()};
}

// Whoever stages for a dossier that went meanwhile would bring something of it back.
Status CheckIsThere(const StagedReader& reader, const std::string& code) {
  const Result<std::optional<std::string>> newest = reader.Get(NewestKey(code));
  if (!newest) return newest.status();
  return *newest ? Status() : Status(StatusCode::kNotFound, "ask registers about dossier " + code + ": there is none");
}

bool Expire(std::vector<RegistryCheck>& checks, std::int64_t now_unix_ms) {
  return std::erase_if(checks, [now_unix_ms](const RegistryCheck& check) { return check.expires_unix_ms <= now_unix_ms; }) > 0;
}

Result<std::vector<RegistryCheck>> DecodedChecks(const Result<std::optional<std::string>>& bytes, std::string_view code) {
  if (!bytes) return bytes.status();
  if (!*bytes) return std::vector<RegistryCheck>();
  std::optional<std::vector<RegistryCheck>> checks = DecodeRegistryChecks(**bytes);
  if (!checks) return MalformedRegistryRecord("what registers answered", code);
  return std::move(*checks);
}

}  // namespace

std::string EncodeRegistryChecks(const std::vector<RegistryCheck>& checks) {
  archive_records::RegistryChecks message;
  for (const RegistryCheck& check : checks) {
    archive_records::RegistryCheck& each = *message.add_checks();
    each.set_kind(static_cast<std::uint32_t>(check.kind));
    each.set_question_sha256(std::string(NameBytes(check.question)));
    each.set_number(static_cast<std::uint32_t>(check.number));
    each.set_name(static_cast<std::uint32_t>(check.name));
    each.set_birth_date(static_cast<std::uint32_t>(check.birth_date));
    each.set_at_unix_ms(check.at_unix_ms);
    each.set_expires_unix_ms(check.expires_unix_ms);
    each.set_system(check.system);
    each.set_request(check.request);
    each.set_by(check.by);
  }
  return message.SerializeAsString();
}

std::optional<std::vector<RegistryCheck>> DecodeRegistryChecks(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::RegistryChecks>(bytes);
  if (!message) return std::nullopt;
  std::vector<RegistryCheck> checks;
  for (const archive_records::RegistryCheck& each : message->checks()) {
    std::optional<RegistryCheck> check = CheckOf(each);
    if (!check) return std::nullopt;
    checks.push_back(std::move(*check));
  }
  return checks;
}

std::string EncodeRegistryOrder(const RegistryOrder& order) {
  archive_records::RegistryOrder message;
  message.set_since_unix_ms(order.since_unix_ms);
  message.set_failures(order.failures);
  message.set_next_try_unix_ms(order.next_try_unix_ms);
  message.set_by(order.by);
  message.set_afresh(order.afresh);
  return message.SerializeAsString();
}

std::optional<RegistryOrder> DecodeRegistryOrder(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::RegistryOrder>(bytes);
  if (!message) return std::nullopt;
  return RegistryOrder{message->since_unix_ms(), message->failures(), message->next_try_unix_ms(), message->by(), message->afresh()};
}

Result<std::vector<RegistryCheck>> ReadRegistryChecks(MetaReader& store, std::string_view code, std::int64_t now_unix_ms) {
  Result<std::vector<RegistryCheck>> checks = DecodedChecks(store.Get(RegistryChecksKey(code)), code);
  if (checks) Expire(*checks, now_unix_ms);
  return checks;
}

Result<std::optional<RegistryOrder>> ReadRegistryOrder(const KeyReader& read, std::string_view code) {
  const Result<std::optional<std::string>> bytes = read(RegistryOrderKey(code));
  if (!bytes) return bytes.status();
  if (!*bytes) return std::optional<RegistryOrder>();
  std::optional<RegistryOrder> order = DecodeRegistryOrder(**bytes);
  if (!order) return MalformedRegistryRecord("the order to ask registers", code);
  return order;
}

Result<std::vector<std::pair<std::string, RegistryOrder>>> ListRegistryOrders(MetaReader& store) {
  std::vector<std::pair<std::string, RegistryOrder>> orders;
  Status broken;
  const Status scanned = store.Scan(kRegistryOrderPrefix, "", [&](std::string_view key, std::string_view bytes) {
    std::string_view rest = key.substr(kRegistryOrderPrefix.size());
    const std::optional<std::string> code = TakeEscapedString(rest);
    std::optional<RegistryOrder> order = DecodeRegistryOrder(bytes);
    if (!code || !order) broken = MalformedRegistryRecord("the order to ask registers", code.value_or(""));
    if (broken.ok()) orders.emplace_back(*code, std::move(*order));
    return broken.ok();
  });
  if (!scanned.ok()) return scanned;
  if (!broken.ok()) return broken;
  return orders;
}

Status StageRegistryOrder(MetaReader& store, const std::string& code, const RegistryOrder& order, MetaBatch& batch) {
  if (const Status there = CheckIsThere(StagedReader(store, batch), code); !there.ok()) return there;
  batch.Put(RegistryOrderKey(code), EncodeRegistryOrder(order));
  return Status();
}

Status StageRegistryChecks(MetaReader& store, const std::string& code, const std::vector<RegistryCheck>& checks, std::int64_t now_unix_ms, MetaBatch& batch) {
  const StagedReader reader(store, batch);
  if (const Status there = CheckIsThere(reader, code); !there.ok()) return there;
  Result<std::vector<RegistryCheck>> kept = DecodedChecks(reader.Get(RegistryChecksKey(code)), code);
  if (!kept) return kept.status();
  Expire(*kept, now_unix_ms);
  for (const RegistryCheck& check : checks) {
    std::erase_if(*kept, [&check](const RegistryCheck& older) { return older.kind == check.kind && older.question == check.question; });
    kept->push_back(check);
  }
  if (kept->empty()) {
    batch.Delete(RegistryChecksKey(code));
  } else {
    batch.Put(RegistryChecksKey(code), EncodeRegistryChecks(*kept));
  }
  return Status();
}

Result<std::vector<std::string>> ListExpiredChecks(MetaReader& store, std::int64_t now_unix_ms, std::uint32_t limit) {
  std::vector<std::string> codes;
  const Status scanned = store.Scan(kRegistryChecksPrefix, "", [&](std::string_view key, std::string_view bytes) {
    std::string_view rest = key.substr(kRegistryChecksPrefix.size());
    const std::optional<std::string> code = TakeEscapedString(rest);
    // One that is malformed is told of where it is read.
    std::optional<std::vector<RegistryCheck>> checks = DecodeRegistryChecks(bytes);
    if (code && checks && Expire(*checks, now_unix_ms)) codes.push_back(*code);
    return codes.size() < limit;
  });
  if (!scanned.ok()) return scanned;
  return codes;
}

}  // namespace sohoa
