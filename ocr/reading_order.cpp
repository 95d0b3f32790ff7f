// SPDX-License-Identifier: Apache-2.0
#include "ocr/reading_order.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/printed_rows.h"

namespace sohoa {
namespace {

// Words of the text's height that stand further apart than this, in that height, may belong
// to two columns. Spaces of justified text stay below it.
constexpr double kGutter = 0.9;
constexpr double kWideSpace = 1.5;
constexpr double kLeastGutter = 0.5;  // what later rows may leave of it
// Rows of one block stand no further apart than this, in text heights, from top to top.
constexpr double kBlockPitch = 2.6;

// What is left of `gutter` in this row; the widest part.
Interval Narrow(const Line& row, const Interval& gutter, int page_width) {
  Interval best;
  for (const Interval& space : Spaces(row, page_width)) {
    const Interval shared{std::max(space.begin, gutter.begin), std::min(space.end, gutter.end)};
    if (shared.width() > best.width()) best = shared;
  }
  return best;
}

struct Sides {
  Line left;
  Line right;
};

Sides SplitAt(const Line& row, const Interval& gutter) {
  Sides sides;
  const double middle = (gutter.begin + gutter.end) / 2.0;
  for (const Word& word : row.words) {
    Line& side = word.box.center_x() < middle ? sides.left : sides.right;
    side.words.push_back(word);
    side.box = Union(side.box, word.box);
    side.x_height = row.x_height;
  }
  return sides;
}

// Rows [first, last) with a white gutter through all of them.
struct ColumnPair {
  std::size_t first = 0;
  std::size_t last = 0;
  Interval gutter;
  std::vector<Line> left;
  std::vector<Line> right;
};

bool ContainsAny(const std::string& text, std::initializer_list<std::string_view> cues) {
  return std::any_of(cues.begin(), cues.end(), [&text](std::string_view cue) {
    return text.find(cue) != std::string::npos;
  });
}

std::string FoldedText(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) text += " " + FoldedKey(LineText(line, true));
  return text;
}

// What the two blocks of a head or foot say, whatever an engine misread of it.
bool IsHead(const ColumnPair& pair) {
  return ContainsAny(FoldedText(pair.right), {"cong hoa", "xa hoi", "doc lap", "hanh phuc",
                                              "dang cong san"});
}

bool IsFoot(const ColumnPair& pair) {
  return ContainsAny(FoldedText(pair.left), {"noi nhan", "noi nhân", "luu:", "luu vt", "nhu tren"}) ||
         ContainsAny(FoldedText(pair.right),
                     {"giam doc", "chu tich", "bo truong", "hieu truong", "kt.", "tm.", "tl.",
                      "tuq.", "thu truong", "nguoi ky", "truong phong", "chanh van phong"});
}

// Two texts side by side: their lines fall where they like, those of a form stand level.
bool AreIndependent(const ColumnPair& pair, std::size_t both) {
  return pair.left.size() >= both + 3 && pair.right.size() >= both + 3;
}

class ColumnFinder {
 public:
  ColumnFinder(const std::vector<Line>& rows, int width, int text_height)
      : rows_(rows), width_(width), text_height_(text_height) {}

  // The columns through row `seed`, none of whose rows is above `first_free`.
  std::optional<ColumnPair> Find(std::size_t seed, std::size_t first_free) const {
    std::optional<ColumnPair> best;
    for (const Interval& space : Spaces(rows_[seed], width_)) {
      const bool inner = space.begin > rows_[seed].box.left && space.end < rows_[seed].box.right;
      const double middle = (space.begin + space.end) / 2.0 / width_;
      if (!inner || space.width() < kGutter * text_height_ || middle < 0.2 || middle > 0.8) continue;
      ColumnPair pair = Grow(seed, first_free, space);
      if (Accept(pair) && (!best || pair.last - pair.first > best->last - best->first)) {
        best = std::move(pair);
      }
    }
    return best;
  }

 private:
  bool Take(std::size_t row, Interval& gutter) const {
    const Interval narrowed = Narrow(rows_[row], gutter, width_);
    if (narrowed.width() < kLeastGutter * text_height_) return false;
    gutter = narrowed;
    return true;
  }

