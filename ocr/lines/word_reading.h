// SPDX-License-Identifier: Apache-2.0
//
// WordReading: the words of a decoded line, with what else each might be. A word's other readings
// are the paths that were still in the beam where it ended; a character's are the codes that were
// likely at its steps. With a prior, words that the network is not sure of are read as what is
// likeliest of its readings and of what their characters may be, one or two of them another.
//
// One thread at a time. Borrows all it is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ocr/lines/code_recoder.h"
#include "ocr/lines/likely_codes.h"
#include "ocr/lines/line_beam.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/line_path.h"
#include "ocr/lines/line_prior.h"
#include "ocr/lines/unichar_set.h"
#include "ocr/lines/word_likelihood.h"

namespace sohoa {

enum class WordConfidence {
  kLeastStep,     // Tesseract's: the least certain step of the best path
  kProbability,   // of being just this, over all paths; of a character, where it is likeliest
};

class WordReading {
 public:
  // `confidence`: what that of words and characters means. `prior` may be null; it asks for
  // kProbability and for characters of one code each.
  WordReading(const UnicharSet& unichars, const CodeRecoder& recoder, const LineBeam& beam,
              const LikelyCodes& codes, WordConfidence confidence, const LinePrior* prior)
      : unichars_(unichars), recoder_(recoder), beam_(beam), codes_(codes), confidence_(confidence), prior_(prior) {}

  // Of the beam's best path.
  std::vector<DecodedWord> Read();

 private:
  // A word's characters as a range of characters_.
  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  // What else may stand in a place of a word.
  struct OtherUnichar {
    std::size_t index;  // of characters_
    int unichar;
    double probability;  // where it is likeliest
  };

  void ApplyPrior(std::span<const Range> ranges, std::vector<DecodedWord>& words);
  static void Take(const std::vector<WordVariant>& variants, std::size_t chosen, DecodedWord& word);
  char32_t TextOf(int unichar) const;
  std::vector<WordVariant> VariantsOf(const Range& range, const DecodedWord& word);
  void SetBorders();
  std::size_t WordEnd(std::size_t begin) const;
  DecodedWord ReadWord(const Range& range);
  void AddCharacter(std::size_t index, DecodedWord& word) const;
  std::vector<OtherUnichar> OtherUnichars(std::size_t index) const;
  std::vector<WordAlternative> OtherCharacters(std::size_t index) const;
  float SpaceCertainty(const Range& range) const;
  double CharacterConfidence(const PathCharacter& read) const;
  // Of `characters` in the place of a word's, with the spaces around it.
  double Likelihood(const Range& range, std::span<const PathCharacter> characters);
  std::vector<WordAlternative> OtherReadings(const Range& range, const std::string& text);
  bool ReadOther(int node, const Range& range, int end_step, WordAlternative& reading);
  bool SpellsSame(const Range& range) const;

  const UnicharSet& unichars_;
  const CodeRecoder& recoder_;
  const LineBeam& beam_;
  const LikelyCodes& codes_;
  const WordConfidence confidence_;
  const LinePrior* const prior_;
  std::vector<PathCharacter> characters_;  // of the best path, spaces too
  std::vector<int> borders_;               // steps: character i lies between border i and i + 1
  std::vector<PathCharacter> other_;       // of the path that is looked at
  std::vector<int> path_;                  // its nodes
  std::vector<int> labels_;                // codes whose likelihood is asked for
  WordLikelihood likelihood_;
  std::vector<std::uint64_t> seen_;        // texts of the paths that have been looked at
};

}  // namespace sohoa
