// SPDX-License-Identifier: Apache-2.0
#include "ocr/page_objects.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ocr/drawn_page.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kBlack = 0x000000;
constexpr std::uint32_t kRed = 0xe01010;
constexpr std::uint32_t kBlue = 0x1010e0;

double Mm(double millimetres) { return millimetres * DrawnPage::kDpi / 25.4; }

void Ring(DrawnPage& page, double x, double y, double radius, double width, std::uint32_t colour) {
  constexpr int kSides = 180;
  for (int i = 0; i < kSides; ++i) {
    const double from = 2 * std::numbers::pi * i / kSides;
    const double to = 2 * std::numbers::pi * (i + 1) / kSides;
    page.Stroke(x + radius * std::cos(from), y + radius * std::sin(from), x + radius * std::cos(to),
                y + radius * std::sin(to), width, colour);
  }
}

// As offices have them: two rings, an inscription between them, the office in the middle.
void Seal(DrawnPage& page, double x, double y, std::uint32_t colour) {
  Ring(page, x, y, Mm(17), 4, colour);
  Ring(page, x, y, Mm(11.5), 2, colour);
  for (int i = 0; i < 20; ++i) {
    const double angle = 2 * std::numbers::pi * i / 20;
    page.Text(x + Mm(14) * std::cos(angle) - 8, y + Mm(14) * std::sin(angle) - 16, "N", 10, colour);
  }
  page.Text(x - 30, y - 40, "SỞ", 13, colour);
  page.Text(x - 45, y, "Y TẾ", 13, colour);
}

// One stroke of a pen that rises, falls and runs out to the right.
void Sign(DrawnPage& page, double x, double y, std::uint32_t colour) {
  double last_x = x;
  double last_y = y;
  for (int i = 1; i <= 80; ++i) {
    const double next_x = x + Mm(45) * i / 80;
    const double next_y = y - Mm(6) * std::sin(i * 0.35) * (1 - i / 90.0);
    page.Stroke(last_x, last_y, next_x, next_y, 4, colour);
    last_x = next_x;
    last_y = next_y;
  }
}

// Black print, red and blue ink, as the prepare stage tells them apart.
struct Inks {
  explicit Inks(const DrawnPage& page) : black(page.width(), page.height()), mask(page.width(), page.height(), 1, std::uint8_t{0}) {
    for (int y = 0; y < page.height(); ++y) {
      for (int x = 0; x < page.width(); ++x) {
        const std::uint32_t pixel = page.Pixel(x, y);
        const int red = static_cast<int>(pixel >> 16);
        const int green = static_cast<int>(pixel >> 8 & 0xff);
        const int blue = static_cast<int>(pixel & 0xff);
        if (red - green > 100) mask.row(y)[x] = 1;
        else if (blue - green > 100) mask.row(y)[x] = 2;
        else if (green < 190) black.SetRun(y, x, x + 1);
      }
    }
  }

  BitImage black;
  LocalImage mask;
};

Line LineOf(const std::string& text, const Box& box, double confidence = 0.95) {
  Line line;
  line.box = box;
  int words = 1;
  for (const char c : text) words += c == ' ' ? 1 : 0;
  int at = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const int width = box.width() / words;
    Word word;
    word.text = text.substr(begin, end - begin);
    word.box = {box.left + at * width, box.top, box.left + (at + 1) * width - 8, box.bottom};
    word.confidence = confidence;
    line.words.push_back(word);
    begin = end + 1;
    ++at;
  }
  return line;
}

class PageObjectsTest : public testing::Test {
 protected:
  // Draws what is read there too.
  void Print(double x, double y, const std::string& text, std::uint32_t colour = kBlack) {
    const Box box = page.Text(x, y, text, 13, colour);
    if (colour == kRed) {
      red.push_back(LineOf(text, box));
    } else {
      lines.push_back(LineOf(text, box));
    }
  }

  std::vector<PageObject> Find(const std::vector<TableGrid>& tables = {}) {
    const Inks inks(page);
    PageObjects objects(inks.black, inks.black, &inks.mask, tables, DrawnPage::kDpi);
    objects.Find(lines, red);
    objects.Mark(lines);
    return objects.All();
  }

  std::string Printed() const {
    std::string text;
    for (const Line& line : lines) {
      const std::string words = LineText(line);
      if (!words.empty()) text += words + "\n";
    }
    return text;
  }

