// SPDX-License-Identifier: Apache-2.0
//
// Line models and outputs of their networks made by hand, small enough to know what must be read.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ocr/lines/line_network.h"
#include "ocr/lines/trained_data.h"

namespace sohoa {

// Bytes of the parts, as model files have them.
std::string MadeUnicharset(const std::vector<std::string>& unichars);
std::string MadeRecoder(const std::vector<std::vector<int>>& codes);
std::string MadeDawg(std::vector<std::vector<int>> words, int unichars);
TrainedData MadeTrainedData(const std::map<ModelPart, std::string>& parts);
// All parts of a model that is there.
std::map<ModelPart, std::string> PartsOf(const TrainedData& model);

// A model in which every character has one code.
class MadeLineModel {
 public:
  // Characters beside the space; digits are what they look like.
  explicit MadeLineModel(const std::vector<std::string>& characters);

  // In patterns of punctuation a space stands for the word, in numbers for a digit.
  void SetDictionary(const std::vector<std::string>& words,
                     const std::vector<std::string>& punctuation,
                     const std::vector<std::string>& numbers);

  TrainedData Build() const { return MadeTrainedData(parts_); }
  int null_code() const { return static_cast<int>(unichars_.size()) - 2; }
  int classes() const { return null_code() + 1; }
  int Code(const std::string& character) const;

 private:
  int Id(const std::string& character) const;
  std::vector<int> Ids(const std::string& text) const;
  std::string Dawg(const std::vector<std::string>& texts) const;

  std::vector<std::string> unichars_;
  std::map<ModelPart, std::string> parts_;
};

// Steps one after the other; what is left of a step's probability is spread over all codes.
class MadeOutputs {
 public:
  explicit MadeOutputs(const MadeLineModel& model) : model_(model) {
    outputs_.classes = model.classes();
  }

  // "" is the null code.
  MadeOutputs& Step(const std::vector<std::pair<std::string, double>>& probabilities);
  // Every character for two steps, with a null behind it.
  MadeOutputs& Spell(const std::string& text, double probability = 0.98);

  const LineOutputs& outputs() const { return outputs_; }

 private:
  const MadeLineModel& model_;
  LineOutputs outputs_;
};

}  // namespace sohoa
