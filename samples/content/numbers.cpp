// SPDX-License-Identifier: Apache-2.0
//
// Sums of money in figures and in words, and codes of dossiers and procedures.
#include <array>

#include "core/vietnamese.h"
#include "samples/content/sample_content.h"

namespace sohoa {
namespace {

constexpr std::array kDigitWords = {"không", "một", "hai", "ba",  "bốn",
                                    "năm",   "sáu", "bảy", "tám", "chín"};

void Say(std::string& words, std::string_view word) {
  if (!words.empty()) words += ' ';
  words += word;
}

// Three digits; an inner group says its noughts.
std::string GroupInWords(int number, bool inner) {
  std::string words;
  const int hundreds = number / 100;
  const int tens = number / 10 % 10;
  const int ones = number % 10;
  if (hundreds > 0 || inner) {
    Say(words, kDigitWords[static_cast<std::size_t>(hundreds)]);
    Say(words, "trăm");
  }
  if (tens == 1) {
    Say(words, "mười");
  } else if (tens > 1) {
    Say(words, kDigitWords[static_cast<std::size_t>(tens)]);
    Say(words, "mươi");
  } else if (ones > 0 && (hundreds > 0 || inner)) {
    Say(words, "linh");
  }
  if (ones == 0) return words;
  if (ones == 5 && tens > 0) {
    Say(words, "lăm");
  } else if (ones == 1 && tens > 1) {
    Say(words, "mốt");
  } else {
    Say(words, kDigitWords[static_cast<std::size_t>(ones)]);
  }
  return words;
}

}  // namespace

std::string NumberInWords(std::int64_t number) {
  constexpr std::array kScales = {"", "nghìn", "triệu", "tỷ"};
  std::string words;
  bool inner = false;
  for (int scale = 3; scale >= 0; --scale) {
    std::int64_t unit = 1;
    for (int i = 0; i < scale; ++i) unit *= 1000;
    const int group = static_cast<int>(number / unit % 1000);
    if (group == 0) continue;
    Say(words, GroupInWords(group, inner));
    if (scale > 0) Say(words, kScales[static_cast<std::size_t>(scale)]);
    inner = true;
  }
  return words.empty() ? "không" : words;
}

std::string InWords(std::int64_t amount) { return NumberInWords(amount) + " đồng"; }

std::string Figures(std::int64_t amount) {
  std::string digits = std::to_string(amount);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, '.');
  return digits;
}

std::string Sentence(std::string_view text) {
  const std::u32string points = ToCodePoints(text);
  if (points.empty()) return {};
  return ToUpper(FromCodePoints(std::u32string_view(points).substr(0, 1))) +
         FromCodePoints(std::u32string_view(points).substr(1));
}

std::int64_t SampleContent::Money(std::int64_t low, std::int64_t high) {
  const auto steps = static_cast<std::uint64_t>((high - low) / 1000 + 1);
  return low / 1000 * 1000 + static_cast<std::int64_t>(random_.Next() % steps) * 1000;
}

std::string SampleContent::DossierCode(const SamplePlace& place, const SampleDay& day) {
  const std::string ymd = Padded(day.year % 100) + Padded(day.month) + Padded(day.day);
  std::string serial = std::to_string(Between(1, 480));
  serial.insert(0, 4 - serial.size(), '0');
  const std::string level(place.province.agency_code);
  if (day.year >= 2022 && Chance(50)) {
    return level + "." + Padded(Between(1, 40)) + (Chance(60) ? "." + Padded(Between(1, 30)) : "") +
           "-" + ymd + "-" + serial;
  }
  return "000." + Padded(Chance(50) ? 0 : Between(1, 30)) + "." + Padded(Between(1, 40)) + "." +
         level + "-" + ymd + "-" + serial;
}

std::string SampleContent::ProcedureCode() {
  return std::to_string(Between(1, 2)) + ".0" + Digits(5);
}

}  // namespace sohoa
