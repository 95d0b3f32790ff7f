// SPDX-License-Identifier: Apache-2.0
#include "documents/signing_positions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/vietnamese.h"
#include "documents/folded_text.h"

namespace sohoa {
namespace {

constexpr std::array kWritten = {"Chủ tịch Quốc hội",
                                 "Phó Chủ tịch Quốc hội",
                                 "Chủ tịch nước",
                                 "Chủ tịch",
                                 "Phó Chủ tịch",
                                 "Giám đốc",
                                 "Phó Giám đốc",
                                 "Tổng Giám đốc",
                                 "Phó Tổng Giám đốc",
                                 "Bộ trưởng",
                                 "Thứ trưởng",
                                 "Thủ tướng",
                                 "Phó Thủ tướng",
                                 "Thống đốc",
                                 "Phó Thống đốc",
                                 "Chánh Văn phòng",
                                 "Phó Chánh Văn phòng",
                                 "Trưởng phòng",
                                 "Phó Trưởng phòng",
                                 "Trưởng ban",
                                 "Phó Trưởng ban",
                                 "Chánh Thanh tra",
                                 "Phó Chánh Thanh tra",
                                 "Tổng Thanh tra",
                                 "Cục trưởng",
                                 "Phó Cục trưởng",
                                 "Chi cục trưởng",
                                 "Phó Chi cục trưởng",
                                 "Tổng cục trưởng",
                                 "Phó Tổng cục trưởng",
                                 "Vụ trưởng",
                                 "Phó Vụ trưởng",
                                 "Viện trưởng",
                                 "Phó Viện trưởng",
                                 "Hiệu trưởng",
                                 "Phó Hiệu trưởng",
                                 "Bí thư",
                                 "Phó Bí thư",
                                 "Chánh án",
                                 "Phó Chánh án",
                                 "Thư ký",
                                 "Trưởng đoàn",
                                 "Phó Trưởng đoàn",
                                 "Chỉ huy trưởng",
                                 "Tổ trưởng",
                                 "Phó Tổ trưởng",
                                 "Kiểm toán trưởng",
                                 "Ủy viên",
                                 "Chủ tọa",
                                 "Chủ trì",
                                 "Người chủ trì",
                                 "Người tiếp nhận hồ sơ",
                                 "Người tiếp nhận",
                                 "Người hướng dẫn",
                                 "Công chứng viên",
                                 "Trưởng Công an",
                                 "Phó Trưởng Công an",
                                 "Trưởng trạm",
                                 "Đội trưởng"};

std::string ByRule(std::string_view printed) {
  std::string out;
  std::string word;
  bool capital = true;
  const std::string lower = ToLower(printed);
  for (std::size_t i = 0; i <= lower.size(); ++i) {
    if (i < lower.size() && lower[i] != ' ') {
      word += lower[i];
      continue;
    }
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    out += capital ? WithCapital(word) : word;
    capital = word == "phó" || word == "quyền";
    word.clear();
  }
  return out;
}

}  // namespace

std::span<const SigningPosition> SigningPositions() {
  static const std::vector<SigningPosition> positions = [] {
    std::vector<SigningPosition> out;
    for (const std::string_view written : kWritten) out.push_back({written, WordsKey(written)});
    return out;
  }();
  return positions;
}

std::string ProperPosition(std::string_view printed) {
  constexpr double kOneLetter = 0.85;
  const std::string key = WordsKey(printed);
  std::string_view near;
  for (const SigningPosition& position : SigningPositions()) {
    if (position.key == key) return std::string(position.written);
    if (Similarity(position.key, key) < kOneLetter) continue;
    // Two that are as near: neither is meant for sure.
    if (!near.empty()) return ByRule(printed);
    near = position.written;
  }
  return near.empty() ? ByRule(printed) : std::string(near);
}

std::string_view PositionWithoutFront(std::string_view printed) {
  const std::string key = WordsKey(printed);
  std::string_view found;
  if (std::count(key.begin(), key.end(), ' ') < 2) return found;
  for (const SigningPosition& position : SigningPositions()) {
    if (position.key == key) return {};
    const bool ends = position.key.ends_with(" " + key) && position.key.find(' ') + 1 + key.size() == position.key.size();
    if (ends && (found.empty() || position.written.size() < found.size())) found = position.written;
  }
  return found;
}

}  // namespace sohoa
