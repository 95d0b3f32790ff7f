// SPDX-License-Identifier: Apache-2.0
//
// The one file that knows Pango and Cairo.
#include "samples/page_canvas.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "samples/handwriting.h"
#include "samples/markup.h"
#include "samples/random.h"

namespace sohoa {
namespace {

constexpr const char* kSerif = "Liberation Serif";  // has the widths of Times New Roman
constexpr const char* kSans = "Liberation Sans";

// Metrics and shapes that depend on neither the resolution nor the machine's settings.
cairo_font_options_t* PlainFontOptions() {
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  return options;
}

// Fonts of this thread; a font map must not be used from two.
class Typesetter {
 public:
  Typesetter() : map_(pango_cairo_font_map_new()) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map_), 72);
    context_ = pango_font_map_create_context(map_);
    cairo_font_options_t* options = PlainFontOptions();
    pango_cairo_context_set_font_options(context_, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_, FALSE);
    pango_context_set_language(context_, pango_language_from_string("vi"));
  }
  ~Typesetter() {
    g_object_unref(context_);
    g_object_unref(map_);
  }
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  PangoContext* context() const { return context_; }

 private:
  PangoFontMap* map_;
  PangoContext* context_ = nullptr;
};

PangoContext* Context() {
  static thread_local Typesetter typesetter;
  return typesetter.context();
}

PangoFontDescription* Describe(const TextStyle& style) {
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, style.sans ? kSans : kSerif);
  pango_font_description_set_size(font, static_cast<int>(std::lround(style.size * PANGO_SCALE)));
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  if (style.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
  return font;
}

double Points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

guint16 Channel(double value) { return static_cast<guint16>(std::lround(value * 65535)); }

// A word of a line; the box is relative to the line's left end and baseline.
struct PlacedWord {
  std::string text;
  double left = 0, top = 0, right = 0, bottom = 0;
  bool hand = false;

  void Cover(double l, double t, double r, double b) {
    if (right <= left) {
      left = l, top = t, right = r, bottom = b;
      return;
    }
    left = std::min(left, l), top = std::min(top, t);
    right = std::max(right, r), bottom = std::max(bottom, b);
  }
};

struct PlacedLine {
  PangoLayoutLine* line = nullptr;  // owned by the layout
  double x = 0;
  std::string text;
  std::vector<PlacedWord> words;
};

void Insert(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin, std::size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

}  // namespace

struct TextBlock::Layout {
  PangoLayout* layout = nullptr;
  std::string text;
  std::vector<char> hand;  // by byte of text
  std::vector<PlacedLine> lines;

  Layout() = default;
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  ~Layout() {
    if (layout != nullptr) g_object_unref(layout);
  }

  void SetRuns(const std::vector<TextRun>& runs, const TextStyle& style);
  void KeepCodesWhole(PangoAttrList* attributes) const;
  void PlaceLines();
  void AddCluster(PlacedLine& line, std::size_t begin, std::size_t end, const PangoRectangle& ink,
                  const PangoRectangle& logical, int baseline, bool& in_word) const;
};

void TextBlock::Layout::SetRuns(const std::vector<TextRun>& runs, const TextStyle& style) {
  PangoAttrList* attributes = pango_attr_list_new();
  Insert(attributes,
         pango_attr_foreground_new(Channel(style.ink.red), Channel(style.ink.green),
                                   Channel(style.ink.blue)),
         0, G_MAXINT);
  for (const TextRun& run : runs) {
    const std::size_t begin = text.size();
    text += run.text;
    hand.resize(text.size(), run.hand ? 1 : 0);
    if (run.bold) Insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, text.size());
    if (run.italic || run.hand) {
      Insert(attributes, pango_attr_style_new(PANGO_STYLE_ITALIC), begin, text.size());
    }
    if (!run.hand) continue;
    Insert(attributes,
           pango_attr_foreground_new(Channel(kPenInk.red), Channel(kPenInk.green),
                                     Channel(kPenInk.blue)),
           begin, text.size());
    // The type only keeps the place where the pen will write.
    if (PenCanWrite(run.text)) {
      Insert(attributes, pango_attr_foreground_alpha_new(1), begin, text.size());
    }
  }
  KeepCodesWhole(attributes);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

// Typists do not break "61/2018/NĐ-CP" or a date at its slash, and neither do their programs.
void TextBlock::Layout::KeepCodesWhole(PangoAttrList* attributes) const {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (text.find('/', begin) < end) Insert(attributes, pango_attr_allow_breaks_new(FALSE), begin, end);
    begin = end + 1;
  }
}

