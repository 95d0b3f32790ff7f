// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_crops.h"

#include <algorithm>
#include <cstring>

namespace sohoa {
namespace {

// White around the letters. Tesseract leaves 4 pixels; with a little more a third of the errors
// of drawn pages goes, clean and degraded, and some of those of scans.
constexpr int kMarginAside = 5;
constexpr int kMarginAbove = 6;
constexpr int kTallestSpeck = 64;  // how far above a line a speck may begin and reach it

Box WithMargin(const Box& box, const Box& page) {
  return Intersection({box.left - kMarginAside, box.top - kMarginAbove, box.right + kMarginAside, box.bottom + kMarginAbove}, page);
}

bool Touches(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// A foreign letter goes, but for the pixels where a letter of the line itself stands.
void EraseLetter(LineCrop& crop, const Box& foreign, const std::vector<Box>& own) {
  const Box area{crop.left, crop.top, crop.left + crop.image.width, crop.top + crop.image.height};
  const Box inside = Intersection(foreign, area);
  if (inside.empty()) return;
  std::vector<Box> kept;
  for (const Box& letter : own) {
    if (letter.left >= inside.right) break;
    if (Touches(letter, inside)) kept.push_back(letter);
  }
  for (int y = inside.top; y < inside.bottom; ++y) {
    std::uint8_t* row = crop.image.Row(y - crop.top) - crop.left;
    for (int x = inside.left; x < inside.right; ++x) {
      const bool own_ink = std::any_of(kept.begin(), kept.end(), [x, y](const Box& letter) {
        return x >= letter.left && x < letter.right && y >= letter.top && y < letter.bottom;
      });
      if (!own_ink) row[x] = 255;
    }
  }
}

// A speck this near to a letter is a bit of it: thin print falls to pieces in a bitonal scan.
bool StandsAlone(const Box& speck, const FoundLine& line) {
  const int near = std::max(2, line.letter_height / 8);
  const Box around{speck.left - near, speck.top - near, speck.right + near, speck.bottom + near};
  return std::none_of(line.letters.begin(), line.letters.end(),
                      [&around](const Box& letter) { return Touches(letter, around); });
}

LineCrop Crop(const GrayImage& page, const Box& box) {
  LineCrop crop;
  crop.left = box.left;
  crop.top = box.top;
  crop.image = {box.width(), box.height(), {}};
  crop.image.pixels.resize(static_cast<std::size_t>(box.area()));
  for (int y = 0; y < box.height(); ++y) {
    std::memcpy(crop.image.Row(y), page.Row(box.top + y) + box.left, static_cast<std::size_t>(box.width()));
  }
  return crop;
}

}  // namespace

std::vector<LineCrop> CropLines(const GrayImage& page, const std::vector<FoundLine>& lines,
                                const std::vector<Box>& specks) {
  std::vector<Box> dirt = specks;
  std::sort(dirt.begin(), dirt.end(), [](const Box& a, const Box& b) { return a.top < b.top; });
  std::vector<LineCrop> crops;
  crops.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Box box = WithMargin(lines[i].box, page.bounds());
    crops.push_back(Crop(page, box));
    for (std::size_t j = 0; j < lines.size(); ++j) {
      if (j == i || !Touches(lines[j].box, box)) continue;
      for (const Box& letter : lines[j].letters) {
        if (Touches(letter, box)) EraseLetter(crops.back(), letter, lines[i].letters);
      }
    }
    for (const Box& frame : lines[i].frames) EraseLetter(crops.back(), frame, lines[i].letters);
    auto speck = std::lower_bound(dirt.begin(), dirt.end(), box.top - kTallestSpeck,
                                  [](const Box& piece, int y) { return piece.top < y; });
    for (; speck != dirt.end() && speck->top < box.bottom; ++speck) {
      if (Touches(*speck, box) && StandsAlone(*speck, lines[i])) EraseLetter(crops.back(), *speck, lines[i].letters);
    }
  }
  return crops;
}

}  // namespace sohoa
