// SPDX-License-Identifier: Apache-2.0
#include "ocr/model_names.h"

#include <filesystem>

namespace sohoa {
namespace {

constexpr const char* kOwnFiles = ".safetensors";
constexpr const char* kTesseractFiles = ".traineddata";

}  // namespace

std::string DefaultModel(const std::string& engine) { return engine == "lines" ? kOwnModel : "vie"; }

bool IsOwnModel(const std::string& model) { return model == kOwnModel || model.ends_with(kOwnFiles); }

bool IsModelPath(const std::string& model) { return model.ends_with(kOwnFiles) || model.ends_with(kTesseractFiles); }

std::string InstalledName(const std::string& model) { return model == "vie-fast" ? "vie" : model; }

bool ReadsVietnamese(const std::string& model) {
  if (IsOwnModel(model)) return true;
  const std::string name = IsModelPath(model) ? std::filesystem::path(model).stem().string() : InstalledName(model);
  const std::string first = name.substr(0, name.find('+'));
  return first == "vie" || first == "script/Vietnamese" || first == "Vietnamese";
}

}  // namespace sohoa
