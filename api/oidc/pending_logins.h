// SPDX-License-Identifier: Apache-2.0
//
// PendingLogins: logins that were begun at another server and have not come back, each for one browser and once. Kept in
// memory; a restart ends them. Safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/sha256.h"

namespace sohoa {

// What one has to know of it when it comes back.
struct PendingLogin {
  std::string nonce;
  std::string verifier;   // of PKCE
  std::string return_to;  // path at this server
};

class PendingLogins {
 public:
  struct Begun {
    std::string state;    // comes back with the answer
    std::string browser;  // for a cookie: who began is who comes back
    std::string nonce;
    std::string challenge;  // S256 of the verifier
  };

  // `browser`: the cookie of one that this browser has begun before, which then holds for both; empty = none.
  // Times are of one clock that only goes forward.
  Begun Begin(const std::string& return_to, const std::string& browser, std::int64_t now_ms);
  // None: it was not begun, not by this browser, more than ten minutes ago, or has come back before.
  std::optional<PendingLogin> Take(const std::string& state, const std::string& browser, std::int64_t now_ms);

 private:
  static constexpr std::size_t kMost = 10'000;
  static constexpr std::int64_t kLongestMs = 10 * 60'000;

  struct Entry {
    Sha256 browser;
    PendingLogin login;
    std::int64_t begun_ms = 0;
  };

  std::mutex mutex_;
  std::map<Sha256, Entry> entries_;  // by state
};

}  // namespace sohoa
