// SPDX-License-Identifier: Apache-2.0
//
// An LSTM over the rows of the maps, from the left. Rows of all lines go side by side, the
// longest first, so that at each step those that are still running stand in front and the
// weights are read once for all of them.
#include <algorithm>
#include <cstring>

#include "ocr/lines/line_layers.h"

namespace sohoa {
namespace {

// Rows side by side: the inputs and states of so many stay in the first cache.
constexpr int kMostRows = 64;
constexpr int kGates = 4;

int RoundUp(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

// Blocks of the 4 gates of 8 units.
std::vector<PackedMatrix::Source> GateOrder(int units) {
  std::vector<PackedMatrix::Source> order;
  for (int first = 0; first < units; first += kBlockUnits) {
    for (int gate = 0; gate < kGates; ++gate) {
      for (int unit = first; unit < first + kBlockUnits; ++unit) {
        order.push_back(unit < units ? PackedMatrix::Source{gate, unit} : PackedMatrix::Source{});
      }
    }
  }
  return order;
}

class LstmLayer final : public LineLayer {
 public:
  explicit LstmLayer(const FileLayer& layer)
      : matrix_(layer.matrices, GateOrder(layer.outputs)),
        inputs_(layer.inputs),
        units_(layer.outputs),
        summary_(layer.kind == LayerKind::kLstmSummary),
        stride_(std::max(matrix_.row_bytes(), inputs_ + RoundUp(units_, kBlockUnits))) {}

  void Run(FeatureMaps& maps, LayerRun& run) const override;

 private:
  // A row of a map and of the map that it becomes.
  struct Row {
    const FeatureMap* from;
    FeatureMap* to;
    int y;
  };
  struct Buffers {
    // A row holds its inputs at this step and its outputs of the one before; what the step makes
    // goes to the other side, for all units need the old ones until the last is done.
    std::vector<std::int8_t> rows[2];
    std::vector<float> gates;
    std::vector<float> state;  // [block][row][8]
  };

  void RunRows(const Row* rows, int count, Buffers& buffers, const LineKernelFunctions& kernels) const;
  void Step(int active, const std::int8_t* in, std::int8_t* out, Buffers& buffers,
            const LineKernelFunctions& kernels) const;

  PackedMatrix matrix_;
  int inputs_;
  int units_;
  bool summary_;
  std::ptrdiff_t stride_;
};

void LstmLayer::Run(FeatureMaps& maps, LayerRun& run) const {
  FeatureMaps outputs(maps.size());
  std::vector<Row> rows;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    outputs[i].Resize(summary_ ? std::min(maps[i].width, 1) : maps[i].width, maps[i].height, units_);
    outputs[i].noise_used = maps[i].noise_used;
    for (int y = 0; y < maps[i].height; ++y) rows.push_back({&maps[i], &outputs[i], y});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.from->width > b.from->width; });
  Buffers buffers;
  constexpr std::size_t kMost = kMostRows;
  const std::size_t bytes = kMost * static_cast<std::size_t>(stride_);
  for (auto& side : buffers.rows) side.resize(bytes);
  buffers.gates.resize(kMost * kBlockOutputs);
  buffers.state.resize(kMost * kBlockUnits * static_cast<std::size_t>(matrix_.block_count()));
  for (std::size_t first = 0; first < rows.size(); first += kMost) {
    const auto count = static_cast<int>(std::min(kMost, rows.size() - first));
    RunRows(rows.data() + first, count, buffers, run.kernels);
  }
  maps = std::move(outputs);
}

void LstmLayer::RunRows(const Row* rows, int count, Buffers& buffers, const LineKernelFunctions& kernels) const {
  std::fill(buffers.rows[0].begin(), buffers.rows[0].end(), std::int8_t{0});
  std::fill(buffers.rows[1].begin(), buffers.rows[1].end(), std::int8_t{0});
  std::fill(buffers.state.begin(), buffers.state.end(), 0.0F);
  std::int8_t* in = buffers.rows[0].data();
  std::int8_t* out = buffers.rows[1].data();
  const auto input_bytes = static_cast<std::size_t>(inputs_);
  const auto unit_bytes = static_cast<std::size_t>(units_);
  int active = count;
  for (int x = 0; x < rows[0].from->width; ++x) {
    while (rows[active - 1].from->width <= x) --active;
    for (int row = 0; row < active; ++row) {
      std::memcpy(in + row * stride_, rows[row].from->At(x, rows[row].y), input_bytes);
    }
    Step(active, in, out, buffers, kernels);
    for (int row = 0; row < active; ++row) {
      const bool last = x + 1 == rows[row].from->width;
      if (summary_ && !last) continue;
      std::memcpy(rows[row].to->At(summary_ ? 0 : x, rows[row].y), out + row * stride_ + inputs_, unit_bytes);
    }
    std::swap(in, out);
  }
}

void LstmLayer::Step(int active, const std::int8_t* in, std::int8_t* out, Buffers& buffers,
                     const LineKernelFunctions& kernels) const {
  for (int block = 0; block < matrix_.block_count(); ++block) {
    kernels.multiply(matrix_.Block(block), {in, stride_, active}, {buffers.gates.data()});
    float* state = buffers.state.data() + static_cast<std::ptrdiff_t>(block) * kMostRows * kBlockUnits;
    kernels.lstm_step(buffers.gates.data(), active, state, {out + inputs_ + block * kBlockUnits, stride_});
  }
}

}  // namespace

LineLayerPtr MakeLstmLayer(const FileLayer& lstm) { return std::make_unique<LstmLayer>(lstm); }

}  // namespace sohoa
