// SPDX-License-Identifier: Apache-2.0
#include "ocr/line_network_tesseract.h"

#include <gtest/gtest.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <span>

namespace sohoa {
namespace {

constexpr float kReported = 0.01F;
constexpr float kTolerance = 5e-7F;  // some units in the last place

// The codes of a step that Tesseract reports, the likeliest first.
std::vector<int> ReportedCodes(std::span<const float> step) {
  std::vector<int> codes;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] >= kReported) codes.push_back(static_cast<int>(i));
  }
  std::stable_sort(codes.begin(), codes.end(), [&](int a, int b) {
    return step[static_cast<std::size_t>(a)] > step[static_cast<std::size_t>(b)];
  });
  return codes;
}

void CompareStep(std::span<const float> ours, const std::vector<NamedChoice>& theirs, CodeNames& names) {
  const std::vector<int> codes = ReportedCodes(ours);
  const auto probability = [&](std::size_t i) { return ours[static_cast<std::size_t>(codes[i])]; };
  const std::size_t common = std::min(codes.size(), theirs.size());
  ASSERT_GT(common, 0U);
  for (std::size_t i = 0; i < common; ++i) {
    EXPECT_NEAR(probability(i), theirs[i].probability, kTolerance);
    // Two of one probability may change places.
    const bool alone = (i == 0 || probability(i - 1) - probability(i) > 2 * kTolerance) &&
                       (i + 1 >= codes.size() || probability(i) - probability(i + 1) > 2 * kTolerance);
    if (!alone) continue;
    EXPECT_EQ(names.emplace(codes[i], theirs[i].name).first->second, theirs[i].name) << "code " << codes[i];
  }
  // One side may just have reported a code that the other has not.
  for (std::size_t i = common; i < codes.size(); ++i) EXPECT_NEAR(probability(i), kReported, kTolerance);
  for (std::size_t i = common; i < theirs.size(); ++i) EXPECT_NEAR(theirs[i].probability, kReported, kTolerance);
}

}  // namespace

struct TesseractSteps::Impl {
  tesseract::TessBaseAPI api;

  void Configure() {
    api.SetPageSegMode(tesseract::PSM_RAW_LINE);
    api.SetVariable("lstm_choice_mode", "2");
    api.SetVariable("invert_threshold", "0");
  }
};

TesseractSteps::TesseractSteps(std::string_view language) : impl_(std::make_unique<Impl>()) {
  EXPECT_EQ(impl_->api.Init(nullptr, std::string(language).c_str(), tesseract::OEM_LSTM_ONLY), 0);
  impl_->Configure();
}

TesseractSteps::TesseractSteps(std::string_view language, const std::string& file) : impl_(std::make_unique<Impl>()) {
  EXPECT_EQ(impl_->api.Init(file.data(), static_cast<int>(file.size()), std::string(language).c_str(),
                            tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false, nullptr),
            0);
  impl_->Configure();
}

TesseractSteps::~TesseractSteps() = default;

NamedSteps TesseractSteps::Read(const GrayImage& line) {
  tesseract::TessBaseAPI& api = impl_->api;
  api.SetImage(line.pixels.data(), line.width, line.height, 1, line.width);
  NamedSteps steps;
  if (api.Recognize(nullptr) != 0) return steps;
  const std::unique_ptr<tesseract::ResultIterator> words(api.GetIterator());
  if (!words) return steps;
  do {
    const auto* letters = words->GetRawLSTMTimesteps();
    if (letters == nullptr) continue;
    for (const auto& letter : *letters) {
      for (const auto& step : letter) {
        auto& choices = steps.emplace_back();
        for (const auto& [text, probability] : step) choices.push_back({text, probability});
      }
    }
  } while (words->Next(tesseract::RIL_WORD));
  return steps;
}

int CompareSteps(const LineOutputs& outputs, const NamedSteps& steps, CodeNames& names) {
  EXPECT_LE(static_cast<int>(steps.size()), outputs.steps);
  const int count = std::min(outputs.steps, static_cast<int>(steps.size()));
  for (int step = 0; step < count; ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    CompareStep(outputs.Step(step), steps[static_cast<std::size_t>(step)], names);
  }
  // The last two codes have no name.
  std::map<std::string, int> codes;
  for (const auto& [code, name] : names) {
    if (code + 2 >= outputs.classes) continue;
    EXPECT_TRUE(codes.emplace(name, code).second) << "codes " << codes[name] << " and " << code << " share a name";
  }
  return count;
}

}  // namespace sohoa
