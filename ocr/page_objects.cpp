// SPDX-License-Identifier: Apache-2.0
#include "ocr/page_objects.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "core/vietnamese.h"
#include "ocr/office_stamps.h"
#include "ocr/stamp_frames.h"
#include "ocr/word_doubt.h"

namespace sohoa {
namespace {

constexpr int kRed = 1;
constexpr int kBlue = 2;
constexpr double kLongEdgeMm = 12;

bool HasInk(const BitImage& image) {
  return std::any_of(image.words.begin(), image.words.end(), [](std::uint32_t word) { return word != 0; });
}

void Add(const BitImage& ink, BitImage& to) {
  for (std::size_t i = 0; i < to.words.size(); ++i) to.words[i] |= ink.words[i];
}

bool InMixedCase(const Word& word) { return ToUpper(word.text) != word.text; }

// A name in small letters is print, wherever it stands: inscriptions of seals are in capitals.
bool IsSureName(const Line& line) {
  return line.words.size() >= 2 && std::all_of(line.words.begin(), line.words.end(), [](const Word& word) {
    return IsSurelyPrint(word) && InMixedCase(word);
  });
}

// A stamp says its office's name, in capitals, and its labels.
bool IsOfStamp(const Word& word) {
  static constexpr std::string_view kLabels[] = {"đến", "số", "ngày", "chuyển", "lưu", "hồ", "giờ", "kính"};
  std::string key = ExactKey(word.text);
  key.resize(std::min(key.size(), key.find_first_of(":.,0123456789")));
  return !InMixedCase(word) || std::find(std::begin(kLabels), std::end(kLabels), key) != std::end(kLabels);
}

// What stands level with a line, itself too: an engine may have cut a printed line at the edge
// of a stamp.
std::vector<const Word*> RowOf(const Line& line, const std::vector<Line>& lines) {
  std::vector<const Word*> row;
  for (const Line& other : lines) {
    const int shared = std::min(line.box.bottom, other.box.bottom) - std::max(line.box.top, other.box.top);
    const int gap = std::max(other.box.left - line.box.right, line.box.left - other.box.right);
    if (shared * 2 < std::min(line.box.height(), other.box.height()) || gap > 2 * line.box.height()) continue;
    for (const Word& word : other.words) row.push_back(&word);
  }
  return row;
}

// A printed line under the stamp: it says something else, or runs out of the frame.
bool RunsUnder(const std::vector<const Word*>& row, const Box& frame) {
  int others = 0;
  int outside = 0;
  for (const Word* word : row) {
    if (!IsSurelyPrint(*word)) continue;
    if (Intersection(word->box, frame).empty()) ++outside;
    else if (!IsOfStamp(*word)) ++others;
  }
  return others >= 3 || outside >= 2;
}

// Print on both sides: the seal lies over a line of text, of which this is a part.
bool StandsInPrint(const Word& word, const std::vector<const Word*>& row) {
  const auto any = [&](auto beside) {
    return std::any_of(row.begin(), row.end(), [&](const Word* other) { return IsSurelyPrint(*other) && beside(other->box); });
  };
  return any([&](const Box& box) { return box.right <= word.box.left; }) &&
         any([&](const Box& box) { return box.left >= word.box.right; });
}

}  // namespace

PageObjects::PageObjects(const BitImage& unruled, const BitImage& ruled, const LocalImage* mask,
                         const std::vector<TableGrid>& tables, double dpi)
    : dpi_(dpi), page_{0, 0, unruled.width, unruled.height}, ink_(MakeCoarseInk(unruled, dpi)) {
  black_ = FindRoundSeals(ink_);
  const CoarseInk framed = tables.empty() ? ink_ : MakeCoarseInk(ruled, dpi);
  frames_ = FindStampFrames(framed);
  for (const Box& piece : framed.pieces) {
    if (std::max(piece.width(), piece.height()) > framed.Pixels(kLongEdgeMm)) edges_.push_back(framed.ToPage(piece));
  }
  std::erase_if(frames_, [&tables](const Box& frame) {
    return std::any_of(tables.begin(), tables.end(), [&frame](const TableGrid& table) { return MostlyIn(frame, table.box); });
  });
  if (mask == nullptr || mask->width() != unruled.width || mask->height() != unruled.height) return;
  const BitImage red = InkOfColour(mask->data(), mask->stride(), mask->width(), mask->height(), kRed);
  BitImage blue = InkOfColour(mask->data(), mask->stride(), mask->width(), mask->height(), kBlue);
  if (HasInk(red)) {
    const CoarseInk coarse = MakeCoarseInk(red, dpi);
    red_ = FindRoundSeals(coarse);
    const std::vector<Box> frames = FindStampFrames(coarse);
    frames_.insert(frames_.end(), frames.begin(), frames.end());
  }
  if (!HasInk(blue)) return;
  const std::vector<Box> frames = FindStampFrames(MakeCoarseInk(blue, dpi));
  frames_.insert(frames_.end(), frames.begin(), frames.end());
  Add(unruled, blue);
  ink_ = MakeCoarseInk(blue, dpi);
}

void PageObjects::Find(const std::vector<Line>& lines, const std::vector<Line>& red) {
  stamps_ = FindOfficeStamps(lines, red, frames_, edges_, page_, dpi_);
  std::vector<Box> boxes;
  for (const PageObject& stamp : stamps_) boxes.push_back(stamp.box);
  signatures_ = FindSignatures(ink_, black_, red_, lines, boxes);
}

InkKind PageObjects::KindOf(const Line& line, std::size_t index, const std::vector<const Word*>& row) const {
  const Word& word = line.words[index];
  for (const PageObject& stamp : stamps_) {
    if (stamp.kind != PageObjectKind::kIncomingStamp || !MostlyIn(word.box, stamp.box)) continue;
    const bool print = IsSurelyPrint(word) && !IsOfStamp(word);
    if (!print || !RunsUnder(row, stamp.box)) return InkKind::kStamp;
  }
  const bool strange = IsDoubtful(word) && !ContinuesPrint(line, index) && !StandsInPrint(word, row);
  for (const RoundSeal& seal : black_) {
    if (seal.Holds(line.box) && !IsSureName(line)) return InkKind::kStamp;
    if (strange && seal.Holds(word.box.center_x(), word.box.center_y())) return InkKind::kStamp;
  }
  for (const Signature& signature : signatures_) {
    const bool covered = std::any_of(signature.strokes.begin(), signature.strokes.end(),
                                     [&word](const Box& stroke) { return MostlyIn(word.box, stroke); });
    if (covered && strange) return InkKind::kHandwriting;
  }
  return word.ink;
}

void PageObjects::Mark(std::vector<Line>& lines) const {
  const bool any = !black_.empty() || !signatures_.empty() || !stamps_.empty();
  std::vector<std::vector<InkKind>> kinds;  // of all, before any is changed
  for (std::size_t i = 0; any && i < lines.size(); ++i) {
    const std::vector<const Word*> row = RowOf(lines[i], lines);
    kinds.emplace_back();
    for (std::size_t j = 0; j < lines[i].words.size(); ++j) kinds[i].push_back(KindOf(lines[i], j, row));
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = 0; j < kinds[i].size(); ++j) {
      Word& word = lines[i].words[j];
      if (word.ink == InkKind::kPrint) word.ink = kinds[i][j];
    }
  }
}

std::vector<RoundSeal> PageObjects::Seals() const {
  std::vector<RoundSeal> seals = red_;
  seals.insert(seals.end(), black_.begin(), black_.end());
  return seals;
}

std::vector<PageObject> PageObjects::All() const {
  std::vector<PageObject> all;
  for (const std::vector<RoundSeal>* seals : {&red_, &black_}) {
    for (const RoundSeal& seal : *seals) {
      all.push_back({PageObjectKind::kSeal, Intersection(seal.box(), page_), std::min(1.0, seal.confidence)});
    }
  }
  for (const Signature& signature : signatures_) {
    PageObject object = signature.object;
    object.box = Intersection(object.box, page_);
    all.push_back(object);
  }
  all.insert(all.end(), stamps_.begin(), stamps_.end());
  std::stable_sort(all.begin(), all.end(), [](const PageObject& a, const PageObject& b) { return a.kind < b.kind; });
  return all;
}

}  // namespace sohoa
