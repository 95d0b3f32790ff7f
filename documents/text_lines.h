// SPDX-License-Identifier: Apache-2.0
//
// TextLine: one run of words that belong together on the page. Readers often give the two
// columns of a head, or the two halves of a signature block, as one line; here they are apart.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/page.h"
#include "documents/folded_text.h"

namespace sohoa {

// Edges as fractions 0..1 of the displayed page.
struct TextLine {
  std::size_t page = 0;  // position in the pages of the document, from 0
  std::vector<Word> words;
  Box box;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  FoldedText text;  // words joined by a space
  std::string key;  // WordsKey(text)
  double confidence = 0;

  double center_x() const { return (left + right) / 2; }
  double center_y() const { return (top + bottom) / 2; }
  double height() const { return bottom - top; }
};

// Builds a line from words of one page, left to right.
TextLine MakeTextLine(std::vector<Word> words, std::size_t page, const PageGeometry& geometry);

// Printed lines of a page from top to bottom, cut where words stand far apart. With `all_ink`
// stamps and handwriting too.
std::vector<TextLine> LinesOfPage(const PageRecord& page, std::size_t position,
                                  bool all_ink = false);

// The words of `line` whose middle is left of, and right of, `x` (a fraction of the page).
struct SplitTextLine {
  TextLine left;
  TextLine right;
};
SplitTextLine SplitAt(const TextLine& line, double x, const PageGeometry& geometry);

// Mean of word confidences weighted by length, 0 where there are no words.
double MeanConfidence(const std::vector<Word>& words);

// The texts of the lines joined by a space; a word cut by a hyphen at a line's end stays cut.
std::string JoinLines(const std::vector<TextLine>& lines);

}  // namespace sohoa
