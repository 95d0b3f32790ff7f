// SPDX-License-Identifier: Apache-2.0
#include "ocr/turned_cells.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/text_sense.h"

namespace sohoa {
namespace {

// To it a pixel is ink that gives the text's place; paler edges come with the margin.
constexpr int kInk = 159;
constexpr double kMarginMm = 1.5;
constexpr double kTallerThanWide = 1.3;  // cell and ink
constexpr double kLeastLengthMm = 8;     // a number of one digit is tall too
constexpr double kMostWidthMm = 45;
// A cell holds a few words: fewer letters than a page needs must do, and so more of them be sure.
constexpr double kFewestSure = 3;
constexpr double kMakesSense = 0.6;
constexpr double kSurer = 0.25;  // than as it stands

int Pixels(double millimetres, double dpi) { return static_cast<int>(std::lround(millimetres * dpi / kMmPerInch)); }

bool IsTall(const Box& box) { return box.height() >= kTallerThanWide * box.width(); }

Box InkIn(const GrayImage& page, const Box& box) {
  Box ink;
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint8_t* row = page.Row(y);
    const auto dark = [](std::uint8_t pixel) { return pixel <= kInk; };
    const std::uint8_t* first = std::find_if(row + box.left, row + box.right, dark);
    if (first == row + box.right) continue;
    const std::uint8_t* last = row + box.right;
    while (!dark(last[-1])) --last;
    ink = Union(ink, {static_cast<int>(first - row), y, static_cast<int>(last - row), y + 1});
  }
  return ink;
}

GrayImage Part(const GrayImage& page, const Box& box) {
  GrayImage part{box.width(), box.height(), {}};
  for (int y = box.top; y < box.bottom; ++y) {
    part.pixels.insert(part.pixels.end(), page.Row(y) + box.left, page.Row(y) + box.right);
  }
  return part;
}

TextSense SenseOf(const std::vector<Line>& lines) {
  TextSense sense;
  for (const Line& line : lines) {
    for (const Word& word : line.words) sense.Add(static_cast<int>(ToCodePoints(word.text).size()), word.confidence);
  }
  return sense;
}

bool SaysSomething(const TextSense& sense) {
  return sense.sure() >= kMakesSense && sense.sure() * sense.characters() >= kFewestSure;
}

void Move(Box& box, int x, int y) { box = {box.left + x, box.top + y, box.right + x, box.bottom + y}; }

// Below each other on one page, `margin` apart: a reader has more to go by, and runs once.
class Sheet {
 public:
  explicit Sheet(int margin) : margin_(margin) {}

  void Add(const GrayImage& image) {
    places_.push_back({margin_, bottom_, margin_ + image.width, bottom_ + image.height});
    bottom_ += image.height + margin_;
    width_ = std::max(width_, image.width + 2 * margin_);
    images_.push_back(image);
  }

  // The lines of each, in its own pixels.
  Result<std::vector<std::vector<Line>>> Read(RegionReader& reader, double dpi) const {
    GrayImage page{width_, bottom_, {}};
    page.pixels.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(bottom_), 255);
    std::vector<TextRegion> regions;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      const Box& place = places_[i];
      for (int y = 0; y < images_[i].height; ++y) {
        std::copy_n(images_[i].Row(y), images_[i].width, page.Row(place.top + y) + place.left);
      }
      regions.push_back({place, ReadAs::kBlock});
    }
    Result<std::vector<std::vector<Line>>> read = reader.Read(std::move(page), dpi, regions);
    if (!read) return read.status();
    for (std::size_t i = 0; i < read->size(); ++i) {
      for (Line& line : (*read)[i]) {
        Move(line.box, -places_[i].left, -places_[i].top);
        for (Word& word : line.words) Move(word.box, -places_[i].left, -places_[i].top);
      }
    }
    return read;
  }

 private:
  int margin_;
  int width_ = 0;
  int bottom_ = margin_;
  std::vector<Box> places_;
  std::vector<GrayImage> images_;
};

}  // namespace

std::vector<TallCell> FindTallCells(const GrayImage& page, const std::vector<Box>& cells, double dpi) {
  std::vector<TallCell> tall;
  const int margin = Pixels(kMarginMm, dpi);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!IsTall(cells[i]) || cells[i].width() > Pixels(kMostWidthMm, dpi)) continue;
    const Box ink = InkIn(page, cells[i]);
    if (!IsTall(ink) || ink.height() < Pixels(kLeastLengthMm, dpi)) continue;
    const Box box = Intersection({ink.left - margin, ink.top - margin, ink.right + margin, ink.bottom + margin}, cells[i]);
    tall.push_back({i, box, Part(page, box)});
  }
  return tall;
}

void TurnedText::TurnBack(std::vector<Block>& blocks) const {
  const auto turn = [this](Box& box) {
    box = rotation == 90 ? Box{box.top, cell.height() - box.right, box.bottom, cell.height() - box.left}
                         : Box{cell.width() - box.bottom, box.left, cell.width() - box.top, box.right};
    Move(box, cell.left, cell.top);
  };
  for (Block& block : blocks) {
    turn(block.box);
    for (Line& line : block.lines) {
      turn(line.box);
      for (Word& word : line.words) turn(word.box);
    }
  }
}

Result<std::vector<TurnedText>> ReadTurnedCells(RegionReader& reader, double dpi, std::vector<TallCell> cells,
                                                const std::vector<std::vector<Line>>& upright) {
  std::vector<TurnedText> turned;
  std::erase_if(cells, [&](const TallCell& cell) { return SaysSomething(SenseOf(upright[cell.index])); });
  if (cells.empty()) return turned;
  Sheet sheet(Pixels(3 * kMarginMm, dpi));
  for (const int rotation : {90, 270}) {
    for (const TallCell& cell : cells) sheet.Add(Turned(cell.image, rotation));
  }
  Result<std::vector<std::vector<Line>>> read = sheet.Read(reader, dpi);
  if (!read) return read.status();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::vector<Line>& up = (*read)[i];
    std::vector<Line>& down = (*read)[cells.size() + i];
    const bool upwards = SenseOf(up).sure() >= SenseOf(down).sure();
    std::vector<Line>& best = upwards ? up : down;
    const TextSense sense = SenseOf(best);
    if (!SaysSomething(sense) || sense.sure() < SenseOf(upright[cells[i].index]).sure() + kSurer) continue;
    turned.push_back({cells[i].index, cells[i].box, upwards ? 90 : 270, std::move(best)});
  }
  return turned;
}

}  // namespace sohoa
