// SPDX-License-Identifier: Apache-2.0
#include "access/webhook_store.h"

#include "access_records.pb.h"
#include "core/calendar.h"
#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

constexpr std::size_t kLongestUrl = 2'000;

// Below kWebhookPrefix: the webhook, how far it has come, what it did not take.
constexpr std::string_view kHooks = "h/";
constexpr std::string_view kProgress = "p/";
constexpr std::string_view kLetters = "l/";

std::string KeyOf(std::string_view part, const std::string& name) { return std::string(kWebhookPrefix) + std::string(part) + name; }
std::string HookKey(const std::string& name) { return KeyOf(kHooks, name); }
std::string ProgressKey(const std::string& name) { return KeyOf(kProgress, name); }
// A name has no slash.
std::string LetterPrefix(const std::string& name) { return KeyOf(kLetters, name) + "/"; }
std::string LetterKey(const std::string& name, std::uint64_t sequence) { return LetterPrefix(name) + BigEndian64(sequence); }

template <typename Message>
bool Parse(std::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

Status BrokenWebhook(const std::string& name) {
  return Status(StatusCode::kCorruption, "read webhook " + name + ": its record is malformed; bring it back from a backup");
}

std::string Encode(const Webhook& webhook) {
  access_records::Webhook message;
  message.set_name(webhook.name);
  message.set_url(webhook.url);
  message.set_secret(webhook.secret);
  message.set_key(webhook.key);
  for (const std::string& kind : webhook.kinds) message.add_kinds(kind);
  message.set_created_unix_ms(webhook.created_unix_ms);
  message.set_removed(webhook.removed);
  return message.SerializeAsString();
}

std::optional<Webhook> DecodeWebhook(std::string_view bytes) {
  access_records::Webhook message;
  if (!Parse(bytes, message)) return std::nullopt;
  return Webhook{message.name(), message.url(), message.secret(), message.key(), {message.kinds().begin(), message.kinds().end()}, message.created_unix_ms(), message.removed()};
}

std::string Encode(const WebhookProgress& progress) {
  access_records::WebhookProgress message;
  message.set_after(progress.after);
  message.set_failures(progress.failures);
  message.set_failing_since_unix_ms(progress.failing_since_unix_ms);
  message.set_next_try_unix_ms(progress.next_try_unix_ms);
  message.set_last_status(progress.last_status);
  message.set_replays(progress.replays);
  return message.SerializeAsString();
}

std::optional<WebhookProgress> DecodeProgress(std::string_view bytes) {
  access_records::WebhookProgress message;
  if (!Parse(bytes, message)) return std::nullopt;
  return WebhookProgress{message.after(), message.failures(), message.failing_since_unix_ms(), message.next_try_unix_ms(), message.last_status(), message.replays()};
}

std::string Encode(const WebhookLetter& letter) {
  access_records::WebhookLetter message;
  message.set_sequence(letter.sequence);
  message.set_since_unix_ms(letter.since_unix_ms);
  message.set_failures(letter.failures);
  message.set_next_try_unix_ms(letter.next_try_unix_ms);
  message.set_last_status(letter.last_status);
  message.set_dead(letter.dead);
  return message.SerializeAsString();
}

std::optional<WebhookLetter> DecodeLetter(std::string_view bytes) {
  access_records::WebhookLetter message;
  if (!Parse(bytes, message)) return std::nullopt;
  return WebhookLetter{message.sequence(), message.since_unix_ms(), message.failures(), message.next_try_unix_ms(), message.last_status(), message.dead()};
}

Status StageNote(MetaStore& meta, const std::string& action, const std::string& name, const std::string& actor, const std::string& content, MetaBatch& batch) {
  return StageAudit(meta, {actor, action, name, std::string(PurposeName(Purpose::kAdministration)), "", content}, batch);
}

}  // namespace

Status WebhookStore::Add(const Webhook& webhook, std::uint64_t after, const std::string& actor) {
  const std::string what = "add a webhook: ";
  if (!IsAccountName(webhook.name)) return Status(StatusCode::kInvalidArgument, what + "a name has 1 to 64 of a-z, 0-9 and . - _ @, and begins with a letter or digit");
  if (!(webhook.url.starts_with("https://") || webhook.url.starts_with("http://")) || webhook.url.size() > kLongestUrl) {
    return Status(StatusCode::kInvalidArgument, what + "its address is https://... or, in a network of one's own, http://...");
  }
  const Result<std::vector<Webhook>> all = List();
  if (!all) return all.status();
  if (all->size() >= kMostWebhooks) return Status(StatusCode::kResourceLimit, what + "there are " + std::to_string(kMostWebhooks) + " already; remove one that nobody needs");
  return write_([&](MetaBatch& batch) {
    const Result<std::optional<std::string>> stored = StagedReader(meta_, batch).Get(HookKey(webhook.name));
    if (!stored) return stored.status();
    const std::optional<Webhook> there = *stored ? DecodeWebhook(**stored) : std::nullopt;
    if (there && !there->removed) return Status(StatusCode::kConflict, what + "there is one of the name " + webhook.name);
    Webhook added = webhook;
    added.created_unix_ms = NowUnixMs();
    WebhookProgress progress;
    progress.after = after;
    batch.Put(HookKey(webhook.name), Encode(added));
    batch.Put(ProgressKey(webhook.name), Encode(progress));
    return StageNote(meta_, "webhook.added", webhook.name, actor, webhook.url, batch);
  });
}

