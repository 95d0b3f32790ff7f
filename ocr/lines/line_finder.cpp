// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_finder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace sohoa {
namespace {

// Letters of print, in millimetres: 6 point in lower case to a title of 40 point.
constexpr double kLeastLetterMm = 1.0;
constexpr double kGreatestLetterMm = 7.6;
// All below are in letter heights.
constexpr double kLeastCore = 0.6;    // lower than this is a mark, a dot or a dash
constexpr double kLeastMark = 0.11;   // of the letters of its line: the dot of an i is a quarter
constexpr double kLeastAside = 0.15;  // where no letter stands above or below it
constexpr double kLeastPiece = 0.08;  // of those of the page
constexpr double kMostCore = 3.0;     // higher touches another line, or is a picture
constexpr double kTallest = 7.0;      // a picture
constexpr double kWidest = 12.0;
constexpr double kTallestThin = 2.0;  // a parenthesis is lower, or wider; this is a bit of a rule
constexpr double kThin = 0.3;
constexpr double kWidestSeam = 1.5;   // between two parts of one line
constexpr std::size_t kFewestTall = 2;
constexpr double kWidestGap = 2.2;    // within a line
constexpr double kWidestIndent = 4.0;  // from the dash of a list to its text
constexpr double kWidestMarkGap = 1.0;
constexpr double kFarthestMark = 1.15;  // of the upper of two marks from its letter
// How far Vietnamese letters reach from the baseline: two marks over a capital (Ẩ), a dot
// under a letter or the tail of a g.
constexpr double kGreatestDot = 0.35;
constexpr double kUnlikelyBelow = 0.3;
constexpr double kHighestAbove = 2.1;
constexpr double kLowestBelow = 0.6;

template <typename Measure>
int Median(const std::vector<Box>& boxes, Measure measure) {
  if (boxes.empty()) return 0;
  std::vector<int> values;
  values.reserve(boxes.size());
  for (const Box& box : boxes) values.push_back(measure(box));
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

int GapBetween(int begin_a, int end_a, int begin_b, int end_b) {
  return std::max({0, begin_b - end_a, begin_a - end_b});
}

// Vertical rules by where they stand, for quick questions.
class Dividers {
 public:
  explicit Dividers(std::vector<Box> boxes) : boxes_(std::move(boxes)) {
    std::sort(boxes_.begin(), boxes_.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
  }

  // One stands between `left` and `right` at that height.
  bool Between(int left, int right, int y) const {
    auto at = std::lower_bound(boxes_.begin(), boxes_.end(), left,
                               [](const Box& box, int x) { return box.left < x; });
    for (; at != boxes_.end() && at->left <= right; ++at) {
      if (at->top <= y && y <= at->bottom) return true;
    }
    return false;
  }

 private:
  std::vector<Box> boxes_;
};

// A line while it grows to the right.
struct GrowingLine {
  std::vector<Box> cores;
  Box box;
  Box last;  // where the line is at its right end: what comes next is level with this
  int middle_bottom = 0;  // median of the letters' lower ends, once it is grown
};

class LineGrower {
 public:
  LineGrower(int height, const Dividers& dividers) : height_(height), dividers_(dividers) {}

  // From left to right.
  void Add(const Box& core) {
    GrowingLine* home = nullptr;
    double best = std::numeric_limits<double>::max();
    for (GrowingLine& line : lines_) {
      const double distance = Distance(line, core);
      if (distance < best) {
        best = distance;
        home = &line;
      }
    }
    if (home == nullptr) {
      lines_.push_back({{core}, core, core});
      return;
    }
    home->cores.push_back(core);
    home->box = Union(home->box, core);
    if (core.height() < 0.8 * height_) {
      // Low letters and punctuation say little about the level.
      if (core.right > home->last.right) {
        home->last.left = core.left;
        home->last.right = core.right;
      }
    } else if (core.right > home->last.right || core.height() >= 0.8 * height_) {
      home->last = core;
    }
  }

  std::vector<GrowingLine> Take() {
    for (GrowingLine& line : lines_) line.middle_bottom = Median(line.cores, [](const Box& box) { return box.bottom; });
    return std::move(lines_);
  }

 private:
  // How badly `core` goes on with `line`; the greatest number where it does not.
  double Distance(const GrowingLine& line, const Box& core) const {
    constexpr double kNever = std::numeric_limits<double>::max();
    const Box& last = line.last;
    const int gap = core.left - line.box.right;
    if (gap > kWidestGap * height_ || gap < -3 * height_) return kNever;
    const int shared = std::min(last.bottom, core.bottom) - std::max(last.top, core.top);
    if (shared < 0.45 * std::min(last.height(), core.height())) return kNever;
    const double off_centre = std::abs(core.center_y() - last.center_y());
    if (std::abs(core.bottom - last.bottom) > 0.6 * height_ && off_centre > 0.5 * height_) return kNever;
    if (gap > 2 && dividers_.Between(line.box.right, core.left, static_cast<int>(core.center_y()))) return kNever;
    return off_centre + 0.3 * std::max(0, gap);
  }

  const int height_;
  const Dividers& dividers_;
  std::vector<GrowingLine> lines_;
};

// Lines by height, so that a mark asks only those near it.
class LineIndex {
 public:
  LineIndex(const std::vector<GrowingLine>& lines, int height) : cell_(std::max(8, 2 * height)) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (int row = lines[i].box.top / cell_ - 1; row <= lines[i].box.bottom / cell_ + 1; ++row) {
        const auto at = static_cast<std::size_t>(std::max(0, row));
        if (rows_.size() <= at) rows_.resize(at + 1);
        if (rows_[at].empty() || rows_[at].back() != i) rows_[at].push_back(i);
      }
    }
  }
  const std::vector<std::size_t>& Near(double y) const {
    static const std::vector<std::size_t> kNone;
    const auto at = static_cast<std::size_t>(std::max(0.0, y) / cell_);
    return at < rows_.size() ? rows_[at] : kNone;
  }

 private:
  int cell_;
  std::vector<std::vector<std::size_t>> rows_;
};

double Distance(const Box& piece, const Box& mark) {
  return GapBetween(piece.top, piece.bottom, mark.top, mark.bottom) +
         0.5 * GapBetween(piece.left, piece.right, mark.left, mark.right);
}

// To the nearest of a line's letters, which are sorted by their left edge.
double DistanceToLetters(const GrowingLine& line, const Box& mark, int reach) {
  double best = std::numeric_limits<double>::max();
  for (const Box& core : line.cores) {
    if (core.left > mark.right + reach) break;
    if (core.right + reach >= mark.left) best = std::min(best, Distance(core, mark));
  }
  return best;
}

// True where the line is no more than a mark of two storeys above (or below) a line's letters.
bool HangsOn(const GrowingLine& line, const GrowingLine& other, int height) {
  if (line.cores.size() > 2 || other.cores.size() <= line.cores.size()) return false;
  if (line.box.height() >= height || line.box.width() > 2 * height) return false;
  return DistanceToLetters(other, line.box, height / 4) <= kFarthestMark * height;
}

// Cores that are marks after all go to the marks.
void TakeOutMarks(std::vector<GrowingLine>& lines, int height, std::vector<Box>& marks) {
  const LineIndex index(lines, height);
  std::vector<bool> out(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<std::size_t>& near = index.Near(lines[i].box.center_y());
    out[i] = std::any_of(near.begin(), near.end(), [&](std::size_t j) {
      return j != i && HangsOn(lines[i], lines[j], height);
    });
  }
  std::vector<GrowingLine> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (out[i]) {
      marks.insert(marks.end(), lines[i].cores.begin(), lines[i].cores.end());
    } else {
      kept.push_back(std::move(lines[i]));
    }
  }
  lines = std::move(kept);
}