  DrawnPage page{1654, 2339};  // A4
  std::vector<Line> lines;
  std::vector<Line> red;
};

int Count(const std::vector<PageObject>& objects, PageObjectKind kind) {
  return static_cast<int>(std::count_if(objects.begin(), objects.end(), [kind](const PageObject& object) { return object.kind == kind; }));
}

void ExpectNear(const Box& found, const Box& drawn, int pixels) {
  EXPECT_NEAR(found.left, drawn.left, pixels);
  EXPECT_NEAR(found.top, drawn.top, pixels);
  EXPECT_NEAR(found.right, drawn.right, pixels);
  EXPECT_NEAR(found.bottom, drawn.bottom, pixels);
}

Box About(double x, double y, double radius) {
  return {static_cast<int>(x - radius), static_cast<int>(y - radius), static_cast<int>(x + radius), static_cast<int>(y + radius)};
}

TEST_F(PageObjectsTest, FindsABlackSealOnItsRing) {
  Seal(page, 1000, 1800, kBlack);
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].kind, PageObjectKind::kSeal);
  EXPECT_GT(objects[0].confidence, 0.9);
  ExpectNear(objects[0].box, About(1000, 1800, Mm(17)), 8);
}

TEST_F(PageObjectsTest, FindsARedSealOnItsRing) {
  Seal(page, 1000, 1800, kRed);
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].kind, PageObjectKind::kSeal);
  ExpectNear(objects[0].box, About(1000, 1800, Mm(17)), 8);
}

TEST_F(PageObjectsTest, FindsTwoSealsOfOnePage) {
  Seal(page, 500, 1800, kBlack);
  Seal(page, 1150, 1750, kBlack);
  EXPECT_EQ(Count(Find(), PageObjectKind::kSeal), 2);
}

TEST_F(PageObjectsTest, TakesNoDiscAndNoSmallRoundLogoForASeal) {
  for (double radius = 2; radius < Mm(17); radius += 3) Ring(page, 500, 600, radius, 5, kBlack);
  Ring(page, 1100, 600, Mm(7.5), 4, kBlack);
  Ring(page, 1100, 600, Mm(5), 3, kBlack);
  EXPECT_TRUE(Find().empty());
}

TEST_F(PageObjectsTest, FindsNothingInPlainTextAndAFrameAboutThePage) {
  page.Rectangle({60, 60, 1594, 2279}, 5);
  for (int y = 150; y < 2200; y += 50) Print(240, y, "Căn cứ Luật Tổ chức chính quyền địa phương và nghị định");
  EXPECT_TRUE(Find().empty());
  for (const Line& line : lines) {
    for (const Word& word : line.words) EXPECT_EQ(word.ink, InkKind::kPrint);
  }
}

TEST_F(PageObjectsTest, FindsNothingInASmallTable) {
  for (const int y : {400, 460, 520, 580, 640}) page.Stroke(200, y, 700, y, 3);
  for (const int x : {200, 300, 700}) page.Stroke(x, 400, x, 640, 3);
  Print(310, 405, "Nội dung");
  Print(310, 465, "Xây dựng kế hoạch");
  Print(310, 525, "Lập danh sách");
  EXPECT_TRUE(Find().empty());
}

TEST_F(PageObjectsTest, FindsABlackSignatureBesideABlackSeal) {
  Print(980, 1600, "GIÁM ĐỐC");
  Seal(page, 900, 1800, kBlack);
  Sign(page, 1000, 1800, kBlack);
  Print(980, 2000, "Lê Hoàng Ánh");
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(Count(objects, PageObjectKind::kSignature), 1);
  const Box& box = objects[1].box;
  EXPECT_NEAR(box.right, 1000 + Mm(45), 12);
  EXPECT_LT(box.left, 900 + Mm(17));
  EXPECT_GT(box.top, 1700);
  EXPECT_LT(box.bottom, 1900);
}

TEST_F(PageObjectsTest, FindsABlueSignatureBetweenTitleAndNameWithoutASeal) {
  Print(980, 1600, "GIÁM ĐỐC");
  Sign(page, 900, 1800, kBlue);
  Print(980, 1950, "Lê Hoàng Ánh");
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].kind, PageObjectKind::kSignature);
  EXPECT_NEAR(objects[0].box.right, 900 + Mm(45), 12);
}

