// SPDX-License-Identifier: Apache-2.0
#include "ocr/ink_marking.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/vietnamese.h"
#include "ocr/reading_order.h"

namespace sohoa {
namespace {

constexpr std::uint8_t kRed = 1;
constexpr std::uint8_t kBlue = 2;
constexpr int kDark = 128;
// A word is of coloured ink when that is the greater part of its ink by far: a seal over
// black letters colours a good part of them too.
constexpr double kColouredShare = 0.75;

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

void MarkAll(Line& line, InkKind kind) {
  for (Word& word : line.words) word.ink = kind;
}

bool Near(const Box& a, const Box& b, int distance) {
  return a.left - distance < b.right && b.left - distance < a.right &&
         a.top - distance < b.bottom && b.top - distance < a.bottom;
}

// The lines of a digital signature's picture: one that only it has, and those about it.
void MarkSignatureText(std::vector<Line>& lines) {
  std::vector<Box> marked;
  for (Line& line : lines) {
    if (StartsWithAny(FoldedKey(LineText(line, true)),
                      {"nguoi ky:", "ky boi:", "thoi gian ky:", "ngay ky:", "digitally signed"})) {
      MarkAll(line, InkKind::kStamp);
      marked.push_back(line.box);
    }
  }
  // Its other lines are found by what they begin with, and stand right beside.
  for (Line& line : lines) {
    if (!StartsWithAny(FoldedKey(LineText(line, true)),
                       {"email:", "co quan:", "chuc vu:", "ngay ky", "thoi gian", "+07:00"})) {
      continue;
    }
    const bool beside = std::any_of(marked.begin(), marked.end(), [&line](const Box& box) {
      return Near(line.box, box, 2 * line.box.height());
    });
    if (beside) MarkAll(line, InkKind::kStamp);
  }
}

// The incoming stamp is a box of three or four short lines about the word ĐẾN.
void MarkIncomingStamp(std::vector<Line>& lines) {
  const int height = TypicalWordHeight(lines);
  std::vector<const Word*> labels;
  const Word* arrival = nullptr;
  for (const Line& line : lines) {
    for (const Word& word : line.words) {
      const std::string key = ExactKey(word.text);
      if (ToUpper(word.text) == word.text && StartsWithAny(key, {"đến", "đên"})) arrival = &word;
      if (StartsWithAny(key, {"số:", "ngày:", "giờ:", "chuyển:", "số.", "ngày.", "chuyển."})) {
        labels.push_back(&word);
      }
    }
  }
  if (arrival == nullptr || height == 0) return;
  Box stamp = arrival->box;
  int found = 0;
  for (const Word* label : labels) {
    if (!Near(label->box, arrival->box, 4 * height)) continue;
    stamp = Union(stamp, label->box);
    ++found;
  }
  if (found < 2) return;
  stamp = {stamp.left - height, stamp.top - height, stamp.right + 5 * height,
           stamp.bottom + height / 2};
  for (Line& line : lines) {
    for (Word& word : line.words) {
      if (Intersection(word.box, stamp).area() * 2 > word.box.area()) word.ink = InkKind::kStamp;
    }
  }
}

}  // namespace

InkMarks::InkMarks(const std::vector<ColouredInk>& inks, const LocalImage* mask,
                   const GrayImage& reading)
    : inks_(inks), mask_(mask), reading_(reading) {}

InkKind InkMarks::KindOf(const Word& word) const {
  const Box box = Intersection(word.box, reading_.bounds());
  int red = 0;
  int blue = 0;
  int black = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint8_t* ink = mask_->row(y);
    const std::uint8_t* gray = reading_.Row(y);
    for (int x = box.left; x < box.right; ++x) {
      if (ink[x] == kRed) {
        ++red;
      } else if (ink[x] == kBlue) {
        ++blue;
      } else if (gray[x] < kDark) {
        ++black;
      }
    }
  }
  const double all = red + blue + black;
  if (red + blue < kColouredShare * all || all == 0) return InkKind::kPrint;
  return red > blue ? InkKind::kStamp : InkKind::kHandwriting;
}

void InkMarks::Mark(std::vector<Line>& lines) const {
  const bool usable = mask_ != nullptr && mask_->width() == reading_.width &&
                      mask_->height() == reading_.height && !inks_.empty();
  if (usable) {
    for (Line& line : lines) {
      for (Word& word : line.words) word.ink = KindOf(word);
    }
  }
  MarkOverlays(lines);
}

void MarkOverlays(std::vector<Line>& lines) {
  MarkSignatureText(lines);
  MarkIncomingStamp(lines);
}

}  // namespace sohoa
