// SPDX-License-Identifier: Apache-2.0
//
// TrainedData: a Tesseract model file (.traineddata) as its components. The file is a count, a
// table of 64-bit offsets (-1: not there) and the components' bytes one after the other; see
// src/ccutil/tessdatamanager.h of Tesseract 5.3.0 for the numbering.
//
// Immutable once opened; safe from several threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

// The components that line models have; the values are the file's.
enum class ModelPart : std::size_t {
  kLanguageConfig = 0,
  kNetwork = 17,
  kPunctuationDawg = 18,
  kWordDawg = 19,
  kNumberDawg = 20,
  kUnicharset = 21,
  kRecoder = 22,
  kVersion = 23,
};

class TrainedData {
 public:
  // kNotFound: there is no such file; kCorruption: its table points outside it.
  static Result<TrainedData> Open(const std::string& path);
  // The same from memory.
  static Result<TrainedData> FromBytes(std::string bytes);

  // Empty where the model lacks it. Lives as long as this object, wherever that is moved.
  std::string_view Part(ModelPart part) const;

 private:
  std::vector<char> bytes_;
  std::vector<std::pair<std::size_t, std::size_t>> parts_;  // offset and length, by number
};

}  // namespace sohoa
