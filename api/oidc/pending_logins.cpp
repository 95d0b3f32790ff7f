// SPDX-License-Identifier: Apache-2.0
#include "api/oidc/pending_logins.h"

#include <algorithm>

#include "access/secrets.h"

namespace sohoa {

PendingLogins::Begun PendingLogins::Begin(const std::string& return_to, const std::string& browser, std::int64_t now_ms) {
  const std::string verifier = RandomToken();
  const Sha256 hash = Sha256::Of(verifier);
  Begun begun{RandomToken(), RandomToken(), RandomToken(), ToBase64Url({reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()})};
  const std::scoped_lock lock(mutex_);
  std::erase_if(entries_, [&](const auto& entry) { return now_ms - entry.second.begun_ms >= kLongestMs; });
  const Sha256 known = Sha256::Of(browser);
  // Only one that was given out: a cookie that somebody else put there binds nothing.
  if (std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.second.browser == known; })) begun.browser = browser;
  if (entries_.size() >= kMost) {
    entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& one, const auto& other) { return one.second.begun_ms < other.second.begun_ms; }));
  }
  entries_[Sha256::Of(begun.state)] = {Sha256::Of(begun.browser), {begun.nonce, verifier, return_to}, now_ms};
  return begun;
}

std::optional<PendingLogin> PendingLogins::Take(const std::string& state, const std::string& browser, std::int64_t now_ms) {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(Sha256::Of(state));
  if (found == entries_.end() || found->second.browser != Sha256::Of(browser)) return std::nullopt;
  const Entry entry = found->second;
  entries_.erase(found);
  if (now_ms - entry.begun_ms >= kLongestMs) return std::nullopt;
  return entry.login;
}

}  // namespace sohoa
