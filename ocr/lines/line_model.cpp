// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_model.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include "ocr/lines/built_in_model.h"
#include "ocr/lines/convolutional_network.h"
#include "ocr/lines/model_file.h"
#include "ocr/lines/trained_data.h"
#include "ocr/model_names.h"

namespace sohoa {
namespace {

std::string ModelFolder() {
  const char* prefix = std::getenv("TESSDATA_PREFIX");
  return prefix != nullptr ? prefix : "/usr/share/tesseract-ocr/5/tessdata";
}

bool IsInstalledName(const std::string& model) {
  return !model.empty() && std::all_of(model.begin(), model.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
}

using Language = std::shared_ptr<const LanguageModel>;

Result<LineModel> OwnModel(std::string_view bytes, LineKernel kernel, const Language& language) {
  const Result<ConvolutionModel> model = ReadConvolutionModel(bytes);
  if (!model) return model.status();
  return LineModel{model->name, MakeConvolutionalNetwork(*model, kernel),
                   LineDecoder::ForAlphabet(model->alphabet, language, model->confidence), true};
}

Result<LineModel> TesseractModel(const std::string& name, const TrainedData& data, LineKernel kernel) {
  LineModel model;
  model.name = name;
  Result<std::unique_ptr<LineNetwork>> network = LineNetwork::Load(data.Part(ModelPart::kNetwork), kernel);
  if (!network) return network.status();
  model.network = *std::move(network);
  Result<std::unique_ptr<LineDecoder>> decoder = LineDecoder::Load(data, model.network->null_code());
  if (!decoder) return decoder.status();
  model.decoder = *std::move(decoder);
  return model;
}

Result<LineModel> ModelInFile(const std::string& path, LineKernel kernel, const Language& language) {
  if (!IsOwnModel(path)) {
    const Result<TrainedData> data = TrainedData::Open(path);
    if (!data) return data.status();
    return TesseractModel(std::filesystem::path(path).stem().string(), *data, kernel);
  }
  const Result<std::string> bytes = ReadModelFile(path);
  if (!bytes) return bytes.status();
  return OwnModel(*bytes, kernel, language);
}

Result<LineModel> InstalledModel(const std::string& name, LineKernel kernel) {
  if (!IsInstalledName(name)) return Status(StatusCode::kUnsupported, "one model is read at a time");
  const std::string path = (std::filesystem::path(ModelFolder()) / (name + ".traineddata")).string();
  const Result<TrainedData> data = TrainedData::Open(path);
  if (!data && data.status().code() == StatusCode::kNotFound) {
    return Status(StatusCode::kUnavailable, "not installed; install tesseract-ocr-" + name);
  }
  if (!data) return data.status();
  return TesseractModel(name, *data, kernel);
}

}  // namespace

Result<LineModel> OpenLineModel(const std::string& model, LineKernel kernel, std::shared_ptr<const LanguageModel> language) {
  Result<LineModel> opened = model == kOwnModel   ? OwnModel(BuiltInLineModel(), kernel, language)
                             : IsModelPath(model) ? ModelInFile(model, kernel, language)
                                                  : InstalledModel(InstalledName(model), kernel);
  if (!opened) return Annotate(opened.status(), "open line model " + model);
  return opened;
}

Result<LineModel> OpenLineModel(const std::string& model, LineKernel kernel) {
  Result<std::shared_ptr<const LanguageModel>> language = BuiltInLanguageModel();
  if (!language) return Annotate(language.status(), "open line model " + model);
  return OpenLineModel(model, kernel, *language);
}

}  // namespace sohoa
