// SPDX-License-Identifier: Apache-2.0
//
// A window is a row for the kernels as it lies in its map: as many runs as it has columns. Some
// columns of windows go through at once, so that even the lowest maps fill the kernels' tiles;
// few enough that their sums stay near the processor.
#include "ocr/lines/padded_layers.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace sohoa {
namespace {

constexpr int kMostRows = 60;

Padding PaddingOfLayer(const ModelLayer& layer) {
  if (layer.is_residual()) return PaddedLayers::PaddingOf(layer.layers);
  return {layer.convolution.shape.pad_x, layer.convolution.shape.pad_y};
}

// Sums of two maps of one size; `sum` holds one of them and the result.
void Add(const PaddedMap& map, PaddedMap& sum) {
  const int bytes = map.height() * map.depth();
  for (int x = 0; x < map.width(); ++x) {
    const std::int8_t* from = map.At(x, 0);
    std::int8_t* to = sum.At(x, 0);
    for (int i = 0; i < bytes; ++i) {
      const int both = from[i] + to[i];
      to[i] = static_cast<std::int8_t>(both > 127 ? 127 : both < -127 ? -127 : both);
    }
  }
}

// Outputs in their order, but each step's begin a block.
std::vector<PackedMatrix::Source> StepsInBlocks(int steps, int classes) {
  std::vector<PackedMatrix::Source> order;
  for (int step = 0; step < steps; ++step) {
    for (PackedMatrix::Source& source : InOrder(classes)) {
      if (source.matrix >= 0) source.output += step * classes;
      order.push_back(source);
    }
  }
  return order;
}

}  // namespace

struct PaddedConvolution::Buffers {
  explicit Buffers(int rows)
      : sums(static_cast<std::size_t>(rows) * kBlockOutputs), made(static_cast<std::size_t>(rows) * kBlockOutputs) {}
  std::vector<float> sums;
  std::vector<std::int8_t> made;
};

PaddedConvolution::PaddedConvolution(const ModelConvolution& model, int height, bool positive, Padding padding)
    : shape_(model.shape),
      height_(height),
      padding_(padding),
      matrix_({model.matrix}, InOrder(shape_.outputs),
              {shape_.kernel_x, shape_.dilation_x * (height + 2 * shape_.pad_y) * shape_.depth, positive}) {}

PaddedMap PaddedConvolution::Run(const PaddedMap& map, const LineKernelFunctions& kernels) const {
  PaddedMap next(shape_.OutputWidth(map.width()), shape_.OutputHeight(height_), shape_.outputs, padding_);
  const int at_once = std::max(1, kMostRows / next.height());
  Buffers buffers(at_once * next.height());
  for (int x = 0; x < next.width(); x += at_once) {
    const int columns = std::min(at_once, next.width() - x);
    const InputRows rows{map.At(x * shape_.stride_x - shape_.pad_x, -shape_.pad_y), shape_.stride_y * map.depth(),
                         columns * next.height(), next.height(), shape_.stride_x * map.column_bytes()};
    for (int block = 0; block < matrix_.block_count(); ++block) {
      kernels.multiply(matrix_.Block(block), rows, {buffers.sums.data()});
      Write(block, x, columns, next, buffers, kernels);
    }
  }
  return next;
}

void PaddedConvolution::Write(int block, int x, int columns, PaddedMap& map, Buffers& buffers,
                              const LineKernelFunctions& kernels) const {
  const int first = block * kBlockOutputs;
  const int wanted = std::min(kBlockOutputs, shape_.outputs - first);
  const bool in_place = wanted == kBlockOutputs;
  if (in_place && map.height() == 1) {
    kernels.activate(shape_.activation, buffers.sums.data(), columns, {map.At(x, 0) + first, map.column_bytes()});
    return;
  }
  if (!in_place) {
    kernels.activate(shape_.activation, buffers.sums.data(), columns * map.height(), {buffers.made.data(), kBlockOutputs});
  }
  for (int column = 0; column < columns; ++column) {
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(column) * map.height() * kBlockOutputs;
    std::int8_t* to = map.At(x + column, 0) + first;
    if (in_place) {
      kernels.activate(shape_.activation, buffers.sums.data() + row, map.height(), {to, map.depth()});
      continue;
    }
    const std::int8_t* made = buffers.made.data() + row;
    for (int y = 0; y < map.height(); ++y, to += map.depth(), made += kBlockOutputs) {
      std::memcpy(to, made, static_cast<std::size_t>(wanted));
    }
  }
}

