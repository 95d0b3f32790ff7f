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
  outputs.probabilities.resize(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(classes_));
  const int width = matrix_.block_count() * kBlockOutputs;
  std::vector<float> sums(static_cast<std::size_t>(kMostRows) * kBlockOutputs);
  std::vector<float> values(static_cast<std::size_t>(kMostRows) * static_cast<std::size_t>(width));
  std::vector<float> made(static_cast<std::size_t>(width));
  for (int first = 0; first < map.width; first += kMostRows) {
    const int count = std::min(kMostRows, map.width - first);
    for (int block = 0; block < matrix_.block_count(); ++block) {
      run.kernels.multiply(matrix_.Block(block), {map.At(first, 0), map.depth, count}, sums.data());
      for (int row = 0; row < count; ++row) {
        const float* from = sums.data() + static_cast<std::ptrdiff_t>(row) * kBlockOutputs;
        std::copy(from, from + kBlockOutputs,
                  values.data() + static_cast<std::ptrdiff_t>(row) * width + block * kBlockOutputs);
      }
    }
    for (int row = 0; row < count; ++row) {
      run.kernels.softmax(values.data() + static_cast<std::ptrdiff_t>(row) * width, classes_, made.data());
      std::copy(made.data(), made.data() + classes_,
                outputs.probabilities.data() + static_cast<std::ptrdiff_t>(first + row) * classes_);
    }
  }
}

}  // namespace sohoa
