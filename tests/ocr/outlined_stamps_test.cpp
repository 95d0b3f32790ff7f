// SPDX-License-Identifier: Apache-2.0
#include "ocr/outlined_stamps.h"

#include <cmath>
#include <memory>
#include <numbers>

#include <gtest/gtest.h>

#include "ocr/lines/lines_reader.h"
#include "ocr/page_reading.h"
#include "ocr/placed_lines.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

// A stamp as it was cut, turned about its middle, on a page; clockwise.
void Press(const GrayImage& stamp, double degrees, int left, int top, LocalImage& page) {
  const double turn = degrees * std::numbers::pi / 180;
  const double reach = std::hypot(stamp.width, stamp.height);
  for (int y = 0; y < reach; ++y) {
    for (int x = 0; x < reach; ++x) {
      const double dx = x - reach / 2;
      const double dy = y - reach / 2;
      const auto from_x = static_cast<int>(std::lround(std::cos(turn) * dx + std::sin(turn) * dy + stamp.width / 2.0));
      const auto from_y = static_cast<int>(std::lround(-std::sin(turn) * dx + std::cos(turn) * dy + stamp.height / 2.0));
      if (from_x < 0 || from_y < 0 || from_x >= stamp.width || from_y >= stamp.height) continue;
      std::uint8_t& to = page.row(top + y)[left + x];
      to = std::min(to, stamp.Row(from_y)[from_x]);
    }
  }
}

GrayImage FramedStamp() {
  DrawnPage drawn(300, 90);
  drawn.Text(52, 14, "HỎA TỐC", 19);
  drawn.Rectangle({8, 8, 292, 82}, 5);
  return ToGrayImage(drawn);
}

std::shared_ptr<LocalImage> PageWithStamp(double degrees) {
  DrawnPage drawn(1654, 2339);
  drawn.Text(200, 200, "UBND TỈNH NINH BÌNH");
  drawn.Text(200, 300, "Số: 85/KH-SXD");
  const GrayImage gray = ToGrayImage(drawn);
  auto page = std::make_shared<LocalImage>(gray.width, gray.height, 1);
  for (int y = 0; y < gray.height; ++y) std::copy_n(gray.Row(y), gray.width, page->row(y));
  Press(FramedStamp(), degrees, 150, 450, *page);
  return page;
}

TEST(OutlinedStamps, AreTurnedLevel) {
  for (const double degrees : {-38.0, -6.0, 0.0, 20.0}) {
    const std::shared_ptr<LocalImage> page = PageWithStamp(degrees);
    const std::vector<OutlinedStamp> stamps = FindOutlinedStamps(*page, nullptr, DrawnPage::kDpi);
    ASSERT_EQ(stamps.size(), 1u) << degrees;
    EXPECT_GT(stamps[0].letters.width, 2 * stamps[0].letters.height) << degrees;
  }
}

TEST(OutlinedStamps, AreReadIntoThePageHoweverTheyLie) {
  for (const double degrees : {-38.0, -6.0}) {
    PreparedPage page;
    page.reading = page.display = PageWithStamp(degrees);
    page.ink_mask = std::make_shared<LocalImage>(1654, 2339, 1, std::uint8_t{0});
    page.geometry.width = page.geometry.scanned_width = 1654;
    page.geometry.height = page.geometry.scanned_height = 2339;
    page.geometry.dpi = DrawnPage::kDpi;
    auto digits = DigitReader::OpenBuiltIn();
    ASSERT_TRUE(digits);
    auto reader = OpenLinesReader("sohoa");
    ASSERT_TRUE(reader);
    const Result<PageText> text = MakePageEngine(std::move(*reader), nullptr, *digits)->Recognise(page);
    ASSERT_TRUE(text);
    EXPECT_NE(PlainText(*text, true).find("HỎA TỐC"), std::string::npos) << degrees << "\n" << PlainText(*text, true);
  }
}

TEST(OutlinedStamps, SayADegreeOrNothing) {
  EXPECT_TRUE(NamesDegree("HỎA TỐC"));
  EXPECT_TRUE(NamesDegree("HOA TỐE", 1));
  EXPECT_FALSE(NamesDegree("HOA TỐE"));
  EXPECT_TRUE(NamesDegree("TỐI MẬT"));
  EXPECT_FALSE(NamesDegree("MẠT CƯA"));
  EXPECT_FALSE(NamesDegree("ĐẾN"));
  EXPECT_TRUE(DegreeLine({At(0, 0, "CÔNG VĂN ĐẾN")}, {10, 10, 200, 60}).words.empty());
  const Line line = DegreeLine({At(0, 0, "HỎA TỐC")}, {10, 10, 200, 60});
  ASSERT_EQ(line.words.size(), 2u);
  EXPECT_EQ(line.box, (Box{10, 10, 200, 60}));
}

}  // namespace
}  // namespace sohoa
