// SPDX-License-Identifier: Apache-2.0
#include "storage/key_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sohoa {
namespace {

TEST(KeyLayout, NumbersSortAsBytes) {
  EXPECT_LT(BigEndian64(255), BigEndian64(256));
  EXPECT_LT(BigEndian32(1), BigEndian32(0x80000000u));
  EXPECT_EQ(ReadBigEndian64(BigEndian64(0x0102030405060708u)), 0x0102030405060708u);
  EXPECT_EQ(ReadBigEndian32("abc"), std::nullopt);
}

TEST(KeyLayout, EscapedStringsKeepTheirOrderAndComeBack) {
  const std::vector<std::string> sorted = {"", std::string("\0", 1), std::string("\0a", 2), "A",
                                           "H42", "H42.18", "H42.18-1", "đ"};
  std::vector<std::string> escaped;
  for (const std::string& text : sorted) {
    escaped.push_back(EscapedString(text));
    std::string key = escaped.back() + "rest";
    std::string_view view = key;
    EXPECT_EQ(TakeEscapedString(view), text);
    EXPECT_EQ(view, "rest");
  }
  EXPECT_TRUE(std::is_sorted(escaped.begin(), escaped.end()));
}

TEST(KeyLayout, DamagedStringsAreRefused) {
  for (const std::string& bytes : {std::string("no end"), std::string("a\0", 2),
                                   std::string("a\0\x05", 3), std::string()}) {
    std::string_view view = bytes;
    EXPECT_EQ(TakeEscapedString(view), std::nullopt);
  }
}

TEST(KeyLayout, PiecesOfASegmentStandTogetherAndInOrder) {
  EXPECT_TRUE(SegmentPieceKey(7, 2, 300).starts_with(SegmentKeys(7)));
  EXPECT_TRUE(SegmentHeaderKey(7).starts_with(SegmentKeys(7)));
  EXPECT_LT(SegmentPieceKey(7, 2, 2), SegmentPieceKey(7, 2, 256));
  EXPECT_LT(SegmentHeaderKey(7), SegmentKeys(8));
  EXPECT_LT(TailKey(2), TailKey(256));
}

}  // namespace
}  // namespace sohoa
