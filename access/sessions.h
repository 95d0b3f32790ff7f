// SPDX-License-Identifier: Apache-2.0
//
// Sessions of people who are logged in. Kept in memory, by the SHA-256 of their tokens, so that a restart ends them
// and nothing that is stored opens one. Safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/sha256.h"

namespace sohoa {

struct SessionLimits {
  std::int64_t idle_ms = 30 * 60'000;           // since it was last used
  std::int64_t absolute_ms = 12 * 60 * 60'000;  // since it began
};

struct Session {
  std::string account;
  std::uint64_t generation = 0;  // of the account when it began
  std::string csrf;              // what a change has to name besides the cookie
  std::int64_t begun_ms = 0;
  std::int64_t used_ms = 0;
  bool at_provider = false;      // it was proved there (OIDC), and one may log out there too
};

class Sessions {
 public:
  explicit Sessions(SessionLimits limits = {}) : limits_(limits) {}

  // The new session's token; it is kept nowhere. Times are of one clock that only goes forward.
  std::string Begin(const std::string& account, std::uint64_t generation, std::int64_t now_ms, bool at_provider = false);
  // None: there is no such session (any more). Using it keeps it from being idle.
  std::optional<Session> Use(const std::string& token, std::int64_t now_ms);
  void End(const std::string& token);

 private:
  static constexpr std::size_t kMost = 10'000;

  bool IsOver(const Session& session, std::int64_t now_ms) const;

  const SessionLimits limits_;
  std::mutex mutex_;
  std::map<Sha256, Session> sessions_;
};

}  // namespace sohoa
