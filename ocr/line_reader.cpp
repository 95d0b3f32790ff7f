// SPDX-License-Identifier: Apache-2.0
#include "ocr/line_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

// Tesseract takes 70 where it is told nothing, and sizes its layout by it.
constexpr double kLeastDpi = 70;
constexpr double kMostDpi = 2400;

int SourceResolution(double dpi) {
  return static_cast<int>(std::lround(std::clamp(dpi, kLeastDpi, kMostDpi)));
}

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

}  // namespace

struct LineReader::Impl {
  tesseract::TessBaseAPI text;
  tesseract::TessBaseAPI orientation;
  bool has_orientation = false;
};

LineReader::LineReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LineReader::~LineReader() = default;

Result<std::unique_ptr<LineReader>> LineReader::Open(const std::string& model) {
  if (!IsModelName(model)) {
    return Status(StatusCode::kInvalidArgument,
                  "open Tesseract model: its name holds letters, digits, '_' and '+' only");
  }
  setMsgSeverity(L_SEVERITY_NONE);
  auto impl = std::make_unique<Impl>();
  const int failed = impl->text.Init(nullptr, model.c_str(), tesseract::OEM_LSTM_ONLY);
  // Of a model in parts it loads those that it finds, and does not say so.
  std::vector<std::string> loaded;
  if (failed == 0) impl->text.GetLoadedLanguagesAsVector(&loaded);
  const auto parts = 1 + std::count(model.begin(), model.end(), '+');
  if (failed != 0 || static_cast<std::ptrdiff_t>(loaded.size()) < parts) {
    return Status(StatusCode::kUnavailable, "open Tesseract model " + model +
                                                ": not installed; install " + PackageOf(model));
  }
  impl->text.SetVariable("debug_file", "/dev/null");
  impl->has_orientation =
      impl->orientation.Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) == 0;
  return std::unique_ptr<LineReader>(new LineReader(std::move(impl)));
}

std::string LineReader::Name() const {
  return std::string("tesseract ") + tesseract::TessBaseAPI::Version();
}

void LineReader::SetImage(const GrayImage& image, double dpi) {
  impl_->text.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
  impl_->text.SetSourceResolution(SourceResolution(dpi));
}

Result<std::vector<Line>> LineReader::Read(const Box& region, ReadAs mode) {
  switch (mode) {
    case ReadAs::kPage: impl_->text.SetPageSegMode(tesseract::PSM_AUTO); break;
    case ReadAs::kBlock: impl_->text.SetPageSegMode(tesseract::PSM_SINGLE_BLOCK); break;
    case ReadAs::kLine: impl_->text.SetPageSegMode(tesseract::PSM_SINGLE_LINE); break;
  }
  impl_->text.SetRectangle(region.left, region.top, region.width(), region.height());
  if (impl_->text.Recognize(nullptr) != 0) {
    return Status(StatusCode::kInternal, "recognise page: Tesseract gave up on it");
  }
  const std::unique_ptr<tesseract::ResultIterator> at(impl_->text.GetIterator());
  return CollectLines(at.get());
}

Result<Orientation> LineReader::DetectOrientation(const GrayImage& image, double dpi) {
  if (!impl_->has_orientation) {
    return Status(StatusCode::kUnavailable,
                  "find orientation of page: model osd is not installed; install "
                  "tesseract-ocr-osd");
  }
  impl_->orientation.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
  impl_->orientation.SetSourceResolution(SourceResolution(dpi));
  int turned = 0;
  float confidence = 0;
  const char* script = nullptr;
  float script_confidence = 0;
  const bool found = impl_->orientation.DetectOrientationScript(&turned, &confidence, &script,
                                                                &script_confidence);
  impl_->orientation.Clear();
  if (!found) {
    return Status(StatusCode::kNotFound, "find orientation of page: too few letters");
  }
  // Tesseract's measure is a difference of log likelihoods without an upper end.
  return Orientation{(360 - turned) % 360, 1.0 - std::exp(-std::max(0.0f, confidence) / 5.0)};
}

}  // namespace sohoa
