// SPDX-License-Identifier: Apache-2.0
//
// What it costs to read the lines of a page, without finding them and without decoding:
//
//   Page       the network over the page's lines, scaling included, by model and kernel
//   Layer      each layer of our own model alone
//   Tesseract  Tesseract on the same lines one by one: its network, and its decoding
//   Input      scaling and levelling the lines alone
//   Multiply   the int8 products alone, of an LSTM of 192 units that is fed 96 features
//   LstmStep   the activations of 8 units alone
//   Peak       what the processor can do at most (int8_peak.h)
//
//   line_network_bench [--model sohoa|FILE.safetensors] [--benchmark_...]
//
// The page is a drawn one at 300 dpi of at least 50 lines. GMAC/s counts multiplications by
// weights; "steps" is how many outputs the page has. Everything runs in one thread; set
// OMP_THREAD_LIMIT=1 for Tesseract's sake.
#include <benchmark/benchmark.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "int8_peak.h"
#include "ocr/lines/line_input.h"
#include "ocr/lines/line_kernels.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/network_file.h"
#include "ocr/lines/trained_data.h"
#include "own_line_model.h"
#include "samples/sample_pages.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

constexpr std::size_t kPageLines = 50;

Box InkOf(const SampleLine& line) {
  Box ink = line.words.front().box;
  for (const SampleWord& word : line.words) {
    ink = {std::min(ink.left, word.box.left), std::min(ink.top, word.box.top), std::max(ink.right, word.box.right),
           std::max(ink.bottom, word.box.bottom)};
  }
  return ink;
}

GrayImage Crop(const SampleImage& page, const Box& ink) {
  constexpr int kMargin = 4;
  const Box box{std::max(0, ink.left - kMargin), std::max(0, ink.top - kMargin),
                std::min(page.width, ink.right + kMargin), std::min(page.height, ink.bottom + kMargin)};
  GrayImage line{box.width(), box.height(), {}};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x));
      line.pixels.push_back(static_cast<std::uint8_t>(page.pixels[at * 3]));  // red
    }
  }
  return line;
}

const std::vector<GrayImage>& PageLines() {
  static const std::vector<GrayImage> lines = [] {
    std::vector<GrayImage> all;
    DrawOptions options;
    options.degradation = Degradation::kLight;
    options.skew = 0;
    for (std::uint32_t page = 0; all.size() < kPageLines; ++page) {
      const SamplePage drawn = TakeOrExit(DrawSamplePage(SampleKind::kPlan, page, options), "draw a page");
      for (const SampleLine& line : drawn.truth.lines) {
        if (all.size() < kPageLines && !line.words.empty()) all.push_back(Crop(drawn.image, InkOf(line)));
      }
    }
    return all;
  }();
  return lines;
}

const TrainedData& Model(const std::string& language) {
  static std::vector<std::pair<std::string, std::unique_ptr<TrainedData>>> models;
  for (const auto& [name, model] : models) {
    if (name == language) return *model;
  }
  const std::string path = "/usr/share/tesseract-ocr/5/tessdata/" + language + ".traineddata";
  models.emplace_back(language, std::make_unique<TrainedData>(TakeOrExit(TrainedData::Open(path), path)));
  return *models.back().second;
}

// Multiplications of a line whose map is `width` x `height` here; both become those of what
// comes out.
double Products(const FileLayer& layer, double& width, double& height) {
  double sum = 0;
  for (const FileMatrix& matrix : layer.matrices) {
    sum += width * height * static_cast<double>(matrix.outputs) * matrix.inputs;
  }
  if (layer.kind == LayerKind::kTranspose) std::swap(width, height);
  double inner_width = width;
  double inner_height = height;
  for (const FileLayer& inner : layer.layers) {
    if (layer.kind == LayerKind::kParallel) {
      inner_width = width;
      inner_height = height;
    }
    sum += Products(inner, inner_width, inner_height);
  }
  width = inner_width;
  height = inner_height;
  if (layer.kind == LayerKind::kTranspose) std::swap(width, height);
  if (layer.kind == LayerKind::kLstmSummary) width = 1;
  if (layer.kind == LayerKind::kMaxPool || layer.kind == LayerKind::kReconfig) {
    width = static_cast<int>(width) / layer.x;
    height = static_cast<int>(height) / layer.y;
  }
  return sum;
}

void Page(benchmark::State& state, const std::string& language, LineKernel kernel) {
  const std::string_view part = Model(language).Part(ModelPart::kNetwork);
  const NetworkFile file = TakeOrExit(ReadNetworkFile(part), "read a network");
  const auto network = TakeOrExit(LineNetwork::Load(part, kernel), "load a network");
  std::size_t steps = 0;
  for (auto _ : state) {
    steps = 0;
    for (const LineOutputs& outputs : network->Run(PageLines())) steps += static_cast<std::size_t>(outputs.steps);
  }
  double products = 0;
  for (const GrayImage& line : PageLines()) {
    double width = PrepareLineInput(line, network->input_height()).width;
    double height = network->input_height();
    products += Products(file.root, width, height);
  }
  state.counters["steps"] = static_cast<double>(steps);
  state.counters["GMAC"] = products / 1e9;
  state.counters["GMAC/s"] =
      benchmark::Counter(products / 1e9, benchmark::Counter::kIsIterationInvariantRate);
}

