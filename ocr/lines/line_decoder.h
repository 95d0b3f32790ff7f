// SPDX-License-Identifier: Apache-2.0
//
// LineDecoder: from the probabilities of a line's codes to words. A CTC beam search (Graves et
// al., 2006) over the recoder's code sequences, with the model's word, punctuation and number
// automata as a prior, as Tesseract 5.3.0 weighs them.
//
// Immutable once loaded; Decode() is safe from several threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "language/language_model.h"
#include "ocr/lines/confidence_curve.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/trained_data.h"

namespace sohoa {

struct DecodedCharacter {
  std::string text;  // NFC
  // Midway between its code and its neighbours', spaces too, or the line's edges.
  int begin_step = 0;
  int end_step = 0;  // exclusive
  double confidence = 0;  // 0..1
  std::vector<WordAlternative> alternatives;  // codes the network saw there, best first
};

struct DecodedWord {
  std::string text;  // NFC, no white space
  std::vector<DecodedCharacter> characters;  // their texts joined are `text`
  // 0..1: of Tesseract's models the least sure character decides, as in Tesseract; of our own it is
  // the probability that the word and the spaces around it are just these, put right by how often
  // that was so (ConfidenceCurve).
  double confidence = 0;
  bool in_dictionary = false;  // a word of the model's, with its punctuation; numbers are none
  std::vector<WordAlternative> alternatives;  // of the whole word, best first, without `text`
};

class LineDecoder {
 public:
  // From unicharset, recoder and dawgs of the model; a model without dawgs decodes without a
  // prior. `null_code` is the network's. kCorruption: a part does not parse or fit.
  static Result<std::unique_ptr<LineDecoder>> Load(const TrainedData& model, int null_code);
  // Of a plain alphabet, the space among it: code 0 is "nothing", code i + 1 its i-th character.
  // With a language, what the network leaves open is read as what is likely there (LinePrior).
  // `confidence`: of words, behind that.
  static std::unique_ptr<LineDecoder> ForAlphabet(std::u32string_view alphabet,
                                                  std::shared_ptr<const LanguageModel> language = nullptr,
                                                  ConfidenceCurve confidence = {});
  virtual ~LineDecoder() = default;

  // Words from left to right; none for a line without steps, or with another model's classes.
  virtual std::vector<DecodedWord> Decode(const LineOutputs& outputs) const = 0;
};

}  // namespace sohoa
