// SPDX-License-Identifier: Apache-2.0
//
// DigitReader: digits in the head of a paper, by pen, stamp or print: finds their slots, crops them
// and reads them with the digit model that is built in, ocr/models/sohoa_digits.safetensors
// (docs/DIGITS.md).
//
// Immutable once opened; safe from several threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "ocr/digits/slot_crop.h"
#include "ocr/lines/line_network.h"

namespace sohoa {

class DigitReader {
 public:
  // kCorruption: `model` is not the file of a digit model.
  static Result<std::shared_ptr<const DigitReader>> Open(std::string_view model, LineKernel kernel = AvailableLineKernels().front());
  static Result<std::shared_ptr<const DigitReader>> OpenBuiltIn(LineKernel kernel = AvailableLineKernels().front());

  const std::string& Model() const { return name_; }  // "sohoa digits 1"

  // `lines`: all that was read on the page, of every ink.
  std::vector<DigitSlot> Read(const SlotPixels& pixels, const std::vector<Line>& lines) const;

 private:
  DigitReader(std::string name, std::unique_ptr<LineNetwork> network) : name_(std::move(name)), network_(std::move(network)) {}

  std::string name_;
  std::unique_ptr<LineNetwork> network_;
};

}  // namespace sohoa
