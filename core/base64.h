// SPDX-License-Identifier: Apache-2.0
//
// Base64 with padding and without line breaks (RFC 4648, 4). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

std::string EncodeBase64(std::string_view bytes);
// None for anything but what EncodeBase64 gives.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace sohoa
