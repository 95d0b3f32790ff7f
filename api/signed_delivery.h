// SPDX-License-Identifier: Apache-2.0
//
// What all that is sent to other systems shares: how it is signed, and when it is tried again. Pure functions but for
// chance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sohoa {

// What was signed longer ago, or is signed for later, may be somebody's who recorded it.
inline constexpr std::int64_t kOldestSignatureMs = 5 * 60'000;

// "v1=" and HMAC-SHA256 over "TIMESTAMP.BODY" in hexadecimal digits.
std::string SignDelivery(const std::string& secret, const std::string& timestamp, const std::string& body);
// Whether that signature is of `body` and of a time (in seconds) near `now_unix_ms`.
bool IsSignedDelivery(const std::string& secret, const std::string& timestamp, const std::string& body, std::string_view signature, std::int64_t now_unix_ms);

// How long to wait after so many failures: twice as long each time, up to the longest; half of it by chance, so that many
// that fail together do not come back together.
std::int64_t BackOff(std::uint32_t failures, std::int64_t first_ms, std::int64_t longest_ms);

}  // namespace sohoa
