// SPDX-License-Identifier: Apache-2.0
//
// ScreenLine: one line of a screen, put together from left to right, cut at its width. Counts
// letters and not bytes: what is written here has one column a code point.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sohoa {

enum class Ink { kPlain, kHead, kGood, kWarn, kBad, kFaint };

class ScreenLine {
 public:
  ScreenLine(std::size_t columns, bool colours) : columns_(columns), colours_(colours) {}

  ScreenLine& Add(std::string_view text, Ink ink = Ink::kPlain);
  // Up to column `column`, from 0; nothing where the line is longer already.
  ScreenLine& To(std::size_t column);
  // So that it ends before column `column`.
  ScreenLine& RightAt(std::size_t column, std::string_view text, Ink ink = Ink::kPlain);

  const std::string& text() const { return text_; }

 private:
  const std::size_t columns_;
  const bool colours_;
  std::string text_;
  std::size_t width_ = 0;
};

std::size_t CountLetters(std::string_view text);
std::string LastLetters(std::string_view text, std::size_t count);

}  // namespace sohoa
