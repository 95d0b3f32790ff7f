// SPDX-License-Identifier: Apache-2.0
#include "documents/page_evidence.h"

#include <sstream>
#include <string>

#include "core/vietnamese.h"
#include "language/printed_word.h"

namespace sohoa {
namespace {

constexpr double kDoubtful = 0.85;

struct WordCount {
  double all = 0;
  double unknown = 0;
  double Share() const { return all == 0 ? 0 : unknown / all; }
};

// Abbreviations, numbers and names may be anything.
void Count(std::string_view word, WordCount& count) {
  const std::u32string points = ToCodePoints(word);
  const PrintedWord printed = TakePrintedWord(points);
  const bool small = printed.kind == PrintedKind::kWord && printed.letters == PrintedCase::kLower;
  if (!small && printed.kind != PrintedKind::kForeign) return;
  ++count.all;
  const std::string syllable = FromCodePoints(std::u32string_view(points).substr(printed.begin, printed.end - printed.begin));
  if (!small || !IsVietnameseSyllable(syllable)) ++count.unknown;
}

}  // namespace

PageEvidence EvidenceOf(const PageRecord& page) {
  PageEvidence evidence;
  WordCount count;
  double letters = 0;
  double words = 0;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        if (word.ink != InkKind::kPrint) continue;
        const auto length = static_cast<double>(word.text.size());
        evidence.confidence += word.confidence * length;
        letters += length;
        ++words;
        evidence.doubtful += word.confidence < kDoubtful ? 1 : 0;
        Count(word.text, count);
      }
    }
  }
  if (words == 0) return evidence;
  evidence.confidence /= letters;
  evidence.doubtful /= words;
  evidence.unknown = count.Share();
  return evidence;
}

double UnknownShare(std::string_view text) {
  WordCount count;
  std::istringstream rest{std::string(text)};
  for (std::string word; rest >> word;) Count(word, count);
  return count.Share();
}

}  // namespace sohoa
