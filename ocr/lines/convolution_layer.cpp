// SPDX-License-Identifier: Apache-2.0
//
// Layers that look at positions one by one: fully connected ones, and those that see a window
// around each position. Columns of a map lie one after the other, so that the windows of a
// whole column are rows for the kernels as they are; only those that reach over the edge are put
// together, with noise for what is missing.
//
// Activations never fall where their input rises, so the largest of a rectangle can be found
// before them, which saves most of them.
#include <algorithm>
#include <cstring>

#include "ocr/lines/line_layers.h"

namespace sohoa {
namespace {

constexpr int kMostRows = 64;

class ConnectedLayer final : public LineLayer {
 public:
  explicit ConnectedLayer(const FileLayer& layer)
      : matrix_(layer.matrices, InOrder(layer.outputs)), outputs_(layer.outputs), activation_(layer.activation) {}

  void Run(FeatureMaps& maps, LayerRun& run) const override {
    std::vector<float> sums(static_cast<std::size_t>(kMostRows) * kBlockOutputs);
    std::vector<std::int8_t> made(static_cast<std::size_t>(kMostRows) * kBlockOutputs);
    for (FeatureMap& map : maps) {
      FeatureMap next;
      next.Resize(map.width, map.height, outputs_);
      next.noise_used = map.noise_used;
      const auto positions = static_cast<std::ptrdiff_t>(map.positions());
      for (std::ptrdiff_t first = 0; first < positions; first += kMostRows) {
        const auto count = static_cast<int>(std::min<std::ptrdiff_t>(kMostRows, positions - first));
        const InputRows rows{map.values.data() + first * map.depth, map.depth, count};
        for (int block = 0; block < matrix_.block_count(); ++block) {
          run.kernels.multiply(matrix_.Block(block), rows, {sums.data()});
          run.kernels.activate(activation_, sums.data(), count, {made.data(), kBlockOutputs});
          const auto wanted = static_cast<std::size_t>(std::min(kBlockOutputs, outputs_ - block * kBlockOutputs));
          for (int row = 0; row < count; ++row) {
            std::memcpy(next.values.data() + (first + row) * outputs_ + block * kBlockOutputs,
                        made.data() + row * kBlockOutputs, wanted);
          }
        }
      }
      map = std::move(next);
    }
  }

 private:
  PackedMatrix matrix_;
  int outputs_;
  Activation activation_;
};

class ConvolutionLayer final : public LineLayer {
 public:
  ConvolutionLayer(const FileLayer& window, const FileLayer& connected, int height, int pool_x, int pool_y)
      : matrix_(connected.matrices, InOrder(connected.outputs), {2 * window.x + 1, height * window.inputs}),
        activation_(connected.activation),
        half_x_(window.x),
        half_y_(window.y),
        depth_(window.inputs),
        outputs_(connected.outputs),
        height_(height),
        pool_x_(pool_x),
        pool_y_(pool_y) {}

  void Run(FeatureMaps& maps, LayerRun& run) const override {
    for (FeatureMap& map : maps) {
      const NoisePlan plan = PlanNoise(map);
      const std::size_t noise_end = map.noise_used + plan.rows.back();
      RunMap(map, plan, run.noise.First(noise_end) + map.noise_used, run.kernels);
      map.noise_used = noise_end;
    }
  }

 private:
  // How many numbers of noise are taken before each row, and how many columns of windows lie
  // beyond the map left of each x. Tesseract goes through the positions row by row.
  struct NoisePlan {
    std::vector<std::size_t> rows;     // height_ + 1
    std::vector<std::size_t> columns;  // width + 1
  };
  struct Buffers {
    std::vector<std::int8_t> windows;
    std::vector<float> sums;    // [y][32]
    std::vector<float> pooled;  // [y / pool_y][Width(block)]
    std::vector<std::int8_t> made;  // the same
  };

  bool BeyondX(const FeatureMap& map, int x) const { return x < 0 || x >= map.width; }
  bool BeyondY(int y) const { return y < 0 || y >= height_; }
  // How many of a block's outputs are looked at: half where no more are used.
  int Width(int block) const { return matrix_.Block(block).used > kBlockOutputs / 2 ? kBlockOutputs : kBlockOutputs / 2; }
  int WindowWidth() const { return 2 * half_x_ + 1; }
  int WindowHeight() const { return 2 * half_y_ + 1; }

