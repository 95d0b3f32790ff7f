// SPDX-License-Identifier: Apache-2.0
//
// LineDictionary: which characters may follow within a word, by the model's three word graphs.
// The graph of punctuation holds patterns around a word ("(" word ")", word ","); at its pattern
// letter the graphs of words and of numbers are entered, and where a word of theirs ends the
// pattern goes on. In the graph of numbers one letter stands for every digit. The rules are those
// of Dict::def_letter_is_okay in src/dict/dict.cpp of Tesseract 5.3.0.
//
// Immutable once loaded; safe from several threads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "ocr/lines/dawg.h"
#include "ocr/lines/trained_data.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {

// What a word is made of; where several graphs agree, the highest counts. kNetwork stands for
// characters that no graph was asked about.
enum class WordSource : std::uint8_t {
  kNone = 0,
  kPunctuation = 1,
  kNetwork = 2,
  kNumber = 3,
  kWord = 4
};

// A place in the graphs: an edge of the graph of punctuation and, once one has been entered, an
// edge of the graph of words or numbers.
struct DictionaryPosition {
  static constexpr std::int8_t kNoGraph = -1;

  std::int32_t word_edge = Dawg::kNoEdge;
  std::int32_t punctuation_edge = Dawg::kNoEdge;  // kNoEdge with `in_pattern`: before its first
  std::int8_t graph = kNoGraph;                   // 0 words, 1 numbers
  bool in_pattern = false;                        // whether punctuation is followed at all
  bool after_word = false;                        // back in the pattern; only that goes on

  bool operator==(const DictionaryPosition&) const = default;
};

class LineDictionary {
 public:
  struct Outcome {
    WordSource source = WordSource::kNone;  // kNone: the character may not stand here
    bool may_end = false;                   // a word may end with it
  };

  // Without a value where the model has no graphs at all. kCorruption: one does not parse.
  static Result<std::optional<LineDictionary>> Load(const TrainedData& model,
                                                    const UnicharSet& unichars);

  // Where a word begins.
  std::span<const DictionaryPosition> start() const { return start_; }
  // From any of `positions` by one character; the positions behind it are appended to `reached`.
  Outcome Follow(std::span<const DictionaryPosition> positions, int unichar,
                 std::vector<DictionaryPosition>& reached) const;

 private:
  struct Walk;

  void SetStart();
  int LetterFor(int graph, int unichar) const;
  void BeginWord(const DictionaryPosition& at, Walk& walk) const;
  void ContinueWord(const DictionaryPosition& at, Walk& walk) const;

  std::optional<Dawg> punctuation_;
  std::array<std::optional<Dawg>, 2> graphs_;  // words, numbers
  std::vector<bool> digits_;                   // by unichar id
  std::vector<DictionaryPosition> start_;
};

}  // namespace sohoa
