// SPDX-License-Identifier: Apache-2.0
//
// The desk's server: for browsers on this host, because whoever reaches it may scan, see and send; or, over TLS, for paired
// ones of other hosts (desk/pairing.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "desk/desk_service.h"

namespace sohoa {

struct DeskServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8081;  // 0 = any free one
  std::uint64_t body_limit = 200ull << 20;
  std::string certificate;  // PEM files, for browsers of other hosts
  std::string private_key;
};

class DeskServer {
 public:
  // `desk` must outlive it. kUnavailable: the port is taken; kInvalidArgument: the address is not of this host alone, and
  // there is no certificate.
  static Result<std::unique_ptr<DeskServer>> Start(DeskService& desk, const DeskServerOptions& options);
  virtual ~DeskServer() = default;
  virtual std::uint16_t port() const = 0;
};

}  // namespace sohoa
