// SPDX-License-Identifier: Apache-2.0
#include "ocr/digits/slot_crop.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace sohoa {
namespace {

constexpr int kDark = 160;  // of a page whose background is white
constexpr double kLeastCapital = 8;
// Print is level to a pixel or two and of one height; pens are neither.
constexpr double kLevel = 0.12;

struct Piece {
  Box box;
  int pixels = 0;
};

struct Pieces {
  cv::Mat labels;  // 1 + the number of the piece
  std::vector<Piece> all;
};

bool HasColour(const LocalImage& mask, const Box& area) {
  for (int y = area.top; y < area.bottom; ++y) {
    const std::uint8_t* row = mask.row(y);
    if (std::any_of(row + area.left, row + area.right, [](std::uint8_t ink) { return ink != 0; })) return true;
  }
  return false;
}

// The pixels of `area` of the page, all ink.
GrayImage Composed(const SlotPixels& pixels, const Box& area) {
  GrayImage image{area.width(), area.height(), {}};
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  const bool coloured = pixels.mask != nullptr && pixels.display != nullptr && HasColour(*pixels.mask, area);
  const LocalImage* display = coloured ? LocalImage::From(*pixels.display) : nullptr;
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* reading = pixels.reading.row(area.top + y) + area.left;
    std::uint8_t* to = image.Row(y);
    std::copy(reading, reading + image.width, to);
    if (display == nullptr) continue;
    const std::uint8_t* mask = pixels.mask->row(area.top + y) + area.left;
    const int channels = display->channels();
    const std::uint8_t* shown = display->row(area.top + y) + area.left * channels;
    for (int x = 0; x < image.width; ++x, shown += channels) {
      if (mask[x] == 0) continue;
      const int light = channels == 1 ? shown[0] : (shown[0] * 77 + shown[1] * 150 + shown[2] * 29) >> 8;
      to[x] = static_cast<std::uint8_t>(std::min<int>(to[x], light));
    }
  }
  return image;
}

Pieces PiecesOf(const GrayImage& image, const Box& area) {
  Pieces pieces;
  const cv::Mat gray(image.height, image.width, CV_8U, const_cast<std::uint8_t*>(image.pixels.data()));
  cv::Mat dark, stats, centres;
  cv::threshold(gray, dark, kDark, 255, cv::THRESH_BINARY_INV);
  const int count = cv::connectedComponentsWithStats(dark, pieces.labels, stats, centres, 8, CV_32S);
  for (int i = 1; i < count; ++i) {
    const int* row = stats.ptr<int>(i);
    const int left = area.left + row[cv::CC_STAT_LEFT];
    const int top = area.top + row[cv::CC_STAT_TOP];
    pieces.all.push_back({{left, top, left + row[cv::CC_STAT_WIDTH], top + row[cv::CC_STAT_HEIGHT]}, row[cv::CC_STAT_AREA]});
  }
  return pieces;
}

struct PrintMeasure {
  double capital = 0;
  double baseline = 0;
};

