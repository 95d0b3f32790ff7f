// SPDX-License-Identifier: Apache-2.0
//
// Requests to other servers, only where they are allowed. The only file that knows libcurl.
// Safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
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
  // Of the configuration, which errors name.
  std::string section = "webhooks";
};

// "https://sso.example.vn:8443" of an address there; empty where it has none, or could be taken for another.
std::string OriginOf(const std::string& url);
// kInvalidArgument: a network or address is none.
Status CheckOutboundRules(const OutboundRules& rules);
// kDenied: none of `allow` is that of `url`.
Status CheckOutboundUrl(const OutboundRules& rules, const std::string& url);

using OutboundHeaders = std::vector<std::pair<std::string, std::string>>;

// The HTTP status, whichever; no redirect is followed, and the answer's body is not kept. The certificate is checked, and
// the address that the name leads to at that moment is the one that is judged and connected to. kDenied; kUnavailable:
// nobody answered; kCancelled: `stop`, where it is not null, became true.
Result<std::uint32_t> PostOut(const OutboundRules& rules, const std::string& url, const OutboundHeaders& headers, const std::string& body,
                              const std::atomic<bool>* stop = nullptr);

struct OutboundAnswer {
  std::uint32_t status = 0;
  std::string body;  // at most 64 KiB
  std::map<std::string, std::string> headers{};  // names in lower case; of one that comes twice, the last
};
// The same with the answer's body, which has to come whole. A GET where there is no body to send. kResourceLimit: the
// answer is longer than 64 KiB.
Result<OutboundAnswer> AskOut(const OutboundRules& rules, const std::string& url, const OutboundHeaders& headers, const std::optional<std::string>& body,
                              const std::atomic<bool>* stop = nullptr);

}  // namespace sohoa
