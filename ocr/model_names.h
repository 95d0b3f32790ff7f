// SPDX-License-Identifier: Apache-2.0
//
// How a model is asked for: OcrOptions::model.
//
//   (empty)             what the engine reads best with: DefaultModel()
//   sohoa               our own line model, built in
//   vie-fast            Tesseract's for Vietnamese as Debian installs it; `vie` is the same
//   eng, vie+eng ...    other models that are installed for Tesseract
//   a path              to a file that ends in .safetensors (a line model of our own) or
//                       .traineddata (Tesseract's)
#pragma once

#include <string>

namespace sohoa {

inline constexpr const char* kOwnModel = "sohoa";

// "sohoa" for the engine `lines`, "vie" for `tesseract`.
std::string DefaultModel(const std::string& engine);

// Of our own kind, built in or a file: only the engine `lines` runs it.
bool IsOwnModel(const std::string& model);
bool IsModelPath(const std::string& model);
// Tesseract's name for an installed model: "vie" for "vie-fast".
std::string InstalledName(const std::string& model);

// Whether what is read with it, or with the first of several, is in Vietnamese.
bool ReadsVietnamese(const std::string& model);

}  // namespace sohoa
