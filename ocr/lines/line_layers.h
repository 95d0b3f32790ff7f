// SPDX-License-Identifier: Apache-2.0
//
// The layers of a line network, ready to run over a batch of lines. Each takes the maps of all
// lines and leaves its own in their place; lines never mix, so what becomes of one depends on
// neither its neighbours nor their order. Layers are immutable and safe from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/result.h"
#include "ocr/lines/edge_noise.h"
#include "ocr/lines/line_kernels.h"
#include "ocr/lines/network_file.h"
#include "ocr/lines/network_shape.h"
#include "ocr/lines/packed_matrix.h"

namespace sohoa {

// `depth` features at each position of a line: first all of the left column, from the top.
struct FeatureMap {
  int width = 0;
  int height = 0;
  int depth = 0;
  // Followed by some bytes that kernels may read but that count for nothing.
  std::vector<std::int8_t> values;
  std::size_t noise_used = 0;  // how many numbers of the noise earlier layers have taken

  void Resize(int new_width, int new_height, int new_depth);
  std::size_t positions() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height); }
  std::int8_t* At(int x, int y) {
    return values.data() + (static_cast<std::size_t>(x) * static_cast<std::size_t>(height) +
                            static_cast<std::size_t>(y)) * static_cast<std::size_t>(depth);
  }
  const std::int8_t* At(int x, int y) const { return const_cast<FeatureMap*>(this)->At(x, y); }
};

using FeatureMaps = std::vector<FeatureMap>;

// What the layers of one run share; of one thread.
struct LayerRun {
  const LineKernelFunctions& kernels;
  EdgeNoise noise;
};

class LineLayer {
 public:
  virtual ~LineLayer() = default;
  virtual void Run(FeatureMaps& maps, LayerRun& run) const = 0;
};

using LineLayerPtr = std::unique_ptr<const LineLayer>;

// The layer that a file describes, for maps of `shape`, which it changes into what comes out.
// kUnsupported where a kind or shape cannot be run here.
Result<LineLayerPtr> BuildLayer(const FileLayer& layer, MapShape& shape);
// All of `layers` from `begin` to before `end`, one after the other.
Result<LineLayerPtr> BuildSeries(const std::vector<const FileLayer*>& layers, MapShape& shape);

// A window around each position, fully connected to the next layer, of which the largest of
// each pool_x x pool_y positions remain. `height`: of the maps that come in.
LineLayerPtr MakeConvolutionLayer(const FileLayer& window, const FileLayer& connected, int height, int pool_x,
                                  int pool_y);
LineLayerPtr MakeConnectedLayer(const FileLayer& connected);
LineLayerPtr MakeLstmLayer(const FileLayer& lstm);

// The last layer, which gives the probabilities of each step.
class SoftmaxLayer {
 public:
  explicit SoftmaxLayer(const FileLayer& connected);
  int classes() const { return classes_; }
  // `map` is one position high; steps that are there already are replaced.
  void Run(const FeatureMap& map, const LayerRun& run, LineOutputs& outputs) const;

 private:
  PackedMatrix matrix_;
  int classes_;
};

}  // namespace sohoa
