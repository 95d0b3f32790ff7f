// SPDX-License-Identifier: Apache-2.0
//
// KeptResponses: what was answered to requests that change something, by their Idempotency-Key, so that one that is
// sent again because its answer was lost changes nothing twice
// (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/). In memory: for a day, and until the
// server ends. Safe from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "api/http_message.h"
#include "core/sha256.h"

namespace sohoa {

class KeptResponses {
 public:
  // What `handle` answers, or answered before to the same request of the same principal. 409 while it is still being
  // answered; 422 where the key came with another request; 400: it has 1 to 200 printable characters. Requests without a
  // key, and those that change nothing, are handled as they are. What failed for now (5xx) is tried again.
  HttpResponse Answer(const HttpRequest& request, const std::function<HttpResponse(const HttpRequest&)>& handle);

 private:
  static constexpr std::size_t kMost = 10'000;
  static constexpr std::int64_t kKeptMs = 24ll * 3600 * 1000;

  struct Kept {
    Sha256 request;
    bool is_done = false;
    HttpResponse response;
    std::int64_t at_ms = 0;
  };
  void Forget(std::int64_t now_ms);

  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace sohoa
