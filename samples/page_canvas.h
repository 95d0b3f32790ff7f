// SPDX-License-Identifier: Apache-2.0
//
// PageCanvas: a sheet of paper to draw on, which remembers where each word came to stand.
// Coordinates are points (1/72 inch), origin top-left. One thread at a time per object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "samples/sample_pages.h"

namespace sohoa {

constexpr double Mm(double millimetres) { return millimetres * 72.0 / 25.4; }

struct Ink {
  double red = 0;
  double green = 0;
  double blue = 0;
};
inline constexpr Ink kBlackInk{0.06, 0.06, 0.07};
inline constexpr Ink kSealInk{0.80, 0.10, 0.14};
inline constexpr Ink kPenInk{0.09, 0.17, 0.56};

enum class Align : std::uint8_t { kLeft, kCenter, kRight, kJustify };

struct TextStyle {
  double size = 13;  // points
  bool bold = false;
  bool italic = false;
  bool sans = false;
  Ink ink = kBlackInk;
  Align align = Align::kLeft;
  double indent = 0;   // of the first line
  double pitch = 1.2;  // baseline to baseline, in sizes
};

struct TextLayout;

// Text broken into lines at a width; not yet anywhere.
class TextBlock {
 public:
  TextBlock() = default;
  // Throws nothing; a block of an empty text has no lines.
  TextBlock(std::string_view markup, const TextStyle& style, double width);

  std::size_t lines() const;
  double line_height() const { return style_.size * style_.pitch; }
  double height() const { return line_height() * static_cast<double>(lines()); }
  // Of the widest line.
  double width() const;
  const TextStyle& style() const { return style_; }

 private:
  friend class PageCanvas;
  std::shared_ptr<const TextLayout> layout_;
  TextStyle style_;
};

// kUnavailable when a font the samples are drawn with is not installed.
Status CheckSampleFonts();

class PageCanvas {
 public:
  // A white sheet. `seed` moves the pen strokes.
  PageCanvas(double width, double height, int dpi, std::uint64_t seed);
  ~PageCanvas();
  PageCanvas(const PageCanvas&) = delete;
  PageCanvas& operator=(const PageCanvas&) = delete;

  double width() const;
  double height() const;

  // Draws lines [first, last) with the top of the first at `y` and notes each as a line of
  // the truth.
  void DrawLines(const TextBlock& block, std::size_t first, std::size_t last, double x, double y);
  void Draw(const TextBlock& block, double x, double y) {
    DrawLines(block, 0, block.lines(), x, y);
  }
  // Draws the block and notes nothing; gives its lines joined into one.
  SampleLine DrawUnnoted(const TextBlock& block, double x, double y);
  void Note(SampleLine line);

  void Rule(double x1, double y1, double x2, double y2, double width, Ink ink = kBlackInk);
  void Frame(double x, double y, double w, double h, double width, Ink ink = kBlackInk);
  void Fill(double x, double y, double w, double h, Ink ink = kBlackInk);
  void Ring(double x, double y, double radius, double width, Ink ink);
  void FillPolygon(const std::vector<Point>& points, Ink ink);
  // A smooth pen stroke through the points.
  void Stroke(const std::vector<Point>& points, double width, Ink ink);
  // One line of unnoted text whose baseline starts at (x, y), turned clockwise by `radians`.
  void TurnedText(std::string_view text, const TextStyle& style, double x, double y,
                  double radians);
  double TextWidth(std::string_view text, const TextStyle& style) const;

  std::uint64_t seed() const;
  // The page as it stands; the canvas is empty afterwards.
  SamplePage Take();

 private:
  struct Surface;
  std::unique_ptr<Surface> surface_;
};

}  // namespace sohoa
