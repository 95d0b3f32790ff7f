// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ocr/lines/line_layers.h"

namespace sohoa {
namespace {

constexpr int kMostRows = 32;
}  // namespace

SoftmaxLayer::SoftmaxLayer(const FileLayer& connected)
    : matrix_(connected.matrices, InOrder(connected.outputs)), classes_(connected.outputs) {}

void SoftmaxLayer::Run(const FeatureMap& map, const LayerRun& run, LineOutputs& outputs) const {
  outputs.steps = map.width;
  outputs.classes = classes_;
  outputs.probabilities.clear();
  outputs.probabilities.reserve(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(classes_));
  const std::ptrdiff_t stride = matrix_.block_count() * kBlockOutputs;
  std::vector<float> values(static_cast<std::size_t>(kMostRows * stride));
  for (int first = 0; first < map.width; first += kMostRows) {
    const int count = std::min(kMostRows, map.width - first);
    for (int block = 0; block < matrix_.block_count(); ++block) {
      run.kernels.multiply(matrix_.Block(block), {map.At(first, 0), map.depth, count},
                           {values.data() + block * kBlockOutputs, stride});
    }
    run.kernels.softmax({values.data(), stride}, count, classes_);
    for (int row = 0; row < count; ++row) {
      const float* from = values.data() + row * stride;
      outputs.probabilities.insert(outputs.probabilities.end(), from, from + classes_);
    }
  }
}

}  // namespace sohoa
