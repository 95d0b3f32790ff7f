// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets share.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace sohoa {

// Ends the run, and libFuzzer keeps the bytes that led here.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// What was decoded is encoded to bytes that decode to the same again: nothing is taken in that
// could not have been sent, and nothing is lost on the way.
template <typename Decode, typename Encode>
void CheckCodec(std::string_view bytes, Decode decode, Encode encode, const char* what) {
  const auto value = decode(bytes);
  if (!value) return;
  const std::string once = encode(*value);
  const auto again = decode(std::string_view(once));
  Require(static_cast<bool>(again), what);
  Require(encode(*again) == once, what);
}

}  // namespace sohoa
