// SPDX-License-Identifier: Apache-2.0
//
// Ed25519 signatures (RFC 8032) with keys in PEM files, as `openssl genpkey -algorithm ed25519` writes them.
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace sohoa {

// A new private key: PKCS #8, PEM, not encrypted.
Result<std::string> NewEd25519Key();
// Its public half, PEM. kInvalidArgument: `private_pem` is no Ed25519 key.
Result<std::string> PublicEd25519Key(std::string_view private_pem);
// 64 bytes. kInvalidArgument: `private_pem` is no Ed25519 key.
Result<std::string> SignEd25519(std::string_view private_pem, std::string_view message);

}  // namespace sohoa
