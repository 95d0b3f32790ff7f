// SPDX-License-Identifier: Apache-2.0
#include "core/page_text.h"

namespace sohoa {

std::string LineText(const Line& line, bool all_ink) {
  std::string out;
  for (const Word& word : line.words) {
    if (!all_ink && word.ink != InkKind::kPrint) continue;
    if (!out.empty()) out += ' ';
    out += word.text;
  }
  return out;
}

std::string PlainText(const PageText& text, bool all_ink) {
  std::string out;
  for (const Block& block : text.blocks) {
    for (const Line& line : block.lines) {
      const std::string words = LineText(line, all_ink);
      if (words.empty()) continue;
      out += words;
      out += '\n';
    }
  }
  return out;
}

}  // namespace sohoa
