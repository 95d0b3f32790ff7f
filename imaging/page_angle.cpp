// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_angle.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "imaging/bit_image.h"
#include "imaging/lept_bits.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// The hit-miss patterns were made for letters at this resolution.
constexpr double kOrientationDpi = 150;
constexpr double kSureScore = 12;
// The skew search needs no more than about this many pixels along the page.
constexpr double kSkewWidth = 1300;
constexpr float kSweepDegrees = 12;
constexpr float kSweepStep = 1;
constexpr float kSearchStep = 0.01f;
// Leptonica's measure of how sharp the best angle stands out.
constexpr float kSkewConfidence = 3;
// Less than this is a pixel or two across the page: turning would only blur it.
constexpr double kLevel = 0.06;

// Rules of tables, which look like the strokes of letters that lie on their side.
constexpr double kRuleMm = 12;

void DropRules(BitImage& ink, double dpi) {
  const int length = static_cast<int>(std::lround(kRuleMm * dpi / kMmPerInch));
  const BitImage rows = LongAlongRows(ink, length);
  const BitImage columns = LongAlongColumns(ink, length);
  for (std::size_t i = 0; i < ink.words.size(); ++i) ink.words[i] &= ~(rows.words[i] | columns.words[i]);
}

// Black and white by the level that parts the image's two kinds of gray best.
BitImage ToBits(const cv::Mat& gray) {
  cv::Mat dark;
  const double level = cv::threshold(gray, dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  return DarkPixels(gray.data, gray.step, gray.cols, gray.rows, static_cast<int>(level));
}

}  // namespace

QuarterTurn FindQuarterTurn(const LocalImage& gray, double dpi, const TurnEvidence& evidence) {
  BitImage ink = ToBits(ScaledDown(View(gray), kOrientationDpi / dpi));
  DropRules(ink, std::min(dpi, kOrientationDpi));
  const PixPtr pix = ToPix(ink);
  l_float32 up = 0;
  l_float32 left = 0;
  if (pixOrientDetect(pix.get(), &up, &left, 0, 0) != 0) return {};
  l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
  makeOrientDecision(up, left, evidence.least, evidence.ratio, &orientation, 0);
  const double score = std::max(std::fabs(up), std::fabs(left));
  QuarterTurn turn;
  turn.confidence = std::clamp(score / (2 * kSureScore), 0.0, 1.0);
  switch (orientation) {
    case L_TEXT_ORIENT_UP: turn.rotation = 0; break;
    case L_TEXT_ORIENT_LEFT: turn.rotation = 90; break;
    case L_TEXT_ORIENT_DOWN: turn.rotation = 180; break;
    case L_TEXT_ORIENT_RIGHT: turn.rotation = 270; break;
    default: turn.confidence = 0; break;
  }
  return turn;
}

double FindSkew(const LocalImage& gray) {
  // By a whole factor, which is quick.
  const double factor = std::max(1.0, std::round(std::max(gray.width(), gray.height()) / kSkewWidth));
  const PixPtr pix = ToPix(ToBits(ScaledDown(View(gray), 1 / factor)));
  l_float32 angle = 0;
  l_float32 confidence = 0;
  if (pixFindSkewSweepAndSearch(pix.get(), &angle, &confidence, 2, 1, kSweepDegrees, kSweepStep, kSearchStep) != 0) {
    return 0;
  }
  // Leptonica gives the clockwise turn that levels the text.
  if (confidence < kSkewConfidence || std::fabs(angle) < kLevel) return 0;
  return -static_cast<double>(angle);
}

}  // namespace sohoa
