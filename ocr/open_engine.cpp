// SPDX-License-Identifier: Apache-2.0
#include "ocr/open_engine.h"

#include "ocr/lines/lines_reader.h"
#include "ocr/null_engine.h"
#include "ocr/page_reading.h"
#include "ocr/tesseract_reader.h"

namespace sohoa {

Result<std::unique_ptr<OcrEngine>> OpenEngine(const OcrOptions& options) {
  if (options.engine == "lines") {
    Result<std::unique_ptr<RegionReader>> reader = OpenLinesReader(options.model);
    if (reader) return MakePageEngine(std::move(*reader));
    // A network that only Tesseract runs, or several models at once.
    if (reader.status().code() != StatusCode::kUnsupported) return reader.status();
  }
  if (options.engine == "tesseract" || options.engine == "lines") {
    Result<std::unique_ptr<RegionReader>> reader = OpenTesseractReader(options.model);
    if (!reader) return reader.status();
    return MakePageEngine(std::move(*reader));
  }
  if (options.engine == "null") return NewNullEngine();
  std::string known;
  for (const std::string& name : AvailableEngines()) known += (known.empty() ? "" : ", ") + name;
  return Status(StatusCode::kInvalidArgument,
                "open OCR engine " + options.engine + ": there is none; there are " + known);
}

}  // namespace sohoa
