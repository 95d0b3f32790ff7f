// SPDX-License-Identifier: Apache-2.0
//
// Degrees of urgency and of secrecy, which are stamped or printed in capitals on the left of the
// head (Decree 30/2020/NĐ-CP, Appendix I part II 10).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "documents/text_lines.h"

namespace sohoa {

struct Degree {
  std::string_view key;  // folded, without spaces
  std::string_view written;
};

std::span<const Degree> DegreesOfUrgency();
std::span<const Degree> DegreesOfSecrecy();

// A line's key without its spaces.
std::string Squeezed(const TextLine& line);

// Just such a degree in capitals, and nothing else.
bool IsStampedDegree(const TextLine& line);

}  // namespace sohoa
