// SPDX-License-Identifier: Apache-2.0
//
// OutboundPost: a POST to another server, only where it is allowed. The only file that knows libcurl.
// Safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct OutboundRules {
  // "https://mot-cua.example.vn", "http://10.0.0.5:9000": scheme, host and port as they stand in addresses. Nothing else
  // is sent to.
  std::vector<std::string> allow;
  // "10.0.0.0/8" "127.0.0.1/32": networks of one's own that a name of those may lead to. Public addresses need none.
  std::vector<std::string> networks;
  std::int64_t timeout_ms = 10'000;
};

// kInvalidArgument: a network or address is none.
Status CheckOutboundRules(const OutboundRules& rules);
// kDenied: none of `allow` is that of `url`.
Status CheckOutboundUrl(const OutboundRules& rules, const std::string& url);

// The HTTP status, whichever; no redirect is followed, and the answer's body is not kept. The certificate is checked, and
// the address that the name leads to at that moment is the one that is judged and connected to. kDenied; kUnavailable:
// nobody answered; kCancelled: `stop`, where it is not null, became true.
Result<std::uint32_t> PostOut(const OutboundRules& rules, const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body,
                              const std::atomic<bool>* stop = nullptr);

}  // namespace sohoa
