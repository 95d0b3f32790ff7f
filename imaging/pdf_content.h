// SPDX-License-Identifier: Apache-2.0
//
// A walk over the drawing operators of a PDF page that notes which images it shows, where,
// and whether there is anything else to be seen (ISO 32000-1, 7.8 and 8.3).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sohoa {

// a b c d e f of ISO 32000-1, 8.3.3: x' = a x + c y + e, y' = b x + d y + f.
using PdfMatrix = std::array<double, 6>;
// `inner` first, then `outer`.
PdfMatrix Concat(const PdfMatrix& inner, const PdfMatrix& outer);

// One thing drawn on the page, with the matrix in force.
struct PdfPlacement {
  std::string name;  // of the XObject in the resources, "/Im0"
  PdfMatrix matrix{1, 0, 0, 1, 0, 0};
};

struct PdfDrawing {
  std::vector<PdfPlacement> placements;
  std::uint64_t glyph_bytes = 0;  // of text that is not invisible
  std::uint64_t paintings = 0;    // fills, strokes, shadings, inline images
};

// Takes operators one by one.
class PdfDrawingWalk {
 public:
  explicit PdfDrawingWalk(const PdfMatrix& start) { state_.matrix = start; }
  // `numbers` are the numeric operands, `text_bytes` the length of all string operands,
  // `name` the last name operand.
  void Operator(const std::string& op, const std::vector<double>& numbers, std::size_t text_bytes,
                const std::string& name);
  const PdfDrawing& drawing() const { return drawing_; }
  bool too_long() const { return operators_ > kMaxOperators; }

 private:
  static constexpr std::uint64_t kMaxOperators = 2'000'000;
  static constexpr std::size_t kMaxDepth = 64;
  struct State {
    PdfMatrix matrix{1, 0, 0, 1, 0, 0};
    bool invisible_text = false;
    bool white_fill = false;
  };
  State state_;
  std::vector<State> saved_;
  std::uint64_t operators_ = 0;
  PdfDrawing drawing_;
};

}  // namespace sohoa
