// SPDX-License-Identifier: Apache-2.0
#include "core/crc32c.h"

#include <array>
#include <cstring>

namespace sohoa {
namespace {

using Table = std::array<std::uint32_t, 256>;

// Eight tables, so that eight bytes are taken in one step.
constexpr std::array<Table, 8> MakeTables() {
  constexpr std::uint32_t kReversedPolynomial = 0x82f63b78;
  std::array<Table, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1) != 0 ? kReversedPolynomial : 0);
    }
    tables[0][i] = value;
  }
  for (std::size_t step = 1; step < 8; ++step) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t before = tables[step - 1][i];
      tables[step][i] = (before >> 8) ^ tables[0][before & 255];
    }
  }
  return tables;
}

constexpr std::array<Table, 8> kTables = MakeTables();

std::uint32_t Byte(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t WithTables(std::string_view bytes, std::uint32_t crc) {
  while (bytes.size() >= 8) {
    crc ^= Byte(bytes, 0) | Byte(bytes, 1) << 8 | Byte(bytes, 2) << 16 | Byte(bytes, 3) << 24;
    crc = kTables[7][crc & 255] ^ kTables[6][(crc >> 8) & 255] ^ kTables[5][(crc >> 16) & 255] ^
          kTables[4][crc >> 24] ^ kTables[3][Byte(bytes, 4)] ^ kTables[2][Byte(bytes, 5)] ^
          kTables[1][Byte(bytes, 6)] ^ kTables[0][Byte(bytes, 7)];
    bytes.remove_prefix(8);
  }
  for (char byte : bytes) crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(byte)) & 255];
  return crc;
}

#if defined(__x86_64__)
// A step of the instruction waits for the one before it, and three can be on their way at once:
// so three lanes side by side, whose sums are then put behind one another.
constexpr std::size_t kLane = 2048;

constexpr std::uint32_t ThroughZeros(std::uint32_t crc, std::size_t bytes) {
  for (; bytes > 0; --bytes) crc = (crc >> 8) ^ kTables[0][crc & 255];
  return crc;
}

// What a sum becomes when a lane of zeros follows: by each byte of it, for the sum of bits is the
// sum of what becomes of them.
constexpr std::array<Table, 4> MakeLaneTables() {
  std::array<Table, 4> tables{};
  for (std::size_t byte = 0; byte < 4; ++byte) {
    for (std::uint32_t bit = 0; bit < 8; ++bit) {
      const std::uint32_t one = 1u << bit;
      tables[byte][one] = ThroughZeros(one << (8 * byte), kLane);
      for (std::uint32_t low = 1; low < one; ++low) tables[byte][one + low] = tables[byte][one] ^ tables[byte][low];
    }
  }
  return tables;
}

constexpr std::array<Table, 4> kLaneTables = MakeLaneTables();

std::uint32_t BeforeLane(std::uint64_t crc) {
  return kLaneTables[0][crc & 255] ^ kLaneTables[1][(crc >> 8) & 255] ^ kLaneTables[2][(crc >> 16) & 255] ^ kLaneTables[3][(crc >> 24) & 255];
}

std::uint64_t EightBytes(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// The processor has the instruction for just this polynomial.
__attribute__((target("sse4.2"))) std::uint32_t WithInstruction(std::string_view bytes, std::uint32_t crc) {
  std::uint64_t first = crc;
  while (bytes.size() >= 3 * kLane) {
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    const char* at = bytes.data();
    for (const char* end = at + kLane; at < end; at += 8) {
      first = __builtin_ia32_crc32di(first, EightBytes(at));
      second = __builtin_ia32_crc32di(second, EightBytes(at + kLane));
      third = __builtin_ia32_crc32di(third, EightBytes(at + 2 * kLane));
    }
    first = BeforeLane(BeforeLane(first) ^ second) ^ third;
    bytes.remove_prefix(3 * kLane);
  }
  while (bytes.size() >= 8) {
    first = __builtin_ia32_crc32di(first, EightBytes(bytes.data()));
    bytes.remove_prefix(8);
  }
  crc = static_cast<std::uint32_t>(first);
  for (char byte : bytes) crc = __builtin_ia32_crc32qi(crc, static_cast<unsigned char>(byte));
  return crc;
}
#endif

}  // namespace

std::uint32_t Crc32c(std::string_view bytes) { return ExtendCrc32c(0, bytes); }

std::uint32_t ExtendCrc32c(std::uint32_t before, std::string_view bytes) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return ~WithInstruction(bytes, ~before);
#endif
  return ~WithTables(bytes, ~before);
}

std::uint32_t PortableCrc32c(std::string_view bytes) { return ~WithTables(bytes, ~0u); }

}  // namespace sohoa
