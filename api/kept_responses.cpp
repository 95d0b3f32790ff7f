// SPDX-License-Identifier: Apache-2.0
#include "api/kept_responses.h"

#include <algorithm>
#include <chrono>

namespace sohoa {
namespace {

constexpr std::size_t kLongestIdempotencyKey = 200;

Sha256 FingerprintOf(const HttpRequest& request) {
  std::string text = request.method + '\n' + request.path + '\n' + request.if_match + '\n';
  for (const auto& [name, value] : request.query) text += name + '=' + value + '\n';
  return Sha256::Of(text + '\n' + request.body);
}

std::int64_t KeptNowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

HttpResponse KeptResponses::Answer(const HttpRequest& request, const std::function<HttpResponse(const HttpRequest&)>& handle) {
  const std::string_view key = request.Header("idempotency-key");
  // Who is not known has nothing of their own that could be kept.
  if (key.empty() || request.method == "GET" || request.principal.kind == Principal::Kind::kNobody) return handle(request);
  if (key.size() > kLongestIdempotencyKey || std::any_of(key.begin(), key.end(), [](char c) { return c < 0x20 || c > 0x7e; })) {
    return ProblemResponse(400, "invalid_argument", "Idempotency-Key has 1 to 200 printable characters");
  }
  const std::string name = ActorOf(request.principal) + '\n' + std::string(key);
  const Sha256 fingerprint = FingerprintOf(request);
  {
    const std::scoped_lock lock(mutex_);
    Forget(KeptNowMs());
    const auto [entry, is_new] = kept_.try_emplace(name);
    Kept& kept = entry->second;
    if (!is_new && kept.request != fingerprint) return ProblemResponse(422, "conflict", "this Idempotency-Key came with another request before");
    if (!is_new && !kept.is_done) return ProblemResponse(409, "conflict", "the request with this Idempotency-Key is still being answered");
    if (!is_new) {
      HttpResponse again = kept.response;
      again.headers.emplace_back("Idempotency-Replayed", "true");
      return again;
    }
    kept.request = fingerprint;
    kept.at_ms = KeptNowMs();
  }
  HttpResponse response;
  try {
    response = handle(request);
  } catch (...) {
    const std::scoped_lock lock(mutex_);
    kept_.erase(name);
    throw;
  }
  const std::scoped_lock lock(mutex_);
  // An answer that is a stream cannot be kept; none of a change is one.
  if (response.status >= 500 || response.status == 429 || response.stream) {
    kept_.erase(name);
  } else if (const auto kept = kept_.find(name); kept != kept_.end()) {
    kept->second.is_done = true;
    kept->second.response = response;
  }
  return response;
}

void KeptResponses::Forget(std::int64_t now_ms) {
  if (kept_.size() < kMost) {
    // Looked through now and then, not at each request.
    if (kept_.size() % 64 != 63) return;
  }
  std::erase_if(kept_, [now_ms](const auto& entry) { return entry.second.is_done && now_ms - entry.second.at_ms >= kKeptMs; });
  if (kept_.size() < kMost) return;
  const auto oldest = std::min_element(kept_.begin(), kept_.end(), [](const auto& one, const auto& other) { return one.second.at_ms < other.second.at_ms; });
  kept_.erase(oldest);
}

}  // namespace sohoa
