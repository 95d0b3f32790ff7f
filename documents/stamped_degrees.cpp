// SPDX-License-Identifier: Apache-2.0
#include "documents/stamped_degrees.h"

#include <algorithm>
#include <array>

namespace sohoa {
namespace {

constexpr std::array kUrgencies = {Degree{"hoatochengio", "HỎA TỐC HẸN GIỜ"},
                                   Degree{"thuongkhan", "THƯỢNG KHẨN"}, Degree{"hoatoc", "HỎA TỐC"},
                                   Degree{"khan", "KHẨN"}};
constexpr std::array kSecrecies = {Degree{"tuyetmat", "TUYỆT MẬT"}, Degree{"toimat", "TỐI MẬT"},
                                   Degree{"mat", "MẬT"}};

bool Names(std::span<const Degree> degrees, const std::string& key) {
  return std::any_of(degrees.begin(), degrees.end(), [&key](const Degree& degree) { return degree.key == key; });
}

}  // namespace

std::span<const Degree> DegreesOfUrgency() { return kUrgencies; }
std::span<const Degree> DegreesOfSecrecy() { return kSecrecies; }

std::string Squeezed(const TextLine& line) {
  std::string out;
  for (const char c : line.key) {
    if (c != ' ') out += c;
  }
  return out;
}

bool IsStampedDegree(const TextLine& line) {
  if (line.text.UpperShare() < 0.7) return false;
  const std::string key = Squeezed(line);
  return Names(kUrgencies, key) || Names(kSecrecies, key);
}

}  // namespace sohoa
