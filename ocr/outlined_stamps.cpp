// SPDX-License-Identifier: Apache-2.0
#include "ocr/outlined_stamps.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"

namespace sohoa {
namespace {

// Where such stamps stand, as parts of the page.
constexpr double kRight = 0.55;
constexpr double kBottom = 0.45;
constexpr int kInkBelow = 200;  // of a page whose background is white; such stamps are often faint
constexpr std::uint8_t kRed = 1;
constexpr double kWorkingDpi = 100;
constexpr std::size_t kLeastLetters = 2;  // as pieces of ink: those of a stamp run together
constexpr std::size_t kMostLetters = 24;
constexpr double kMostTurn = 60;  // degrees
constexpr double kStraight = 0.85;  // share of its box that a frame, level, goes around
constexpr std::size_t kMostStamps = 3;

struct InkPieces {
  cv::Mat labels;
  cv::Mat stats;
  int count = 0;

  cv::Rect BoxOf(int i) const {
    const int* row = stats.ptr<int>(i);
    return {row[cv::CC_STAT_LEFT], row[cv::CC_STAT_TOP], row[cv::CC_STAT_WIDTH], row[cv::CC_STAT_HEIGHT]};
  }
  int Ink(int i) const { return stats.at<int>(i, cv::CC_STAT_AREA); }
};

// All ink but blue, of the corner of the page where stamps are, at full size.
cv::Mat InkOfCorner(const LocalImage& reading, const LocalImage* mask) {
  const auto width = static_cast<int>(reading.width() * kRight);
  const auto height = static_cast<int>(reading.height() * kBottom);
  cv::Mat ink(height, width, CV_8U);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* gray = reading.row(y);
    const std::uint8_t* colour = mask == nullptr ? nullptr : mask->row(y);
    auto* to = ink.ptr<std::uint8_t>(y);
    for (int x = 0; x < width; ++x) to[x] = gray[x] < kInkBelow || (colour != nullptr && colour[x] == kRed) ? 255 : 0;
  }
  return ink;
}

// Any ink in a square of `side` pixels is ink.
cv::Mat Smaller(const cv::Mat& ink, int side) {
  cv::Mat small(ink.rows / side, ink.cols / side, CV_8U, cv::Scalar(0));
  for (int y = 0; y < small.rows * side; ++y) {
    const auto* from = ink.ptr<std::uint8_t>(y);
    auto* to = small.ptr<std::uint8_t>(y / side);
    for (int x = 0; x < small.cols; ++x) {
      for (int i = 0; i < side; ++i) to[x] |= from[x * side + i];
    }
  }
  return small;
}

// What an outline goes around: 255 where no path leads out of its box.
cv::Mat Inside(const InkPieces& pieces, int outline) {
  const cv::Rect box = pieces.BoxOf(outline);
  cv::Mat wall(box.height + 2, box.width + 2, CV_8U, cv::Scalar(0));
  wall(cv::Rect(1, 1, box.width, box.height)).setTo(255, pieces.labels(box) == outline);
  cv::dilate(wall, wall, cv::Mat::ones(3, 3, CV_8U));  // worn stamps have gaps
  wall.row(0).setTo(0);
  wall.row(wall.rows - 1).setTo(0);
  wall.col(0).setTo(0);
  wall.col(wall.cols - 1).setTo(0);
  cv::floodFill(wall, {0, 0}, 128);
  return cv::Mat(wall(cv::Rect(1, 1, box.width, box.height)) == 0);
}

std::vector<int> LettersInside(const InkPieces& pieces, int outline, double mm) {
  const cv::Rect box = pieces.BoxOf(outline);
  const cv::Mat inside = Inside(pieces, outline);
  std::vector<int> letters;
  for (int i = 1; i < pieces.count; ++i) {
    const cv::Rect letter = pieces.BoxOf(i);
    const cv::Point middle(letter.x + letter.width / 2 - box.x, letter.y + letter.height / 2 - box.y);
    if (i == outline || middle.x < 0 || middle.y < 0 || middle.x >= box.width || middle.y >= box.height) continue;
    const bool size = letter.height >= 0.7 * mm && letter.height <= 16 * mm && letter.width <= 16 * mm;
    if (size && inside.at<std::uint8_t>(middle) != 0) letters.push_back(i);
  }
  return letters;
}

// Degrees by which the ink falls to the right.
double TurnOf(const cv::Mat& ink) {
  std::vector<cv::Point> points;
  cv::findNonZero(ink, points);
  cv::Mat all(static_cast<int>(points.size()), 2, CV_64F);
  for (int i = 0; i < all.rows; ++i) {
    all.at<double>(i, 0) = points[static_cast<std::size_t>(i)].x;
    all.at<double>(i, 1) = points[static_cast<std::size_t>(i)].y;
  }
  const cv::PCA axes(all, cv::noArray(), cv::PCA::DATA_AS_ROW, 1);
  return std::atan2(axes.eigenvectors.at<double>(0, 1), std::abs(axes.eigenvectors.at<double>(0, 0))) *
         (axes.eigenvectors.at<double>(0, 0) < 0 ? -180 : 180) / CV_PI;
}

// `ink` turned level about its middle, with room for all of it.
cv::Mat Turned(const cv::Mat& ink, double degrees) {
  const auto reach = static_cast<int>(std::hypot(ink.cols, ink.rows)) + 2;
  cv::Mat turn = cv::getRotationMatrix2D({static_cast<float>(ink.cols) / 2, static_cast<float>(ink.rows) / 2}, degrees, 1);
  turn.at<double>(0, 2) += (reach - ink.cols) / 2.0;
  turn.at<double>(1, 2) += (reach - ink.rows) / 2.0;
  cv::Mat level;
  cv::warpAffine(ink, level, turn, {reach, reach}, cv::INTER_LINEAR);
  return level;
}

// Dark on white, with a margin.
GrayImage OnWhite(const cv::Mat& ink, int margin) {
  GrayImage image{ink.cols + 2 * margin, ink.rows + 2 * margin, {}};
  image.pixels.assign(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), 255);
  for (int y = 0; y < ink.rows; ++y) {
    const auto* from = ink.ptr<std::uint8_t>(y);
    std::uint8_t* to = image.Row(y + margin) + margin;
    for (int x = 0; x < ink.cols; ++x) to[x] = static_cast<std::uint8_t>(255 - from[x]);
  }
  return image;
}

