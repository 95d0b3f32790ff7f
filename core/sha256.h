// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4), the name of every stored byte sequence.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sohoa {

struct Sha256 {
  std::array<std::uint8_t, 32> bytes{};

  std::string Hex() const;  // 64 lower-case digits
  static std::optional<Sha256> FromHex(std::string_view hex);
  static Sha256 Of(std::string_view bytes);
  auto operator<=>(const Sha256&) const = default;
};

// Hashes bytes as they come. One thread at a time.
class Sha256Hasher {
 public:
  Sha256Hasher();
  ~Sha256Hasher();
  Sha256Hasher(const Sha256Hasher&) = delete;
  Sha256Hasher& operator=(const Sha256Hasher&) = delete;

  void Update(std::string_view bytes);
  Sha256 Finish();  // once

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
