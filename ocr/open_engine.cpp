// SPDX-License-Identifier: Apache-2.0
#include "ocr/open_engine.h"

#include "ocr/null_engine.h"
#include "ocr/tesseract_engine.h"

namespace sohoa {

Result<std::unique_ptr<OcrEngine>> OpenEngine(const OcrOptions& options) {
  if (options.engine == "tesseract") return OpenTesseractEngine(options.model);
  if (options.engine == "null") return NewNullEngine();
  std::string known;
  for (const std::string& name : AvailableEngines()) known += (known.empty() ? "" : ", ") + name;
  return Status(StatusCode::kInvalidArgument,
                "open OCR engine " + options.engine + ": there is none; there are " + known);
}

}  // namespace sohoa