// The letters alone, level; empty where they do not stand in a row.
GrayImage LevelLetters(const cv::Mat& ink, const InkPieces& pieces, const std::vector<int>& letters, int side, double mm) {
  cv::Rect box = pieces.BoxOf(letters.front());
  cv::Mat chosen(pieces.labels.size(), CV_8U, cv::Scalar(0));
  for (const int i : letters) {
    box |= pieces.BoxOf(i);
    cv::bitwise_or(chosen, pieces.labels == i, chosen);
  }
  cv::Mat own;
  const cv::Rect full(box.x * side, box.y * side, box.width * side, box.height * side);
  cv::resize(chosen(box), own, full.size(), 0, 0, cv::INTER_NEAREST);
  cv::bitwise_and(own, ink(full), own);
  const double turn = TurnOf(own);
  if (std::abs(turn) > kMostTurn) return {};
  const cv::Mat level = Turned(own, turn);
  return OnWhite(level(cv::boundingRect(level > 127)), static_cast<int>(2 * mm * side));
}

// How many rows at the top of `ink` a straight edge goes through, or two with less than `gap` rows between.
int EdgeRows(const cv::Mat& ink, double share, double reach, double gap) {
  int rows = 0;
  for (int y = 0; y < static_cast<int>(ink.rows * reach) && y - rows <= gap; ++y) {
    if (cv::countNonZero(ink.row(y) > 127) > share * ink.cols) rows = y + 1;
  }
  return rows;
}

// What stands within straight edges, level; empty where there are none above and below.
GrayImage WithinEdges(const cv::Mat& ink, const cv::Rect& box, const cv::RotatedRect& frame, double turn, int side, double mm) {
  const cv::Rect full = cv::Rect(box.x * side, box.y * side, box.width * side, box.height * side) & cv::Rect(0, 0, ink.cols, ink.rows);
  const cv::Mat turned = Turned(ink(full), turn);
  const double width = static_cast<double>(std::max(frame.size.width, frame.size.height)) * side;
  const double height = static_cast<double>(std::min(frame.size.width, frame.size.height)) * side;
  const cv::Rect seen = cv::Rect(static_cast<int>((turned.cols - width) / 2), static_cast<int>((turned.rows - height) / 2),
                                 static_cast<int>(width) + 1, static_cast<int>(height) + 1) & cv::Rect(0, 0, turned.cols, turned.rows);
  if (seen.width < 8 || seen.height < 8) return {};
  const cv::Mat level = turned(seen);
  cv::Mat other;
  cv::flip(level, other, 0);
  const int above = EdgeRows(level, 0.45, 0.35, level.rows);
  const int below = EdgeRows(other, 0.45, 0.35, level.rows);
  if (above == 0 || below == 0 || level.rows - above - below < 2 * mm * side) return {};
  const cv::Mat rows = level.rowRange(above, level.rows - below);
  cv::transpose(rows, other);
  const int left = EdgeRows(other, 0.6, 0.3, 1.2 * mm * side);
  cv::flip(other, other, 0);
  const int right = EdgeRows(other, 0.6, 0.3, 1.2 * mm * side);
  return OnWhite(rows.colRange(left, rows.cols - right), static_cast<int>(2 * mm * side));
}

