// SPDX-License-Identifier: Apache-2.0
#include "ocr/pictures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/coarse_ink.h"
#include "ocr/word_doubt.h"

namespace sohoa {
namespace {

// Dense ink is looked for in squares. Letters fill a quarter of theirs, bold capitals a third, and
// between two lines of text stand squares without any. A letter of 60 points is 14 mm high,
constexpr double kSquareMm = 2;
constexpr double kDenseSquare = 0.4;
constexpr double kLeastMm = 15;       // and a stamp in a frame 14
constexpr double kDenseShare = 0.5;   // of the squares of a picture
// One piece: larger than seals and most signatures are fine, and ink all over it, which frames
// and strokes of a pen have not.
constexpr double kLeastPieceMm = 15;
constexpr double kPieceFill = 0.25;
constexpr double kFrameMm = 1.5;
constexpr int kParts = 4;  // a side
constexpr int kFewestInked = 13;
constexpr double kInkedPart = 0.04;
constexpr double kMostOfPage = 0.6;
constexpr double kSolid = 0.5;  // no seal has so much ink
// Black beside the paper, as scanners see it.
constexpr double kScanMarginMm = 3;
constexpr double kMostEdgeMm = 25;
// Words: of all their letters so many are of words that are sure.
constexpr double kReadsAsText = 0.3;
constexpr int kFewestSure = 4;

Box Grown(const Box& box, int by) { return {box.left - by, box.top - by, box.right + by, box.bottom + by}; }

double Fill(const BitImage& ink, const Box& box) {
  return box.empty() ? 0 : static_cast<double>(CountInk(ink, box)) / static_cast<double>(box.area());
}

// In pixels of `coarse`.
std::vector<Box> DenseAreas(const CoarseInk& coarse) {
  const int side = coarse.Pixels(kSquareMm);
  BitImage squares(std::max(1, coarse.ink.width / side), std::max(1, coarse.ink.height / side));
  for (int y = 0; y < squares.height; ++y) {
    for (int x = 0; x < squares.width; ++x) {
      const Box square{x * side, y * side, (x + 1) * side, (y + 1) * side};
      if (Fill(coarse.ink, square) >= kDenseSquare) squares.SetRun(y, x, x + 1);
    }
  }
  std::vector<Box> areas;
  const int least = static_cast<int>(std::ceil(kLeastMm / kSquareMm));
  for (const Box& area : ConnectedComponents(squares)) {
    if (std::min(area.width(), area.height()) < least || Fill(squares, area) < kDenseShare) continue;
    areas.push_back({area.left * side, area.top * side, area.right * side, area.bottom * side});
  }
  return areas;
}

bool IsPicturePiece(const CoarseInk& coarse, const Box& piece) {
  if (std::min(piece.width(), piece.height()) < coarse.Pixels(kLeastPieceMm)) return false;
  const Box inner = Grown(piece, -coarse.Pixels(kFrameMm));
  if (Fill(coarse.ink, inner) < kPieceFill) return false;
  int inked = 0;
  for (int i = 0; i < kParts * kParts; ++i) {
    const int x = i % kParts;
    const int y = i / kParts;
    const Box part{inner.left + inner.width() * x / kParts, inner.top + inner.height() * y / kParts,
                   inner.left + inner.width() * (x + 1) / kParts, inner.top + inner.height() * (y + 1) / kParts};
    inked += Fill(coarse.ink, part) >= kInkedPart ? 1 : 0;
  }
  return inked >= kFewestInked;
}

// With the lighter parts of a picture that hang together with a dense one, and its frame.
Box WithItsPieces(Box area, const std::vector<Box>& pieces) {
  const Box dense = area;
  for (const Box& piece : pieces) {
    const bool holds = MostlyIn(dense, piece) && piece.area() <= 4 * dense.area();
    if (holds || MostlyIn(piece, dense)) area = Union(area, piece);
  }
  return area;
}

// A picture stands in one cell, whose box is its limit; what lies over several is their shading or
// their rules.
bool FitsTables(const Box& core, const std::vector<TableGrid>& tables, Box& box) {
  for (const TableGrid& table : tables) {
    if (Intersection(core, table.box).empty()) continue;
    const auto cell = std::find_if(table.cells.begin(), table.cells.end(), [&core](const TableCell& other) {
      return Intersection(core, other.box).area() * 5 > core.area() * 4;
    });
    if (cell == table.cells.end()) return false;
    box = Intersection(box, cell->box);
  }
  return true;
}

bool IsScannersEdge(const CoarseInk& coarse, const Box& box) {
  const Box inside = Grown({0, 0, coarse.ink.width, coarse.ink.height}, -coarse.Pixels(kScanMarginMm));
  return Intersection(box, inside) != box && std::min(box.width(), box.height()) < coarse.Pixels(kMostEdgeMm);
}

void JoinOverlapping(std::vector<Box>& boxes) {
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (std::size_t j = i + 1; j < boxes.size();) {
      if (Intersection(boxes[i], boxes[j]).empty()) {
        ++j;
        continue;
      }
      boxes[i] = Union(boxes[i], boxes[j]);
      boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;  // what stood apart may overlap now
    }
  }
}

bool IsIn(const Word& word, const Box& box) {
  const double x = word.box.center_x();
  const double y = word.box.center_y();
  return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
}

bool ReadsAsText(const Box& picture, const std::vector<const std::vector<Line>*>& regions) {
  int all = 0;
  int sure = 0;
  for (const std::vector<Line>* lines : regions) {
    for (const Line& line : *lines) {
      for (const Word& word : line.words) {
        if (!IsIn(word, picture)) continue;
        const int letters = static_cast<int>(ToCodePoints(word.text).size());
        all += letters;
        if (letters > 1 && IsSurelyPrint(word)) sure += letters;
      }
    }
  }
  return sure >= kFewestSure && sure >= kReadsAsText * all;
}

}  // namespace

