// SPDX-License-Identifier: Apache-2.0
#include "ocr/tesseract_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string_view>
#include <utility>

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include "core/vietnamese.h"
#include "ocr/orientation_detector.h"

namespace sohoa {
namespace {

std::string PackageOf(const std::string& model) {
  std::string names;
  for (std::size_t begin = 0; begin <= model.size();) {
    const std::size_t end = std::min(model.find('+', begin), model.size());
    names += (names.empty() ? "tesseract-ocr-" : " tesseract-ocr-") +
             model.substr(begin, end - begin);
    begin = end + 1;
  }
  return names;
}

// A model is named, never found by a path.
bool IsModelName(const std::string& model) {
  return !model.empty() && std::all_of(model.begin(), model.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '+';
  });
}

Word ReadWord(const tesseract::ResultIterator& at) {
  Word word;
  const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_WORD));
  if (!text) return word;
  word.text = ToNfc(text.get());
  std::erase_if(word.text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  at.BoundingBox(tesseract::RIL_WORD, &word.box.left, &word.box.top, &word.box.right,
                 &word.box.bottom);
  word.confidence = std::clamp(at.Confidence(tesseract::RIL_WORD) / 100.0, 0.0, 1.0);
  return word;
}

int XHeight(const tesseract::ResultIterator& at) {
  float row_height = 0;
  float descenders = 0;  // negative
  float ascenders = 0;
  at.RowAttributes(&row_height, &descenders, &ascenders);
  return std::max(0, static_cast<int>(std::lround(row_height - ascenders + descenders)));
}

std::vector<Line> CollectLines(tesseract::ResultIterator* at) {
  std::vector<Line> lines;
  if (at == nullptr) return lines;
  do {
    if (at->Empty(tesseract::RIL_WORD)) continue;
    if (lines.empty() || at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) {
      lines.emplace_back();
      lines.back().x_height = XHeight(*at);
    }
    Word word = ReadWord(*at);
    if (word.text.empty() || word.box.empty()) continue;
    Line& line = lines.back();
    line.box = Union(line.box, word.box);
    line.words.push_back(std::move(word));
  } while (at->Next(tesseract::RIL_WORD));
  std::erase_if(lines, [](const Line& line) { return line.words.empty(); });
  return lines;
}

class TesseractReader final : public RegionReader {
 public:
  Status Open(const std::string& model);

  std::string Name() const override {
    return std::string("tesseract ") + tesseract::TessBaseAPI::Version();
  }
  std::string Model() const override { return model_; }

  Result<std::vector<std::vector<Line>>> Read(GrayImage image, double dpi,
                                              const std::vector<TextRegion>& regions) override {
    std::vector<std::vector<Line>> lines(regions.size());
    // From the smallest: what was read is taken from those about it.
    std::vector<std::size_t> order(regions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&regions](std::size_t a, std::size_t b) {
      return regions[a].box.area() < regions[b].box.area();
    });
    bool changed = true;
    for (const std::size_t i : order) {
      const TextRegion& region = regions[i];
      // Tesseract keeps a copy of the page, with its threshold, while that does not change.
      if (changed || region.mode == ReadAs::kPage) {
        text_.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
        text_.SetSourceResolution(TesseractResolution(dpi));
        changed = false;
      }
      text_.SetPageSegMode(region.mode == ReadAs::kPage ? tesseract::PSM_AUTO
                                                        : tesseract::PSM_SINGLE_BLOCK);
      text_.SetRectangle(region.box.left, region.box.top, region.box.width(), region.box.height());
      if (text_.Recognize(nullptr) != 0) {
        return Status(StatusCode::kInternal, "recognise page: Tesseract gave up on it");
      }
      const std::unique_ptr<tesseract::ResultIterator> at(text_.GetIterator());
      lines[i] = CollectLines(at.get());
      for (int y = region.box.top; y < region.box.bottom; ++y) {
        std::fill(image.Row(y) + region.box.left, image.Row(y) + region.box.right, std::uint8_t{255});
      }
    }
    return lines;
  }

  Result<Orientation> DetectOrientation(GrayImage image, double dpi) override {
    return orientation_->Detect(image, dpi);
  }

 private:
  std::string model_;
  tesseract::TessBaseAPI text_;
  std::unique_ptr<OrientationDetector> orientation_ = OrientationDetector::Open();
};

Status TesseractReader::Open(const std::string& model) {
  if (!IsModelName(model)) {
    return Status(StatusCode::kInvalidArgument,
                  "open Tesseract model: its name holds letters, digits, '_' and '+' only");
  }
  setMsgSeverity(L_SEVERITY_NONE);
  const int failed = text_.Init(nullptr, model.c_str(), tesseract::OEM_LSTM_ONLY);
  // Of a model in parts it loads those that it finds, and does not say so.
  std::vector<std::string> loaded;
  if (failed == 0) text_.GetLoadedLanguagesAsVector(&loaded);
  const auto parts = 1 + std::count(model.begin(), model.end(), '+');
  if (failed != 0 || static_cast<std::ptrdiff_t>(loaded.size()) < parts) {
    return Status(StatusCode::kUnavailable, "open Tesseract model " + model +
                                                ": not installed; install " + PackageOf(model));
  }
  text_.SetVariable("debug_file", "/dev/null");
  model_ = model;
  return Status();
}

}  // namespace

Result<std::unique_ptr<RegionReader>> OpenTesseractReader(const std::string& model) {
  auto reader = std::make_unique<TesseractReader>();
  const Status opened = reader->Open(model);
  if (!opened.ok()) return opened;
  return std::unique_ptr<RegionReader>(std::move(reader));
}

}  // namespace sohoa
