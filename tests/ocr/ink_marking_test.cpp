// SPDX-License-Identifier: Apache-2.0
#include "ocr/ink_marking.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sohoa {
namespace {

Line At(int left, int top, const std::string& text, int height = 30) {
  Line line;
  std::istringstream in(text);
  int x = left;
  for (std::string part; in >> part;) {
    Word word;
    word.text = part;
    word.box = {x, top, x + height / 2 * static_cast<int>(part.size()), top + height};
    word.confidence = 0.9;
    x = word.box.right + height / 2;
    line.box = Union(line.box, word.box);
    line.words.push_back(word);
  }
  return line;
}

std::string Printed(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) text += LineText(line) + "\n";
  return text;
}

// Paints `box` of the mask.
void Tint(LocalImage& mask, const Box& box, std::uint8_t ink) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) mask.row(y)[x] = ink;
  }
}

TEST(InkMarks, TellsSealAndPenByTheirColour) {
  std::vector<Line> lines = {At(10, 10, "dau"), At(10, 110, "but"), At(10, 210, "in")};
  LocalImage mask(400, 300, 1, 0);
  Tint(mask, lines[0].box, 1);
  Tint(mask, lines[1].box, 2);
  LocalImage reading(400, 300, 1, 255);
  for (int x = lines[2].box.left; x < lines[2].box.right; ++x) reading.row(220)[x] = 0;
  const std::vector<ColouredInk> inks = {{ColouredInk::Kind::kRed, lines[0].box},
                                         {ColouredInk::Kind::kBlue, lines[1].box}};
  InkMarks(inks, &mask, reading).Mark(lines);
  EXPECT_EQ(lines[0].words[0].ink, InkKind::kStamp);
  EXPECT_EQ(lines[1].words[0].ink, InkKind::kHandwriting);
  EXPECT_EQ(lines[2].words[0].ink, InkKind::kPrint);
}

TEST(InkMarks, KeepsBlackLettersUnderARedSealAsPrint) {
  std::vector<Line> lines = {At(10, 10, "GIAM")};
  LocalImage mask(400, 300, 1, 0);
  LocalImage reading(400, 300, 1, 255);
  const Box box = lines[0].box;
  Tint(mask, {box.left, box.top, box.right, box.top + 12}, 1);
  for (int y = box.top + 12; y < box.top + 24; ++y) {
    for (int x = box.left; x < box.right; ++x) reading.row(y)[x] = 0;
  }
  const std::vector<ColouredInk> inks = {{ColouredInk::Kind::kRed, box}};
  InkMarks(inks, &mask, reading).Mark(lines);
  EXPECT_EQ(lines[0].words[0].ink, InkKind::kPrint);
}

TEST(InkMarks, MarksTheTextOfADigitalSignature) {
  std::vector<Line> lines = {At(900, 40, "Ký bởi: Sở Y tế", 18), At(900, 62, "Cơ quan: Tỉnh", 18),
                             At(900, 84, "08/02/2025 14:42:41", 18),
                             At(900, 120, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                             At(100, 300, "Cơ quan: chủ trì việc này do tỉnh giao")};
  MarkOverlays(lines);
  EXPECT_EQ(Printed(lines),
            "\n\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCơ quan: chủ trì việc này do tỉnh giao\n");
}

TEST(InkMarks, MarksAnIncomingStampButNotTheTextBesideIt) {
  std::vector<Line> lines = {At(100, 500, "Số: 953"), At(40, 540, "ĐẾN Ngày: 18/10"),
                             At(100, 580, "Chuyển: VP"),
                             At(600, 540, "Kính gửi: Các bệnh viện")};
  MarkOverlays(lines);
  EXPECT_EQ(Printed(lines), "\n\n\nKính gửi: Các bệnh viện\n");
}

TEST(InkMarks, LeavesTheWordInABodyAlone) {
  std::vector<Line> lines = {At(100, 500, "Từ nay ĐẾN cuối năm"), At(100, 900, "Số: 12")};
  MarkOverlays(lines);
  EXPECT_EQ(Printed(lines), "Từ nay ĐẾN cuối năm\nSố: 12\n");
}

}  // namespace
}  // namespace sohoa
