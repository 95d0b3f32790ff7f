// SPDX-License-Identifier: Apache-2.0
//
// How often a JPEG goes over its picture. A progressive one may do so thousands of times in a few
// kilobytes, each of them as costly as the whole picture.
#pragma once

#include <cstdint>
#include <string_view>

namespace sohoa {

// Scans (ITU-T T.81, B.2.3) in the file, counted up to `most`.
std::uint32_t CountJpegPasses(std::string_view bytes, std::uint32_t most);

}  // namespace sohoa
