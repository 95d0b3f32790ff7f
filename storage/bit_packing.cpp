// SPDX-License-Identifier: Apache-2.0
#include "storage/bit_packing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "core/vector_clones.h"

namespace sohoa {

static_assert(std::endian::native == std::endian::little, "packed numbers are read as they lie in memory");

unsigned BitsFor(std::span<const std::uint32_t> numbers) {
  std::uint32_t all = 0;
  for (const std::uint32_t number : numbers) all |= number;
  return static_cast<unsigned>(std::bit_width(all));
}

void PackBits(std::span<const std::uint32_t> numbers, unsigned bits, std::string& out) {
  const std::size_t begin = out.size();
  // Written four bytes at once, and cut to what they are.
  out.resize(begin + PackedBytes(numbers.size(), bits) + 8);
  char* to = out.data() + begin;
  std::uint64_t pending = 0;
  unsigned filled = 0;
  for (const std::uint32_t number : numbers) {
    pending |= static_cast<std::uint64_t>(number) << filled;
    filled += bits;
    if (filled < 32) continue;
    std::memcpy(to, &pending, 4);
    to += 4;
    pending >>= 32;
    filled -= 32;
  }
  std::memcpy(to, &pending, 4);
  out.resize(begin + PackedBytes(numbers.size(), bits));
}

namespace {

// One number that begins at a bit. Eight bytes at once hold any number that begins in their first
// one; at the end there are fewer.
std::uint32_t NumberAt(std::string_view bytes, std::size_t bit, std::uint64_t mask) {
  std::uint64_t window = 0;
  if (bit / 8 + 8 <= bytes.size()) {
    std::memcpy(&window, bytes.data() + bit / 8, 8);
  } else {
    std::memcpy(&window, bytes.data() + bit / 8, bytes.size() - bit / 8);
  }
  return static_cast<std::uint32_t>((window >> (bit % 8)) & mask);
}

constexpr unsigned kFewBits = 8;
// Four numbers of so many, at most, that begin in the first four bits of eight bytes are in these.
constexpr unsigned kSomeBits = 15;

// Eight numbers lie in as many bytes as they have bits. Returns how many were taken.
SOHOA_VECTOR_CLONES std::size_t UnpackEights(const char* from, std::size_t bytes, unsigned bits, std::uint32_t* to, std::size_t count) {
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::size_t i = 0;
  for (; i + 8 <= count && i / 8 * bits + 8 <= bytes; i += 8, from += bits) {
    std::uint64_t window = 0;
    std::memcpy(&window, from, 8);
    for (unsigned k = 0; k < 8; ++k) to[i + k] = static_cast<std::uint32_t>(window >> (k * bits) & mask);
  }
  return i;
}

// The same of more bits: four and four.
SOHOA_VECTOR_CLONES std::size_t UnpackFours(const char* from, std::size_t bytes, unsigned bits, std::uint32_t* to, std::size_t count) {
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  const unsigned half = bits / 2;  // bytes before the second four
  const unsigned shift = bits % 2 * 4;
  std::size_t i = 0;
  for (; i + 8 <= count && i / 8 * bits + half + 8 <= bytes; i += 8, from += bits) {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::memcpy(&first, from, 8);
    std::memcpy(&second, from + half, 8);
    second >>= shift;
    for (unsigned k = 0; k < 4; ++k) to[i + k] = static_cast<std::uint32_t>(first >> (k * bits) & mask);
    for (unsigned k = 0; k < 4; ++k) to[i + 4 + k] = static_cast<std::uint32_t>(second >> (k * bits) & mask);
  }
  return i;
}

}  // namespace

bool UnpackBits(std::string_view bytes, unsigned bits, std::span<std::uint32_t> out) {
  if (bits > 32 || bytes.size() < PackedBytes(out.size(), bits)) return false;
  if (bits == 0) {
    std::fill(out.begin(), out.end(), 0);
    return true;
  }
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::size_t i = 0;
  if (bits <= kFewBits) {
    i = UnpackEights(bytes.data(), bytes.size(), bits, out.data(), out.size());
  } else if (bits <= kSomeBits) {
    i = UnpackFours(bytes.data(), bytes.size(), bits, out.data(), out.size());
  }
  for (; i < out.size(); ++i) out[i] = NumberAt(bytes, i * bits, mask);
  return true;
}

namespace {

constexpr unsigned kHasLarge = 0x40;  // in the byte of the bits

// The bits with which `numbers` take the fewest bytes.
unsigned BestBits(std::span<const std::uint32_t> numbers) {
  std::array<std::uint32_t, 33> of_width{};
  for (const std::uint32_t number : numbers) ++of_width[static_cast<std::size_t>(std::bit_width(number))];
  const unsigned most = BitsFor(numbers);
  unsigned best = most;
  std::size_t fewest = PackedBytes(numbers.size(), most);
  for (unsigned bits = 0; bits < most; ++bits) {
    std::size_t bytes = PackedBytes(numbers.size(), bits);
    for (unsigned width = bits + 1; width <= most; ++width) bytes += of_width[width] * (1 + (width - bits + 6) / 7);
    if (bytes >= fewest) continue;
    fewest = bytes;
    best = bits;
  }
  return best;
}

}  // namespace

void PackPatched(std::span<const std::uint32_t> numbers, std::string& out) {
  const unsigned bits = BestBits(numbers);
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::size_t large = 0;
  for (const std::uint32_t number : numbers) large += number > mask ? 1 : 0;
  out += static_cast<char>(bits | (large > 0 ? kHasLarge : 0));
  if (large == 0) return PackBits(numbers, bits, out);
  PutVarint(large, out);
  std::vector<std::uint32_t> low(numbers.begin(), numbers.end());
  for (std::uint32_t& number : low) number &= static_cast<std::uint32_t>(mask);
  PackBits(low, bits, out);
  std::size_t next = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] <= mask) continue;
    PutVarint(i - next, out);
    PutVarint(numbers[i] >> bits, out);
    next = i + 1;
  }
}

