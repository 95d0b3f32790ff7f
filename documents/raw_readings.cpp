// SPDX-License-Identifier: Apache-2.0
#include "documents/raw_readings.h"

#include <algorithm>
#include <string>

namespace sohoa {
namespace {

struct PlaceBounds {
  double left = 1;
  double top = 1;
  double right = 0;
  double bottom = 0;

  explicit PlaceBounds(const Polygon& polygon) {
    for (const Point& corner : polygon) {
      left = std::min(left, corner.x);
      right = std::max(right, corner.x);
      top = std::min(top, corner.y);
      bottom = std::max(bottom, corner.y);
    }
  }
  bool Holds(double x, double y) const { return x >= left && x <= right && y >= top && y <= bottom; }
};

// Words of one place, in reading order; true where one of them was corrected.
bool AppendReading(const PageRecord& page, const Polygon& polygon, std::string& text) {
  const PlaceBounds bounds(polygon);
  bool corrected = false;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        const double x = (word.box.left + word.box.right) / 2.0 / page.geometry.width;
        const double y = (word.box.top + word.box.bottom) / 2.0 / page.geometry.height;
        if (!bounds.Holds(x, y)) continue;
        corrected = corrected || !word.raw.empty();
        if (!text.empty()) text += ' ';
        text += word.raw.empty() ? word.text : word.raw;
      }
    }
  }
  return corrected;
}

}  // namespace

void NoteRawReadings(const std::vector<const PageRecord*>& pages, const std::vector<std::uint32_t>& page_numbers,
                     std::vector<FieldValue>& fields) {
  for (FieldValue& field : fields) {
    std::string text;
    bool corrected = false;
    for (const FieldLocation& location : field.locations) {
      const auto number = std::find(page_numbers.begin(), page_numbers.end(), location.page);
      if (number == page_numbers.end()) continue;
      const PageRecord& page = *pages[static_cast<std::size_t>(number - page_numbers.begin())];
      if (page.geometry.width <= 0 || page.geometry.height <= 0) continue;
      corrected = AppendReading(page, location.polygon, text) || corrected;
    }
    if (corrected) field.raw = std::move(text);
  }
}

}  // namespace sohoa
