// SPDX-License-Identifier: Apache-2.0
//
// What it costs to decode a page of 50 lines of 700 steps, in one thread, with the Vietnamese
// model's dictionary:
//
//   Clear     the network is sure of most steps, as on clean print
//   Unsure    two or three codes compete at every letter, as on a poor copy
//   Noise     any three codes at every step: what pictures taken for text give
//
// The outputs are made: letters of common words, a step or two each, with nulls between them, in
// the proportions that the network gives. `steps` is the rate at which they are decoded.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/vietnamese.h"
#include "ocr/lines/code_recoder.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {
namespace {

constexpr int kLines = 50;
constexpr int kSteps = 700;
constexpr int kNullCode = 268;
constexpr const char* kText =
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Theo đề nghị của Giám "
    "đốc Sở Nội vụ "
    "tại Tờ trình số 85/TTr-SNV, Ủy ban nhân dân tỉnh quyết định phê duyệt kế hoạch thực hiện "
    "nhiệm vụ được giao. ";

const TrainedData& Model() {
  static const TrainedData model = [] {
    Result<TrainedData> opened =
        TrainedData::Open("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata");
    if (!opened) {
      std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
      std::exit(1);
    }
    return *std::move(opened);
  }();
  return model;
}

// The codes of kText, space included.
std::vector<int> TextCodes() {
  const UnicharSet unichars = *UnicharSet::Parse(Model().Part(ModelPart::kUnicharset));
  const CodeRecoder recoder =
      *CodeRecoder::Parse(Model().Part(ModelPart::kRecoder), unichars.size());
  std::vector<int> codes;
  for (const char32_t point : ToCodePoints(ToNfc(kText))) {
    const std::string text = FromCodePoints(std::u32string_view(&point, 1));
    for (int id = 0; id < unichars.size(); ++id) {
      if (unichars.Text(id) == text) codes.push_back(recoder.Codes(id)[0]);
    }
  }
  return codes;
}

class OutputMaker {
 public:
  // `doubt`: what other codes get of a letter's probability at most.
  explicit OutputMaker(float doubt) : doubt_(doubt), text_(TextCodes()) {}

  LineOutputs Line() {
    LineOutputs line;
    line.classes = kNullCode + 1;
    line.steps = kSteps;
    line.probabilities.assign(
        static_cast<std::size_t>(kSteps) * static_cast<std::size_t>(line.classes), 0.0F);
    for (int step = 0; step < kSteps;) {
      const int code = text_[next_++ % text_.size()];
      const int letter_steps = 1 + static_cast<int>(random_() % 2);
      Put(line, step++, kNullCode, code, 0.6F);  // where the one becomes the other
      for (int i = 0; i < letter_steps; ++i)
        Put(line, step++, code, AnyCode(), 1 - doubt_ * Share());
      Put(line, step++, code, kNullCode, 0.3F + 0.4F * Share());
      Put(line, step++, kNullCode, AnyCode(), 1 - 0.02F * doubt_ * Share());
    }
    return line;
  }

  LineOutputs NoiseLine() {
    LineOutputs line = Line();
    std::ranges::fill(line.probabilities, 0.0F);
    for (int step = 0; step < kSteps; ++step) Put(line, step, AnyCode(), AnyCode(), 0.5F);
    return line;
  }

 private:
  float Share() { return static_cast<float>(random_() % 1000) / 1000; }
  int AnyCode() { return static_cast<int>(random_() % kNullCode); }

  void Put(LineOutputs& line, int step, int code, int other, float probability) {
    if (step >= line.steps) return;
    float* at = line.probabilities.data() +
                static_cast<std::size_t>(step) * static_cast<std::size_t>(line.classes);
    for (int i = 0; i < line.classes; ++i) at[i] = 2e-6F * Share();
    const float rest = 1 - probability;
    at[code] += probability;
    at[other] += rest * 0.8F;
    at[AnyCode()] += rest * 0.15F;
    at[AnyCode()] += rest * 0.05F;
  }

  float doubt_;
  std::vector<int> text_;
  std::size_t next_ = 0;
  std::mt19937 random_{11};
};

void DecodePage(benchmark::State& state, const std::vector<LineOutputs>& lines) {
  const auto decoder = LineDecoder::Load(Model(), kNullCode);
  if (!decoder) {
    state.SkipWithError(decoder.status().ToString().c_str());
    return;
  }
  std::size_t words = 0;
  for ([[maybe_unused]] auto _ : state) {
    words = 0;
    for (const LineOutputs& line : lines) words += (*decoder)->Decode(line).size();
  }
  state.counters["words"] = static_cast<double>(words);
  state.counters["steps"] =
      benchmark::Counter(kLines * kSteps, benchmark::Counter::kIsIterationInvariantRate);
}

std::vector<LineOutputs> Page(float doubt, bool noise) {
  OutputMaker maker(doubt);
  std::vector<LineOutputs> lines;
  for (int i = 0; i < kLines; ++i) lines.push_back(noise ? maker.NoiseLine() : maker.Line());
  return lines;
}

void Clear(benchmark::State& state) { DecodePage(state, Page(0.1F, false)); }
void Unsure(benchmark::State& state) { DecodePage(state, Page(0.8F, false)); }
void Noise(benchmark::State& state) { DecodePage(state, Page(1, true)); }

BENCHMARK(Clear)->Unit(benchmark::kMillisecond);
BENCHMARK(Unsure)->Unit(benchmark::kMillisecond);
BENCHMARK(Noise)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
