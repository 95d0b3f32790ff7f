// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/page_words.h"

#include <algorithm>

#include "core/vietnamese.h"
#include "language/letters.h"

namespace sohoa {
namespace {

void AddBoundary(std::vector<PageWord>& words) {
  if (words.empty() || words.back().token != kBoundaryToken) words.emplace_back();
}

TokenId TokenOf(const PageWord& word, const LanguageModel& model) {
  switch (word.printed.kind) {
    case PrintedKind::kPunctuation:
      return kBoundaryToken;
    case PrintedKind::kNumber:
      return kNumberToken;
    case PrintedKind::kAbbreviation:
      return kAbbreviationToken;
    case PrintedKind::kForeign:
      return kForeignToken;
    case PrintedKind::kWord:
      break;
  }
  return model.Find(FromCodePoints(word.key), PlainLetters(word.key));
}

void Add(Word& word, const LanguageModel& model, std::vector<PageWord>& words) {
  if (word.ink != InkKind::kPrint) {
    // Handwriting and stamps stand in the place of words that nobody knows.
    words.emplace_back();
    words.back().token = kForeignToken;
    return;
  }
  PageWord added;
  added.word = &word;
  added.chunk = ToCodePoints(word.text);
  added.printed = TakePrintedWord(added.chunk);
  const PrintedWord& printed = added.printed;
  if (printed.kind == PrintedKind::kPunctuation) return AddBoundary(words);
  if (printed.kind == PrintedKind::kWord) {
    added.key = SyllableKey(
        std::u32string_view(added.chunk).substr(printed.begin, printed.end - printed.begin));
  }
  added.token = TokenOf(added, model);
  const bool closed_behind = printed.end < added.chunk.size();
  if (printed.begin > 0) AddBoundary(words);
  words.push_back(std::move(added));
  if (closed_behind) AddBoundary(words);
}

bool IsTitle(const PageWord& word) {
  return word.printed.kind == PrintedKind::kWord && word.printed.letters == PrintedCase::kTitle;
}

// People, places and offices are written with a capital a word; a sentence begins with one.
bool MayBeName(const std::vector<PageWord>& words, std::size_t at) {
  const PageWord& before = words[at - 1];
  const PageWord& behind = words[at + 1];
  if (IsTitle(before) || IsTitle(behind)) return true;
  // No name is spelt as no syllable can be.
  if (!IsVietnameseSyllable(FromCodePoints(words[at].key))) return false;
  // A word alone, as in a list of places or a cell.
  if (behind.token == kBoundaryToken) return true;
  const bool begins_sentence = before.token == kBoundaryToken && !before.guessed;
  return !begins_sentence && behind.token != kNumberToken;  // "tại Điêu 5"
}

bool MayBeCorrected(const std::vector<PageWord>& words, std::size_t at) {
  const PageWord& word = words[at];
  if (word.word == nullptr || word.printed.kind != PrintedKind::kWord || word.key.size() < 2)
    return false;
  switch (word.printed.letters) {
    case PrintedCase::kLower:
      return true;
    case PrintedCase::kTitle:
      return !MayBeName(words, at);
    case PrintedCase::kUpper:
      return false;
  }
  return false;
}

}  // namespace

std::vector<PageWord> PageWordsOf(Block& block, const LanguageModel& model) {
  std::vector<PageWord> words;
  AddBoundary(words);
  int right = 0;
  for (Line& line : block.lines) right = std::max(right, line.box.right);
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    Line& line = block.lines[i];
    const std::size_t first = words.size();
    for (Word& word : line.words) Add(word, model, words);
    // Behind a short line a capital begins a sentence; behind a full one perhaps.
    if (i == 0 || first == words.size() || words[first - 1].token == kBoundaryToken) continue;
    if (words[first].word == nullptr || words[first].printed.letters == PrintedCase::kLower)
      continue;
    PageWord boundary;
    boundary.guessed = right - block.lines[i - 1].box.right < 2 * line.box.height();
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(first), std::move(boundary));
  }
  AddBoundary(words);
  for (std::size_t i = 1; i + 1 < words.size(); ++i) words[i].open = MayBeCorrected(words, i);
  return words;
}

}  // namespace sohoa