// What one outline holds; empty where it holds nothing that may be read.
GrayImage WhatItHolds(const cv::Mat& ink, const InkPieces& pieces, int outline, int side, double mm) {
  const cv::Rect box = pieces.BoxOf(outline);
  std::vector<cv::Point> points;
  cv::findNonZero(pieces.labels(box) == outline, points);
  const cv::RotatedRect frame = cv::minAreaRect(points);
  std::vector<cv::Point> hull;
  cv::convexHull(points, hull);
  const auto width = static_cast<double>(std::max(frame.size.width, frame.size.height));
  const auto height = static_cast<double>(std::min(frame.size.width, frame.size.height));
  const bool straight = cv::contourArea(hull) > kStraight * width * height;
  if (straight && height >= 5 * mm && height <= 18 * mm && width >= 1.4 * height) {
    double turn = static_cast<double>(frame.angle) - (frame.size.width < frame.size.height ? 90 : 0);
    while (turn > 90) turn -= 180;
    while (turn <= -90) turn += 180;
    return std::abs(turn) <= kMostTurn ? WithinEdges(ink, box, frame, turn, side, mm) : GrayImage{};
  }
  const std::vector<int> letters = LettersInside(pieces, outline, mm);
  if (letters.size() < kLeastLetters || letters.size() > kMostLetters) return {};
  return LevelLetters(ink, pieces, letters, side, mm);
}

std::size_t Edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, corner + (a[i] == b[j] ? 0 : 1)});
      corner = above;
    }
  }
  return row.back();
}

}  // namespace

std::vector<OutlinedStamp> FindOutlinedStamps(const LocalImage& reading, const LocalImage* mask, double dpi) {
  std::vector<OutlinedStamp> stamps;
  const int side = std::max(1, static_cast<int>(std::lround(dpi / kWorkingDpi)));
  const double mm = dpi / side / kMmPerInch;
  const cv::Mat ink = InkOfCorner(reading, mask);
  if (ink.rows < 4 * side || ink.cols < 4 * side) return stamps;
  cv::Mat small = Smaller(ink, side);
  for (const bool worn : {false, true}) {
    // The outline of a worn stamp is in pieces, which hang together when they are a little larger.
    if (worn) cv::dilate(small, small, cv::Mat::ones(3, 3, CV_8U));
    InkPieces pieces;
    cv::Mat middles;
    pieces.count = cv::connectedComponentsWithStats(small, pieces.labels, pieces.stats, middles, 8, CV_32S);
    for (int i = 1; i < pieces.count && stamps.size() < kMostStamps; ++i) {
      const cv::Rect box = pieces.BoxOf(i);
      const bool size = box.width >= 12 * mm && box.width <= 60 * mm && box.height >= 6 * mm && box.height <= 50 * mm;
      if (!size || pieces.Ink(i) * 10 > box.area() * (worn ? 7 : 5)) continue;
      const Box place{box.x * side, box.y * side, (box.x + box.width) * side, (box.y + box.height) * side};
      const bool seen = std::any_of(stamps.begin(), stamps.end(), [&](const OutlinedStamp& stamp) { return !Intersection(stamp.box, place).empty(); });
      if (seen) continue;
      GrayImage letters = WhatItHolds(ink, pieces, i, side, mm);
      if (!letters.empty()) stamps.push_back({std::move(letters), place});
    }
  }
  return stamps;
}

bool NamesDegree(const std::string& text, std::size_t misread) {
  // Decree 30/2020/NĐ-CP, Appendix I part II 10.
  static constexpr std::string_view kUrgencies[] = {"khan", "thuongkhan", "hoatoc", "hoatochengio"};
  static constexpr std::string_view kSecrecies[] = {"mat", "toimat", "tuyetmat"};
  std::string key;
  for (const char c : FoldedKey(text)) {
    if (c >= 'a' && c <= 'z') key += c;
  }
  return std::any_of(std::begin(kUrgencies), std::end(kUrgencies), [&](std::string_view degree) { return Edits(key, degree) <= misread; }) ||
         std::any_of(std::begin(kSecrecies), std::end(kSecrecies), [&key](std::string_view degree) { return key == degree; });
}

Line DegreeLine(std::vector<Line> lines, const Box& box) {
  Line all;
  for (PrintedRow& row : MakeRows(lines)) {
    for (Word& word : row.line.words) all.words.push_back(std::move(word));
  }
  std::string text;
  for (const Word& word : all.words) text += word.text;
  if (!NamesDegree(text, 1)) return {};
  // Where each stands in what was turned says nothing of the page: side by side.
  const int count = static_cast<int>(all.words.size());
  for (int i = 0; i < count; ++i) {
    all.words[static_cast<std::size_t>(i)].box = {box.left + box.width() * i / count, box.top, box.left + box.width() * (i + 1) / count, box.bottom};
  }
  all.box = box;
  return all;
}

}  // namespace sohoa
