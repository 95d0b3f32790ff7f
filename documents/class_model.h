// SPDX-License-Identifier: Apache-2.0
//
// ClassModel: a classifier of whole texts, the witness beside the rules of classify.cpp that knows what papers
// of a class say and look like where their title was lost. Logistic regression, one class against all others;
// the weights were trained with liblinear (training/train_classes.cpp; R.-E. Fan et al., "LIBLINEAR: A Library
// for Large Linear Classification", 2008) and stand in documents/class_model.bin, the small ones left out and
// the others as bytes. They are applied here, because liblinear reads its models from files of text with every
// weight as a decimal number: fifty times as much to ship and to read, and it cannot leave weights out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "documents/class_features.h"

namespace sohoa {

// Papers of none of the classes.
inline constexpr std::string_view kNoClass = "other";

struct ClassProbability {
  std::string_view code;  // "KH"; "other" for papers of none of the classes
  double probability = 0;
};

// Never changes once made: all threads of a process share one.
class ClassModel {
 public:
  struct Weight {
    std::uint8_t class_number = 0;
    std::int8_t value = 0;  // times the scale of the class
  };
  struct Parts {
    std::string made_by;               // "sohoa classes 1: ..."
    std::vector<std::string> classes;  // codes
    std::vector<float> scales;         // one a class
    std::vector<float> offsets;        // likewise
    float slope = 1;                   // of the curve from sums to probabilities
    std::vector<std::vector<Weight>> weights;  // by place of the feature
  };

  explicit ClassModel(Parts parts);

  // The probabilities of all classes, the likeliest first; they sum to one, "other" having what no class claims.
  std::vector<ClassProbability> Probabilities(const std::vector<ClassFeature>& features) const;

  const std::string& made_by() const { return parts_.made_by; }
  const Parts& parts() const { return parts_; }

 private:
  Parts parts_;
};

std::string EncodeClassModel(const ClassModel::Parts& parts);
// kCorruption: no such model.
Result<ClassModel::Parts> DecodeClassModel(std::string_view bytes);

// The model in the program.
const ClassModel& BuiltInClassModel();

}  // namespace sohoa
