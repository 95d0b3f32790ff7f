// SPDX-License-Identifier: Apache-2.0
//
// LineModel: a model of the engine `lines`, opened: a network, a decoder for what it says, and
// what both are called.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "language/language_model.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/line_network.h"

namespace sohoa {

struct LineModel {
  std::string name;  // stored with what was read: "vie", "sohoa 2"
  std::unique_ptr<LineNetwork> network;
  std::unique_ptr<LineDecoder> decoder;
  // Confidences of words are probabilities of being just these; those of Tesseract's models are not.
  bool probabilities = false;
};

// `model` as in ocr/model_names.h, one at a time. kUnavailable: it is not installed or not built
// in; kNotFound: there is no such file; kUnsupported: it is of a kind that is not run here, or
// the name of several; kCorruption: the file is damaged.
// `language`: what models of our own read unsure words with; null for none.
Result<LineModel> OpenLineModel(const std::string& model, LineKernel kernel, std::shared_ptr<const LanguageModel> language);
// With the language in the program.
Result<LineModel> OpenLineModel(const std::string& model, LineKernel kernel = AvailableLineKernels().front());

}  // namespace sohoa