// Marks above and below letters, dots, commas, dashes. The nearest go first, and what has found
// its line is a place to hang on for others: the upper of two marks stands nearer to the line
// above than to its own letter, but nearest to the lower mark.
class MarkHanger {
 public:
  MarkHanger(const std::vector<GrowingLine>& lines, int height, const Dividers& dividers)
      : lines_(lines), height_(height), dividers_(dividers), index_(lines, height), added_(lines.size()) {
    for (const GrowingLine& line : lines) {
      least_mark_.push_back(kLeastMark * Median(line.cores, [](const Box& box) { return box.height(); }));
    }
  }

  // What finds no line stays in `marks`.
  std::vector<std::vector<Box>> Hang(std::vector<Box>& marks) {
    constexpr int kRounds = 12;
    for (int round = 1; round <= kRounds && !marks.empty(); ++round) {
      const double reach = kFarthestMark * height_ * round / kRounds;
      // All of a round see the same line, so that their order does not matter.
      std::vector<std::pair<std::size_t, Box>> homes;
      std::erase_if(marks, [&](const Box& mark) {
        const std::size_t home = HomeOf(mark, reach);
        if (home < lines_.size()) homes.emplace_back(home, mark);
        return home < lines_.size();
      });
      for (const auto& [home, mark] : homes) added_[home].push_back(mark);
    }
    return std::move(added_);
  }

