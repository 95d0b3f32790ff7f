// SPDX-License-Identifier: Apache-2.0
//
// PaddedMap: features at each position of a line, with zeros about them as wide as the next
// layer's window reaches over the edge; so no window has an edge to look for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sohoa {

struct Padding {
  int x = 0;  // columns on either side
  int y = 0;  // rows above and below
};

class PaddedMap {
 public:
  PaddedMap(int width, int height, int depth, Padding padding)
      : width_(width),
        height_(height),
        depth_(depth),
        padding_(padding),
        column_bytes_(static_cast<std::ptrdiff_t>(height + 2 * padding.y) * depth),
        values_(static_cast<std::size_t>((width + 2 * padding.x) * column_bytes_) + kSlack) {}

  int width() const { return width_; }
  int height() const { return height_; }
  int depth() const { return depth_; }
  // From one column to the next.
  std::ptrdiff_t column_bytes() const { return column_bytes_; }

  // A position's features; x from -padding.x, y from -padding.y. Below each lies the next of
  // its column.
  std::int8_t* At(int x, int y) {
    return values_.data() + (x + padding_.x) * column_bytes_ + static_cast<std::ptrdiff_t>(y + padding_.y) * depth_;
  }
  const std::int8_t* At(int x, int y) const { return const_cast<PaddedMap*>(this)->At(x, y); }

 private:
  // Kernels read whole groups of inputs.
  static constexpr std::size_t kSlack = 16;

  int width_;
  int height_;
  int depth_;
  Padding padding_;
  std::ptrdiff_t column_bytes_;
  std::vector<std::int8_t> values_;
};

}  // namespace sohoa
