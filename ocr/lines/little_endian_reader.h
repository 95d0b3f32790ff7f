// SPDX-License-Identifier: Apache-2.0
//
// LittleEndianReader: numbers from the bytes of a model part, one after the other. A plain value;
// the bytes must outlive it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace sohoa {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

class LittleEndianReader {
 public:
  explicit LittleEndianReader(std::string_view bytes) : bytes_(bytes) {}

  // False, and nothing is read, where too few bytes are left.
  template <typename Number>
  bool Read(Number& number) {
    if (bytes_.size() < sizeof(Number)) return false;
    std::memcpy(&number, bytes_.data(), sizeof(Number));
    bytes_.remove_prefix(sizeof(Number));
    return true;
  }

  std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

}  // namespace sohoa
