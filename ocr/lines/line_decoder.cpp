// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_decoder.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "ocr/lines/code_recoder.h"
#include "ocr/lines/likely_codes.h"
#include "ocr/lines/line_beam.h"
#include "ocr/lines/line_dictionary.h"
#include "ocr/lines/line_prior.h"
#include "ocr/lines/unichar_set.h"
#include "ocr/lines/word_reading.h"

namespace sohoa {
namespace {

// What a line is decoded in; kept, because its memory and what it remembers of the dictionary
// serve the next line.
struct Workspace {
  LikelyCodes codes;
  LineBeam beam;
};

class BeamLineDecoder : public LineDecoder {
 public:
  BeamLineDecoder(UnicharSet unichars, CodeRecoder recoder,
                  std::optional<LineDictionary> dictionary, int null_code, WordConfidence confidence,
                  std::optional<LinePrior> prior, ConfidenceCurve curve)
      : unichars_(std::move(unichars)),
        recoder_(std::move(recoder)),
        dictionary_(std::move(dictionary)),
        null_code_(null_code),
        confidence_(confidence),
        prior_(std::move(prior)),
        curve_(std::move(curve)) {}

  std::vector<DecodedWord> Decode(const LineOutputs& outputs) const override {
    const bool fits = outputs.classes == recoder_.code_range() && outputs.steps > 0 &&
                      outputs.probabilities.size() == static_cast<std::size_t>(outputs.steps) *
                                                          static_cast<std::size_t>(outputs.classes);
    if (!fits) return {};
    std::unique_ptr<Workspace> workspace = Take();
    workspace->codes.Fill(outputs, null_code_);
    workspace->beam.Run(workspace->codes);
    std::vector<DecodedWord> words =
        WordReading(unichars_, recoder_, workspace->beam, workspace->codes, confidence_, prior_ ? &*prior_ : nullptr).Read();
    Return(std::move(workspace));
    for (DecodedWord& word : words) PutRight(word);
    return words;
  }

 private:
  // What is left for the word to be something else is shared as before.
  void PutRight(DecodedWord& word) const {
    const double before = word.confidence;
    word.confidence = curve_.At(before);
    if (before >= 1) return;
    for (WordAlternative& other : word.alternatives)
      other.confidence = std::min(1.0, other.confidence * (1 - word.confidence) / (1 - before));
  }

  std::unique_ptr<Workspace> Take() const {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Workspace> workspace = std::move(idle_.back());
        idle_.pop_back();
        return workspace;
      }
    }
    return std::unique_ptr<Workspace>(new Workspace{
        {}, LineBeam(unichars_, recoder_, dictionary_ ? &*dictionary_ : nullptr, null_code_)});
  }

  void Return(std::unique_ptr<Workspace> workspace) const {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(workspace));
  }

  const UnicharSet unichars_;
  const CodeRecoder recoder_;
  const std::optional<LineDictionary> dictionary_;
  const int null_code_;
  const WordConfidence confidence_;
  const std::optional<LinePrior> prior_;
  const ConfidenceCurve curve_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Workspace>> idle_;
};

}  // namespace

Result<std::unique_ptr<LineDecoder>> LineDecoder::Load(const TrainedData& model, int null_code) {
  Result<UnicharSet> unichars = UnicharSet::Parse(model.Part(ModelPart::kUnicharset));
  if (!unichars) return unichars.status();
  Result<CodeRecoder> recoder =
      CodeRecoder::Parse(model.Part(ModelPart::kRecoder), unichars->size());
  if (!recoder) return recoder.status();
  if (null_code <= 0 || null_code >= recoder->code_range()) {
    return Status(
        StatusCode::kCorruption,
        "load line decoder: the network's null code is not the recoder's; install the model again");
  }
  Result<std::optional<LineDictionary>> dictionary = LineDictionary::Load(model, *unichars);
  if (!dictionary) return dictionary.status();
  return std::unique_ptr<LineDecoder>(std::make_unique<BeamLineDecoder>(
      *std::move(unichars), *std::move(recoder), *std::move(dictionary), null_code, WordConfidence::kLeastStep,
      std::nullopt, ConfidenceCurve()));
}

std::unique_ptr<LineDecoder> LineDecoder::ForAlphabet(std::u32string_view alphabet,
                                                      std::shared_ptr<const LanguageModel> language,
                                                      ConfidenceCurve confidence) {
  // The characters as UnicharSet has them: the space, then the others in their order.
  std::vector<int> codes = {static_cast<int>(alphabet.find(U' ')) + 1};
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    if (alphabet[i] != U' ') codes.push_back(static_cast<int>(i) + 1);
  }
  const int range = static_cast<int>(alphabet.size()) + 1;
  std::optional<LinePrior> prior;
  if (language != nullptr) prior.emplace(std::move(language));
  return std::make_unique<BeamLineDecoder>(UnicharSet::OfAlphabet(alphabet),
                                           CodeRecoder::OfSingleCodes(std::move(codes), range), std::nullopt, 0,
                                           WordConfidence::kProbability, std::move(prior), std::move(confidence));
}

}  // namespace sohoa
