// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_layers.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace sohoa {
namespace {

// Kernels read whole groups of inputs and write whole blocks of outputs.
constexpr std::size_t kSlack = 64;
// No model divides a line's width further; it keeps the products of divisors small.
constexpr int kMostDivisor = 1 << 12;

Status Unsupported(const char* what) {
  return Status(StatusCode::kUnsupported, std::string("build line network: ") + what + " is not supported");
}

void CopyPosition(FeatureMap& to, int to_x, int to_y, const FeatureMap& from, int from_x, int from_y) {
  std::memcpy(to.At(to_x, to_y), from.At(from_x, from_y), static_cast<std::size_t>(from.depth));
}

class SeriesLayer final : public LineLayer {
 public:
  explicit SeriesLayer(std::vector<LineLayerPtr> layers) : layers_(std::move(layers)) {}
  void Run(FeatureMaps& maps, LayerRun& run) const override {
    for (const LineLayerPtr& layer : layers_) layer->Run(maps, run);
  }

 private:
  std::vector<LineLayerPtr> layers_;
};

class ParallelLayer final : public LineLayer {
 public:
  explicit ParallelLayer(std::vector<LineLayerPtr> layers) : layers_(std::move(layers)) {}

  void Run(FeatureMaps& maps, LayerRun& run) const override {
    FeatureMaps joined;
    for (const LineLayerPtr& layer : layers_) {
      FeatureMaps part = maps;
      layer->Run(part, run);
      for (std::size_t i = 0; i < maps.size(); ++i) maps[i].noise_used = part[i].noise_used;
      if (joined.empty()) {
        joined = std::move(part);
      } else {
        for (std::size_t i = 0; i < joined.size(); ++i) joined[i] = SideBySide(joined[i], part[i]);
      }
    }
    maps = std::move(joined);
  }

 private:
  static FeatureMap SideBySide(const FeatureMap& left, const FeatureMap& right) {
    FeatureMap both;
    both.Resize(left.width, left.height, left.depth + right.depth);
    both.noise_used = right.noise_used;
    for (int x = 0; x < both.width; ++x) {
      for (int y = 0; y < both.height; ++y) {
        CopyPosition(both, x, y, left, x, y);
        std::memcpy(both.At(x, y) + left.depth, right.At(x, y), static_cast<std::size_t>(right.depth));
      }
    }
    return both;
  }

  std::vector<LineLayerPtr> layers_;
};

// Shows its layer the map mirrored or turned, and turns back what comes out.
class ReversedLayer final : public LineLayer {
 public:
  ReversedLayer(LayerKind kind, LineLayerPtr layer) : kind_(kind), layer_(std::move(layer)) {}

  void Run(FeatureMaps& maps, LayerRun& run) const override {
    for (FeatureMap& map : maps) map = Turned(map);
    layer_->Run(maps, run);
    for (FeatureMap& map : maps) map = Turned(map);
  }

 private:
  FeatureMap Turned(const FeatureMap& map) const {
    FeatureMap turned;
    const bool transpose = kind_ == LayerKind::kTranspose;
    turned.Resize(transpose ? map.height : map.width, transpose ? map.width : map.height, map.depth);
    turned.noise_used = map.noise_used;
    for (int x = 0; x < map.width; ++x) {
      for (int y = 0; y < map.height; ++y) {
        if (transpose) {
          CopyPosition(turned, y, x, map, x, y);
        } else if (kind_ == LayerKind::kReverseX) {
          CopyPosition(turned, map.width - 1 - x, y, map, x, y);
        } else {
          CopyPosition(turned, x, map.height - 1 - y, map, x, y);
        }
      }
    }
    return turned;
  }

  LayerKind kind_;
  LineLayerPtr layer_;
};

// kMaxPool and kReconfig: a rectangle becomes one position. Columns and rows that are too few
// for another rectangle are left out.
class RectangleLayer final : public LineLayer {
 public:
  RectangleLayer(LayerKind kind, int x, int y) : largest_(kind == LayerKind::kMaxPool), x_(x), y_(y) {}

  void Run(FeatureMaps& maps, LayerRun&) const override {
    for (FeatureMap& map : maps) {
      FeatureMap next;
      next.Resize(map.width / x_, map.height / y_, largest_ ? map.depth : map.depth * x_ * y_);
      next.noise_used = map.noise_used;
      for (int x = 0; x < next.width; ++x) {
        for (int y = 0; y < next.height; ++y) Fill(next, x, y, map);
      }
      map = std::move(next);
    }
  }

 private:
  void Fill(FeatureMap& to, int to_x, int to_y, const FeatureMap& from) const {
    std::int8_t* out = to.At(to_x, to_y);
    for (int x = 0; x < x_; ++x) {
      for (int y = 0; y < y_; ++y) {
        const std::int8_t* in = from.At(to_x * x_ + x, to_y * y_ + y);
        if (!largest_ || (x == 0 && y == 0)) {
          std::copy(in, in + from.depth, out);
          if (!largest_) out += from.depth;
        } else {
          for (int i = 0; i < from.depth; ++i) out[i] = std::max(out[i], in[i]);
        }
      }
    }
  }

