// SPDX-License-Identifier: Apache-2.0
#include "ocr/drawn_page.h"

#include <pango/pangocairo.h>

#include <numbers>

namespace sohoa {
namespace {

void SetColour(cairo_t* cairo, std::uint32_t colour) {
  const auto part = [colour](int shift) { return ((colour >> shift) & 0xff) / 255.0; };
  cairo_set_source_rgb(cairo, part(16), part(8), part(0));
}

cairo_status_t AppendBytes(void* into, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct DrawnPage::Impl {
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
};

DrawnPage::DrawnPage(int width, int height)
    : width_(width), height_(height), impl_(std::make_unique<Impl>()) {
  impl_->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  impl_->cairo = cairo_create(impl_->surface);
  SetColour(impl_->cairo, 0xffffff);
  cairo_paint(impl_->cairo);
}

DrawnPage::~DrawnPage() {
  cairo_destroy(impl_->cairo);
  cairo_surface_destroy(impl_->surface);
}

Box DrawnPage::Text(double x, double y, const std::string& text, double points,
                    std::uint32_t colour) {
  PangoLayout* layout = pango_cairo_create_layout(impl_->cairo);
  PangoFontDescription* font = pango_font_description_from_string("Liberation Serif");
  pango_font_description_set_absolute_size(font, points * kDpi / 72 * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, text.c_str(), -1);
  PangoRectangle ink;
  pango_layout_get_pixel_extents(layout, &ink, nullptr);
  SetColour(impl_->cairo, colour);
  cairo_move_to(impl_->cairo, x, y);
  pango_cairo_show_layout(impl_->cairo, layout);
  pango_font_description_free(font);
  g_object_unref(layout);
  const int left = static_cast<int>(x) + ink.x;
  const int top = static_cast<int>(y) + ink.y;
  return {left, top, left + ink.width, top + ink.height};
}

void DrawnPage::TurnedText(double x, double y, const std::string& text, Run run, double points) {
  cairo_save(impl_->cairo);
  cairo_translate(impl_->cairo, x, y);
  cairo_rotate(impl_->cairo, run == Run::kUpwards ? -std::numbers::pi / 2 : std::numbers::pi / 2);
  Text(0, 0, text, points);
  cairo_restore(impl_->cairo);
}

void DrawnPage::Rectangle(const Box& box, double line_width, std::uint32_t colour) {
  SetColour(impl_->cairo, colour);
  cairo_set_line_width(impl_->cairo, line_width);
  cairo_rectangle(impl_->cairo, box.left, box.top, box.width(), box.height());
  cairo_stroke(impl_->cairo);
}

void DrawnPage::Portrait(const Box& box, Print print) {
  std::uint32_t noise = 1;
  cairo_set_antialias(impl_->cairo, CAIRO_ANTIALIAS_NONE);
  for (int y = box.top; y < box.bottom; y += 2) {
    for (int x = box.left; x < box.right; x += 2) {
      const double across = (x - box.left) / static_cast<double>(box.width()) - 0.5;
      const double down = (y - box.top) / static_cast<double>(box.height());
      const bool head = across * across / 0.05 + (down - 0.4) * (down - 0.4) / 0.06 < 1;
      const bool hair = across * across / 0.05 + (down - 0.3) * (down - 0.3) / 0.06 < 1;
      const bool suit = down > 0.65 + 0.4 * across * across;
      noise = noise * 1664525 + 1013904223;
      const std::uint32_t grain = noise >> 27;  // 0..31
      const std::uint32_t level = (suit || (hair && !head) ? 30 : head ? 150 : 110) + grain;
      if (print == Print::kDots && level > (noise >> 16 & 0xff)) continue;
      SetColour(impl_->cairo, print == Print::kDots ? 0 : level * 0x010101);
      cairo_rectangle(impl_->cairo, x, y, 2, 2);
      cairo_fill(impl_->cairo);
    }
  }
  cairo_set_antialias(impl_->cairo, CAIRO_ANTIALIAS_DEFAULT);
}

void DrawnPage::Stroke(double x0, double y0, double x1, double y1, double line_width,
                       std::uint32_t colour) {
  SetColour(impl_->cairo, colour);
  cairo_set_line_width(impl_->cairo, line_width);
  cairo_move_to(impl_->cairo, x0, y0);
  cairo_line_to(impl_->cairo, x1, y1);
  cairo_stroke(impl_->cairo);
}

std::uint32_t DrawnPage::Pixel(int x, int y) const {
  cairo_surface_flush(impl_->surface);
  const unsigned char* row = cairo_image_surface_get_data(impl_->surface) +
                             static_cast<std::ptrdiff_t>(y) *
                                 cairo_image_surface_get_stride(impl_->surface);
  return reinterpret_cast<const std::uint32_t*>(row)[x] & 0xffffff;
}

std::string DrawnPage::Png() const {
  std::string bytes;
  cairo_surface_write_to_png_stream(impl_->surface, AppendBytes, &bytes);
  return bytes;
}

}  // namespace sohoa
