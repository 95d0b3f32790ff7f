// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_finder.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "ocr/lines/line_crops.h"
#include "ocr/lines/page_ink.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

struct Found {
  std::vector<FoundLine> lines;  // from the top
  PageInk ink;
  std::vector<Box> specks;
};

Found Find(const DrawnPage& drawn) {
  Found found;
  found.ink = FindInk(ToGrayImage(drawn), DrawnPage::kDpi);
  FoundLines lines = FindLines(found.ink.components, TypicalLetterHeight(found.ink.components, DrawnPage::kDpi), found.ink.dividers);
  found.lines = std::move(lines.lines);
  found.specks = std::move(lines.specks);
  std::sort(found.lines.begin(), found.lines.end(), [](const FoundLine& a, const FoundLine& b) { return a.box.top < b.box.top; });
  return found;
}

// Each line of text is one found line whose box is that of its ink, marks and tails included.
void ExpectLines(const DrawnPage& drawn, const std::vector<Box>& inks) {
  const Found found = Find(drawn);
  ASSERT_EQ(found.lines.size(), inks.size());
  for (std::size_t i = 0; i < inks.size(); ++i) {
    EXPECT_NEAR(found.lines[i].box.left, inks[i].left, 2) << i;
    EXPECT_NEAR(found.lines[i].box.top, inks[i].top, 2) << i;
    EXPECT_NEAR(found.lines[i].box.right, inks[i].right, 2) << i;
    EXPECT_NEAR(found.lines[i].box.bottom, inks[i].bottom, 2) << i;
  }
}

TEST(LineFinder, KeepsTwoStoreysOfMarksWithTheirOwnLine) {
  // Set as tight as an office document: the marks stand nearer to the line above.
  DrawnPage drawn(1200, 400);
  std::vector<Box> inks;
  inks.push_back(drawn.Text(60, 40, "Quyền lợi gì của người gửi, ngày nộp phí"));
  inks.push_back(drawn.Text(60, 81, "Tổ tiếp nhận ở xã ấy đã ẩn lỗi, cổng lấy mẫu"));
  inks.push_back(drawn.Text(60, 122, "ỦY BAN NHÂN DÂN SỞ Y TẾ Ổ Ẵ Ậ Ễ"));
  ExpectLines(drawn, inks);
}

TEST(LineFinder, HangsTheUpperOfTwoMarksOnTheLowerOneAndNotOnATailAboveIt) {
  constexpr int kLetter = 30;
  std::vector<Box> pieces;
  for (int x = 100; x < 500; x += 25) {
    pieces.push_back({x, 100, x + 18, 100 + kLetter});
    pieces.push_back({x, 165, x + 18, 165 + kLetter});
  }
  pieces[8] = {200, 100, 218, 142};         // a letter with a tail
  pieces.push_back({202, 153, 216, 163});   // a circumflex, two pixels above its letter
  const Box hook{206, 146, 213, 151};       // two above that, four below the tail, fourteen above the letter
  pieces.push_back(hook);
  std::vector<FoundLine> lines = FindLines(pieces, kLetter, {}).lines;
  ASSERT_EQ(lines.size(), 2u);
  std::sort(lines.begin(), lines.end(), [](const FoundLine& a, const FoundLine& b) { return a.box.top < b.box.top; });
  EXPECT_EQ(lines[0].box.bottom, 142);
  EXPECT_EQ(lines[1].box.top, hook.top);
}

TEST(LineFinder, KeepsADashAndAFullStopWithTheirLine) {
  DrawnPage drawn(1200, 200);
  const Box dash = drawn.Text(60, 60, "-");
  const Box text = drawn.Text(110, 60, "Độc lập – Tự do – Hạnh phúc.");
  ExpectLines(drawn, {Union(dash, text)});
}

TEST(LineFinder, PartsTwoColumns) {
  DrawnPage drawn(1600, 200);
  drawn.Text(60, 60, "Nơi nhận");
  drawn.Text(900, 60, "GIÁM ĐỐC");
  EXPECT_EQ(Find(drawn).lines.size(), 2u);
}

TEST(LineFinder, DoesNotGoThroughAVerticalRule) {
  DrawnPage drawn(800, 300);
  drawn.Text(60, 60, "Cột một");
  drawn.Text(210, 60, "Cột hai");
  drawn.Stroke(195, 20, 195, 200, 3);
  EXPECT_EQ(Find(drawn).lines.size(), 2u);
}

TEST(LineFinder, FindsATitleThreeTimesAsHigh) {
  DrawnPage drawn(1600, 700);
  for (int i = 0; i < 6; ++i) drawn.Text(60, 300 + 50 * i, "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015");
  const Box title = drawn.Text(200, 60, "NGHĨA VỤ DÂN", 50);
  const Found found = Find(drawn);
  ASSERT_EQ(found.lines.size(), 7u);
  EXPECT_NEAR(found.lines[0].box.left, title.left, 3);
  EXPECT_NEAR(found.lines[0].box.top, title.top, 3);
  EXPECT_NEAR(found.lines[0].box.right, title.right, 3);
}

