// SPDX-License-Identifier: Apache-2.0
#include "ocr/orientation_detector.h"

#include <algorithm>
#include <cmath>

#include <tesseract/baseapi.h>

namespace sohoa {
namespace {

constexpr double kLeastDpi = 70;
constexpr double kMostDpi = 2400;

class TesseractOrientation final : public OrientationDetector {
 public:
  TesseractOrientation() : loaded_(api_.Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) == 0) {}

  Result<Orientation> Detect(const GrayImage& image, double dpi) override {
    if (!loaded_) {
      return Status(StatusCode::kUnavailable,
                    "find orientation of page: model osd is not installed; install "
                    "tesseract-ocr-osd");
    }
    api_.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
    api_.SetSourceResolution(TesseractResolution(dpi));
    int turned = 0;
    float confidence = 0;
    const char* script = nullptr;
    float script_confidence = 0;
    const bool found = api_.DetectOrientationScript(&turned, &confidence, &script, &script_confidence);
    api_.Clear();
    if (!found) {
      return Status(StatusCode::kNotFound, "find orientation of page: too few letters");
    }
    // Tesseract's measure is a difference of log likelihoods without an upper end.
    return Orientation{(360 - turned) % 360, 1.0 - std::exp(-std::max(0.0f, confidence) / 5.0)};
  }

 private:
  tesseract::TessBaseAPI api_;
  bool loaded_;
};

}  // namespace

int TesseractResolution(double dpi) {
  return static_cast<int>(std::lround(std::clamp(dpi, kLeastDpi, kMostDpi)));
}

std::unique_ptr<OrientationDetector> OrientationDetector::Open() {
  return std::make_unique<TesseractOrientation>();
}

}  // namespace sohoa
