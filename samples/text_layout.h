// SPDX-License-Identifier: Apache-2.0
//
// What a TextBlock knows of its lines; between text_block.cpp, which makes it, and
// page_canvas.cpp, which draws it.
#pragma once

#include <string>
#include <vector>

#include "samples/page_canvas.h"

// Pango's, for pointers only.
struct _PangoLayout;
struct _PangoLayoutLine;

namespace sohoa {

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
  _PangoLayoutLine* line = nullptr;  // owned by the layout
  double x = 0;
  std::string text;
  std::vector<PlacedWord> words;
};

struct TextLayout {
  _PangoLayout* layout = nullptr;
  std::string text;
  std::vector<char> hand;  // by byte of text
  std::vector<PlacedLine> lines;

  TextLayout() = default;
  TextLayout(const TextLayout&) = delete;
  TextLayout& operator=(const TextLayout&) = delete;
  ~TextLayout();
};

}  // namespace sohoa