 private:
  // The line nearest to the mark within `reach`; the number of lines where there is none.
  std::size_t HomeOf(const Box& mark, double reach) const {
    std::size_t home = lines_.size();
    for (const std::size_t i : index_.Near(mark.center_y())) {
      const double distance = DistanceTo(i, mark);
      if (distance > reach) continue;
      reach = distance;
      home = i;
    }
    return home;
  }

  double DistanceTo(std::size_t i, const Box& mark) const {
    constexpr double kNever = std::numeric_limits<double>::max();
    const GrowingLine& line = lines_[i];
    if (std::max(mark.width(), mark.height()) < least_mark_[i]) return kNever;
    const int aside = GapBetween(line.box.left, line.box.right, mark.left, mark.right);
    const int away = std::max(line.box.top - mark.bottom, mark.top - line.box.bottom);
    if (away > kFarthestMark * height_) return kNever;
    if (aside > 0) {
      // Beside the line: a dash, a bullet, a full stop on its level.
      const bool level = mark.center_y() > line.box.top && mark.center_y() < line.box.bottom;
      const bool dash = level && mark.right <= line.box.left && mark.width() >= 0.3 * height_ && mark.height() < 0.4 * height_;
      const double widest = dash ? kWidestIndent : level ? kWidestGap : kWidestMarkGap;
      if (aside > widest * height_ || std::max(mark.width(), mark.height()) < kLeastAside * height_) return kNever;
      if (dividers_.Between(std::min(mark.right, line.box.right), std::max(mark.left, line.box.left),
                            static_cast<int>(mark.center_y()))) return kNever;
      return 0.3 * aside + std::max(0, away);
    }
    double best = DistanceToLetters(line, mark, height_);
    for (const Box& other : added_[i]) {
      if (GapBetween(other.left, other.right, mark.left, mark.right) <= height_) best = std::min(best, Distance(other, mark));
    }
    // Under a letter there is a dot at most; whatever else is there belongs to the line below.
    const bool dot = std::max(mark.width(), mark.height()) < kGreatestDot * height_;
    const bool below = mark.top >= line.middle_bottom;
    return below && !dot ? best + kUnlikelyBelow * height_ : best;
  }

  const std::vector<GrowingLine>& lines_;
  const int height_;
  const Dividers& dividers_;
  const LineIndex index_;
  std::vector<std::vector<Box>> added_;
  std::vector<double> least_mark_;  // by line
};

// Ink that hangs over several lines gives each the part that stands in it. What touches none
// stays in `tall`.
void AddTall(std::vector<Box>& tall, const std::vector<GrowingLine>& lines, int height,
             std::vector<std::vector<Box>>& added) {
  std::erase_if(tall, [&](const Box& piece) {
    bool touches = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Box& line = lines[i].box;
      const int aside = GapBetween(line.left, line.right, piece.left, piece.right);
      const int shared = std::min(line.bottom, piece.bottom) - std::max(line.top, piece.top);
      if (aside > kWidestMarkGap * height || shared * 10 < line.height() * 8) continue;
      added[i].push_back({piece.left, line.top, piece.right, line.bottom});
      touches = true;
    }
    return touches;
  });
}

