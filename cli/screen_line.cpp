// SPDX-License-Identifier: Apache-2.0
#include "cli/screen_line.h"

#include <algorithm>

namespace sohoa {
namespace {

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

std::string_view FirstLetters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && count > 0) {
    ++end;
    while (end < text.size() && IsContinuation(text[end])) ++end;
    --count;
  }
  return text.substr(0, end);
}

std::string_view CodeOf(Ink ink) {
  switch (ink) {
    case Ink::kPlain: return "";
    case Ink::kHead: return "\033[1m";
    case Ink::kGood: return "\033[32m";
    case Ink::kWarn: return "\033[33m";
    case Ink::kBad: return "\033[1;31m";
    case Ink::kFaint: return "\033[2m";
  }
  return "";
}

}  // namespace

std::size_t CountLetters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return !IsContinuation(byte); }));
}

std::string LastLetters(std::string_view text, std::size_t count) {
  std::size_t begin = text.size();
  for (; begin > 0 && count > 0; --count) {
    --begin;
    while (begin > 0 && IsContinuation(text[begin])) --begin;
  }
  return std::string(text.substr(begin));
}

ScreenLine& ScreenLine::Add(std::string_view text, Ink ink) {
  const std::string_view shown = FirstLetters(text, columns_ - width_);
  if (shown.empty()) return *this;
  const bool coloured = colours_ && ink != Ink::kPlain;
  if (coloured) text_ += CodeOf(ink);
  text_ += shown;
  if (coloured) text_ += "\033[0m";
  width_ += CountLetters(shown);
  return *this;
}

ScreenLine& ScreenLine::To(std::size_t column) {
  if (column <= width_) return *this;
  return Add(std::string(column - width_, ' '));
}

ScreenLine& ScreenLine::RightAt(std::size_t column, std::string_view text, Ink ink) {
  const std::size_t letters = CountLetters(text);
  // Two columns that touch read as one.
  if (width_ > 0 && column < width_ + letters + 1) Add(" ");
  return To(column > letters ? column - letters : 0).Add(text, ink);
}

}  // namespace sohoa
