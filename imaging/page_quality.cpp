// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_quality.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "imaging/cut_edge.h"
#include "imaging/faint_strokes.h"
#include "imaging/folded_corner.h"
#include "imaging/sharpness.h"

namespace sohoa {
namespace {

// Fewer letter-sized marks than this are dirt; the shortest word that matters has three.
constexpr int kFewestMarks = 3;
// A page of fewer letters holds a stamp, a signature or what is left of them, no print to judge.
constexpr int kFewestLetters = 25;
// What a punch hole or a staple leaves lies this near to an edge.
constexpr double kEdgeMm = 12;
// Or of the shadow of its edge, when it lies on the lid of the scanner.
constexpr double kShadowMm = 2.6;
constexpr double kLowResolutionDpi = 140;
constexpr double kSkewedDegrees = 3;
// Letters can be told from specks at this resolution.
constexpr double kLettersDpi = 150;
// Edges of strokes as wide as this (pixels) cost letters: what a blur of 2 pixels at 300 dpi
// makes of a sharp edge, and as much of a millimetre at others.
constexpr double kBlurredEdge = 1.8;
constexpr double kBlurredEdgePerDpi = 0.008;
constexpr int kLowContrast = 90;
// Paper as dark as this is seen where hardly any light came.
constexpr int kDarkestPaper = 120;
// Print, tables and stamps blacken no more of a bitonal page than this.
constexpr double kMostInk = 0.3;

// Ink in pieces, at a resolution that tells letters from specks.
struct Pieces {
  std::vector<Box> boxes;
  int factor = 1;  // pixels of the page to one of the boxes
  int width = 0;
  int height = 0;
};

struct Marks {
  int letters = 0;
  int large = 0;  // pictures, signatures, rules
};

Pieces FindPieces(const BitImage& ink, double dpi) {
  BitImage small = ink;
  Pieces pieces;
  for (; dpi > 1.9 * kLettersDpi; dpi /= 2, pieces.factor *= 2) small = Halved(small);
  pieces.boxes = ConnectedComponents(small);
  pieces.width = small.width;
  pieces.height = small.height;
  return pieces;
}

Marks CountMarks(const Pieces& pieces, double dpi) {
  const double mm = dpi / pieces.factor / kMmPerInch;
  Marks marks;
  for (const Box& box : pieces.boxes) {
    const double height = box.height() / mm;
    const double width = box.width() / mm;
    const bool at_edge = box.left < kEdgeMm * mm || box.top < kEdgeMm * mm || box.right > pieces.width - kEdgeMm * mm ||
                         box.bottom > pieces.height - kEdgeMm * mm;
    if (std::max(width, height) < 0.9) continue;  // speck
    // No printer reaches the very edge of a sheet: what stands there alone is a shadow in pieces.
    const bool shadow = box.right < kShadowMm * mm || box.bottom < kShadowMm * mm || box.left > pieces.width - kShadowMm * mm ||
                        box.top > pieces.height - kShadowMm * mm;
    if (shadow) continue;
    if (std::max(width, height) > 12) {
      // A shadow line along an edge is no content.
      if (!(at_edge && std::min(width, height) < 3)) ++marks.large;
      continue;
    }
    // A hole is as wide as high and stands alone at an edge.
    const bool hole = at_edge && height > 3.5 && std::fabs(width - height) < 2;
    if (!hole) ++marks.letters;
  }
  return marks;
}

// The level of gray that a tenth of the page is brighter than, by a pixel in 32: its paper, were
// there little of it on a black lid.
int PaperLevel(const LocalImage& scan) {
  int histogram[256] = {};
  int total = 0;
  const int step = 4 * scan.channels();
  const int bytes = scan.width() * scan.channels();
  for (int y = 0; y < scan.height(); y += 8) {
    const std::uint8_t* row = scan.row(y);
    for (int x = 0; x < bytes; x += step, ++total) {
      ++histogram[scan.channels() == 1 ? row[x] : (77 * row[x] + 151 * row[x + 1] + 28 * row[x + 2]) >> 8];
    }
  }
  int level = 255;
  for (int brighter = histogram[255]; level > 0 && brighter * 10LL < total; brighter += histogram[level]) --level;
  return level;
}

bool IsTooDark(const JudgedPage& page, int paper) {
  if (paper < kDarkestPaper) return true;
  if (!page.bitonal) return false;
  const Box all{0, 0, page.dark.width, page.dark.height};
  return static_cast<double>(CountInk(page.dark, all)) > kMostInk * static_cast<double>(all.area());
}

}  // namespace

Judgement JudgePage(const JudgedPage& page) {
  Judgement judgement;
  PageQuality& quality = judgement.quality;
  const double dpi = page.geometry.dpi;
  const Pieces pieces = FindPieces(page.dark, dpi);
  const Marks marks = CountMarks(pieces, dpi);
  const int paper = PaperLevel(page.scan);
  judgement.paper = paper;
  quality.blank = marks.large == 0 && marks.letters < kFewestMarks && page.inks.empty() && !HasFaintStrokes(page.scan, dpi);
  const auto flag = [&quality](const char* name, double factor) {
    quality.flags.emplace_back(name);
    quality.score *= factor;
  };
  const bool red = std::any_of(page.inks.begin(), page.inks.end(), [](const ColouredInk& ink) { return ink.kind == ColouredInk::Kind::kRed; });
  if (red) flag("red_seal", 1);
  if (!page.dpi_known) flag("unknown_resolution", 1);
  if (std::fabs(page.geometry.skew_degrees) >= kSkewedDegrees) flag("skewed", 0.9);
  // On a page that is too dark nothing may be seen of what is there.
  const bool too_dark = IsTooDark(page, paper);
  if (too_dark) flag("too_dark", 0.5);
  if (quality.blank) return judgement;
  if (dpi < kLowResolutionDpi) flag("low_resolution", 0.6);
  const bool has_fine = page.fine != nullptr;
  const double edge_dpi = has_fine ? page.fine_dpi : dpi;
  const StrokeEdges edges = MeasureEdges(has_fine ? *page.fine : page.reading, edge_dpi);
  judgement.edges = edges;
  // The paper of what is read was made white, and print paler with it.
  const int contrast = has_fine ? 255 * edges.contrast : edges.contrast * paper;
  // Print that is so pale that no letter of it counts has edges all the same.
  const bool pale = has_fine && contrast < kLowContrast * 255;
  const bool print = edges.contrast > 0 && (marks.letters >= kFewestLetters || pale);
  if (print && contrast < kLowContrast * 255) flag("low_contrast", 0.7);
  if (print && edges.width > kBlurredEdge + kBlurredEdgePerDpi * edge_dpi) flag("blurred", 0.7);
  if (!too_dark) judgement.cut = FindCutEdges(pieces.boxes, pieces.factor, page.geometry);
  if (judgement.cut.any()) flag("cut_edge", 0.5);
  if (HasFoldedCorner(page.scan, dpi)) flag("folded_corner", 0.8);
  return judgement;
}

}  // namespace sohoa
