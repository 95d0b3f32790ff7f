// SPDX-License-Identifier: Apache-2.0
//
// SecondLook: words that a line model is not sure of are read twice more, somewhat smaller: once
// softer, once narrower. On bad copies much that is read wrongly is read rightly then; which reading
// is taken is voted on (ocr/lines/reading_vote.h). Only the part of a line about such words is read
// again, and no more than a share of the page.
//
// Immutable; safe from several threads. Borrows the model.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ocr/gray_image.h"
#include "ocr/lines/line_model.h"
#include "ocr/lines/reading_vote.h"

namespace sohoa {

// All chosen on drawn lines that were kept out of training, but for `most`, which bounds what it
// costs: with two readings two fifths of the network's time.
struct SecondLookOptions {
  double bound = 0.85;    // words of less confidence are read again
  double context = 1;     // with the words beside them, so many heights of the line wide at least
  double most = 0.2;      // of the width of all lines that are given at once, each scaled to one height
};

// A line as it was read: `words` are the decoder's, of what the network says of `image`.
struct SeenLine {
  const GrayImage* image = nullptr;
  LineReading words;
};

// Part of a line that is read again.
struct LinePiece {
  std::size_t line = 0;
  std::size_t first_word = 0;
  std::size_t end_word = 0;
  int left = 0;  // columns of the line's image
  int right = 0;
  double least = 0;  // confidence of its least sure word
};

// How much was read again: steps of the network of all lines and of their pieces, each counted once.
struct SecondLookExtent {
  double steps = 0;
  double again = 0;
  std::size_t lines = 0;  // that have a piece which was read again
};

class SecondLook {
 public:
  explicit SecondLook(const LineModel& model, const SecondLookOptions& options = {}) : model_(model), options_(options) {}

  // The lines of a page, changed in place. Nothing happens with models whose confidences are no
  // probabilities (LineModel::probabilities): they cannot be weighed against one another.
  SecondLookExtent Take(std::span<SeenLine> lines) const;

 private:
  double PixelsAStep(const GrayImage& image) const;
  double StepsOf(const LinePiece& piece, const GrayImage& image) const;
  void AddPieces(std::span<const SeenLine> lines, std::size_t line, std::vector<LinePiece>& pieces) const;
  std::vector<LineReading> ReadAgain(const SeenLine& line, const LinePiece& piece) const;

  const LineModel& model_;
  SecondLookOptions options_;
};

}  // namespace sohoa
