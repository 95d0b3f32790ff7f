// SPDX-License-Identifier: Apache-2.0
#include "core/page_text.h"

#include <utility>

namespace sohoa {

void Amend(Word& word, std::string text) {
  if (text == word.text) return;
  std::string raw = word.raw.empty() ? std::move(word.text) : std::move(word.raw);
  std::erase_if(word.alternatives, [&raw, &text](const WordAlternative& other) {
    return other.text == raw || other.text == text;
  });
  word.text = std::move(text);
  word.raw.clear();
  if (raw == word.text) return;
  word.alternatives.insert(word.alternatives.begin(), {raw, word.confidence});
  word.raw = std::move(raw);
}

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
