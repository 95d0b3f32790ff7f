// SPDX-License-Identifier: Apache-2.0
#include "imaging/pdf_content.h"

#include <algorithm>
#include <set>

namespace sohoa {
namespace {

bool ShowsText(const std::string& op) {
  return op == "Tj" || op == "TJ" || op == "'" || op == "\"";
}

bool Fills(const std::string& op) { return op == "f" || op == "F" || op == "f*"; }

bool PaintsOtherwise(const std::string& op) {
  static const std::set<std::string> kOperators = {"S", "s", "B", "B*", "b", "b*", "sh", "EI"};
  return kOperators.count(op) != 0;
}

// Whether `op` with these operands sets a white fill, for a white page-size rectangle under a
// scan is nothing to be seen.
bool SetsWhite(const std::string& op, const std::vector<double>& numbers) {
  if (op == "k") return std::all_of(numbers.begin(), numbers.end(), [](double v) { return v == 0; });
  return !numbers.empty() &&
         std::all_of(numbers.begin(), numbers.end(), [](double v) { return v >= 1; });
}

}  // namespace

PdfMatrix Concat(const PdfMatrix& inner, const PdfMatrix& outer) {
  const auto& [a, b, c, d, e, f] = inner;
  const auto& [A, B, C, D, E, F] = outer;
  return {a * A + b * C, a * B + b * D,     c * A + d * C,
          c * B + d * D, e * A + f * C + E, e * B + f * D + F};
}

void PdfDrawingWalk::Operator(const std::string& op, const std::vector<double>& numbers,
                              std::size_t text_bytes, const std::string& name) {
  if (++operators_ > kMaxOperators) return;
  if (op == "q") {
    if (saved_.size() < kMaxDepth) saved_.push_back(state_);
  } else if (op == "Q") {
    if (!saved_.empty()) {
      state_ = saved_.back();
      saved_.pop_back();
    }
  } else if (op == "cm" && numbers.size() == 6) {
    state_.matrix = Concat({numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]},
                           state_.matrix);
  } else if (op == "Tr" && numbers.size() == 1) {
    state_.invisible_text = numbers[0] == 3 || numbers[0] == 7;
  } else if (op == "g" || op == "rg" || op == "k" || op == "sc" || op == "scn") {
    state_.white_fill = SetsWhite(op, numbers);
  } else if (op == "Do") {
    if (drawing_.placements.size() < 10'000) drawing_.placements.push_back({name, state_.matrix});
  } else if (ShowsText(op)) {
    if (!state_.invisible_text) drawing_.glyph_bytes += text_bytes;
  } else if (PaintsOtherwise(op) || (Fills(op) && !state_.white_fill)) {
    ++drawing_.paintings;
  }
}

}  // namespace sohoa
