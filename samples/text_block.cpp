// SPDX-License-Identifier: Apache-2.0
//
// Breaking text into lines, with Pango.
#include <algorithm>
#include <cmath>
#include <utility>

#include <pango/pangocairo.h>

#include "samples/handwriting.h"
#include "samples/markup.h"
#include "samples/page_canvas.h"
#include "samples/text_layout.h"

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

void Insert(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin, std::size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(list, attribute);
}

// Typists do not break "61/2018/NĐ-CP" or a date at its slash, and neither do their programs.
void KeepCodesWhole(const std::string& text, PangoAttrList* attributes) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (text.find('/', begin) < end)
      Insert(attributes, pango_attr_allow_breaks_new(FALSE), begin, end);
    begin = end + 1;
  }
}

void SetRuns(const std::vector<TextRun>& runs, const TextStyle& style, TextLayout& out) {
  std::string& text = out.text;
  PangoAttrList* attributes = pango_attr_list_new();
  Insert(attributes,
         pango_attr_foreground_new(Channel(style.ink.red), Channel(style.ink.green),
                                   Channel(style.ink.blue)),
         0, G_MAXINT);
  for (const TextRun& run : runs) {
    const std::size_t begin = text.size();
    text += run.text;
    out.hand.resize(text.size(), run.hand ? 1 : 0);
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
  KeepCodesWhole(out.text, attributes);
  pango_layout_set_text(out.layout, text.data(), static_cast<int>(text.size()));
  pango_layout_set_attributes(out.layout, attributes);
  pango_attr_list_unref(attributes);
}

void AddCluster(const TextLayout& out, PlacedLine& line, std::size_t begin, std::size_t end,
                const PangoRectangle& ink, const PangoRectangle& logical, int baseline,
                bool& in_word) {
  const std::string& text = out.text;
  const std::vector<char>& hand = out.hand;
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

void PlaceLines(TextLayout& out) {
  const std::string& text = out.text;
  std::vector<PlacedLine>& lines = out.lines;
  if (text.empty()) return;
  PangoLayoutIter* iter = pango_layout_get_iter(out.layout);
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
    const std::size_t line_end = static_cast<std::size_t>(line.line->start_index) +
                                 static_cast<std::size_t>(line.line->length);
    const PangoLayoutLine* before = line.line;
    more = pango_layout_iter_next_cluster(iter) != FALSE;
    new_line = more && pango_layout_iter_get_line_readonly(iter) != before;
    const std::size_t next =
        more ? static_cast<std::size_t>(pango_layout_iter_get_index(iter)) : text.size();
    const std::size_t end = std::min(next, line_end);
    // A line ends with an empty cluster that stands for its break.
    if (end > index) AddCluster(out, line, index, end, ink, logical, baseline, in_word);
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

}  // namespace

TextLayout::~TextLayout() {
  if (layout != nullptr) g_object_unref(layout);
}

TextBlock::TextBlock(std::string_view markup, const TextStyle& style, double width)
    : style_(style) {
  auto layout = std::make_shared<TextLayout>();
  layout->layout = pango_layout_new(Context());
  PangoFontDescription* font = Describe(style);
  pango_layout_set_font_description(layout->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(layout->layout, static_cast<int>(std::lround(width * PANGO_SCALE)));
  pango_layout_set_wrap(layout->layout, PANGO_WRAP_WORD);
  pango_layout_set_indent(layout->layout,
                          static_cast<int>(std::lround(style.indent * PANGO_SCALE)));
  pango_layout_set_justify(layout->layout, style.align == Align::kJustify);
  pango_layout_set_alignment(layout->layout, style.align == Align::kCenter  ? PANGO_ALIGN_CENTER
                                             : style.align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                            : PANGO_ALIGN_LEFT);
  SetRuns(ParseMarkup(markup), style, *layout);
  PlaceLines(*layout);
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
      return {StatusCode::kUnavailable,
              std::string("draw a sample page: font ") + family +
                  " with all Vietnamese letters is not installed; install fonts-liberation2"};
    }
  }
  return {};
}

}  // namespace sohoa
