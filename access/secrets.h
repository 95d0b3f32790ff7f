// SPDX-License-Identifier: Apache-2.0
//
// Secrets: random ones, hashed passwords, comparing, sealing. The only file that knows libsodium. All
// functions are safe from several threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace sohoa {

std::string RandomBytes(std::size_t count);
// 32 random bytes in base64url without padding: 43 characters.
std::string RandomToken();

// argon2id with a random salt (RFC 9106), 64 MiB and two passes, as text that holds its parameters. Takes about a
// tenth of a second. kResourceLimit: there is not so much memory.
Result<std::string> HashPassword(std::string_view password);
bool IsPassword(const std::string& hash, std::string_view password);
// Takes as long as IsPassword() of a wrong one.
void CheckNoPassword(std::string_view password);

// Base64url without padding (RFC 4648, 5).
std::string ToBase64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);

// In a time that does not depend on what differs.
bool AreEqualSecrets(std::string_view one, std::string_view other);

// Makes text that only who has the key (32 bytes) can read or make, in base64url.
std::string SealText(std::string_view key, std::string_view text);
std::optional<std::string> UnsealText(std::string_view key, std::string_view sealed);

}  // namespace sohoa