std::vector<Box> FindPictures(const BitImage& ink, const std::vector<TableGrid>& tables, double dpi) {
  const CoarseInk coarse = MakeCoarseInk(ink, dpi);
  const Box page{0, 0, ink.width, ink.height};
  std::vector<Box> found;
  const auto propose = [&](const Box& core, const Box& whole) {
    if (IsScannersEdge(coarse, whole)) return;
    Box box = Intersection(coarse.ToPage(whole), page);
    if (!FitsTables(coarse.ToPage(core), tables, box)) return;
    if (static_cast<double>(box.area()) <= kMostOfPage * static_cast<double>(page.area())) found.push_back(box);
  };
  for (const Box& area : DenseAreas(coarse)) propose(area, WithItsPieces(area, coarse.pieces));
  for (const Box& piece : coarse.pieces) {
    if (IsPicturePiece(coarse, piece)) propose(piece, piece);
  }
  JoinOverlapping(found);
  std::sort(found.begin(), found.end(), [](const Box& a, const Box& b) {
    return std::pair(a.top, a.left) < std::pair(b.top, b.left);
  });
  return found;
}

void EraseSolid(const std::vector<Box>& pictures, BitImage& ink) {
  for (const Box& picture : pictures) {
    if (Fill(ink, picture) < kSolid) continue;
    for (int y = picture.top; y < picture.bottom; ++y) ink.ClearRun(y, picture.left, picture.right);
  }
}

void KeepPictures(std::vector<Box>& pictures, const std::vector<PageObject>& objects,
                  const std::vector<const std::vector<Line>*>& lines) {
  std::erase_if(pictures, [&](const Box& picture) {
    // A seal may lie over the edge of a portrait, but a portrait in no seal.
    const bool by_hand = std::any_of(objects.begin(), objects.end(),
                                     [&](const PageObject& object) { return MostlyIn(picture, object.box); });
    return by_hand || ReadsAsText(picture, lines);
  });
}

void DropWordsIn(const std::vector<Box>& pictures, std::vector<Line>& lines) {
  if (pictures.empty()) return;
  for (Line& line : lines) {
    const std::size_t before = line.words.size();
    std::erase_if(line.words, [&](const Word& word) {
      return std::any_of(pictures.begin(), pictures.end(), [&](const Box& picture) { return IsIn(word, picture); });
    });
    if (line.words.size() == before) continue;
    line.box = {};
    for (const Word& word : line.words) line.box = Union(line.box, word.box);
  }
  std::erase_if(lines, [](const Line& line) { return line.words.empty(); });
}

}  // namespace sohoa
