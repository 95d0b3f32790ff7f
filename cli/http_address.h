// SPDX-License-Identifier: Apache-2.0
//
// Where a server of ours listens, as people write it: "127.0.0.1:8080", "[::1]:8080".
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace sohoa {

struct HttpAddress {
  std::string host;  // "127.0.0.1", "::1"
  std::uint16_t port = 0;
};

// kInvalidArgument.
Result<HttpAddress> ParseHttpAddress(const std::string& text);

}  // namespace sohoa
