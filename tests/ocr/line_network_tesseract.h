// SPDX-License-Identifier: Apache-2.0
//
// What Tesseract's own network says of a line, asked through its public interface: of each step,
// the probabilities of all codes that have one part in a hundred or more. It names codes
// instead of numbering them; each name must always stand for the same code.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/gray_image.h"
#include "ocr/lines/line_network.h"

namespace sohoa {

struct NamedChoice {
  std::string name;
  float probability;
};
using NamedSteps = std::vector<std::vector<NamedChoice>>;

class TesseractSteps {
 public:
  // The installed model of a language, or the model in `file`, a whole .traineddata.
  explicit TesseractSteps(std::string_view language);
  TesseractSteps(std::string_view language, const std::string& file);
  ~TesseractSteps();

  NamedSteps Read(const GrayImage& line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

using CodeNames = std::map<int, std::string>;

// Expects the same probabilities, the likeliest code first, and the same codes; gives the number
// of steps compared. Tesseract may say nothing of the last steps, after the last letter. `names` collects what the codes are called.
int CompareSteps(const LineOutputs& outputs, const NamedSteps& steps, CodeNames& names);

}  // namespace sohoa