int Median(std::vector<int> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Of capitals or digits: the heights and feet of most pieces of the word.
std::optional<PrintMeasure> MeasurePrint(const SlotPixels& pixels, const Box& word) {
  const Box page{0, 0, pixels.reading.width(), pixels.reading.height()};
  const int margin = std::max(2, word.height() / 8);
  const Box area = Intersection({word.left, word.top - margin, word.right, word.bottom + margin}, page);
  if (area.empty()) return std::nullopt;
  const Pieces pieces = PiecesOf(Composed(pixels, area), area);
  std::vector<int> heights, feet;
  for (const Piece& piece : pieces.all) {
    const Box& box = piece.box;
    // A speck over a word makes its box twice as high as its letters.
    const bool letter = box.height() * 5 > word.height() * 2 && box.height() <= word.height() * 5 / 4 && box.width() <= 2 * word.height();
    if (!letter) continue;
    heights.push_back(box.height());
    feet.push_back(box.bottom);
  }
  if (heights.empty()) return std::nullopt;
  PrintMeasure measure{static_cast<double>(Median(heights)), static_cast<double>(Median(feet))};
  if (measure.capital < kLeastCapital) return std::nullopt;
  return measure;
}

// Of another line: within its words, and not on the level of the slot.
bool IsForeign(const Box& piece, const PrintMeasure& print, const std::vector<Box>& others) {
  const double top = print.baseline - 1.05 * print.capital;
  const double bottom = print.baseline + 0.1 * print.capital;
  const double level = std::min<double>(piece.bottom, bottom) - std::max<double>(piece.top, top);
  if (level > 0.25 * piece.height() || level > 0.4 * print.capital) return false;
  const bool rule = piece.width() > 3 * print.capital && piece.height() * 8 < piece.width();
  return rule || std::any_of(others.begin(), others.end(), [&piece](const Box& other) { return MostlyIn(piece, other); });
}

// Words that stand wholly above or below.
std::vector<Box> OtherWords(const std::vector<Line>& lines, const PrintMeasure& print, const Box& area) {
  std::vector<Box> others;
  for (const Line& line : lines) {
    for (const Word& word : line.words) {
      const bool level = word.box.bottom > print.baseline - 0.6 * print.capital && word.box.top < print.baseline - 0.4 * print.capital;
      if (!level && !Intersection(word.box, area).empty()) others.push_back(word.box);
    }
  }
  return others;
}

// Each piece in the slot as high as a capital and on the baseline; dots say nothing.
bool StandsAsPrint(const Pieces& pieces, const SlotPlace& place, const PrintMeasure& print) {
  bool any = false;
  for (const Piece& piece : pieces.all) {
    const Box& box = piece.box;
    if (box.center_x() < place.left || box.center_x() > place.right || box.height() * 3 < print.capital) continue;
    any = true;
    const bool level = std::abs(box.bottom - print.baseline) <= kLevel * print.capital + 1 &&
                       std::abs(box.height() - print.capital) <= kLevel * print.capital + 1;
    if (!level) return false;
  }
  return any;
}

void Erase(const Pieces& pieces, const std::vector<bool>& erased, GrayImage& image) {
  for (int y = 0; y < image.height; ++y) {
    const int* label = pieces.labels.ptr<int>(y);
    std::uint8_t* row = image.Row(y);
    for (int x = 0; x < image.width; ++x) {
      // The rim of a piece is lighter than what counts as its ink.
      for (int near = std::max(0, x - 1); near <= std::min(image.width - 1, x + 1); ++near) {
        if (label[near] > 0 && erased[static_cast<std::size_t>(label[near] - 1)]) row[x] = 255;
      }
    }
  }
}

}  // namespace

std::optional<SlotCrop> CropSlot(const SlotPixels& pixels, const SlotPlace& place, const std::vector<Line>& lines) {
  const Box page{0, 0, pixels.reading.width(), pixels.reading.height()};
  const std::optional<PrintMeasure> print = MeasurePrint(pixels, place.print);
  if (!print) return std::nullopt;
  const auto round = [](double value) { return static_cast<int>(std::lround(value)); };
  SlotCrop crop;
  crop.box = {place.left, round(print->baseline - kSlotAbove * print->capital), std::max(place.left + 1, place.right),
              round(print->baseline + kSlotBelow * print->capital)};
  const int aside = round(kSlotAside * print->capital);
  const Box area = Intersection({crop.box.left - aside, crop.box.top, crop.box.right + aside, crop.box.bottom}, page);
  crop.box = Intersection(crop.box, page);
  if (area.empty() || crop.box.empty() || area.height() < crop.box.height()) return std::nullopt;
  crop.image = Composed(pixels, area);
  const Pieces pieces = PiecesOf(crop.image, area);
  const std::vector<Box> others = OtherWords(lines, *print, area);
  std::vector<bool> erased;
  for (const Piece& piece : pieces.all) erased.push_back(IsForeign(piece.box, *print, others));
  Erase(pieces, erased, crop.image);
  crop.print = StandsAsPrint(pieces, place, *print);
  return crop;
}

}  // namespace sohoa
