// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/text_corrector.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ocr/language/page_lexicon.h"
#include "ocr/language/page_words.h"
#include "ocr/language/word_choices.h"

namespace sohoa {
namespace {

// One row of words, its choices, and the best scores of all paths up to a choice and from it.
class ChoiceRow {
 public:
  ChoiceRow(const LanguageModel& model, double language,
            std::vector<std::vector<WordChoice>> choices)
      : model_(model), language_(language), choices_(std::move(choices)) {
    forward_.resize(choices_.size());
    backward_.resize(choices_.size());
    pairs_.resize(choices_.size());
    for (std::size_t i = 1; i < choices_.size(); ++i) ScorePairs(i);
  }

  void Search();
  // The choice of word `at` on the best path, and by how much that path is better than the best
  // one through the word as it was read.
  std::pair<std::size_t, double> Best(std::size_t at) const;
  void Close(std::size_t at) { closed_.push_back(at); }

  const WordChoice& choice(std::size_t at, std::size_t index) const { return choices_[at][index]; }

 private:
  void ScorePairs(std::size_t at);
  double Pair(std::size_t at, std::size_t before, std::size_t index) const {
    return pairs_[at][before * choices_[at].size() + index];
  }
  bool IsClosed(std::size_t at) const {
    return std::find(closed_.begin(), closed_.end(), at) != closed_.end();
  }

  const LanguageModel& model_;
  double language_;
  std::vector<std::vector<WordChoice>> choices_;
  std::vector<std::vector<double>> pairs_;  // of a word: the choices before it times its own
  std::vector<std::vector<double>> forward_;
  std::vector<std::vector<double>> backward_;
  std::vector<std::size_t> closed_;
};

void ChoiceRow::ScorePairs(std::size_t at) {
  // Where neither word has a choice, all paths have the same share of it.
  const bool fixed = choices_[at].size() == 1 && choices_[at - 1].size() == 1;
  for (const WordChoice& before : choices_[at - 1]) {
    for (const WordChoice& choice : choices_[at]) {
      pairs_[at].push_back(fixed ? 0
                                 : language_ * model_.LogProbability(before.token, choice.token));
    }
  }
}

void ChoiceRow::Search() {
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  const std::size_t size = choices_.size();
  for (std::size_t i = 0; i < size; ++i) {
    forward_[i].assign(choices_[i].size(), i == 0 ? 0 : kNever);
    for (std::size_t k = 0; k < choices_[i].size(); ++k) {
      double& score = forward_[i][k];
      for (std::size_t b = 0; i > 0 && b < choices_[i - 1].size(); ++b)
        score = std::max(score, forward_[i - 1][b] + Pair(i, b, k));
      score = k > 0 && IsClosed(i) ? kNever : score + choices_[i][k].score;
    }
  }
  for (std::size_t i = size; i-- > 0;) {
    backward_[i].assign(choices_[i].size(), i + 1 == size ? 0 : kNever);
    if (i + 1 == size) continue;
    for (std::size_t k = 0; k < choices_[i].size(); ++k) {
      for (std::size_t n = 0; n < choices_[i + 1].size(); ++n) {
        if (n > 0 && IsClosed(i + 1)) continue;
        backward_[i][k] = std::max(
            backward_[i][k], Pair(i + 1, k, n) + choices_[i + 1][n].score + backward_[i + 1][n]);
      }
    }
  }
}

std::pair<std::size_t, double> ChoiceRow::Best(std::size_t at) const {
  std::size_t best = 0;
  const auto through = [this, at](std::size_t index) {
    return forward_[at][index] + backward_[at][index];
  };
  for (std::size_t k = 1; k < choices_[at].size(); ++k) {
    if (through(k) > through(best)) best = k;
  }
  return {best, through(best) - through(0)};
}

void CorrectRow(std::vector<PageWord>& words, const PageLexicon& page, const LanguageModel& model,
                const CorrectionWeights& weights) {
  std::vector<std::vector<WordChoice>> choices;
  for (std::size_t i = 0; i < words.size(); ++i)
    choices.push_back(ChoicesOf(words, i, model, page, weights));
  ChoiceRow row(model, weights.language, std::move(choices));
  const auto margin = [&words, &weights](std::size_t at) {
    return words[at].printed.letters == PrintedCase::kLower ? weights.margin : weights.title_margin;
  };
  // A change that is not clear is taken back, and with it what it spoke for.
  for (bool again = true; again;) {
    again = false;
    row.Search();
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto [index, gain] = row.Best(i);
      if (index == 0 || gain >= margin(i)) continue;
      row.Close(i);
      again = true;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto [index, gain] = row.Best(i);
    if (index > 0)
      Amend(*words[i].word, WithSyllable(words[i], model.Text(row.choice(i, index).token)));
  }
}

}  // namespace

TextCorrector::TextCorrector(std::shared_ptr<const LanguageModel> model,
                             const CorrectionWeights& weights)
    : model_(std::move(model)), weights_(weights) {}

void TextCorrector::Correct(const std::vector<Block*>& blocks) const {
  PageLexicon page;
  std::vector<std::vector<PageWord>> rows;
  for (Block* block : blocks) {
    rows.push_back(PageWordsOf(*block, *model_));
    page.Add(rows.back());
  }
  for (std::vector<PageWord>& row : rows) CorrectRow(row, page, *model_, weights_);
}

}  // namespace sohoa
