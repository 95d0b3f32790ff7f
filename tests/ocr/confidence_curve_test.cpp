// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/confidence_curve.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(ConfidenceCurveTest, IsStraightBetweenItsPoints) {
  const Result<ConfidenceCurve> curve = ConfidenceCurve::Parse("[[0, 0.1], [0.5, 0.3], [1, 0.9]]");
  ASSERT_TRUE(curve) << curve.status().ToString();
  EXPECT_DOUBLE_EQ(curve->At(0), 0.1);
  EXPECT_DOUBLE_EQ(curve->At(0.25), 0.2);
  EXPECT_DOUBLE_EQ(curve->At(0.5), 0.3);
  EXPECT_DOUBLE_EQ(curve->At(0.75), 0.6);
  EXPECT_DOUBLE_EQ(curve->At(1), 0.9);
}

TEST(ConfidenceCurveTest, KeepsWithinItsEnds) {
  const Result<ConfidenceCurve> curve = ConfidenceCurve::Parse("[[0, 0.1], [1, 0.9]]");
  ASSERT_TRUE(curve);
  EXPECT_DOUBLE_EQ(curve->At(-1), 0.1);
  EXPECT_DOUBLE_EQ(curve->At(1.5), 0.9);
}

TEST(ConfidenceCurveTest, WithoutPointsGivesWhatItIsGiven) {
  EXPECT_DOUBLE_EQ(ConfidenceCurve().At(0.37), 0.37);
  EXPECT_DOUBLE_EQ(ConfidenceCurve().At(1.2), 1);
}

TEST(ConfidenceCurveTest, RefusesWhatIsNoGrowingCurve) {
  for (const char* text : {"", "{}", "[]", "[[0, 0]]", "[[0, 0], [1]]", "[[0, 0], [1, \"1\"]]", "[[0, 0], [1, 2]]", "[[0, -0.1], [1, 1]]",
                           "[[0, 0.5], [1, 0.4]]", "[[0, 0], [0, 0.1], [1, 1]]", "[[0.1, 0], [1, 1]]", "[[0, 0], [0.9, 1]]", "[[0, 0], [1, 1e999]]"}) {
    const Result<ConfidenceCurve> curve = ConfidenceCurve::Parse(text);
    ASSERT_FALSE(curve) << text;
    EXPECT_EQ(curve.status().code(), StatusCode::kCorruption);
  }
  std::string many = "[[0, 0]";
  for (int i = 1; i <= 64; ++i) many += ", [" + std::to_string(i / 64.0) + ", 1]";
  EXPECT_FALSE(ConfidenceCurve::Parse(many + "]"));
}

}  // namespace
}  // namespace sohoa
