// SPDX-License-Identifier: Apache-2.0
#include "workers/kept_answers.h"

#include <utility>

#include "workers/socket.h"

namespace sohoa {
namespace {

// Who did not get an answer asks again every five seconds.
constexpr std::int64_t kKeptMs = 60 * 1000;

}  // namespace

KeptAnswers::Meeting KeptAnswers::Meet(const std::string& key, const Asker& asker) {
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(key);
  if (known == entries_.end()) return {};
  known->second.asker = asker;
  return {true, known->second.answer};
}

void KeptAnswers::Begin(const std::string& key, const Asker& asker) {
  const std::lock_guard lock(mutex_);
  entries_[key] = {asker, std::nullopt, 0};
}

KeptAnswers::Asker KeptAnswers::End(const std::string& key, const Result<Frame>& answer) {
  const std::lock_guard lock(mutex_);
  if (!answer) return std::move(entries_.extract(key).mapped().asker);
  Entry& entry = entries_.at(key);
  entry.answer = *answer;
  entry.answered_ms = MonotonicMs();
  return entry.asker;
}

void KeptAnswers::Forget() {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [before = MonotonicMs() - kKeptMs](const auto& entry) {
    return entry.second.answer && entry.second.answered_ms < before;
  });
}

}  // namespace sohoa
