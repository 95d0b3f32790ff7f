// SPDX-License-Identifier: Apache-2.0
//
// Key sets and ID tokens as a login provider may send them: the keys, the end of a line, the token. Whatever they are,
// nothing is taken that is not for this login.
#include <cstdint>
#include <string>

#include "api/oidc/id_token.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  if (end == std::string::npos) return 0;
  const sohoa::Result<std::string> subject = sohoa::CheckIdToken(text.substr(end + 1), text.substr(0, end), {"joe", "sohoa", "nonce", 1'300'819'000});
  // A key that nobody knows signed none for it.
  sohoa::Require(!subject, "what nobody signed is refused");
  return 0;
}
