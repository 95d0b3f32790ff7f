// SPDX-License-Identifier: Apache-2.0
//
// Drawing, with Cairo.
#include "samples/page_canvas.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <pango/pangocairo.h>

#include "samples/handwriting.h"
#include "samples/random.h"
#include "samples/text_layout.h"

namespace sohoa {

struct PageCanvas::Surface {
  double width = 0;
  double height = 0;
  int dpi = 0;
  std::uint64_t seed = 0;
  SampleRandom random{0};
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  std::vector<SampleLine> lines;

  void SetInk(Ink ink) { cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue); }
  int Pixel(double points) const { return static_cast<int>(std::lround(points * dpi / 72)); }
  void Stroke(const std::vector<Point>& points, double line_width, Ink ink);
  SampleLine DrawLine(const PlacedLine& line, const TextStyle& style, double x, double baseline);
};

PageCanvas::PageCanvas(double width, double height, int dpi, std::uint64_t seed)
    : surface_(std::make_unique<Surface>()) {
  Surface& s = *surface_;
  s.width = width;
  s.height = height;
  s.dpi = dpi;
  s.seed = seed;
  s.random = SampleRandom(seed);
  s.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, s.Pixel(width), s.Pixel(height));
  s.cairo = cairo_create(s.surface);
  cairo_set_source_rgb(s.cairo, 1, 1, 1);
  cairo_paint(s.cairo);
  cairo_scale(s.cairo, dpi / 72.0, dpi / 72.0);
  // Inks darken what they fall on, so that print stays readable under a seal.
  cairo_set_operator(s.cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_set_line_cap(s.cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(s.cairo, CAIRO_LINE_JOIN_ROUND);
}

PageCanvas::~PageCanvas() {
  cairo_destroy(surface_->cairo);
  cairo_surface_destroy(surface_->surface);
}

double PageCanvas::width() const { return surface_->width; }
double PageCanvas::height() const { return surface_->height; }
std::uint64_t PageCanvas::seed() const { return surface_->seed; }

// A Catmull-Rom curve, as Bézier pieces.
void PageCanvas::Surface::Stroke(const std::vector<Point>& points, double line_width, Ink ink) {
  if (points.empty()) return;
  SetInk(ink);
  cairo_set_line_width(cairo, line_width);
  cairo_move_to(cairo, points[0].x, points[0].y);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point& a = points[i > 1 ? i - 2 : 0];
    const Point& b = points[i - 1];
    const Point& c = points[i];
    const Point& d = points[std::min(i + 1, points.size() - 1)];
    cairo_curve_to(cairo, b.x + (c.x - a.x) / 6, b.y + (c.y - a.y) / 6, c.x - (d.x - b.x) / 6,
                   c.y - (d.y - b.y) / 6, c.x, c.y);
  }
  cairo_stroke(cairo);
}

SampleLine PageCanvas::Surface::DrawLine(const PlacedLine& line, const TextStyle& style, double x,
                                         double baseline) {
  const double left = x + line.x;
  SetInk(style.ink);
  cairo_move_to(cairo, left, baseline);
  pango_cairo_show_layout_line(cairo, line.line);
  SampleLine noted;
  noted.text = line.text;
  for (const PlacedWord& word : line.words) {
    SampleWord out;
    out.text = word.text;
    out.ink = word.hand ? SampleInk::kHandwriting : SampleInk::kPrint;
    // Cluster boxes already start at the block's left edge.
    out.box = {static_cast<int>(std::floor((x + word.left) * dpi / 72)),
               static_cast<int>(std::floor((baseline + word.top) * dpi / 72)),
               static_cast<int>(std::ceil((x + word.right) * dpi / 72)),
               static_cast<int>(std::ceil((baseline + word.bottom) * dpi / 72))};
    noted.words.push_back(std::move(out));
    if (!word.hand || !PenCanWrite(word.text)) continue;
    for (const auto& stroke : PenStrokes(word.text, x + word.left, baseline + 0.04 * style.size,
                                         word.right - word.left, 0.8 * style.size, random)) {
      Stroke(stroke, 1.0, kPenInk);
    }
  }
  return noted;
}

void PageCanvas::DrawLines(const TextBlock& block, std::size_t first, std::size_t last, double x,
                           double y) {
  const TextStyle& style = block.style();
  const double drop = style.size * (0.891 + (style.pitch - 1.107) / 2);
  for (std::size_t i = first; i < last && i < block.lines(); ++i) {
    const double top = y + block.line_height() * static_cast<double>(i - first);
    Note(surface_->DrawLine(block.layout_->lines[i], style, x, top + drop));
  }
}

