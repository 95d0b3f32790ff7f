// SPDX-License-Identifier: Apache-2.0
//
// Base64 with padding and without line breaks (RFC 4648, 4). Pure function.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

std::string EncodeBase64(std::string_view bytes);

}  // namespace sohoa