  // How many of the window's columns around column x lie beyond the map; rows likewise.
  int ColumnsBeyond(const FeatureMap& map, int x) const;
  int RowsBeyond(int y) const;
  NoisePlan PlanNoise(const FeatureMap& map) const;
  // How many numbers the positions of row y left of x take.
  std::size_t NoiseInRow(const NoisePlan& plan, int x, int y) const;
  void RunMap(FeatureMap& map, const NoisePlan& plan, const std::int8_t* noise,
              const LineKernelFunctions& kernels) const;
  void MultiplyColumn(const FeatureMap& map, int x, const NoisePlan& plan, const std::int8_t* noise, int block,
                      Buffers& buffers, const LineKernelFunctions& kernels) const;
  void MultiplyEdge(const FeatureMap& map, int x, int begin_y, int end_y, const NoisePlan& plan,
                    const std::int8_t* noise, int block, Buffers& buffers, const LineKernelFunctions& kernels) const;
  void GatherWindow(const FeatureMap& map, int x, int y, const std::int8_t* noise, std::int8_t* window) const;
  void Pool(int x_in_pool, int width, Buffers& buffers) const;

  PackedMatrix matrix_;
  Activation activation_;
  int half_x_;
  int half_y_;
  int depth_;
  int outputs_;
  int height_;
  int pool_x_;
  int pool_y_;
};

int ConvolutionLayer::ColumnsBeyond(const FeatureMap& map, int x) const {
  int count = 0;
  for (int at = x - half_x_; at <= x + half_x_; ++at) count += BeyondX(map, at) ? 1 : 0;
  return count;
}

int ConvolutionLayer::RowsBeyond(int y) const {
  int count = 0;
  for (int at = y - half_y_; at <= y + half_y_; ++at) count += BeyondY(at) ? 1 : 0;
  return count;
}

ConvolutionLayer::NoisePlan ConvolutionLayer::PlanNoise(const FeatureMap& map) const {
  NoisePlan plan;
  plan.columns.push_back(0);
  for (int x = 0; x < map.width; ++x) {
    plan.columns.push_back(plan.columns.back() + static_cast<std::size_t>(ColumnsBeyond(map, x)));
  }
  plan.rows.push_back(0);
  for (int y = 0; y < height_; ++y) plan.rows.push_back(plan.rows.back() + NoiseInRow(plan, map.width, y));
  return plan;
}

std::size_t ConvolutionLayer::NoiseInRow(const NoisePlan& plan, int x, int y) const {
  // A column beyond the map is noise from top to bottom, one within it where rows are beyond.
  const std::size_t beyond = plan.columns[static_cast<std::size_t>(x)];
  const std::size_t within = static_cast<std::size_t>(WindowWidth()) * static_cast<std::size_t>(x) - beyond;
  return (beyond * static_cast<std::size_t>(WindowHeight()) + within * static_cast<std::size_t>(RowsBeyond(y))) *
         static_cast<std::size_t>(depth_);
}

void ConvolutionLayer::GatherWindow(const FeatureMap& map, int x, int y, const std::int8_t* noise,
                                    std::int8_t* window) const {
  const std::ptrdiff_t run = static_cast<std::ptrdiff_t>(height_) * depth_;
  const auto position = static_cast<std::size_t>(depth_);
  for (int at_x = x - half_x_; at_x <= x + half_x_; ++at_x, window += run) {
    std::int8_t* to = window;
    for (int at_y = y - half_y_; at_y <= y + half_y_; ++at_y, to += depth_) {
      if (BeyondX(map, at_x) || BeyondY(at_y)) {
        std::memcpy(to, noise, position);
        noise += depth_;
      } else {
        std::memcpy(to, map.At(at_x, at_y), position);
      }
    }
  }
}

void ConvolutionLayer::MultiplyEdge(const FeatureMap& map, int x, int begin_y, int end_y, const NoisePlan& plan,
                                    const std::int8_t* noise, int block, Buffers& buffers,
                                    const LineKernelFunctions& kernels) const {
  const std::ptrdiff_t stride = matrix_.row_bytes();
  for (int y = begin_y; y < end_y; ++y) {
    const std::size_t taken = plan.rows[static_cast<std::size_t>(y)] + NoiseInRow(plan, x, y);
    GatherWindow(map, x, y, noise + taken, buffers.windows.data() + (y - begin_y) * stride);
  }
  kernels.multiply(matrix_.Block(block), {buffers.windows.data(), stride, end_y - begin_y},
                   {buffers.sums.data() + static_cast<std::ptrdiff_t>(begin_y) * kBlockOutputs});
}

void ConvolutionLayer::MultiplyColumn(const FeatureMap& map, int x, const NoisePlan& plan, const std::int8_t* noise,
                                      int block, Buffers& buffers, const LineKernelFunctions& kernels) const {
  const int inside = height_ - 2 * half_y_;
  if (ColumnsBeyond(map, x) > 0 || inside <= 0) {
    MultiplyEdge(map, x, 0, height_, plan, noise, block, buffers, kernels);
    return;
  }
  MultiplyEdge(map, x, 0, half_y_, plan, noise, block, buffers, kernels);
  kernels.multiply(matrix_.Block(block), {map.At(x - half_x_, 0), depth_, inside},
                   {buffers.sums.data() + static_cast<std::ptrdiff_t>(half_y_) * kBlockOutputs});
  MultiplyEdge(map, x, half_y_ + inside, height_, plan, noise, block, buffers, kernels);
}

void ConvolutionLayer::Pool(int x_in_pool, int width, Buffers& buffers) const {
  const float* sums = buffers.sums.data();
  for (int y = 0; y < height_ / pool_y_; ++y) {
    float* pooled = buffers.pooled.data() + static_cast<std::ptrdiff_t>(y) * width;
    for (int i = 0; i < pool_y_; ++i, sums += kBlockOutputs) {
      if (x_in_pool == 0 && i == 0) {
        std::copy(sums, sums + width, pooled);
      } else {
        for (int j = 0; j < width; ++j) pooled[j] = sums[j] > pooled[j] ? sums[j] : pooled[j];
      }
    }
  }
}

void ConvolutionLayer::RunMap(FeatureMap& map, const NoisePlan& plan, const std::int8_t* noise,
                              const LineKernelFunctions& kernels) const {
  const int next_height = height_ / pool_y_;
  FeatureMap next;
  next.Resize(map.width / pool_x_, next_height, outputs_);
  Buffers buffers;
  const auto floats = static_cast<std::size_t>(height_) * kBlockOutputs;
  buffers.windows.resize(static_cast<std::size_t>(height_) * static_cast<std::size_t>(matrix_.row_bytes()));
  buffers.sums.resize(floats);
  buffers.pooled.resize(floats);
  buffers.made.resize(floats);
  for (int x = 0; x < next.width; ++x) {
    for (int block = 0; block < matrix_.block_count(); ++block) {
      const int width = Width(block);
      for (int i = 0; i < pool_x_; ++i) {
        MultiplyColumn(map, x * pool_x_ + i, plan, noise, block, buffers, kernels);
        Pool(i, width, buffers);
      }
      const int whole_rows = (next_height * width + kBlockOutputs - 1) / kBlockOutputs;
      kernels.activate(activation_, buffers.pooled.data(), whole_rows, {buffers.made.data(), kBlockOutputs});
      const auto wanted = static_cast<std::size_t>(std::min(kBlockOutputs, outputs_ - block * kBlockOutputs));
      for (int y = 0; y < next_height; ++y) {
        std::memcpy(next.At(x, y) + block * kBlockOutputs, buffers.made.data() + y * width, wanted);
      }
    }
  }
  map = std::move(next);
}

}  // namespace

LineLayerPtr MakeConvolutionLayer(const FileLayer& window, const FileLayer& connected, int height, int pool_x,
                                  int pool_y) {
  return std::make_unique<ConvolutionLayer>(window, connected, height, pool_x, pool_y);
}

LineLayerPtr MakeConnectedLayer(const FileLayer& connected) { return std::make_unique<ConnectedLayer>(connected); }

}  // namespace sohoa
