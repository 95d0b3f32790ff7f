// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_finder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "ocr/lines/box_measures.h"
#include "ocr/lines/growing_line.h"
#include "ocr/lines/mark_hanger.h"

namespace sohoa {
namespace {

// Letters of print, in millimetres: 6 point in lower case to a title of 40 point.
constexpr double kLeastLetterMm = 1.0;
constexpr double kGreatestLetterMm = 7.6;
// All below are in letter heights.
constexpr double kLeastCore = 0.6;    // lower than this is a mark, a dot or a dash
constexpr double kLeastPiece = 0.08;  // smaller than this is dirt
constexpr double kMostCore = 3.0;     // higher touches another line, or is a picture
constexpr double kTallest = 7.0;      // a picture
constexpr double kWidest = 12.0;
constexpr double kTallestThin = 2.0;  // a parenthesis is lower, or wider; this is a bit of a rule
constexpr double kThin = 0.3;
constexpr double kWidestSeam = 1.5;   // between two parts of one line
constexpr std::size_t kFewestTall = 2;
// How far Vietnamese letters reach from the baseline: two marks over a capital (Ẩ), a dot
// under a letter or the tail of a g.
constexpr double kHighestAbove = 2.1;
constexpr double kLowestBelow = 0.6;

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
  std::vector<Box> large;
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

bool Encloses(const Box& frame, const Box& box) {
  return frame.left < box.left && frame.right > box.right && frame.top < box.top && frame.bottom > box.bottom;
}

// By size; what is larger than any letter may be a frame.
Pieces SortPieces(const std::vector<Box>& components, double height, std::vector<Box>& specks) {
  Pieces pieces;
  for (const Box& box : components) {
    if (box.height() > kTallest * height || box.width() > kWidest * height) {
      pieces.large.push_back(box);
      continue;
    }
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
  const double mm = dpi / kMmPerInch;
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
  std::vector<GrowingLine> lines = GrowLines(pieces.cores, letter_height, walls);
  TakeOutMarks(lines, letter_height, pieces.marks);

  std::vector<std::vector<Box>> added = HangMarks(pieces.marks, lines, letter_height, walls);
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
  for (FoundLine& line : found.lines) {
    std::copy_if(pieces.large.begin(), pieces.large.end(), std::back_inserter(line.frames),
                 [&line](const Box& piece) { return Encloses(piece, line.box); });
  }
  // A title, or a stamp, in letters several times as high as the text.
  if (pieces.tall.size() >= kFewestTall) {
    const int height = Median(pieces.tall, [](const Box& box) { return box.height(); });
    MoveMarksOfTall(found.lines, pieces.tall, height);
    for (FoundLine& line : FindLines(pieces.tall, height, dividers).lines) found.lines.push_back(std::move(line));
  }
  return found;
}

}  // namespace sohoa
