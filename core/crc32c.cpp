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
// The processor has the instruction for just this polynomial.
__attribute__((target("sse4.2"))) std::uint32_t WithInstruction(std::string_view bytes, std::uint32_t crc) {
  std::uint64_t wide = crc;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    wide = __builtin_ia32_crc32di(wide, word);
    bytes.remove_prefix(8);
  }
  crc = static_cast<std::uint32_t>(wide);
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
