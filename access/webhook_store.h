// SPDX-License-Identifier: Apache-2.0
//
// WebhookStore: whom the archive tells of its events (docs/WEBHOOKS.md), how far each has come, and what could not be
// delivered. Making and removing one, and sending again, is an audit record in the same write. Times are of the day.
//
// Safe from several threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/account_store.h"
#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

inline constexpr std::size_t kMostWebhooks = 100;

struct Webhook {
  std::string name;
  std::string url;
  std::string secret;              // what deliveries are signed with
  std::string key;                 // name of the machine's key whose rights it has; while that is in force
  std::vector<std::string> kinds;  // of events; empty = all
  std::int64_t created_unix_ms = 0;
  bool removed = false;
};

struct WebhookProgress {
  std::uint64_t after = 0;                 // sequence of the last event that was delivered, or became a letter
  std::uint32_t failures = 0;              // since somebody answered
  std::int64_t failing_since_unix_ms = 0;  // 0 = somebody answers
  std::int64_t next_try_unix_ms = 0;
  std::uint32_t last_status = 0;  // HTTP; 0 = nobody answered
  std::uint32_t replays = 0;      // asked for so far

  bool operator==(const WebhookProgress&) const = default;
};

// An event that was not taken, while those behind it go on.
struct WebhookLetter {
  std::uint64_t sequence = 0;
  std::int64_t since_unix_ms = 0;  // refused for the first time; 0 = not yet, since it was sent again by command
  std::uint32_t failures = 0;
  std::int64_t next_try_unix_ms = 0;
  std::uint32_t last_status = 0;  // HTTP; 0 = nobody answered
  bool dead = false;              // given up; sent again by command alone
};

class WebhookStore {
 public:
  // `meta` must outlive it.
  WebhookStore(MetaStore& meta, ArchiveWriter write) : meta_(meta), write_(std::move(write)) {}

  // Begins behind `after`. kInvalidArgument: the name or the address is none; kConflict: the name is taken;
  // kResourceLimit: there are kMostWebhooks.
  Status Add(const Webhook& webhook, std::uint64_t after, const std::string& actor);
  Result<std::vector<Webhook>> List() const;
  // kNotFound.
  Result<Webhook> Find(const std::string& name) const;
  // With its letters. kNotFound.
  Status Remove(const std::string& name, const std::string& actor);

  Result<WebhookProgress> ProgressOf(const std::string& name) const;
  // Together with letters that come or change (`letters`) and go (`gone`). kConflict: a replay was asked for since the
  // progress was read, and goes before it; or the webhook is gone.
  Status Put(const std::string& name, const WebhookProgress& progress, const std::vector<WebhookLetter>& letters, const std::vector<std::uint64_t>& gone);
  // In order of their events.
  Result<std::vector<WebhookLetter>> Letters(const std::string& name) const;

  // Sends events again from `from` on, or, where that is 0, its letters, dead or waiting. kNotFound.
  Status Replay(const std::string& name, std::uint64_t from, const std::string& actor);

 private:
  MetaStore& meta_;
  const ArchiveWriter write_;
};

}  // namespace sohoa
