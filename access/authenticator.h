// SPDX-License-Identifier: Apache-2.0
//
// Authenticator: who is behind a request: a key, a session, or nobody. Logs people in and out.
// Safe from several threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "access/account_store.h"
#include "access/principal.h"
#include "access/rate_limiter.h"
#include "access/sessions.h"
#include "core/result.h"

namespace sohoa {

struct LoggedIn {
  std::string token;  // for the cookie
  Session session;
  Grant grant;
};

class Authenticator {
 public:
  // `accounts` must outlive it.
  explicit Authenticator(AccountStore& accounts, SessionLimits limits = {}) : accounts_(accounts), sessions_(limits) {}

  // kInvalidArgument, always in the same words and after the same time: no such account, a wrong password, a disabled
  // account. kUnavailable: too many tries from there or at that name; `retry_after_ms` says how long to wait.
  Result<LoggedIn> LogIn(const std::string& name, const std::string& password, const std::string& client, std::int64_t& retry_after_ms);
  // Of an account that was proved, `at_provider` (OIDC) or here. kInvalidArgument: it is disabled.
  Result<LoggedIn> Begin(const Account& account, const std::string& client, bool at_provider = false);
  void LogOut(const std::string& token, const std::string& client);

  // Nobody (kNobody) where the key or session is not in force (any more).
  Result<Principal> OfKey(std::string_view key);
  // `session` gets the session, where there is one.
  Result<Principal> OfSession(const std::string& token, std::optional<Session>& session);

  AccountStore& accounts() { return accounts_; }

 private:
  AccountStore& accounts_;
  Sessions sessions_;
  // At one account from one address, from one address, and at one account from anywhere.
  RateLimiter of_both_{5, 30'000};
  RateLimiter of_address_{30, 10'000};
  RateLimiter of_name_{50, 30'000};
};

}  // namespace sohoa
