// SPDX-License-Identifier: Apache-2.0
#include "imaging/cut_edge.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sohoa {
namespace {

// Ink that ends this near to the edge is cut by it: no printer prints there.
constexpr double kTouchMm = 0.4;
constexpr double kLowestLetterMm = 1;
constexpr double kTallestLetterMm = 7;
constexpr double kWidestPieceMm = 15;  // letters of a word that have run together
// A line across an edge: this many pieces one after the other, over this length at least.
constexpr double kWordGapMm = 3;
constexpr int kFewestPieces = 3;
constexpr double kShortestLineMm = 10;
// A single line may be a note in the margin.
constexpr int kFewestLines = 2;
// A line along an edge, of which only the upper or lower parts of letters are left.
constexpr double kLowestStubMm = 0.5;
constexpr double kStubGapMm = 10;  // where only capitals and ascenders reach the edge
constexpr int kFewestStubs = 12;
constexpr double kShortestRowMm = 40;

// Millimetres from the upper left of the scan as it is turned upright, skewed as it was.
struct Piece {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

struct Sheet {
  double width = 0;
  double height = 0;
  std::vector<Piece> pieces;
};

Sheet OnTheScan(const std::vector<Box>& boxes, int factor, const PageGeometry& geometry) {
  PageGeometry upright = geometry;
  upright.rotation = 0;
  if (geometry.rotation % 180 != 0) std::swap(upright.scanned_width, upright.scanned_height);
  const double mm = kMmPerInch / geometry.dpi;
  Sheet sheet{upright.scanned_width * mm, upright.scanned_height * mm, {}};
  for (const Box& box : boxes) {
    const double width = box.width() * factor * mm;
    const double height = box.height() * factor * mm;
    if (width > kWidestPieceMm || height > kTallestLetterMm || std::max(width, height) < kLowestStubMm) continue;
    const Point middle = upright.ToScanned({box.center_x() * factor - 0.5, box.center_y() * factor - 0.5});
    const double x = (middle.x + 0.5) * mm;
    const double y = (middle.y + 0.5) * mm;
    sheet.pieces.push_back({x - width / 2, y - height / 2, x + width / 2, y + height / 2});
  }
  return sheet;
}

// The sheet in a mirror, so that one edge stands for two.
Sheet MirroredAside(Sheet sheet) {
  for (Piece& piece : sheet.pieces) piece = {sheet.width - piece.right, piece.top, sheet.width - piece.left, piece.bottom};
  return sheet;
}

Sheet UpsideDown(Sheet sheet) {
  for (Piece& piece : sheet.pieces) piece = {piece.left, sheet.height - piece.bottom, piece.right, sheet.height - piece.top};
  return sheet;
}

bool IsLetter(const Piece& piece) { return piece.height() >= kLowestLetterMm; }

bool OnOneLine(const Piece& a, const Piece& b) {
  const double shared = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const double low = std::min(a.height(), b.height());
  const double high = std::max(a.height(), b.height());
  return shared >= 0.5 * low && high <= 2.5 * low;
}

// `sorted`: letters from the left. Whether print goes on from `first` into the page.
bool BeginsALine(const Piece& first, const std::vector<Piece>& sorted) {
  double reach = first.right;
  int pieces = 1;
  for (const Piece& piece : sorted) {
    if (piece.left > reach + kWordGapMm) break;
    if (piece.left <= first.left || piece.right <= reach || !OnOneLine(first, piece)) continue;
    reach = piece.right;
    if (++pieces >= kFewestPieces && reach >= kShortestLineMm) return true;
  }
  return false;
}

bool CutsLines(const Sheet& sheet) {
  std::vector<Piece> letters;
  const double far = 3 * kShortestLineMm + kWidestPieceMm;
  std::copy_if(sheet.pieces.begin(), sheet.pieces.end(), std::back_inserter(letters),
               [far](const Piece& piece) { return IsLetter(piece) && piece.left < far; });
  std::sort(letters.begin(), letters.end(), [](const Piece& a, const Piece& b) { return a.left < b.left; });
  std::vector<Piece> lines;
  for (const Piece& piece : letters) {
    if (piece.left > kTouchMm) break;
    const bool known = std::any_of(lines.begin(), lines.end(), [&piece](const Piece& line) {
      return piece.top < line.bottom && line.top < piece.bottom;
    });
    if (known || !BeginsALine(piece, letters)) continue;
    lines.push_back(piece);
    if (static_cast<int>(lines.size()) >= kFewestLines) return true;
  }
  return false;
}

// Rows of stubs, each higher than a shadow that comes and goes along an edge.
bool CutsAlongALine(const Sheet& sheet) {
  std::vector<Piece> stubs;
  std::copy_if(sheet.pieces.begin(), sheet.pieces.end(), std::back_inserter(stubs), [](const Piece& piece) {
    return piece.top <= kTouchMm && piece.height() >= kLowestStubMm && piece.width() <= 4 * piece.height();
  });
  std::sort(stubs.begin(), stubs.end(), [](const Piece& a, const Piece& b) { return a.left < b.left; });
  int count = 0;
  double begin = 0;
  double reach = 0;
  for (const Piece& stub : stubs) {
    if (count == 0 || stub.left > reach + kStubGapMm) {
      count = 0;
      begin = stub.left;
      reach = stub.right;
    }
    reach = std::max(reach, stub.right);
    if (++count >= kFewestStubs && reach - begin >= kShortestRowMm) return true;
  }
  return false;
}

}  // namespace

SheetSides FindCutEdges(const std::vector<Box>& pieces, int factor, const PageGeometry& geometry) {
  const Sheet sheet = OnTheScan(pieces, factor, geometry);
  return {CutsLines(sheet), CutsAlongALine(sheet), CutsLines(MirroredAside(sheet)), CutsAlongALine(UpsideDown(sheet))};
}

}  // namespace sohoa
