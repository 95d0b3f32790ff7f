// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sohoa {

// "A4", "A5", "A3", "A6", "B4", "B5", "F4", "Letter", "Legal" or "card" (an identity card), lying or standing; empty of
// another size. Sheets slip and scanners see a little more than they are, so that a few millimetres are nothing.
std::string_view PaperSizeOf(double width_mm, double height_mm);

// As wide as A4 and longer than any sheet of that width: a long form, or sheets that hang together.
bool IsOverLong(double width_mm, double height_mm);

}  // namespace sohoa