Padding PaddedLayers::PaddingOf(const std::vector<ModelLayer>& layers) { return PaddingOfLayer(layers.front()); }

PaddedLayers::PaddedLayers(const std::vector<ModelLayer>& layers, int height, bool positive, Padding padding)
    : positive_(positive) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Padding next = i + 1 < layers.size() ? PaddingOfLayer(layers[i + 1]) : padding;
    Layer& layer = layers_.emplace_back();
    if (layers[i].is_residual()) {
      layer.residual = std::make_unique<const PaddedLayers>(layers[i].layers, height, positive_, next);
      positive_ = positive_ && layer.residual->positive();
    } else {
      const ConvolutionShape& shape = layers[i].convolution.shape;
      layer.convolution = std::make_unique<const PaddedConvolution>(layers[i].convolution, height, positive_, next);
      height = shape.OutputHeight(height);
      positive_ = shape.activation == Activation::kRelu;
    }
  }
}

int PaddedLayers::OutputWidth(int width) const {
  for (const Layer& layer : layers_) {
    width = layer.residual ? layer.residual->OutputWidth(width) : layer.convolution->shape().OutputWidth(width);
    if (width < 1) return 0;
  }
  return width;
}

PaddedMap PaddedLayers::Run(const PaddedMap& map, const LineKernelFunctions& kernels) const {
  std::optional<PaddedMap> made;
  for (const Layer& layer : layers_) {
    const PaddedMap& from = made ? *made : map;
    PaddedMap next = layer.residual ? layer.residual->Run(from, kernels) : layer.convolution->Run(from, kernels);
    if (layer.residual) Add(from, next);
    made = std::move(next);
  }
  return *std::move(made);
}

ClassesLayer::ClassesLayer(const FileMatrix& output, int steps, int classes, bool positive)
    : steps_(steps), classes_(classes), matrix_({output}, StepsInBlocks(steps, classes), {.positive = positive}) {}

void ClassesLayer::Run(const PaddedMap& map, const LineKernelFunctions& kernels, LineOutputs& outputs) const {
  outputs.steps = map.width() * steps_;
  outputs.classes = classes_;
  outputs.probabilities.clear();
  outputs.probabilities.reserve(static_cast<std::size_t>(outputs.steps) * static_cast<std::size_t>(classes_));
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(matrix_.block_count()) * kBlockOutputs;
  const std::ptrdiff_t step_stride = stride / steps_;
  std::vector<float> values(static_cast<std::size_t>(kMostRows * stride));
  for (int first = 0; first < map.width(); first += kMostRows) {
    const int count = std::min(kMostRows, map.width() - first);
    for (int block = 0; block < matrix_.block_count(); ++block) {
      kernels.multiply(matrix_.Block(block), {map.At(first, 0), map.column_bytes(), count},
                       {values.data() + block * kBlockOutputs, stride});
    }
    for (int step = 0; step < steps_; ++step) {
      kernels.softmax({values.data() + step * step_stride, stride}, count, classes_);
    }
    for (int row = 0; row < count; ++row) {
      for (int step = 0; step < steps_; ++step) {
        const float* from = values.data() + row * stride + step * step_stride;
        outputs.probabilities.insert(outputs.probabilities.end(), from, from + classes_);
      }
    }
  }
}

}  // namespace sohoa