  bool largest_;
  int x_;
  int y_;
};

// A layer within a layer of the same kind says nothing: the inner ones take its place.
void Flatten(const FileLayer& layer, std::vector<const FileLayer*>& flat) {
  if (layer.kind != LayerKind::kSeries) {
    flat.push_back(&layer);
    return;
  }
  for (const FileLayer& inner : layer.layers) Flatten(inner, flat);
}

Result<LineLayerPtr> BuildParallel(const FileLayer& layer, MapShape& shape) {
  std::vector<LineLayerPtr> built;
  MapShape out;
  int depth = 0;
  for (const FileLayer& inner : layer.layers) {
    MapShape inner_shape = shape;
    Result<LineLayerPtr> one = BuildLayer(inner, inner_shape);
    if (!one) return one;
    depth += inner_shape.depth;
    inner_shape.depth = 0;
    if (!built.empty() && inner_shape != out) return Unsupported("a parallel layer of maps of several sizes");
    out = inner_shape;
    built.push_back(std::move(*one));
  }
  shape = out;
  shape.depth = depth;
  return LineLayerPtr(std::make_unique<ParallelLayer>(std::move(built)));
}

Result<LineLayerPtr> BuildReversed(const FileLayer& layer, MapShape& shape) {
  const bool transpose = layer.kind == LayerKind::kTranspose;
  if (transpose) std::swap(shape.width, shape.height);
  Result<LineLayerPtr> inner = BuildLayer(layer.layers.front(), shape);
  if (!inner) return inner;
  if (transpose) std::swap(shape.width, shape.height);
  return LineLayerPtr(std::make_unique<ReversedLayer>(layer.kind, std::move(*inner)));
}

Status ShrinkBy(int x, int y, MapShape& shape) {
  shape.width = shape.width.Over(x);
  shape.height = shape.height.Over(y);
  for (const MapLength& length : {shape.width, shape.height}) {
    if (length.value == 0 || (length.of_line && length.value > kMostDivisor)) {
      return Unsupported("a rectangle larger than its map");
    }
  }
  return {};
}

// A convolution, the layer it feeds, and the pooling after it if there is one; `used` says how
// many of the layers that was.
Result<LineLayerPtr> BuildConvolution(const std::vector<const FileLayer*>& layers, std::size_t at, MapShape& shape,
                                      std::size_t& used) {
  if (at + 1 >= layers.size() || layers[at + 1]->kind != LayerKind::kConnected || shape.height.of_line) {
    return Unsupported("a convolution without a layer that it feeds");
  }
  const FileLayer& connected = *layers[at + 1];
  if (connected.activation == Activation::kSoftmax) return Unsupported("a softmax within the network");
  const int height = shape.height.value;
  int pool_x = 1;
  int pool_y = 1;
  used = 2;
  if (at + 2 < layers.size() && layers[at + 2]->kind == LayerKind::kMaxPool) {
    pool_x = layers[at + 2]->x;
    pool_y = layers[at + 2]->y;
    used = 3;
  }
  if (Status status = ShrinkBy(pool_x, pool_y, shape); !status.ok()) return status;
  shape.depth = connected.outputs;
  return MakeConvolutionLayer(*layers[at], connected, height, pool_x, pool_y);
}

}  // namespace

void FeatureMap::Resize(int new_width, int new_height, int new_depth) {
  width = new_width;
  height = new_height;
  depth = new_depth;
  values.resize(positions() * static_cast<std::size_t>(depth) + kSlack);
}

Result<LineLayerPtr> BuildSeries(const std::vector<const FileLayer*>& layers, MapShape& shape) {
  std::vector<const FileLayer*> flat;
  for (const FileLayer* layer : layers) Flatten(*layer, flat);
  std::vector<LineLayerPtr> built;
  for (std::size_t i = 0; i < flat.size();) {
    std::size_t used = 1;
    Result<LineLayerPtr> layer = flat[i]->kind == LayerKind::kConvolve ? BuildConvolution(flat, i, shape, used)
                                                                       : BuildLayer(*flat[i], shape);
    if (!layer) return layer;
    built.push_back(std::move(*layer));
    i += used;
  }
  return LineLayerPtr(std::make_unique<SeriesLayer>(std::move(built)));
}

Result<LineLayerPtr> BuildLayer(const FileLayer& layer, MapShape& shape) {
  switch (layer.kind) {
    case LayerKind::kSeries:
    case LayerKind::kConvolve:
      return BuildSeries({&layer}, shape);
    case LayerKind::kParallel:
      return BuildParallel(layer, shape);
    case LayerKind::kReverseX:
    case LayerKind::kReverseY:
    case LayerKind::kTranspose:
      return BuildReversed(layer, shape);
    case LayerKind::kMaxPool:
    case LayerKind::kReconfig:
      if (Status status = ShrinkBy(layer.x, layer.y, shape); !status.ok()) return status;
      shape.depth = layer.outputs;
      return LineLayerPtr(std::make_unique<RectangleLayer>(layer.kind, layer.x, layer.y));
    case LayerKind::kLstm:
    case LayerKind::kLstmSummary:
      if (layer.kind == LayerKind::kLstmSummary) shape.width = {false, 1};
      shape.depth = layer.outputs;
      return MakeLstmLayer(layer);
    case LayerKind::kConnected:
      if (layer.activation == Activation::kSoftmax) return Unsupported("a softmax within the network");
      shape.depth = layer.outputs;
      return MakeConnectedLayer(layer);
    case LayerKind::kInput:
      break;
  }
  return Unsupported("an input within the network");
}

}  // namespace sohoa
