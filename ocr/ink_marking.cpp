// SPDX-License-Identifier: Apache-2.0
#include "ocr/ink_marking.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/vietnamese.h"
#include "ocr/office_stamps.h"
#include "ocr/printed_rows.h"

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

// "14:42:41": print gives no seconds, the time of a signature does.
bool HasSeconds(const std::string& text) {
  const auto digits = [&text](std::size_t at) {
    return at + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0 &&
           std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0;
  };
  for (std::size_t at = 0; at + 7 < text.size(); ++at) {
    if (digits(at) && text[at + 2] == ':' && digits(at + 3) && text[at + 5] == ':' &&
        digits(at + 6)) {
      return true;
    }
  }
  return false;
}

bool IsSignatureText(const Line& line) {
  const std::string text = LineText(line, true);
  return HasSeconds(text) ||
         StartsWithAny(FoldedKey(text), {"nguoi ky:", "ky boi:", "thoi gian ky:", "ngay ky:",
                                         "chung thu:", "digitally signed"});
}

// One above the other in small letters, as the lines of one picture stand.
bool BelongTogether(const Line& marked, const Line& line, int text_height) {
  const int height = marked.box.height();
  const int pause = std::max(line.box.top - marked.box.bottom, marked.box.top - line.box.bottom);
  const int shared =
      std::min(marked.box.right, line.box.right) - std::max(marked.box.left, line.box.left);
  return line.box.height() * 10 < text_height * 9 && line.box.height() * 2 < height * 3 &&
         pause < height && shared * 2 > std::min(marked.box.width(), line.box.width());
}

// The lines of a digital signature's picture: those that only it has, and all that hang
// together with them.
void MarkSignatureText(std::vector<Line>& lines) {
  const int text_height = TypicalWordHeight(lines);
  std::vector<const Line*> open;
  for (Line& line : lines) {
    if (!IsSignatureText(line)) continue;
    MarkAll(line, InkKind::kStamp);
    open.push_back(&line);
  }
  while (!open.empty()) {
    const Line& marked = *open.back();
    open.pop_back();
    for (Line& line : lines) {
      const bool done = line.words.front().ink == InkKind::kStamp;
      if (done || !BelongTogether(marked, line, text_height)) continue;
      MarkAll(line, InkKind::kStamp);
      open.push_back(&line);
    }
  }
}

// The incoming stamp is a box of three or four short lines about the word ĐẾN.
void MarkIncomingStamp(std::vector<Line>& lines) {
  const std::optional<Box> stamp = IncomingStampOfWords(lines);
  if (!stamp) return;
  for (Line& line : lines) {
    for (Word& word : line.words) {
      if (Intersection(word.box, *stamp).area() * 2 > word.box.area()) word.ink = InkKind::kStamp;
    }
  }
}

}  // namespace

InkMarks::InkMarks(const std::vector<ColouredInk>& inks, const LocalImage* mask,
                   const LocalImage& reading)
    : inks_(inks), mask_(mask), reading_(reading) {}

InkKind InkMarks::KindOf(const Word& word) const {
  const Box box = Intersection(word.box, {0, 0, reading_.width(), reading_.height()});
  int red = 0;
  int blue = 0;
  int black = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    const std::uint8_t* ink = mask_->row(y);
    const std::uint8_t* gray = reading_.row(y);
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
  const bool usable = mask_ != nullptr && mask_->width() == reading_.width() &&
                      mask_->height() == reading_.height() && !inks_.empty();
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
