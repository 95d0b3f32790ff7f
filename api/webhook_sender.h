// SPDX-License-Identifier: Apache-2.0
//
// WebhookSender: tells other systems of the archive's events, as they happen (docs/WEBHOOKS.md). A delivery is thin: it
// names the event, and who gets it fetches with its own rights what it wants to know. It is signed afresh on each try.
//
// Delivery is at least once. Events go out in order; one that a receiver answers but does not take becomes a letter that
// is tried again by itself while the others go on. Where nobody answers, all wait. What was not taken for a day is a dead
// letter. Each webhook has a thread of its own while it has something to do: a slow receiver holds up nobody else, and
// nothing of it is done on the coordinator's threads but short writes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "access/webhook_store.h"
#include "api/outbound_request.h"
#include "api/signed_delivery.h"
#include "storage/archive.h"

namespace sohoa {

struct WebhookOptions {
  OutboundRules outbound;
  std::int64_t look_ms = 1'000;  // for new events
  std::int64_t first_retry_ms = 1'000;
  std::int64_t longest_retry_ms = 3'600'000;
  std::int64_t give_up_ms = 24ll * 3600 * 1000;
  std::size_t most_waiting = 100;  // letters of one webhook that are tried again by themselves; then all wait
  std::function<std::int64_t()> now_unix_ms;  // of the day; empty = the clock's
};

class WebhookSender {
 public:
  // All must outlive it. Works on threads of its own once Start() was called.
  WebhookSender(Archive& archive, AccountStore& accounts, WebhookStore webhooks, WebhookOptions options);
  // Breaks off what is being sent, which is sent again after the next start.
  ~WebhookSender();

  void Start();
  // What is due for one webhook now, on this thread. kDenied: its key does not let it.
  Status Deliver(const Webhook& webhook);
  // Sends "webhook.test", once, on this thread: the HTTP status of the answer. kNotFound; as PostOut().
  Result<std::uint32_t> Test(const std::string& name) const;

 private:
  struct Sent {
    std::uint32_t status = 0;  // 0 = nobody answered
    bool taken = false;
    bool stopped = false;
    // Whether it says nothing of this one event.
    bool IsAway() const { return status == 0 || status == 408 || status == 425 || status == 429 || status >= 502; }
  };
  // What one look at a webhook changes.
  struct Round {
    WebhookProgress progress;
    std::size_t waiting = 0;  // letters that are tried by themselves
    std::vector<WebhookLetter> letters;
    std::vector<std::uint64_t> gone;
    bool stands = false;  // nobody answers, or this program stops
  };

  Result<Principal> WhoFor(const Webhook& webhook) const;
  Result<std::uint32_t> Post(const Webhook& webhook, const ArchiveEvent& event) const;
  Sent Send(const Webhook& webhook, const ArchiveEvent& event) const;
  Status SendLetters(const Webhook& webhook, const Principal& principal, Round& round) const;
  Status SendNew(const Webhook& webhook, const Principal& principal, Round& round) const;
  void Refuse(const Webhook& webhook, WebhookLetter letter, const Sent& sent, Round& round) const;
  void Wait(const Webhook& webhook, const Sent& sent, Round& round) const;
  void GiveUp(const Webhook& webhook, const std::vector<ArchiveEvent>& events, Round& round) const;
  bool IsDue(const Webhook& webhook) const;
  void Look();
  void NoteState(const std::string& webhook, StatusCode code);

  Archive& archive_;
  AccountStore& accounts_;
  WebhookStore webhooks_;
  WebhookOptions options_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::map<std::string, StatusCode> states_;       // as logged last
  std::map<std::string, std::future<void>> busy_;  // by webhook; of the thread alone
  std::jthread thread_;                            // last
};

}  // namespace sohoa
