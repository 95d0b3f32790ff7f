// SPDX-License-Identifier: Apache-2.0
#include "storage/bit_packing.h"

#include <bit>
#include <cstring>

namespace sohoa {

static_assert(std::endian::native == std::endian::little, "packed numbers are read as they lie in memory");

unsigned BitsFor(std::span<const std::uint32_t> numbers) {
  std::uint32_t all = 0;
  for (const std::uint32_t number : numbers) all |= number;
  return static_cast<unsigned>(std::bit_width(all));
}

void PackBits(std::span<const std::uint32_t> numbers, unsigned bits, std::string& out) {
  std::uint64_t pending = 0;
  unsigned filled = 0;
  for (const std::uint32_t number : numbers) {
    pending |= static_cast<std::uint64_t>(number) << filled;
    filled += bits;
    while (filled >= 8) {
      out += static_cast<char>(pending);
      pending >>= 8;
      filled -= 8;
    }
  }
  if (filled > 0) out += static_cast<char>(pending);
}

bool UnpackBits(std::string_view bytes, unsigned bits, std::span<std::uint32_t> out) {
  if (bits > 32 || bytes.size() < PackedBytes(out.size(), bits)) return false;
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::size_t at = 0;
  std::size_t i = 0;
  // Eight bytes at once hold any number that begins in their first one.
  for (; i < out.size() && at / 8 + 8 <= bytes.size(); ++i, at += bits) {
    std::uint64_t window = 0;
    std::memcpy(&window, bytes.data() + at / 8, 8);
    out[i] = static_cast<std::uint32_t>((window >> (at % 8)) & mask);
  }
  for (; i < out.size(); ++i, at += bits) {
    std::uint64_t window = 0;
    std::memcpy(&window, bytes.data() + at / 8, bytes.size() - at / 8);
    out[i] = static_cast<std::uint32_t>((window >> (at % 8)) & mask);
  }
  return true;
}

void PutVarint(std::uint64_t number, std::string& out) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  out += static_cast<char>(number);
}

std::optional<std::uint64_t> TakeVarint(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> TakeVarint32(std::string_view& bytes) {
  const std::optional<std::uint64_t> number = TakeVarint(bytes);
  if (!number || *number > 0xffffffffu) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace sohoa
