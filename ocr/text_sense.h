// SPDX-License-Identifier: Apache-2.0
//
// TextSense: whether what was read is text at all. Upright, most letters of a page stand in
// words that are sure; upside down or on its side, hardly any do.
#pragma once

#include "core/page_text.h"

namespace sohoa {

class TextSense {
 public:
  // A word of so many characters, and its confidence of 0..1.
  void Add(int characters, double confidence);

  int characters() const { return characters_; }
  // Share of characters in words that are sure, 0..1.
  double sure() const;
  bool enough() const;  // to judge by
  bool MakesSense() const;

 private:
  int characters_ = 0;
  int sure_ = 0;
};

TextSense SenseOf(const PageText& text);

}  // namespace sohoa