void Tesseract(benchmark::State& state, const std::string& language) {
  tesseract::TessBaseAPI api;
  if (api.Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) {
    return state.SkipWithError("Tesseract has no such model");
  }
  api.SetPageSegMode(tesseract::PSM_RAW_LINE);
  api.SetVariable("invert_threshold", "0");
  for (auto _ : state) {
    for (const GrayImage& line : PageLines()) {
      api.SetImage(line.pixels.data(), line.width, line.height, 1, line.width);
      api.Recognize(nullptr);
    }
  }
}

void Input(benchmark::State& state) {
  for (auto _ : state) {
    for (const GrayImage& line : PageLines()) benchmark::DoNotOptimize(PrepareLineInput(line, 36));
  }
}

FileMatrix DrawMatrix(int outputs, int inputs) {
  FileMatrix matrix;
  matrix.outputs = outputs;
  matrix.inputs = inputs;
  matrix.scales.assign(static_cast<std::size_t>(outputs), 1e-4F);
  matrix.biases.assign(static_cast<std::size_t>(outputs), 0);
  // As large as the installed models' weights are.
  std::mt19937 random(1);
  std::normal_distribution<double> weight(0, 34);
  for (int i = 0; i < outputs * inputs; ++i) {
    matrix.weights.push_back(static_cast<std::int8_t>(std::clamp(weight(random), -127.0, 127.0)));
  }
  return matrix;
}

void Peak(benchmark::State& state, const Int8Peak& peak) {
  for (auto _ : state) benchmark::DoNotOptimize(peak.run());
  state.counters["GMAC/s"] = benchmark::Counter(1e-9 * peak.products, benchmark::Counter::kIsIterationInvariantRate);
}

void Multiply(benchmark::State& state, LineKernel kernel) {
  constexpr int kOutputs = 768;
  constexpr int kInputs = 288;
  constexpr int kRows = 48;
  const PackedMatrix matrix({DrawMatrix(kOutputs, kInputs)}, InOrder(kOutputs));
  std::vector<std::int8_t> rows(std::size_t{kRows} * kInputs + 64);
  std::mt19937 random(2);
  for (auto& value : rows) value = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
  std::vector<float> results(std::size_t{kRows} * kBlockOutputs);
  for (auto _ : state) {
    for (int block = 0; block < matrix.block_count(); ++block) {
      KernelFunctions(kernel).multiply(matrix.Block(block), {rows.data(), kInputs, kRows}, {results.data()});
      benchmark::DoNotOptimize(results.data());
    }
  }
  state.counters["GMAC/s"] = benchmark::Counter(1e-9 * kOutputs * kInputs * kRows,
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void LstmStep(benchmark::State& state, LineKernel kernel) {
  constexpr int kRows = 48;
  std::vector<float> gates(std::size_t{kRows} * kBlockOutputs);
  std::mt19937 random(3);
  std::normal_distribution<float> sum(0, 3);
  for (auto& gate : gates) gate = sum(random);
  std::vector<float> cells(std::size_t{kRows} * kBlockUnits);
  std::vector<std::int8_t> outputs(cells.size());
  for (auto _ : state) {
    KernelFunctions(kernel).lstm_step(gates.data(), kRows, cells.data(), {outputs.data(), kBlockUnits});
    benchmark::DoNotOptimize(outputs.data());
  }
  // Four gates and the state of each unit.
  state.counters["activations/s"] =
      benchmark::Counter(5.0 * kRows * kBlockUnits, benchmark::Counter::kIsIterationInvariantRate);
}

void Register() {
  for (const std::string language : {"vie", "eng"}) {
    for (const LineKernel kernel : AvailableLineKernels()) {
      const std::string name = "Page/" + language + "/" + std::string(LineKernelName(kernel));
      benchmark::RegisterBenchmark(name.c_str(), [language, kernel](benchmark::State& state) {
        Page(state, language, kernel);
      })->Unit(benchmark::kMillisecond);
    }
    benchmark::RegisterBenchmark(("Tesseract/" + language).c_str(), [language](benchmark::State& state) {
      Tesseract(state, language);
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("Input", Input)->Unit(benchmark::kMillisecond);
  for (const LineKernel kernel : AvailableLineKernels()) {
    const std::string name(LineKernelName(kernel));
    if (const Int8Peak peak = PeakOf(kernel); peak.run != nullptr) {
      benchmark::RegisterBenchmark(("Peak/" + name).c_str(), [peak](benchmark::State& state) { Peak(state, peak); });
    }
    benchmark::RegisterBenchmark(("Multiply/" + name).c_str(),
                                 [kernel](benchmark::State& state) { Multiply(state, kernel); });
    benchmark::RegisterBenchmark(("LstmStep/" + name).c_str(),
                                 [kernel](benchmark::State& state) { LstmStep(state, kernel); });
  }
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const bool known = argc == 1 || (argc == 3 && std::strcmp(argv[1], "--model") == 0);
  if (!known) {
    std::fprintf(stderr, "usage: line_network_bench [--model sohoa|FILE.safetensors] [--benchmark_...]\n");
    return 2;
  }
  sohoa::PageLines();  // drawn before anything is timed
  sohoa::Register();
  if (argc == 3) sohoa::RegisterOwnModel(argv[2], sohoa::PageLines());
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
