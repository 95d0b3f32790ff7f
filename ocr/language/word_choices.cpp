// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/word_choices.h"

#include <algorithm>
#include <cmath>

#include "core/vietnamese.h"
#include "language/letters.h"
#include "ocr/language/mark_confusions.h"

namespace sohoa {
namespace {

// More than this no page's neighbourhood makes good.
constexpr double kHighestCost = 10.5;
constexpr std::size_t kMostChoices = 6;

double PageBonus(const std::vector<PageWord>& words, std::size_t at, TokenId token,
                 const PageLexicon& page, const CorrectionWeights& weights) {
  if (token < kFirstSyllable) return 0;
  // What stands here does not speak for itself.
  const int own =
      words[at].token == token && words[at].word->confidence >= PageLexicon::kConfident ? 1 : 0;
  const auto more = [own](int count) { return std::log1p(std::max(0, count - own)); };
  double bonus = weights.page_word * more(page.Count(token));
  const TokenId before = words[at - 1].token;
  const TokenId behind = words[at + 1].token;
  if (before >= kFirstSyllable) bonus += weights.page_pair * more(page.PairCount(before, token));
  if (behind >= kFirstSyllable) bonus += weights.page_pair * more(page.PairCount(token, behind));
  return std::min(bonus, 2.5);
}

// Listed by the engine: with what confidence; less than 0 where it is not.
double ListedConfidence(const PageWord& word, std::u32string_view key) {
  for (const WordAlternative& other : word.word->alternatives) {
    const std::u32string chunk = ToCodePoints(other.text);
    const PrintedWord printed = TakePrintedWord(chunk);
    if (printed.kind != PrintedKind::kWord) continue;
    if (SyllableKey(
            std::u32string_view(chunk).substr(printed.begin, printed.end - printed.begin)) == key) {
      return other.confidence;
    }
  }
  return -1;
}

double CostOf(const PageWord& word, std::u32string_view key, const CorrectionWeights& weights) {
  double cost = MarkConfusionCost(key, word.key) + ConfidenceCost(word.word->confidence);
  const double listed = ListedConfidence(word, key);
  if (listed < 0) return cost;
  cost -= weights.listed;
  if (listed < 0.01) return cost;
  return std::min(cost, 0.5 + std::log(std::max(word.word->confidence, 0.1) / listed));
}

double OwnScore(const PageWord& word, const CorrectionWeights& weights) {
  if (word.token != kForeignToken || !word.open) return 0;
  return IsVietnameseSyllable(FromCodePoints(word.key)) ? -weights.unknown : -weights.impossible;
}

}  // namespace

std::vector<WordChoice> ChoicesOf(const std::vector<PageWord>& words, std::size_t at,
                                  const LanguageModel& model, const PageLexicon& page,
                                  const CorrectionWeights& weights) {
  const PageWord& word = words[at];
  std::vector<WordChoice> choices = {{word.token, OwnScore(word, weights)}};
  if (!word.open) return choices;
  const LanguageModel::Range range = model.WithPlainLetters(PlainLetters(word.key));
  // With no other syllable of its letters there is nothing to choose.
  if (range.end - range.begin < (word.token == kForeignToken ? 1 : 2)) return choices;
  choices[0].score += PageBonus(words, at, word.token, page, weights);
  for (TokenId token = range.begin; token < range.end; ++token) {
    if (token == word.token) continue;
    const double cost = CostOf(word, ToCodePoints(model.Text(token)), weights);
    if (cost > kHighestCost) continue;
    choices.push_back({token, PageBonus(words, at, token, page, weights) - cost});
  }
  if (choices.size() > kMostChoices) {
    std::sort(choices.begin() + 1, choices.end(),
              [](const WordChoice& a, const WordChoice& b) { return a.score > b.score; });
    choices.resize(kMostChoices);
  }
  return choices;
}

std::string WithSyllable(const PageWord& word, std::string_view syllable) {
  const std::u32string read =
      word.chunk.substr(word.printed.begin, word.printed.end - word.printed.begin);
  std::u32string key = ToCodePoints(syllable);
  // Both places of the tone are in use. The one that was read stays; without, the old one, which
  // most papers have.
  const bool read_new =
      HasTwoTonePlaces(word.key) && TakeLetterApart(read.back()).tone != ToneMark::kNone;
  if (!read_new) key = WithOldTonePlace(std::move(key));
  std::u32string text = word.chunk;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const PrintedLetter& letter = TakeLetterApart(key[i]);
    text[word.printed.begin + i] =
        PutLetterTogether(letter.bare, letter.tone, TakeLetterApart(read[i]).upper);
  }
  return FromCodePoints(text);
}

}  // namespace sohoa
