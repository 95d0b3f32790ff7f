// SPDX-License-Identifier: Apache-2.0
#include "access/sessions.h"

#include <algorithm>

#include "access/secrets.h"

namespace sohoa {

std::string Sessions::Begin(const std::string& account, std::uint64_t generation, std::int64_t now_ms, bool at_provider) {
  std::string token = RandomToken();
  const std::scoped_lock lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) { return IsOver(entry.second, now_ms); });
  if (sessions_.size() >= kMost) {
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(),
                                     [](const auto& one, const auto& other) { return one.second.used_ms < other.second.used_ms; }));
  }
  sessions_[Sha256::Of(token)] = {account, generation, RandomToken(), now_ms, now_ms, at_provider};
  return token;
}

std::optional<Session> Sessions::Use(const std::string& token, std::int64_t now_ms) {
  const std::scoped_lock lock(mutex_);
  const auto found = sessions_.find(Sha256::Of(token));
  if (found == sessions_.end()) return std::nullopt;
  if (IsOver(found->second, now_ms)) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.used_ms = now_ms;
  return found->second;
}

void Sessions::End(const std::string& token) {
  const std::scoped_lock lock(mutex_);
  sessions_.erase(Sha256::Of(token));
}

bool Sessions::IsOver(const Session& session, std::int64_t now_ms) const {
  return now_ms - session.used_ms >= limits_.idle_ms || now_ms - session.begun_ms >= limits_.absolute_ms;
}

}  // namespace sohoa
