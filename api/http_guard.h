// SPDX-License-Identifier: Apache-2.0
//
// HttpGuard: what every server of ours refuses whatever is asked for, and the headers that every answer has.
//
// Safe from several threads.
#pragma once

#include <optional>
#include <string>

#include "api/http_message.h"

namespace sohoa {

class HttpGuard {
 public:
  // `address`: where the server listens.
  explicit HttpGuard(const std::string& address);

  // Requests under another name than that of this host, where it listens there alone (DNS rebinding); changes that
  // pages of other sites ask for; bodies that were cut. None: nothing speaks against it.
  std::optional<HttpResponse> Refuse(const HttpRequest& request) const;

  // Content-Security-Policy and its like, where the answer does not have its own.
  static void AddHeaders(HttpResponse& response, bool is_secure);

  bool is_loopback() const { return loopback_; }

 private:
  const bool loopback_;
};

}  // namespace sohoa
