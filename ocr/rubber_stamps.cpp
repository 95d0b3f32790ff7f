// SPDX-License-Identifier: Apache-2.0
#include "ocr/rubber_stamps.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr std::uint8_t kRed = 1;
// Round seals of organs measure 30 to 42 mm (Circular 08/2003/TT-BCA and its successors).
constexpr double kSealLeast = 28;
constexpr double kSealMost = 46;
constexpr double kSealDpi = 50;  // enough to find a ring of that size
constexpr double kSureWord = 0.6;
constexpr double kSureLine = 0.75;

int Pixels(double millimetres, double dpi) {
  return std::max(1, static_cast<int>(std::lround(millimetres * dpi / 25.4)));
}

cv::Mat RedInk(const LocalImage& mask) {
  const cv::Mat view(mask.height(), mask.width(), CV_8UC1,
                     const_cast<std::uint8_t*>(mask.data()), mask.stride());
  return view == kRed;
}

void EraseSeals(cv::Mat& red, double dpi) {
  const double scale = kSealDpi / dpi;
  cv::Mat small;
  cv::resize(red, small, cv::Size(), scale, scale, cv::INTER_AREA);
  std::vector<cv::Vec3f> circles;
  cv::HoughCircles(small, circles, cv::HOUGH_GRADIENT, 1, Pixels(kSealLeast / 2, kSealDpi), 100,
                   30, Pixels(kSealLeast / 2, kSealDpi), Pixels(kSealMost / 2, kSealDpi));
  for (const cv::Vec3f& circle : circles) {
    const auto full = [scale](float v) { return static_cast<int>(std::lround(v / scale)); };
    // The ring's own width lies about its radius.
    cv::circle(red, {full(circle[0]), full(circle[1])}, full(circle[2]) + Pixels(0.7, dpi),
               cv::Scalar(0), cv::FILLED);
  }
}

// A frame around text: wide, and empty in its middle but for what is not joined to it.
bool IsFrame(const cv::Mat& labels, int label, const cv::Rect& box, double dpi) {
  if (box.width < Pixels(9, dpi) || box.height < Pixels(5, dpi)) return false;
  const cv::Rect middle(box.x + box.width / 5, box.y + box.height * 3 / 10, box.width * 3 / 5,
                        box.height * 2 / 5);
  return cv::countNonZero(labels(middle) == label) == 0;
}

// Leaves what may be letters: nothing too large or too small, and no frames.
void EraseAllButLetters(cv::Mat& red, double dpi) {
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(red, labels, stats, centroids, 8);
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const bool speck = box.width < Pixels(0.3, dpi) && box.height < Pixels(0.3, dpi);
    const bool large = box.height > Pixels(12, dpi);
    if (speck || large || IsFrame(labels, i, box, dpi)) red(box).setTo(0, labels(box) == i);
  }
}

std::vector<Box> TextRegions(const cv::Mat& red, double dpi) {
  cv::Mat joined;
  cv::morphologyEx(red, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT,
                                             cv::Size(Pixels(4, dpi), Pixels(1.5, dpi))));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centroids, 8);
  std::vector<Box> regions;
  const int margin = Pixels(1.5, dpi);
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int ink = cv::countNonZero(red(box));
    const bool line_like = box.height >= Pixels(2.2, dpi) && box.width > box.height * 3 / 2 &&
                           ink * 10 > box.area();
    if (!line_like) continue;
    regions.push_back({std::max(0, box.x - margin), std::max(0, box.y - margin),
                       std::min(red.cols, box.x + box.width + margin),
                       std::min(red.rows, box.y + box.height + margin)});
  }
  return regions;
}

// "Hoàng"
bool IsCapitalised(const Word& word) {
  const std::u32string letters = ToCodePoints(word.text);
  if (letters.size() < 2) return false;
  const std::string first = FromCodePoints(letters.substr(0, 1));
  const std::string rest = FromCodePoints(letters.substr(1));
  return ToLower(first) != first && ToLower(rest) == rest;
}

bool IsName(const std::vector<Word>& words) {
  return words.size() >= 2 && words.size() <= 5 &&
         std::all_of(words.begin(), words.end(), IsCapitalised);
}

// Decree 30/2020/NĐ-CP, Appendix I part II: degrees of urgency; the signer's powers and title.
bool IsUrgencyOrTitle(const std::string& text) {
  static constexpr std::string_view kStarts[] = {
      "khan", "thuong khan", "hoa toc", "mat", "toi mat", "tuyet mat", "pho ", "kt.", "tm.",
      "tl.", "q.", "giam doc", "chu tich", "truong ", "chanh ", "thu truong", "bo truong",
      "cuc truong", "hieu truong", "tong giam doc"};
  const std::string key = FoldedKey(text);
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&key](std::string_view start) { return key.starts_with(start); });
}

bool IsSure(const Line& line) {
  double confidence = 0;
  for (const Word& word : line.words) {
    std::string letters = word.text;
    while (!letters.empty() && std::string_view(".,:;").find(letters.back()) != std::string::npos) {
      letters.pop_back();
    }
    const bool abbreviation = letters == "KT" || letters == "TM" || letters == "TL";
    if (word.confidence < kSureWord || (!abbreviation && !IsVietnameseSyllable(letters))) {
      return false;
    }
    confidence += word.confidence;
  }
  return confidence >= kSureLine * static_cast<double>(line.words.size());
}

}  // namespace

StampedText FindStampedText(const LocalImage& ink_mask, double dpi) {
  StampedText found;
  cv::Mat red = RedInk(ink_mask);
  if (cv::countNonZero(red) == 0) return found;
  EraseSeals(red, dpi);
  EraseAllButLetters(red, dpi);
  found.regions = TextRegions(red, dpi);
  if (found.regions.empty()) return found;
  found.page = {red.cols, red.rows, {}};
  found.page.pixels.resize(red.total());
  cv::Mat black(red.rows, red.cols, CV_8UC1, found.page.pixels.data());
  cv::bitwise_not(red, black);
  return found;
}

std::vector<Line> KeepStampedText(std::vector<Line> lines) {
  std::erase_if(lines, [](const Line& line) { return line.words.empty() || !IsSure(line); });
  for (Line& line : lines) {
    if (IsName(line.words) || IsUrgencyOrTitle(LineText(line, true))) continue;
    for (Word& word : line.words) word.ink = InkKind::kStamp;
  }
  return lines;
}

}  // namespace sohoa
