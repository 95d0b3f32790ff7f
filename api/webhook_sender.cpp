// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_sender.h"

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "access/decision.h"
#include "api/viewed_archive.h"
#include "core/calendar.h"
#include "core/log.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kDeliveredAtOnce = 50;

bool Wants(const Webhook& webhook, const ArchiveEvent& event) {
  return webhook.kinds.empty() || std::find(webhook.kinds.begin(), webhook.kinds.end(), event.kind) != webhook.kinds.end();
}

// Ids and a kind; nothing that was read, and nobody's name.
std::string BodyOfDelivery(const ArchiveEvent& event) {
  const nlohmann::ordered_json json = {{"id", event.sequence}, {"kind", event.kind}, {"at", FormatVietnamTime(event.at_unix_ms)}, {"dossier", event.dossier},
                                       {"subject", event.subject.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(event.subject)}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

WebhookSender::WebhookSender(Archive& archive, AccountStore& accounts, WebhookStore webhooks, WebhookOptions options)
    : archive_(archive), accounts_(accounts), webhooks_(std::move(webhooks)), options_(std::move(options)) {
  if (!options_.now_unix_ms) options_.now_unix_ms = NowUnixMs;
}

WebhookSender::~WebhookSender() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void WebhookSender::Start() {
  thread_ = std::jthread([this] {
    constexpr std::int64_t kNapMs = 50;
    while (!stop_) {
      Look();
      for (std::int64_t waited = 0; waited < options_.look_ms && !stop_; waited += kNapMs) std::this_thread::sleep_for(std::chrono::milliseconds(kNapMs));
    }
    busy_.clear();  // waits for them
  });
}

void WebhookSender::Look() {
  std::erase_if(busy_, [](const auto& entry) { return entry.second.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
  const Result<std::vector<Webhook>> webhooks = webhooks_.List();
  if (!webhooks) return NoteState("", webhooks.status().code());
  for (const Webhook& webhook : *webhooks) {
    if (busy_.contains(webhook.name) || !IsDue(webhook)) continue;
    busy_[webhook.name] = std::async(std::launch::async, [this, webhook] { NoteState(webhook.name, Deliver(webhook).code()); });
  }
}

// Logged when it changes, and not every second.
void WebhookSender::NoteState(const std::string& webhook, StatusCode code) {
  const std::scoped_lock lock(mutex_);
  StatusCode& last = states_[webhook];
  if (code != last && code != StatusCode::kOk) Log(LogLevel::kWarning, "webhook stands", {{"webhook", webhook}, {"code", StatusCodeName(code)}});
  last = code;
}

// Few reads, for it is asked every second.
bool WebhookSender::IsDue(const Webhook& webhook) const {
  const Result<WebhookProgress> progress = webhooks_.ProgressOf(webhook.name);
  const std::int64_t now = options_.now_unix_ms();
  if (!progress || now < progress->next_try_unix_ms) return false;
  const Result<std::uint64_t> newest = NewestEvent(archive_.meta());
  if (newest && *newest > progress->after) return true;
  const Result<std::vector<WebhookLetter>> letters = webhooks_.Letters(webhook.name);
  return letters && std::any_of(letters->begin(), letters->end(), [now](const WebhookLetter& letter) { return !letter.dead && letter.next_try_unix_ms <= now; });
}

Result<std::uint32_t> WebhookSender::Post(const Webhook& webhook, const ArchiveEvent& event) const {
  const std::string body = BodyOfDelivery(event);
  const std::string timestamp = std::to_string(options_.now_unix_ms() / 1000);
  return PostOut(options_.outbound, webhook.url,
                 {{"Content-Type", "application/json"},
                  {"User-Agent", "sohoa"},
                  {"X-Event-Id", std::to_string(event.sequence)},
                  {"X-Timestamp", timestamp},
                  {"X-Signature", SignDelivery(webhook.secret, timestamp, body)},
                  {"Expect", ""}},
                 body, &stop_);
}

WebhookSender::Sent WebhookSender::Send(const Webhook& webhook, const ArchiveEvent& event) const {
  const Result<std::uint32_t> status = Post(webhook, event);
  if (!status) return {0, false, status.status().code() == StatusCode::kCancelled};
  return {*status, *status >= 200 && *status < 300, false};
}

Result<std::uint32_t> WebhookSender::Test(const std::string& name) const {
  const Result<Webhook> webhook = webhooks_.Find(name);
  if (!webhook) return webhook.status();
  if (const Result<Principal> principal = WhoFor(*webhook); !principal) return principal.status();
  return Post(*webhook, {0, options_.now_unix_ms(), "webhook.test", "", "", ""});
}

// Nothing is told to whom no key lets in any more.
Result<Principal> WebhookSender::WhoFor(const Webhook& webhook) const {
  const Result<std::vector<MachineKey>> keys = accounts_.ListKeys();
  if (!keys) return keys.status();
  const std::int64_t now = options_.now_unix_ms();
  const auto key = std::find_if(keys->begin(), keys->end(), [&](const MachineKey& each) { return each.name == webhook.key && IsInForce(each, now); });
  const std::string what = "deliver to webhook " + webhook.name + ": its key " + webhook.key;
  if (key == keys->end()) return Status(StatusCode::kDenied, what + " is not in force");
  Principal principal{Principal::Kind::kMachine, key->name, key->grant.roles, key->grant.sees, std::nullopt, ""};
  if (!Decide(principal, Action::kFollowEvents, {}).allowed()) return Status(StatusCode::kDenied, what + " may not follow events; give it the role workflow");
  return principal;
}

Status WebhookSender::Deliver(const Webhook& webhook) {
  const Result<Principal> principal = WhoFor(webhook);
  if (!principal) return principal.status();
  const Result<WebhookProgress> before = webhooks_.ProgressOf(webhook.name);
  if (!before) return before.status();
  if (options_.now_unix_ms() < before->next_try_unix_ms) return Status();
  Round round;
  round.progress = *before;
  round.progress.next_try_unix_ms = 0;
  Status done = SendLetters(webhook, *principal, round);
  if (done.ok() && !round.stands) done = SendNew(webhook, *principal, round);
  // What was taken is noted, whatever came then.
  const bool changed = round.progress != *before || !round.letters.empty() || !round.gone.empty();
  const Status noted = changed ? webhooks_.Put(webhook.name, round.progress, round.letters, round.gone) : Status();
  // Somebody else said what comes next.
  if (noted.code() == StatusCode::kConflict) return done;
  return done.ok() ? noted : done;
}

Status WebhookSender::SendLetters(const Webhook& webhook, const Principal& principal, Round& round) const {
  const Result<std::vector<WebhookLetter>> letters = webhooks_.Letters(webhook.name);
  if (!letters) return letters.status();
  const std::int64_t now = options_.now_unix_ms();
  std::uint32_t tried = 0;
  for (const WebhookLetter& letter : *letters) {
    if (letter.dead) continue;
    ++round.waiting;
    if (round.stands || letter.next_try_unix_ms > now || tried++ >= kDeliveredAtOnce) continue;
    // What its key may no more see, or is gone, is told to nobody.
    const Result<SeenEvents> seen = ViewedArchive(archive_, &principal).Events(letter.sequence - 1, 1);
    if (!seen) return seen.status();
    const bool is_seen = !seen->events.empty() && seen->events.front().sequence == letter.sequence;
    const Sent sent = is_seen ? Send(webhook, seen->events.front()) : Sent{0, true, false};
    if (sent.taken) {
      round.gone.push_back(letter.sequence);
      --round.waiting;
    } else {
      Refuse(webhook, letter, sent, round);
      if (sent.IsAway()) Wait(webhook, sent, round);
    }
  }
  return Status();
}

Status WebhookSender::SendNew(const Webhook& webhook, const Principal& principal, Round& round) const {
  WebhookProgress& progress = round.progress;
  const Result<SeenEvents> seen = ViewedArchive(archive_, &principal).Events(progress.after, kDeliveredAtOnce);
  if (!seen) return seen.status();
  for (const ArchiveEvent& event : seen->events) {
    if (Wants(webhook, event)) {
      const Sent sent = Send(webhook, event);
      if (!sent.stopped) progress.last_status = sent.status;
      if (!sent.taken && (sent.IsAway() || round.waiting >= options_.most_waiting)) {
        Wait(webhook, sent, round);
        GiveUp(webhook, seen->events, round);
        return Status();
      }
      progress.failures = 0;
      progress.failing_since_unix_ms = 0;
      if (!sent.taken) {
        ++round.waiting;
        Refuse(webhook, WebhookLetter{event.sequence, 0, 0, 0, 0, false}, sent, round);
      }
    }
    progress.after = event.sequence;
  }
  progress.after = std::max(progress.after, seen->next_after);
  return Status();
}

void WebhookSender::Refuse(const Webhook& webhook, WebhookLetter letter, const Sent& sent, Round& round) const {
  if (sent.stopped) return;
  const std::int64_t now = options_.now_unix_ms();
  if (letter.since_unix_ms == 0) letter.since_unix_ms = now;
  ++letter.failures;
  letter.last_status = sent.status;
  letter.next_try_unix_ms = now + BackOff(letter.failures, options_.first_retry_ms, options_.longest_retry_ms);
  letter.dead = now - letter.since_unix_ms >= options_.give_up_ms;
  if (letter.dead) --round.waiting;
  Log(letter.dead ? LogLevel::kError : LogLevel::kWarning, letter.dead ? "webhook delivery given up" : "webhook delivery refused",
      {{"webhook", webhook.name}, {"event", letter.sequence}, {"status", sent.status}, {"failures", letter.failures}});
  round.letters.push_back(letter);
}

void WebhookSender::Wait(const Webhook& webhook, const Sent& sent, Round& round) const {
  round.stands = true;
  if (sent.stopped) return;
  WebhookProgress& progress = round.progress;
  const std::int64_t now = options_.now_unix_ms();
  ++progress.failures;
  progress.last_status = sent.status;
  if (progress.failing_since_unix_ms == 0) progress.failing_since_unix_ms = now;
  progress.next_try_unix_ms = now + BackOff(progress.failures, options_.first_retry_ms, options_.longest_retry_ms);
  Log(LogLevel::kWarning, "webhook receiver away", {{"webhook", webhook.name}, {"status", sent.status}, {"failures", progress.failures}});
}

// What is older than the receiver may be away for; at least the event that was just not taken.
void WebhookSender::GiveUp(const Webhook& webhook, const std::vector<ArchiveEvent>& events, Round& round) const {
  WebhookProgress& progress = round.progress;
  const std::int64_t now = options_.now_unix_ms();
  if (progress.failing_since_unix_ms == 0 || now - progress.failing_since_unix_ms < options_.give_up_ms) return;
  std::size_t given_up = 0;
  for (const ArchiveEvent& event : events) {
    if (event.sequence <= progress.after) continue;
    if (given_up > 0 && now - event.at_unix_ms < options_.give_up_ms) break;
    if (Wants(webhook, event)) {
      round.letters.push_back({event.sequence, progress.failing_since_unix_ms, progress.failures, 0, progress.last_status, true});
      ++given_up;
    }
    progress.after = event.sequence;
  }
  Log(LogLevel::kError, "webhook deliveries given up", {{"webhook", webhook.name}, {"events", given_up}});
}

}  // namespace sohoa
