// SPDX-License-Identifier: Apache-2.0
#include "cli/http_address.h"

#include <cstdlib>

namespace sohoa {

Result<HttpAddress> ParseHttpAddress(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  char* end = nullptr;
  const long port = colon == std::string::npos ? -1 : std::strtol(text.c_str() + colon + 1, &end, 10);
  if (colon == std::string::npos || port < 0 || port > 65535 || end == text.c_str() + colon + 1 || *end != '\0') {
    return Status(StatusCode::kInvalidArgument, "serve on \"" + text + "\": write it as address:port");
  }
  HttpAddress address{text.substr(0, colon), static_cast<std::uint16_t>(port)};
  if (address.host.starts_with('[') && address.host.ends_with(']')) address.host = address.host.substr(1, address.host.size() - 2);
  return address;
}

}  // namespace sohoa
