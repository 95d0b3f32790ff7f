// SPDX-License-Identifier: Apache-2.0
//
// Numbers in as few bits as they need: what posting lists, positions and columns are kept in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Bits of the largest of them, 0 .. 32.
unsigned BitsFor(std::span<const std::uint32_t> numbers);
inline std::size_t PackedBytes(std::size_t count, unsigned bits) { return (count * bits + 7) / 8; }
// Appends PackedBytes(numbers.size(), bits) bytes.
void PackBits(std::span<const std::uint32_t> numbers, unsigned bits, std::string& out);
// False where `bytes` is shorter than that, or `bits` over 32.
bool UnpackBits(std::string_view bytes, unsigned bits, std::span<std::uint32_t> out);

// Numbers of which a few are much larger than the rest: the low bits of each, packed, and what the
// large ones have beyond (patched frames; Zukowski et al. 2006). One byte says how.
void PackPatched(std::span<const std::uint32_t> numbers, std::string& out);
// Takes as many as `out` holds from the front. False: malformed.
bool TakePatched(std::string_view& bytes, std::span<std::uint32_t> out);

// The same, of which only some are taken.
class PatchedNumbers {
 public:
  PatchedNumbers() = default;
  // `count` numbers in front of `bytes`, which must outlive it. None: malformed.
  static std::optional<PatchedNumbers> Open(std::string_view bytes, std::size_t count);

  std::size_t size() const { return count_; }
  // Those from `begin` on. `begin` + the size of `out` is at most size().
  void Read(std::size_t begin, std::span<std::uint32_t> out) const;

 private:
  struct Large {
    std::uint32_t at = 0;
    std::uint32_t high = 0;  // what it has beyond the low bits, in its place
  };

  std::string_view low_;
  unsigned bits_ = 0;
  std::size_t count_ = 0;
  std::vector<Large> large_;  // in order
};

// Base 128, low group first, as Protocol Buffers have it.
void PutVarint(std::uint64_t number, std::string& out);
std::optional<std::uint64_t> TakeLongVarint(std::string_view& bytes);
// Here, for dictionaries are read number by number, and most numbers are one byte.
inline std::optional<std::uint64_t> TakeVarint(std::string_view& bytes) {
  if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) >= 0x80) return TakeLongVarint(bytes);
  const auto number = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return number;
}
// The same, of a number that fits 32 bits.
inline std::optional<std::uint32_t> TakeVarint32(std::string_view& bytes) {
  const std::optional<std::uint64_t> number = TakeVarint(bytes);
  if (!number || *number > 0xffffffffu) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace sohoa