// The level on which a line's letters stand, as a straight line through the middles of its left
// and right part: tails and commas are too few to move a median.
class Baseline {
 public:
  explicit Baseline(const std::vector<Box>& cores) {
    const std::size_t part = std::max<std::size_t>(1, cores.size() / 3);
    const std::vector<Box> left(cores.begin(), cores.begin() + static_cast<std::ptrdiff_t>(part));
    const std::vector<Box> right(cores.end() - static_cast<std::ptrdiff_t>(part), cores.end());
    const auto middle = [](const Box& box) { return (box.left + box.right) / 2; };
    const auto bottom = [](const Box& box) { return box.bottom; };
    if (cores.size() < kFewLetters) {
      y_ = Median(cores, bottom);
      return;
    }
    x_ = Median(left, middle);
    y_ = Median(left, bottom);
    const double width = Median(right, middle) - x_;
    if (width > 0) slope_ = std::clamp((Median(right, bottom) - y_) / width, -kSteepest, kSteepest);
  }
  double At(double x) const { return y_ + slope_ * (x - x_); }

 private:
  static constexpr std::size_t kFewLetters = 12;
  static constexpr double kSteepest = 0.02;  // what is left when the page was set straight
  double x_ = 0;
  double y_ = 0;
  double slope_ = 0;
};

// What reaches further belongs to another line or to a stroke of a pen.
void CutToLevel(std::vector<Box>& letters, const Baseline& baseline, double height) {
  for (Box& letter : letters) {
    const double level = baseline.At(letter.center_x());
    letter.top = std::max(letter.top, static_cast<int>(level - kHighestAbove * height));
    letter.bottom = std::min(letter.bottom, static_cast<int>(std::ceil(level + kLowestBelow * height)));
  }
  std::erase_if(letters, [](const Box& letter) { return letter.empty(); });
}

bool FromTheLeft(const Box& a, const Box& b) { return std::pair(a.left, a.top) < std::pair(b.left, b.top); }

// Parts of one line that a dash or a broken letter kept asunder.
bool AreOneLine(const FoundLine& left, const FoundLine& right, const Dividers& dividers) {
  const double height = std::max(left.letter_height, right.letter_height);
  const int gap = right.box.left - left.box.right;
  if (gap > kWidestSeam * height || gap < -0.5 * height) return false;
  if (height > 1.6 * std::min(left.letter_height, right.letter_height)) return false;
  const int y = (std::max(left.box.top, right.box.top) + std::min(left.box.bottom, right.box.bottom)) / 2;
  return std::abs(left.level_right - right.level_left) < 0.35 * height &&
         !dividers.Between(left.box.right, right.box.left, y);
}

void JoinParts(std::vector<FoundLine>& lines, const Dividers& dividers) {
  std::sort(lines.begin(), lines.end(), [](const FoundLine& a, const FoundLine& b) { return a.box.left < b.box.left; });
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size();) {
      if (!AreOneLine(lines[i], lines[j], dividers)) {
        ++j;
        continue;
      }
      FoundLine& line = lines[i];
      const bool longer = lines[j].letters.size() > line.letters.size();
      if (longer) line.letter_height = lines[j].letter_height;
      line.box = Union(line.box, lines[j].box);
      line.level_right = lines[j].level_right;
      line.letters.insert(line.letters.end(), lines[j].letters.begin(), lines[j].letters.end());
      std::sort(line.letters.begin(), line.letters.end(), FromTheLeft);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;  // what stood further away may be near now
    }
  }
}

struct Pieces {
  std::vector<Box> cores;  // letters, from the left
  std::vector<Box> marks;
  std::vector<Box> tall;
};