  ColumnPair Grow(std::size_t seed, std::size_t first_free, Interval gutter) const {
    ColumnPair pair;
    pair.first = seed;
    while (pair.first > first_free) {
      const Line& above = rows_[pair.first - 1];
      const bool near = rows_[pair.first].box.top - above.box.top < kBlockPitch * text_height_;
      // Text that ends left of the gutter above the columns is the body's last line.
      const bool starts_left = above.box.center_x() < (gutter.begin + gutter.end) / 2.0;
      const bool at_top = pair.first <= 3;
      if (!near || (starts_left && !at_top) || !Take(pair.first - 1, gutter)) break;
      --pair.first;
    }
    pair.last = seed + 1;
    while (pair.last < rows_.size() && Take(pair.last, gutter)) ++pair.last;
    pair.gutter = gutter;
    Fill(pair);
    if (IsHead(pair)) EndHead(pair);
    return pair;
  }

  void Fill(ColumnPair& pair) const {
    pair.left.clear();
    pair.right.clear();
    for (std::size_t i = pair.first; i < pair.last; ++i) {
      Sides sides = SplitAt(rows_[i], pair.gutter);
      if (!sides.left.words.empty()) pair.left.push_back(std::move(sides.left));
      if (!sides.right.words.empty()) pair.right.push_back(std::move(sides.right));
    }
  }

  // A head ends where its left block does: what comes on the left after a pause is body. The
  // number may stand lower than that, but then the date is beside it.
  void EndHead(ColumnPair& pair) const {
    std::optional<int> left_top;
    for (std::size_t i = pair.first; i < pair.last; ++i) {
      const Sides sides = SplitAt(rows_[i], pair.gutter);
      if (sides.left.words.empty()) continue;
      const double pause = kBlockPitch * (sides.right.words.empty() ? 1 : 2);
      if (left_top && sides.left.box.top - *left_top > pause * text_height_) {
        pair.last = i;
        break;
      }
      left_top = sides.left.box.top;
    }
    Fill(pair);
  }

  bool Accept(const ColumnPair& pair) const {
    if (pair.left.empty() || pair.right.empty()) return false;
    const std::size_t both = pair.left.size() + pair.right.size() - (pair.last - pair.first);
    return IsHead(pair) || (IsFoot(pair) && pair.last - pair.first >= 2) ||
           AreIndependent(pair, both);
  }

  const std::vector<Line>& rows_;
  int width_;
  int text_height_;
};

class BlockMaker {
 public:
  explicit BlockMaker(int text_height) : text_height_(text_height) {}

  void Add(Line line) {
    const bool apart = blocks_.empty() || broken_ ||
                       line.box.top - blocks_.back().lines.back().box.bottom > text_height_;
    if (apart) blocks_.emplace_back();
    broken_ = false;
    Block& block = blocks_.back();
    block.box = Union(block.box, line.box);
    block.lines.push_back(std::move(line));
  }
  void Break() { broken_ = true; }
  std::vector<Block> Take() { return std::move(blocks_); }

 private:
  int text_height_;
  bool broken_ = false;
  std::vector<Block> blocks_;
};

}  // namespace

std::vector<Line> CutAtWideSpaces(std::vector<Line> lines) {
  const double widest = kWideSpace * TypicalWordHeight(lines);
  std::vector<Line> pieces;
  for (Line& line : lines) {
    SortWords(line);
    pieces.emplace_back();
    for (Word& word : line.words) {
      if (!pieces.back().words.empty() && word.box.left - pieces.back().box.right > widest) {
        pieces.emplace_back();
      }
      pieces.back().x_height = line.x_height;
      pieces.back().box = Union(pieces.back().box, word.box);
      pieces.back().words.push_back(std::move(word));
    }
  }
  return pieces;
}

std::vector<Block> OrderLines(std::vector<Line> lines, int width) {
  const int text_height = std::max(1, TypicalWordHeight(lines));
  std::vector<Line> rows;
  for (PrintedRow& row : MakeRows(lines)) rows.push_back(std::move(row.line));
  const ColumnFinder finder(rows, width, text_height);
  BlockMaker maker(text_height);
  // Rows wait here until it is known that they are not the upper part of columns.
  std::vector<std::optional<ColumnPair>> at(rows.size());
  std::size_t first_free = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::optional<ColumnPair> pair = finder.Find(i, first_free);
    if (!pair) continue;
    first_free = pair->last;
    i = pair->last - 1;
    at[pair->first] = std::move(pair);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!at[i]) {
      maker.Add(rows[i]);
      continue;
    }
    for (const std::vector<Line>* side : {&at[i]->left, &at[i]->right}) {
      maker.Break();
      for (const Line& line : *side) maker.Add(line);
    }
    maker.Break();
    i = at[i]->last - 1;
  }
  return maker.Take();
}

}  // namespace sohoa
