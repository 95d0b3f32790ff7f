// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace sohoa {

struct HttpAnswer {
  int status = 0;
  std::string body;
};
// Asks 127.0.0.1. kUnavailable where nobody answers, or not to the end.
Result<HttpAnswer> HttpGet(std::uint16_t port, const std::string& path);

}  // namespace sohoa