// What stands alone by a tall letter was taken for a letter, and is a mark of that one.
void MoveMarksOfTall(std::vector<FoundLine>& lines, std::vector<Box>& tall, int height) {
  constexpr std::size_t kFew = 2;
  const std::vector<Box> letters = tall;
  std::erase_if(lines, [&](const FoundLine& line) {
    const bool by_tall = std::any_of(letters.begin(), letters.end(), [&](const Box& letter) {
      return line.box.left >= letter.left - height / 4 && line.box.right <= letter.right + height / 4 &&
             GapBetween(letter.top, letter.bottom, line.box.top, line.box.bottom) <= height / 2;
    });
    if (line.letters.size() > kFew || !by_tall) return false;
    tall.insert(tall.end(), line.letters.begin(), line.letters.end());
    return true;
  });
}

// By size; what is larger than any letter is left out.
Pieces SortPieces(const std::vector<Box>& components, double height, std::vector<Box>& specks) {
  Pieces pieces;
  for (const Box& box : components) {
    if (box.height() > kTallest * height || box.width() > kWidest * height) continue;
    if (box.height() > kTallestThin * height && box.width() < kThin * height) continue;
    if (std::max(box.width(), box.height()) < kLeastPiece * height) {
      specks.push_back(box);
    } else if (box.height() > kMostCore * height) {
      pieces.tall.push_back(box);
    } else if (box.height() >= kLeastCore * height && box.width() * 8 >= height) {
      pieces.cores.push_back(box);
    } else {
      pieces.marks.push_back(box);
    }
  }
  std::sort(pieces.cores.begin(), pieces.cores.end(), FromTheLeft);
  return pieces;
}

}  // namespace

int TypicalLetterHeight(const std::vector<Box>& components, double dpi) {
  const double mm = dpi / 25.4;
  std::vector<Box> letters;
  for (const Box& box : components) {
    const bool letter = box.height() >= kLeastLetterMm * mm && box.height() <= kGreatestLetterMm * mm &&
                        box.width() >= 0.5 * mm && box.width() <= 10 * mm;
    if (letter) letters.push_back(box);
  }
  return Median(letters, [](const Box& box) { return box.height(); });
}

FoundLines FindLines(const std::vector<Box>& components, int letter_height, const std::vector<Box>& dividers) {
  FoundLines found;
  if (letter_height <= 0) return found;
  Pieces pieces = SortPieces(components, letter_height, found.specks);
  const Dividers walls(dividers);
  LineGrower grower(letter_height, walls);
  for (const Box& core : pieces.cores) grower.Add(core);
  std::vector<GrowingLine> lines = grower.Take();
  TakeOutMarks(lines, letter_height, pieces.marks);

  std::vector<std::vector<Box>> added = MarkHanger(lines, letter_height, walls).Hang(pieces.marks);
  found.specks.insert(found.specks.end(), pieces.marks.begin(), pieces.marks.end());
  AddTall(pieces.tall, lines, letter_height, added);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    FoundLine line;
    line.letters = lines[i].cores;
    line.letter_height = Median(lines[i].cores, [](const Box& box) { return box.height(); });
    line.letters.insert(line.letters.end(), added[i].begin(), added[i].end());
    const Baseline baseline(lines[i].cores);
    CutToLevel(line.letters, baseline, line.letter_height);
    if (line.letters.empty()) continue;
    line.level_left = baseline.At(lines[i].box.left);
    line.level_right = baseline.At(lines[i].box.right);
    std::sort(line.letters.begin(), line.letters.end(), FromTheLeft);
    for (const Box& letter : line.letters) line.box = Union(line.box, letter);
    found.lines.push_back(std::move(line));
  }
  JoinParts(found.lines, walls);
  // A title, or a stamp, in letters several times as high as the text.
  if (pieces.tall.size() >= kFewestTall) {
    const int height = Median(pieces.tall, [](const Box& box) { return box.height(); });
    MoveMarksOfTall(found.lines, pieces.tall, height);
    for (FoundLine& line : FindLines(pieces.tall, height, dividers).lines) found.lines.push_back(std::move(line));
  }
  return found;
}

}  // namespace sohoa
