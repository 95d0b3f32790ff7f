// SPDX-License-Identifier: Apache-2.0
#include "ocr/open_engine.h"

#include "ocr/lines/lines_reader.h"
#include "ocr/model_names.h"
#include "ocr/null_engine.h"
#include "ocr/page_reading.h"
#include "ocr/tesseract_reader.h"

namespace sohoa {
namespace {

Result<std::unique_ptr<OcrEngine>> MakeEngine(std::unique_ptr<RegionReader> reader, const std::string& model) {
  if (!ReadsVietnamese(model)) return MakePageEngine(std::move(reader));
  Result<std::shared_ptr<const LanguageModel>> language = BuiltInLanguageModel();
  if (!language) return language.status();
  Result<std::shared_ptr<const DigitReader>> digits = DigitReader::OpenBuiltIn();
  if (!digits) return digits.status();
  return MakePageEngine(std::move(reader), std::make_shared<const TextCorrector>(*language), *digits);
}

}  // namespace

Result<std::unique_ptr<OcrEngine>> OpenEngine(const OcrOptions& options) {
  const std::string model = options.model.empty() ? DefaultModel(options.engine) : options.model;
  if (options.engine == "lines") {
    Result<std::unique_ptr<RegionReader>> reader = OpenLinesReader(model);
    if (reader) return MakeEngine(std::move(*reader), model);
    // A network that only Tesseract runs, or several models at once.
    if (reader.status().code() != StatusCode::kUnsupported || IsModelPath(model)) return reader.status();
  }
  if (options.engine == "tesseract" || options.engine == "lines") {
    if (IsOwnModel(model) || IsModelPath(model)) {
      return Status(StatusCode::kInvalidArgument, "open OCR engine tesseract: it has no model " + model +
                                                      "; the engine lines reads with it");
    }
    Result<std::unique_ptr<RegionReader>> reader = OpenTesseractReader(InstalledName(model));
    if (!reader) return reader.status();
    return MakeEngine(std::move(*reader), model);
  }
  if (options.engine == "null") return NewNullEngine();
  std::string known;
  for (const std::string& name : AvailableEngines()) known += (known.empty() ? "" : ", ") + name;
  return Status(StatusCode::kInvalidArgument,
                "open OCR engine " + options.engine + ": there is none; there are " + known);
}

}  // namespace sohoa