TEST(LineFinder, FindsNothingOnAnEmptyPage) {
  EXPECT_TRUE(FindLines({}, 0, {}).lines.empty());
  EXPECT_EQ(TypicalLetterHeight({}, 300), 0);
}

TEST(LineCrops, ShowALineWithoutItsNeighboursInk) {
  // The tails of the upper line hang into the lower one's marks.
  DrawnPage drawn(900, 200);
  drawn.Text(60, 40, "gyqpj gyqpj gyqpj");
  drawn.Text(60, 82, "ẤỂ ẤỂ ẤỂ ẤỂ ẤỂ");
  const Found found = Find(drawn);
  ASSERT_EQ(found.lines.size(), 2u);
  const std::vector<LineCrop> crops = CropLines(found.ink.gray, found.lines, found.specks);
  DrawnPage alone(900, 200);
  alone.Text(60, 82, "ẤỂ ẤỂ ẤỂ ẤỂ ẤỂ");
  const Found only = Find(alone);
  ASSERT_EQ(only.lines.size(), 1u);
  const LineCrop expected = CropLines(only.ink.gray, only.lines, only.specks)[0];
  ASSERT_EQ(crops[1].image.width, expected.image.width);
  ASSERT_EQ(crops[1].image.height, expected.image.height);
  int differences = 0;
  for (std::size_t i = 0; i < expected.image.pixels.size(); ++i) {
    differences += std::abs(crops[1].image.pixels[i] - expected.image.pixels[i]) > 100 ? 1 : 0;
  }
  EXPECT_LE(differences, 20);
}

TEST(LineFinder, KnowsTheFrameAroundALine) {
  constexpr int kLetter = 30;
  std::vector<Box> pieces;
  for (int i = 0; i < 10; ++i) pieces.push_back({100 + 40 * i, 200, 125 + 40 * i, 200 + kLetter});
  const Box frame{80, 185, 520, 245};
  const Box beside{600, 100, 1200, 400};
  pieces.push_back(frame);
  pieces.push_back(beside);
  const std::vector<FoundLine> lines = FindLines(pieces, kLetter, {}).lines;
  ASSERT_EQ(lines.size(), 1u);
  ASSERT_EQ(lines[0].frames.size(), 1u);
  EXPECT_EQ(lines[0].frames[0], frame);
}

TEST(LineCrops, ShowALineWithoutTheFrameAroundIt) {
  DrawnPage drawn(900, 200);
  const Box text = drawn.Text(160, 60, "HỎA TỐC HẸN GIỜ");
  Found found = Find(drawn);
  ASSERT_EQ(found.lines.size(), 1u);
  const LineCrop alone = CropLines(found.ink.gray, found.lines, {})[0];
  GrayImage page = found.ink.gray;
  const Box frame{text.left - 4, text.top - 4, text.right + 4, text.bottom + 4};
  for (int x = frame.left; x < frame.right; ++x) page.Row(frame.top)[x] = page.Row(frame.bottom - 1)[x] = 0;
  for (int y = frame.top; y < frame.bottom; ++y) page.Row(y)[frame.left] = page.Row(y)[frame.right - 1] = 0;
  found.lines[0].frames = {frame};
  const LineCrop crop = CropLines(page, found.lines, {})[0];
  ASSERT_EQ(crop.image.pixels.size(), alone.image.pixels.size());
  int differences = 0;  // faint pixels at the edges of letters go with the frame
  for (std::size_t i = 0; i < alone.image.pixels.size(); ++i) {
    differences += std::abs(crop.image.pixels[i] - alone.image.pixels[i]) > 100 ? 1 : 0;
  }
  EXPECT_LE(differences, 20);
}

TEST(LineCrops, WipeSpecksAwayButNotTheBitsOfALetter) {
  DrawnPage drawn(900, 200);
  drawn.Text(60, 60, "Hồ sơ của công dân");
  drawn.Rectangle({420, 68, 421, 69}, 1);
  const Found found = Find(drawn);
  ASSERT_EQ(found.lines.size(), 1u);
  FoundLine line = found.lines[0];
  line.box.right = 440;
  const Box speck{419, 67, 423, 71};
  const Box bit{line.letters[0].right + 1, line.letters[0].top, line.letters[0].right + 2, line.letters[0].top + 2};
  GrayImage page = found.ink.gray;
  page.Row(bit.top)[bit.left] = 0;
  const LineCrop crop = CropLines(page, {line}, {speck, bit})[0];
  EXPECT_EQ(crop.image.Row(69 - crop.top)[421 - crop.left], 255);
  EXPECT_EQ(crop.image.Row(bit.top - crop.top)[bit.left - crop.left], 0);
}

}  // namespace
}  // namespace sohoa
