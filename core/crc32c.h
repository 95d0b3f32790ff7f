// SPDX-License-Identifier: Apache-2.0
//
// CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds damage of bytes on their way and of files.
#pragma once

#include <cstdint>
#include <string_view>

namespace sohoa {

std::uint32_t Crc32c(std::string_view bytes);
// Of `bytes` behind those that have `before`.
std::uint32_t ExtendCrc32c(std::uint32_t before, std::string_view bytes);
// The same without the processor's own instruction, as where there is none.
std::uint32_t PortableCrc32c(std::string_view bytes);

}  // namespace sohoa