Result<std::vector<Webhook>> WebhookStore::List() const {
  std::vector<Webhook> webhooks;
  Status broken;
  const std::string prefix = KeyOf(kHooks, "");
  const Status scanned = meta_.Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    std::optional<Webhook> webhook = DecodeWebhook(value);
    if (!webhook) broken = BrokenWebhook(std::string(key.substr(prefix.size())));
    if (webhook && !webhook->removed) webhooks.push_back(std::move(*webhook));
    return broken.ok();
  });
  if (!scanned.ok()) return scanned;
  if (!broken.ok()) return broken;
  return webhooks;
}

Result<Webhook> WebhookStore::Find(const std::string& name) const {
  const Result<std::vector<Webhook>> all = List();
  if (!all) return all.status();
  for (const Webhook& webhook : *all) {
    if (webhook.name == name) return webhook;
  }
  return Status(StatusCode::kNotFound, "find a webhook: there is none of this name (sohoa webhook list)");
}

Status WebhookStore::Remove(const std::string& name, const std::string& actor) {
  Result<Webhook> webhook = Find(name);
  if (!webhook) return webhook.status();
  webhook->removed = true;
  webhook->secret.clear();
  const Result<std::vector<WebhookLetter>> letters = Letters(name);
  if (!letters) return letters.status();
  return write_([&](MetaBatch& batch) {
    batch.Put(HookKey(name), Encode(*webhook));
    batch.Delete(ProgressKey(name));
    for (const WebhookLetter& letter : *letters) batch.Delete(LetterKey(name, letter.sequence));
    return StageNote(meta_, "webhook.removed", name, actor, webhook->url, batch);
  });
}

Result<WebhookProgress> WebhookStore::ProgressOf(const std::string& name) const {
  const Result<std::optional<std::string>> stored = meta_.Get(ProgressKey(name));
  if (!stored) return stored.status();
  if (!*stored) return WebhookProgress{};
  const std::optional<WebhookProgress> progress = DecodeProgress(**stored);
  if (!progress) return BrokenWebhook(name);
  return *progress;
}

Status WebhookStore::Put(const std::string& name, const WebhookProgress& progress, const std::vector<WebhookLetter>& letters, const std::vector<std::uint64_t>& gone) {
  return write_([&](MetaBatch& batch) {
    const Result<std::optional<std::string>> stored = StagedReader(meta_, batch).Get(ProgressKey(name));
    if (!stored) return stored.status();
    const std::optional<WebhookProgress> newest = *stored ? DecodeProgress(**stored) : std::nullopt;
    if (!newest || newest->replays != progress.replays) return Status(StatusCode::kConflict, "note deliveries of webhook " + name + ": it was removed, or told to send again, meanwhile");
    batch.Put(ProgressKey(name), Encode(progress));
    for (const WebhookLetter& letter : letters) batch.Put(LetterKey(name, letter.sequence), Encode(letter));
    for (const std::uint64_t sequence : gone) batch.Delete(LetterKey(name, sequence));
    return Status();
  });
}

Result<std::vector<WebhookLetter>> WebhookStore::Letters(const std::string& name) const {
  std::vector<WebhookLetter> letters;
  bool broken = false;
  const Status scanned = meta_.Scan(LetterPrefix(name), "", [&](std::string_view, std::string_view value) {
    const std::optional<WebhookLetter> letter = DecodeLetter(value);
    broken = !letter;
    if (letter) letters.push_back(*letter);
    return !broken;
  });
  if (!scanned.ok()) return scanned;
  if (broken) return BrokenWebhook(name);
  return letters;
}

Status WebhookStore::Replay(const std::string& name, std::uint64_t from, const std::string& actor) {
  if (const Result<Webhook> webhook = Find(name); !webhook) return webhook.status();
  Result<WebhookProgress> progress = ProgressOf(name);
  if (!progress) return progress.status();
  Result<std::vector<WebhookLetter>> letters = Letters(name);
  if (!letters) return letters.status();
  progress->failures = 0;
  progress->failing_since_unix_ms = 0;
  progress->next_try_unix_ms = 0;
  ++progress->replays;
  if (from > 0) progress->after = from - 1;
  return write_([&](MetaBatch& batch) {
    batch.Put(ProgressKey(name), Encode(*progress));
    for (const WebhookLetter& letter : *letters) {
      // What is sent again from there on needs no letter.
      if (from > 0 && letter.sequence >= from) batch.Delete(LetterKey(name, letter.sequence));
      if (from == 0) batch.Put(LetterKey(name, letter.sequence), Encode(WebhookLetter{letter.sequence, 0, 0, 0, letter.last_status, false}));
    }
    return StageNote(meta_, "webhook.replayed", name, actor, std::to_string(from), batch);
  });
}

}  // namespace sohoa