bool TakePatched(std::string_view& bytes, std::span<std::uint32_t> out) {
  if (bytes.empty()) return false;
  const auto head = static_cast<std::uint8_t>(bytes.front());
  const unsigned bits = head & (kHasLarge - 1);
  bytes.remove_prefix(1);
  std::uint64_t large = 0;
  if ((head & kHasLarge) != 0) {
    const std::optional<std::uint64_t> taken = TakeVarint(bytes);
    if (!taken || *taken > out.size()) return false;
    large = *taken;
  }
  if (!UnpackBits(bytes, bits, out)) return false;
  bytes.remove_prefix(PackedBytes(out.size(), bits));
  std::uint64_t at = 0;
  for (; large > 0; --large, ++at) {
    const std::optional<std::uint32_t> step = TakeVarint32(bytes);
    const std::optional<std::uint32_t> high = TakeVarint32(bytes);
    if (!step || !high || (at += *step) >= out.size() || bits >= 32) return false;
    out[at] |= *high << bits;
  }
  return true;
}

std::optional<PatchedNumbers> PatchedNumbers::Open(std::string_view bytes, std::size_t count) {
  if (bytes.empty()) return std::nullopt;
  const auto head = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  PatchedNumbers numbers;
  numbers.bits_ = head & (kHasLarge - 1);
  numbers.count_ = count;
  std::uint64_t large = 0;
  if ((head & kHasLarge) != 0) {
    const std::optional<std::uint64_t> taken = TakeVarint(bytes);
    if (!taken || *taken > count) return std::nullopt;
    large = *taken;
  }
  const std::size_t low = PackedBytes(count, numbers.bits_);
  if (numbers.bits_ > 32 || bytes.size() < low || (large > 0 && numbers.bits_ == 32)) return std::nullopt;
  numbers.low_ = bytes.substr(0, low);
  bytes.remove_prefix(low);
  numbers.large_.reserve(large);
  for (std::uint64_t at = 0; large > 0; --large, ++at) {
    const std::optional<std::uint32_t> step = TakeVarint32(bytes);
    const std::optional<std::uint32_t> high = TakeVarint32(bytes);
    if (!step || !high || (at += *step) >= count) return std::nullopt;
    numbers.large_.push_back({static_cast<std::uint32_t>(at), *high << numbers.bits_});
  }
  return numbers;
}

void PatchedNumbers::Read(std::size_t begin, std::span<std::uint32_t> out) const {
  const std::uint64_t mask = (std::uint64_t{1} << bits_) - 1;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = bits_ == 0 ? 0 : NumberAt(low_, (begin + i) * bits_, mask);
  auto large = std::partition_point(large_.begin(), large_.end(), [&](const Large& number) { return number.at < begin; });
  for (; large != large_.end() && large->at < begin + out.size(); ++large) out[large->at - begin] |= large->high;
}

void PutVarint(std::uint64_t number, std::string& out) {
  while (number >= 0x80) {
    out += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  out += static_cast<char>(number);
}

std::optional<std::uint64_t> TakeLongVarint(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
  return std::nullopt;
}

}  // namespace sohoa