void TextBlock::Layout::AddCluster(PlacedLine& line, std::size_t begin, std::size_t end,
                                   const PangoRectangle& ink, const PangoRectangle& logical,
                                   int baseline, bool& in_word) const {
  const std::string piece = text.substr(begin, end - begin);
  const bool is_hand = hand[begin] != 0;
  const bool was_hand = begin > 0 && !line.text.empty() && hand[begin - 1] != 0;
  if (is_hand && !was_hand) line.text += "⟦";
  if (!is_hand && was_hand) line.text += "⟧";
  if (piece == " ") {
    in_word = false;
    // Columns made of spaces count as one space.
    if (!line.text.ends_with(' ')) line.text += piece;
    return;
  }
  line.text += piece;
  if (!in_word || line.words.back().hand != is_hand) {
    line.words.emplace_back();
    line.words.back().hand = is_hand;
  }
  in_word = true;
  PlacedWord& word = line.words.back();
  word.text += piece;
  const PangoRectangle& box = is_hand || ink.width == 0 ? logical : ink;
  word.Cover(Points(box.x), Points(box.y - baseline), Points(box.x + box.width),
             Points(box.y + box.height - baseline));
}

void TextBlock::Layout::PlaceLines() {
  if (text.empty()) return;
  PangoLayoutIter* iter = pango_layout_get_iter(layout);
  bool in_word = false;
  bool new_line = true;
  std::size_t index = static_cast<std::size_t>(pango_layout_iter_get_index(iter));
  for (bool more = true; more;) {
    if (new_line) {
      PangoRectangle extents;
      pango_layout_iter_get_line_extents(iter, nullptr, &extents);
      lines.emplace_back();
      lines.back().line = pango_layout_iter_get_line_readonly(iter);
      lines.back().x = Points(extents.x);
      in_word = false;
    }
    PangoRectangle ink;
    PangoRectangle logical;
    pango_layout_iter_get_cluster_extents(iter, &ink, &logical);
    const int baseline = pango_layout_iter_get_baseline(iter);
    PlacedLine& line = lines.back();
    const std::size_t line_end =
        static_cast<std::size_t>(line.line->start_index) + static_cast<std::size_t>(line.line->length);
    const PangoLayoutLine* before = line.line;
    more = pango_layout_iter_next_cluster(iter) != FALSE;
    new_line = more && pango_layout_iter_get_line_readonly(iter) != before;
    const std::size_t next =
        more ? static_cast<std::size_t>(pango_layout_iter_get_index(iter)) : text.size();
    const std::size_t end = std::min(next, line_end);
    // A line ends with an empty cluster that stands for its break.
    if (end > index) AddCluster(line, index, end, ink, logical, baseline, in_word);
    index = next;
  }
  pango_layout_iter_free(iter);
  for (PlacedLine& line : lines) {
    const std::size_t open = line.text.rfind("⟦");
    const std::size_t close = line.text.rfind("⟧");
    if (open != std::string::npos && (close == std::string::npos || close < open)) line.text += "⟧";
    while (!line.text.empty() && line.text.back() == ' ') line.text.pop_back();
  }
}

TextBlock::TextBlock(std::string_view markup, const TextStyle& style, double width)
    : style_(style) {
  auto layout = std::make_shared<Layout>();
  layout->layout = pango_layout_new(Context());
  PangoFontDescription* font = Describe(style);
  pango_layout_set_font_description(layout->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(layout->layout, static_cast<int>(std::lround(width * PANGO_SCALE)));
  pango_layout_set_wrap(layout->layout, PANGO_WRAP_WORD);
  pango_layout_set_indent(layout->layout, static_cast<int>(std::lround(style.indent * PANGO_SCALE)));
  pango_layout_set_justify(layout->layout, style.align == Align::kJustify);
  pango_layout_set_alignment(layout->layout, style.align == Align::kCenter  ? PANGO_ALIGN_CENTER
                                             : style.align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                            : PANGO_ALIGN_LEFT);
  layout->SetRuns(ParseMarkup(markup), style);
  layout->PlaceLines();
  layout_ = std::move(layout);
}

std::size_t TextBlock::lines() const { return layout_ ? layout_->lines.size() : 0; }

double TextBlock::width() const {
  double widest = 0;
  if (!layout_) return widest;
  for (const PlacedLine& line : layout_->lines) {
    if (line.words.empty()) continue;
    widest = std::max(widest, line.words.back().right - line.words.front().left);
  }
  return widest;
}

Status CheckSampleFonts() {
  for (const char* family : {kSerif, kSans}) {
    PangoFontDescription* wanted = pango_font_description_from_string(family);
    PangoFont* font = pango_context_load_font(Context(), wanted);
    pango_font_description_free(wanted);
    bool found = false;
    if (font != nullptr) {
      PangoFontDescription* loaded = pango_font_describe(font);
      const char* name = pango_font_description_get_family(loaded);
      // Version 1 of the fonts has the names but not all Vietnamese letters.
      found = name != nullptr && std::string_view(name) == family &&
              pango_font_has_char(font, U'ể') != FALSE;
      pango_font_description_free(loaded);
      g_object_unref(font);
    }
    if (!found) {
      return {StatusCode::kUnavailable, std::string("draw a sample page: font ") + family +
                                            " with all Vietnamese letters is not installed; install fonts-liberation2"};
    }
  }
  return {};
}

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
  return Points(logical.width);
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
