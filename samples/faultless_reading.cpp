// SPDX-License-Identifier: Apache-2.0
#include "samples/faultless_reading.h"

#include <utility>

namespace sohoa {

PageRecord FaultlessReading(const SamplePageTruth& page) {
  constexpr double kConfidence = 0.97;
  PageRecord record;
  record.id = "p";
  record.geometry.width = record.geometry.scanned_width = page.width;
  record.geometry.height = record.geometry.scanned_height = page.height;
  record.geometry.dpi = page.dpi;
  record.quality.blank = page.blank;
  record.text.blocks.emplace_back();
  for (const SampleLine& sample : page.lines) {
    Line line;
    for (const SampleWord& word : sample.words) {
      // A row of a table is one line of the truth, but its cells may have several.
      if (!line.words.empty() && word.box.top > line.words.back().box.bottom) record.text.blocks.front().lines.push_back(std::exchange(line, {}));
      const bool pen = word.ink == SampleInk::kHandwriting;
      line.words.push_back({word.text, word.box, kConfidence, pen ? InkKind::kHandwriting : InkKind::kPrint, false, false, {}});
      line.box = Union(line.box, word.box);
    }
    record.text.blocks.front().lines.push_back(std::move(line));
  }
  return record;
}

}  // namespace sohoa