SampleLine PageCanvas::DrawUnnoted(const TextBlock& block, double x, double y) {
  const std::size_t before = surface_->lines.size();
  Draw(block, x, y);
  SampleLine joined;
  for (std::size_t i = before; i < surface_->lines.size(); ++i) {
    SampleLine& line = surface_->lines[i];
    if (!joined.text.empty()) joined.text += ' ';
    joined.text += line.text;
    joined.words.insert(joined.words.end(), line.words.begin(), line.words.end());
  }
  surface_->lines.resize(before);
  return joined;
}

void PageCanvas::Note(SampleLine line) {
  if (!line.text.empty()) surface_->lines.push_back(std::move(line));
}

void PageCanvas::Rule(double x1, double y1, double x2, double y2, double width, Ink ink) {
  surface_->SetInk(ink);
  cairo_set_line_width(surface_->cairo, width);
  cairo_move_to(surface_->cairo, x1, y1);
  cairo_line_to(surface_->cairo, x2, y2);
  cairo_stroke(surface_->cairo);
}

void PageCanvas::Frame(double x, double y, double w, double h, double width, Ink ink) {
  surface_->SetInk(ink);
  cairo_set_line_width(surface_->cairo, width);
  cairo_rectangle(surface_->cairo, x, y, w, h);
  cairo_stroke(surface_->cairo);
}

void PageCanvas::Fill(double x, double y, double w, double h, Ink ink) {
  surface_->SetInk(ink);
  cairo_rectangle(surface_->cairo, x, y, w, h);
  cairo_fill(surface_->cairo);
}

void PageCanvas::Ring(double x, double y, double radius, double width, Ink ink) {
  surface_->SetInk(ink);
  cairo_set_line_width(surface_->cairo, width);
  cairo_new_sub_path(surface_->cairo);
  cairo_arc(surface_->cairo, x, y, radius, 0, 2 * 3.14159265358979);
  cairo_stroke(surface_->cairo);
}

void PageCanvas::FillPolygon(const std::vector<Point>& points, Ink ink) {
  surface_->SetInk(ink);
  for (const Point& p : points) cairo_line_to(surface_->cairo, p.x, p.y);
  cairo_close_path(surface_->cairo);
  cairo_fill(surface_->cairo);
}

void PageCanvas::Stroke(const std::vector<Point>& points, double width, Ink ink) {
  surface_->Stroke(points, width, ink);
}

void PageCanvas::TurnedText(std::string_view text, const TextStyle& style, double x, double y,
                            double radians) {
  const TextBlock block(text, style, 1000);
  if (block.lines() == 0) return;
  cairo_save(surface_->cairo);
  cairo_translate(surface_->cairo, x, y);
  cairo_rotate(surface_->cairo, radians);
  surface_->SetInk(style.ink);
  cairo_move_to(surface_->cairo, 0, 0);
  pango_cairo_show_layout_line(surface_->cairo, block.layout_->lines[0].line);
  cairo_restore(surface_->cairo);
}

double PageCanvas::TextWidth(std::string_view text, const TextStyle& style) const {
  const TextBlock block(text, style, 1000);
  if (block.lines() == 0) return 0;
  PangoRectangle logical;
  pango_layout_line_get_extents(block.layout_->lines[0].line, nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

SamplePage PageCanvas::Take() {
  Surface& s = *surface_;
  cairo_surface_flush(s.surface);
  SamplePage page;
  SampleImage& image = page.image;
  image.width = cairo_image_surface_get_width(s.surface);
  image.height = cairo_image_surface_get_height(s.surface);
  image.dpi = s.dpi;
  const auto width = static_cast<std::size_t>(image.width);
  image.pixels.resize(width * static_cast<std::size_t>(image.height) * 3);
  const unsigned char* data = cairo_image_surface_get_data(s.surface);
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(s.surface));
  char* out = image.pixels.data();
  for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(data + y * stride);
    for (std::size_t x = 0; x < width; ++x) {
      *out++ = static_cast<char>(row[x] >> 16 & 255);
      *out++ = static_cast<char>(row[x] >> 8 & 255);
      *out++ = static_cast<char>(row[x] & 255);
    }
  }
  page.truth.width = image.width;
  page.truth.height = image.height;
  page.truth.dpi = s.dpi;
  page.truth.lines = std::move(s.lines);
  return page;
}

}  // namespace sohoa
