// SPDX-License-Identifier: Apache-2.0
#include "imaging/patch_code.h"

#include <gtest/gtest.h>

#include <string>

namespace sohoa {
namespace {

struct Sheet {
  double dpi = 300;
  double scale = 1;      // of the bars
  bool upright = false;  // bars along the columns
  double length = 60;    // mm
};

// A4 with bars such as "NWNW", 10 mm from the top, or from the left.
BitImage Draw(const std::string& bars, const Sheet& sheet) {
  const double mm = sheet.dpi / 25.4;
  BitImage image(static_cast<int>(210 * mm), static_cast<int>(297 * mm));
  double at = 10 * mm;
  for (const char bar : bars) {
    const double thick = (bar == 'W' ? 5.08 : 2.03) * sheet.scale * mm;
    for (int i = static_cast<int>(at); i < static_cast<int>(at + thick); ++i) {
      if (!sheet.upright) image.SetRun(i, static_cast<int>(40 * mm), static_cast<int>((40 + sheet.length) * mm));
      for (int y = static_cast<int>(40 * mm); sheet.upright && y < static_cast<int>((40 + sheet.length) * mm); ++y) image.SetRun(y, i, i + 1);
    }
    at += thick + 2.03 * sheet.scale * mm;
  }
  return image;
}

std::string Read(const std::string& bars, const Sheet& sheet = {}) {
  const std::optional<Barcode> code = FindPatchCode(Draw(bars, sheet), sheet.dpi);
  return code ? code->text : "";
}

TEST(PatchCode, EachOfTheSixIsToldFromTheOthers) {
  EXPECT_EQ(Read("WWNN"), "1");
  EXPECT_EQ(Read("WNNW"), "2");
  EXPECT_EQ(Read("WNWN"), "3");
  EXPECT_EQ(Read("NWWN"), "4");
  EXPECT_EQ(Read("NNWW"), "6");
  EXPECT_EQ(Read("NWNW"), "T");
}

TEST(PatchCode, IsFoundAtEveryResolutionSizeAndTurn) {
  for (const double dpi : {100.0, 150.0, 200.0, 300.0, 600.0}) {
    for (const double scale : {0.7, 1.0, 1.4}) {
      for (const bool upright : {false, true}) {
        EXPECT_EQ(Read("NWNW", {dpi, scale, upright, 60}), "T") << dpi << " dpi, " << scale << (upright ? ", upright" : "");
      }
    }
  }
}

TEST(PatchCode, ItsBoxHoldsItsBars) {
  const std::optional<Barcode> code = FindPatchCode(Draw("WNNW", {}), 300);
  ASSERT_TRUE(code);
  EXPECT_EQ(code->format, "PatchCode");
  const double mm = 300 / 25.4;
  EXPECT_NEAR(code->box.top, 10 * mm, 8);
  EXPECT_NEAR(code->box.bottom, 30.3 * mm, 8);
  EXPECT_GT(code->box.left, 39 * mm);
  EXPECT_LT(code->box.right, 101 * mm);
}

TEST(PatchCode, IsNotSeenInWhatIsNone) {
  EXPECT_EQ(Read("NNNN"), "") << "four rules of a form";
  EXPECT_EQ(Read("WWWW"), "");
  EXPECT_EQ(Read("NWN"), "");
  EXPECT_EQ(Read("NWNWNWNW"), "") << "a pattern that goes on";
  EXPECT_EQ(Read("NWNW", {.length = 25}), "") << "too short";
  BitImage lines(2480, 3508);  // the rules of a table
  for (int y = 200; y < 3300; y += 60) lines.SetRun(y, 200, 2300);
  EXPECT_FALSE(FindPatchCode(lines, 300));
  BitImage black(2480, 3508);
  for (int y = 0; y < 3508; ++y) black.SetRun(y, 0, 2480);
  EXPECT_FALSE(FindPatchCode(black, 300));
}

}  // namespace
}  // namespace sohoa
