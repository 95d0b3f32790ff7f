// SPDX-License-Identifier: Apache-2.0
#include "access/authenticator.h"

#include <algorithm>
#include <chrono>

#include "access/secrets.h"
#include "core/calendar.h"
#include "core/log.h"
#include "core/vietnamese.h"

namespace sohoa {
namespace {

std::int64_t SteadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Result<LoggedIn> Authenticator::LogIn(const std::string& name, const std::string& password, const std::string& client, std::int64_t& retry_after_ms) {
  const std::int64_t now = SteadyMs();
  // What is typed may be longer than any name, and is kept by its hash.
  const std::string asked = Sha256::Of(name).Hex();
  retry_after_ms = std::max({of_both_.Take(asked + client, now), of_address_.Take(client, now), of_name_.Take(asked, now)});
  if (retry_after_ms > 0) {
    Log(LogLevel::kWarning, "too many logins", {{"client", client}});
    return Status(StatusCode::kUnavailable, "log in: too many tries; wait, and try again");
  }
  const Status refused(StatusCode::kInvalidArgument, "log in: name or password is wrong");
  const Result<Account> account = accounts_.Find(name);
  if (!account && account.status().code() != StatusCode::kNotFound) return account.status();
  const std::string typed = ToNfc(password);
  if (!account || account->password.empty()) {
    CheckNoPassword(typed);
    Log(LogLevel::kWarning, "login refused", {{"client", client}});
    return refused;
  }
  if (!IsPassword(account->password, typed) || account->disabled) {
    Log(LogLevel::kWarning, "login refused", {{"client", client}});
    return refused;
  }
  of_both_.GiveBack(asked + client);
  of_address_.GiveBack(client);
  of_name_.GiveBack(asked);
  return Begin(*account, client);
}

Result<LoggedIn> Authenticator::Begin(const Account& account, const std::string& client, bool at_provider) {
  if (account.disabled) return Status(StatusCode::kInvalidArgument, "log in: this account is disabled");
  const std::int64_t now = SteadyMs();
  const std::string token = sessions_.Begin(account.name, account.generation, now, at_provider);
  std::optional<Session> session = sessions_.Use(token, now);
  if (!session) return Status(StatusCode::kInternal, "log in: the session was over at once");
  Log(LogLevel::kInfo, "logged in", {{"account", account.name}, {"client", client}, {"at_provider", at_provider ? 1 : 0}});
  return LoggedIn{token, std::move(*session), account.grant};
}

void Authenticator::LogOut(const std::string& token, const std::string& client) {
  if (const std::optional<Session> session = sessions_.Use(token, SteadyMs())) {
    Log(LogLevel::kInfo, "logged out", {{"account", session->account}, {"client", client}});
  }
  sessions_.End(token);
}

Result<Principal> Authenticator::OfKey(std::string_view key) {
  const Result<std::optional<MachineKey>> found = accounts_.FindKey(key, NowUnixMs());
  if (!found) return found.status();
  if (!*found) return Principal{};
  return Principal{Principal::Kind::kMachine, (*found)->name, (*found)->grant.roles, (*found)->grant.sees, std::nullopt, ""};
}

Result<Principal> Authenticator::OfSession(const std::string& token, std::optional<Session>& session) {
  session = sessions_.Use(token, SteadyMs());
  if (!session) return Principal{};
  const Result<Account> account = accounts_.Find(session->account);
  if (!account && account.status().code() != StatusCode::kNotFound) return account.status();
  if (!account || account->disabled || account->generation != session->generation) {
    sessions_.End(token);
    session.reset();
    return Principal{};
  }
  return Principal{Principal::Kind::kPerson, account->name, account->grant.roles, account->grant.sees, std::nullopt, ""};
}

}  // namespace sohoa