TEST_F(PageObjectsTest, TakesNoStrokeFarFromSealTitleAndNameForASignature) {
  Print(240, 300, "Căn cứ Luật Tổ chức chính quyền địa phương");
  Sign(page, 600, 700, kBlue);
  EXPECT_TRUE(Find().empty());
}

TEST_F(PageObjectsTest, WordsUnderASealStayPrintAndItsInscriptionDoesNot) {
  Print(950, 1640, "PHÓ GIÁM ĐỐC");
  Seal(page, 950, 1800, kBlack);
  lines.push_back(LineOf("SỞ", {925, 1765, 975, 1795}));
  lines.push_back(LineOf("2O}", {900, 1850, 960, 1880}, 0.5));
  Print(900, 1900, "Nguyễn Văn Phúc");
  Find();
  EXPECT_EQ(Printed(), "PHÓ GIÁM ĐỐC\nNguyễn Văn Phúc\n");
  EXPECT_EQ(lines[1].words[0].ink, InkKind::kStamp);
}

TEST_F(PageObjectsTest, AnUnsurePrintedWordHalfUnderASealStaysPrint) {
  Seal(page, 950, 1800, kBlack);
  Print(850, 1890, "Nguyễn Văn Phúc");
  lines[0].words[0].text = "Nguyên";
  lines[0].words[0].confidence = 0.3;
  Find();
  EXPECT_EQ(Printed(), "Nguyên Văn Phúc\n");
}

TEST_F(PageObjectsTest, WordsReadOutOfASignatureAreHandwriting) {
  Print(980, 1600, "GIÁM ĐỐC");
  Sign(page, 900, 1800, kBlack);
  lines.push_back(LineOf("tứ/", {1000, 1760, 1100, 1820}, 0.5));
  Print(980, 1950, "Lê Hoàng Ánh");
  Find();
  EXPECT_EQ(Printed(), "GIÁM ĐỐC\nLê Hoàng Ánh\n");
  EXPECT_EQ(lines[1].words[0].ink, InkKind::kHandwriting);
}

TEST_F(PageObjectsTest, FindsAnIncomingStampOnItsFrameAndLeavesItOutOfThePrint) {
  Print(240, 200, "SỞ TƯ PHÁP");
  page.Rectangle({100, 450, 500, 730}, 4);
  Print(120, 460, "SỞ Y TẾ");
  Print(120, 560, "ĐẾN");
  Print(240, 540, "Số: 953");
  Print(240, 600, "Ngày: 18/10");
  Print(600, 560, "Kính gửi: Sở Y tế");
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].kind, PageObjectKind::kIncomingStamp);
  ExpectNear(objects[0].box, {100, 450, 500, 730}, 8);
  EXPECT_EQ(Printed(), "SỞ TƯ PHÁP\nKính gửi: Sở Y tế\n");
}

TEST_F(PageObjectsTest, ALineOfPrintThatRunsUnderAnIncomingStampStaysPrint) {
  page.Rectangle({100, 450, 500, 730}, 4);
  Print(120, 560, "ĐẾN");
  Print(240, 540, "Số: 953");
  Print(300, 660, "các cơ sở khám bệnh và chữa bệnh");
  Find();
  EXPECT_EQ(Printed(), "các cơ sở khám bệnh và chữa bệnh\n");
}

TEST_F(PageObjectsTest, FindsUrgencyInABlackFrameAndInRed) {
  page.Rectangle({280, 300, 460, 390}, 4);
  Print(310, 315, "KHẨN");
  page.Rectangle({280, 500, 560, 590}, 4, kRed);
  Print(310, 515, "HỎA TỐC", kRed);
  const std::vector<PageObject> objects = Find();
  ASSERT_EQ(Count(objects, PageObjectKind::kUrgencyStamp), 2);
  ExpectNear(objects[0].box, {280, 300, 460, 390}, 8);
  ExpectNear(objects[1].box, {280, 500, 560, 590}, 8);
  EXPECT_EQ(Printed(), "KHẨN\n");
}

TEST_F(PageObjectsTest, TakesNoFrameAboutOtherWordsForUrgency) {
  page.Rectangle({280, 300, 460, 390}, 4);
  Print(300, 315, "MẪU SỐ");
  EXPECT_TRUE(Find().empty());
}

}  // namespace
}  // namespace sohoa
