// SPDX-License-Identifier: Apache-2.0
#include "own_line_model.h"

#include <memory>
#include <utility>

#include <benchmark/benchmark.h>

#include "ocr/lines/built_in_model.h"
#include "ocr/lines/convolutional_network.h"
#include "ocr/lines/line_input.h"
#include "ocr/lines/model_file.h"
#include "ocr/lines/padded_layers.h"
#include "ocr/model_names.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

struct Shape {
  int width = 0;
  int height = 0;
};

double Weigh(const FileMatrix& matrix, const Shape& shape) {
  return 1.0 * shape.width * shape.height * matrix.outputs * matrix.inputs;
}

// Multiplications of a layer; `shape` becomes that of what comes out.
double Products(const ModelLayer& layer, Shape& shape) {
  double sum = 0;
  for (const ModelLayer& inner : layer.layers) sum += Products(inner, shape);
  if (layer.is_residual()) return sum;
  const ConvolutionShape& window = layer.convolution.shape;
  shape = {window.OutputWidth(shape.width), window.OutputHeight(shape.height)};
  return Weigh(layer.convolution.matrix, shape);
}

void SetProducts(benchmark::State& state, double products) {
  state.counters["GMAC"] = products / 1e9;
  state.counters["GMAC/s"] = benchmark::Counter(products / 1e9, benchmark::Counter::kIsIterationInvariantRate);
}

void Page(benchmark::State& state, const ConvolutionModel& model, const std::vector<GrayImage>& lines, LineKernel kernel) {
  const std::unique_ptr<LineNetwork> network = MakeConvolutionalNetwork(model, kernel);
  std::size_t steps = 0;
  for (auto _ : state) {
    steps = 0;
    for (const LineOutputs& outputs : network->Run(lines)) steps += static_cast<std::size_t>(outputs.steps);
  }
  double products = 0;
  for (const GrayImage& line : lines) {
    Shape shape{PrepareLineInput(line, model.height).width, model.height};
    for (const ModelLayer& layer : model.layers) products += Products(layer, shape);
    products += Weigh(model.output, shape);
  }
  state.counters["steps"] = static_cast<double>(steps);
  SetProducts(state, products);
}

// The maps that go into a layer, of all lines.
using Maps = std::vector<PaddedMap>;

Maps Inputs(const ConvolutionModel& model, const std::vector<GrayImage>& lines) {
  Maps maps;
  for (const GrayImage& line : lines) {
    const LineInput input = PrepareLineInput(line, model.height);
    PaddedMap& map = maps.emplace_back(input.width, model.height, 1, PaddedLayers::PaddingOf(model.layers));
    for (int x = 0; x < input.width; ++x) {
      for (int y = 0; y < model.height; ++y) {
        *map.At(x, y) = static_cast<std::int8_t>((127 - input.pixels[static_cast<std::size_t>(x * model.height + y)]) / 2);
      }
    }
  }
  return maps;
}

void RunLayer(benchmark::State& state, const ModelLayer& model, const PaddedLayers& layer, const Maps& maps) {
  const LineKernelFunctions& kernels = KernelFunctions(AvailableLineKernels().front());
  for (auto _ : state) {
    for (const PaddedMap& map : maps) benchmark::DoNotOptimize(layer.Run(map, kernels));
  }
  double products = 0;
  for (const PaddedMap& map : maps) {
    Shape shape{map.width(), map.height()};
    products += Products(model, shape);
  }
  SetProducts(state, products);
}

void RunOutput(benchmark::State& state, const ConvolutionModel& model, const ClassesLayer& layer, const Maps& maps) {
  const LineKernelFunctions& kernels = KernelFunctions(AvailableLineKernels().front());
  double products = 0;
  for (const PaddedMap& map : maps) products += Weigh(model.output, {map.width(), 1});
  for (auto _ : state) {
    for (const PaddedMap& map : maps) {
      LineOutputs outputs;
      layer.Run(map, kernels, outputs);
      benchmark::DoNotOptimize(outputs.probabilities.data());
    }
  }
  SetProducts(state, products);
}

std::string NameOf(const ModelLayer& layer) {
  if (layer.is_residual()) return "residual";
  const ConvolutionShape& shape = layer.convolution.shape;
  return std::to_string(shape.kernel_x) + "x" + std::to_string(shape.kernel_y) + "," + std::to_string(shape.depth) + "to" +
         std::to_string(shape.outputs);
}

void RegisterLayers(const std::shared_ptr<const ConvolutionModel>& model, const std::vector<GrayImage>& lines) {
  const LineKernelFunctions& kernels = KernelFunctions(AvailableLineKernels().front());
  bool positive = true;
  auto maps = std::make_shared<const Maps>(Inputs(*model, lines));
  for (std::size_t i = 0; i < model->layers.size(); ++i) {
    const bool last = i + 1 == model->layers.size();
    const Padding padding = last ? Padding() : PaddedLayers::PaddingOf({model->layers[i + 1]});
    auto layer = std::make_shared<const PaddedLayers>(std::vector{model->layers[i]}, maps->front().height(), positive, padding);
    positive = layer->positive();
    const std::string name = "Layer/" + std::to_string(i + 1) + "/" + NameOf(model->layers[i]);
    benchmark::RegisterBenchmark(name.c_str(), [model, i, layer, maps](benchmark::State& state) {
      RunLayer(state, model->layers[i], *layer, *maps);
    })->Unit(benchmark::kMillisecond);
    Maps next;
    for (const PaddedMap& map : *maps) next.push_back(layer->Run(map, kernels));
    maps = std::make_shared<const Maps>(std::move(next));
  }
  auto output = std::make_shared<const ClassesLayer>(model->output, model->steps, model->classes(), positive);
  benchmark::RegisterBenchmark("Layer/output", [model, output, maps](benchmark::State& state) {
    RunOutput(state, *model, *output, *maps);
  })->Unit(benchmark::kMillisecond);
}

}  // namespace

void RegisterOwnModel(const std::string& name, const std::vector<GrayImage>& lines) {
  const std::string bytes = name == kOwnModel ? std::string(BuiltInLineModel()) : TakeOrExit(ReadModelFile(name), name);
  const auto model = std::make_shared<const ConvolutionModel>(TakeOrExit(ReadConvolutionModel(bytes), name));
  for (const LineKernel kernel : AvailableLineKernels()) {
    benchmark::RegisterBenchmark(("Page/" + model->name + "/" + std::string(LineKernelName(kernel))).c_str(),
                                 [model, &lines, kernel](benchmark::State& state) { Page(state, *model, lines, kernel); })
        ->Unit(benchmark::kMillisecond);
  }
  RegisterLayers(model, lines);
}

}  // namespace sohoa
