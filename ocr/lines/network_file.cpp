// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/network_file.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <type_traits>

#include "ocr/lines/damaged_model.h"

namespace sohoa {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

// Far beyond any model, and small enough that no product of two overflows.
constexpr std::int32_t kMostDepth = 1 << 15;
constexpr std::int32_t kMostWindow = 8;
constexpr std::uint32_t kMostLayers = 64;
constexpr int kMostNesting = 12;

constexpr std::uint8_t kInt8Weights = 1;
constexpr std::uint8_t kDoubleScales = 128;
constexpr std::int32_t kLearningRatesFollow = 64;
constexpr std::int32_t kIntModel = 1;
constexpr int kGates = 4;

struct LayerName {
  std::string_view name;
  LayerKind kind;
  Activation activation = Activation::kLinear;
};

// The names in the file; what is not here is not supported.
constexpr std::array kLayerNames = {
    LayerName{"Input", LayerKind::kInput},
    LayerName{"Convolve", LayerKind::kConvolve},
    LayerName{"Maxpool", LayerKind::kMaxPool},
    LayerName{"Reconfig", LayerKind::kReconfig},
    LayerName{"Parallel", LayerKind::kParallel},
    LayerName{"Replicated", LayerKind::kParallel},
    LayerName{"ParBidiLSTM", LayerKind::kParallel},
    LayerName{"DepParUDLSTM", LayerKind::kParallel},
    LayerName{"Series", LayerKind::kSeries},
    LayerName{"RTLReversed", LayerKind::kReverseX},
    LayerName{"TTBReversed", LayerKind::kReverseY},
    LayerName{"XYTranspose", LayerKind::kTranspose},
    LayerName{"LSTM", LayerKind::kLstm},
    LayerName{"SummLSTM", LayerKind::kLstmSummary},
    LayerName{"Logistic", LayerKind::kConnected, Activation::kLogistic},
    LayerName{"LinLogistic", LayerKind::kConnected, Activation::kPositiveClip},
    LayerName{"LinTanh", LayerKind::kConnected, Activation::kSymmetricClip},
    LayerName{"Tanh", LayerKind::kConnected, Activation::kTanh},
    LayerName{"Relu", LayerKind::kConnected, Activation::kRelu},
    LayerName{"Linear", LayerKind::kConnected, Activation::kLinear},
    LayerName{"Softmax", LayerKind::kConnected, Activation::kSoftmax},
};

Status DamagedNetwork(const char* what) { return DamagedModel("read line network", what); }

Status Unsupported(const std::string& what) {
  return Status(StatusCode::kUnsupported, "read line network: " + what + " is not supported");
}

// Takes values off the front of the bytes; after the first failure nothing more is read.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T Number() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    if (std::string_view taken = Take(sizeof(T)); !taken.empty()) {
      std::memcpy(&value, taken.data(), sizeof(T));
    }
    return value;
  }

  std::string_view Text() { return Take(Number<std::uint32_t>()); }

  std::string_view Take(std::size_t count) {
    if (!ok_ || count > bytes_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  bool ok() const { return ok_; }
  std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

bool IsDepth(std::int32_t value) { return value > 0 && value <= kMostDepth; }

class NetworkReader {
 public:
  explicit NetworkReader(std::string_view bytes) : reader_(bytes) {}

  Result<NetworkFile> Read() {
    NetworkFile file;
    if (Status status = ReadLayer(file.root, 0); !status.ok()) return status;
    file.spec = reader_.Text();
    const auto flags = reader_.Number<std::int32_t>();
    reader_.Number<std::int32_t>();  // training iterations
    file.sample_iteration = reader_.Number<std::int32_t>();
    file.null_code = reader_.Number<std::int32_t>();
    if (!reader_.ok()) return DamagedNetwork("it ends early");
    if ((flags & kIntModel) == 0) return Unsupported("a model with floating-point weights");
    return file;
  }

 private:
  Status ReadLayer(FileLayer& layer, int nesting);
  Status ReadBody(FileLayer& layer, std::int32_t flags, int nesting);
  Status ReadInput(FileLayer& layer);
  Status ReadWindow(FileLayer& layer);
  Status ReadLayers(FileLayer& layer, std::int32_t flags, int nesting);
  Status ReadLstm(FileLayer& layer);
  Status ReadMatrix(FileMatrix& matrix);
  Status ReadScales(FileMatrix& matrix);

  Reader reader_;
};

Status NetworkReader::ReadLayer(FileLayer& layer, int nesting) {
  if (nesting > kMostNesting) return DamagedNetwork("its layers are nested too deep");
  // Older files number the kinds; the models of Tesseract 4 and 5 name them.
  const auto numbered = reader_.Number<std::int8_t>();
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  if (numbered != 0) return Unsupported("a network of an early version");
  const std::string_view name = reader_.Text();
  reader_.Number<std::int8_t>();  // whether it was being trained
  reader_.Number<std::int8_t>();  // whether errors were passed on in training
  const auto flags = reader_.Number<std::int32_t>();
  layer.inputs = reader_.Number<std::int32_t>();
  layer.outputs = reader_.Number<std::int32_t>();
  reader_.Number<std::int32_t>();  // number of weights
  reader_.Text();                  // the layer's own name
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  for (const LayerName& known : kLayerNames) {
    if (known.name != name) continue;
    layer.kind = known.kind;
    layer.activation = known.activation;
    return ReadBody(layer, flags, nesting);
  }
  constexpr std::size_t kLongestName = 32;
  for (const char c : name) {
    const bool printable = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!printable || name.size() > kLongestName) return DamagedNetwork("a layer has no name");
  }
  return Unsupported("a layer of kind " + std::string(name));
}

Status NetworkReader::ReadBody(FileLayer& layer, std::int32_t flags, int nesting) {
  const bool holds_others = layer.kind == LayerKind::kSeries || layer.kind == LayerKind::kParallel ||
                            layer.kind == LayerKind::kReverseX || layer.kind == LayerKind::kReverseY ||
                            layer.kind == LayerKind::kTranspose;
  if (holds_others) return ReadLayers(layer, flags, nesting);
  if (!IsDepth(layer.inputs) || !IsDepth(layer.outputs)) return DamagedNetwork("a layer's size is impossible");
  switch (layer.kind) {
    case LayerKind::kInput:
      return ReadInput(layer);
    case LayerKind::kConvolve:
    case LayerKind::kMaxPool:
    case LayerKind::kReconfig:
      return ReadWindow(layer);
    case LayerKind::kLstm:
    case LayerKind::kLstmSummary:
      return ReadLstm(layer);
    default:
      break;
  }
  layer.matrices.resize(1);
  if (Status status = ReadMatrix(layer.matrices[0]); !status.ok()) return status;
  if (layer.matrices[0].inputs != layer.inputs || layer.matrices[0].outputs != layer.outputs) {
    return DamagedNetwork("a layer and its weights differ in size");
  }
  return {};
}

Status NetworkReader::ReadInput(FileLayer& layer) {
  reader_.Number<std::int32_t>();  // batch
  layer.image_height = reader_.Number<std::int32_t>();
  const auto width = reader_.Number<std::int32_t>();
  layer.image_depth = reader_.Number<std::int32_t>();
  reader_.Number<std::int32_t>();  // loss
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  if (layer.image_height < 0 || layer.image_height > kMostDepth || width < 0 || !IsDepth(layer.image_depth)) {
    return DamagedNetwork("its input size is impossible");
  }
  if (layer.outputs != layer.image_depth) return DamagedNetwork("a layer's size is impossible");
  if (width != 0 || layer.image_height == 0) return Unsupported("an input of a fixed width or a free height");
  return {};
}

Status NetworkReader::ReadWindow(FileLayer& layer) {
  layer.x = reader_.Number<std::int32_t>();
  layer.y = reader_.Number<std::int32_t>();
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  const bool convolve = layer.kind == LayerKind::kConvolve;
  const std::int32_t least = convolve ? 0 : 1;
  if (layer.x < least || layer.y < least || layer.x > kMostWindow || layer.y > kMostWindow) {
    return DamagedNetwork("a window's size is impossible");
  }
  // What comes out follows from the window, whatever the file says.
  const int positions = convolve ? (2 * layer.x + 1) * (2 * layer.y + 1) : layer.x * layer.y;
  layer.outputs = layer.kind == LayerKind::kMaxPool ? layer.inputs : layer.inputs * positions;
  if (!IsDepth(layer.outputs)) return DamagedNetwork("a layer's size is impossible");
  return {};
}

Status NetworkReader::ReadLayers(FileLayer& layer, std::int32_t flags, int nesting) {
  const auto count = reader_.Number<std::uint32_t>();
  const bool one = layer.kind != LayerKind::kSeries && layer.kind != LayerKind::kParallel;
  if (count == 0 || count > kMostLayers || (one && count != 1)) return DamagedNetwork("a number of layers is impossible");
  layer.outputs = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    FileLayer& inner = layer.layers.emplace_back();
    if (Status status = ReadLayer(inner, nesting + 1); !status.ok()) return status;
    if (i == 0) layer.inputs = inner.inputs;
    const bool series = layer.kind == LayerKind::kSeries;
    const int fed = series && i > 0 ? layer.outputs : layer.inputs;
    if (inner.inputs != fed) return DamagedNetwork("two layers that follow one another do not fit");
    layer.outputs = series ? inner.outputs : layer.outputs + inner.outputs;
    if (!IsDepth(layer.outputs)) return DamagedNetwork("a layer's size is impossible");
  }
  if ((flags & kLearningRatesFollow) != 0) {
    reader_.Take(std::size_t{reader_.Number<std::uint32_t>()} * sizeof(float));
  }
  return reader_.ok() ? Status() : DamagedNetwork("it ends early");
}

Status NetworkReader::ReadLstm(FileLayer& layer) {
  const auto fed = reader_.Number<std::int32_t>();
  for (int gate = 0; gate < kGates; ++gate) {
    FileMatrix& matrix = layer.matrices.emplace_back();
    if (Status status = ReadMatrix(matrix); !status.ok()) return status;
    if (gate == 0 && fed == layer.inputs + 2 * matrix.outputs) return Unsupported("a two-dimensional LSTM");
    if (matrix.outputs != layer.outputs || matrix.inputs != layer.inputs + layer.outputs || fed != matrix.inputs) {
      return DamagedNetwork("an LSTM and its gates differ in size");
    }
  }
  return {};
}

Status NetworkReader::ReadMatrix(FileMatrix& matrix) {
  const auto mode = reader_.Number<std::uint8_t>();
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  if ((mode & kInt8Weights) == 0) return Unsupported("a model with floating-point weights");
  if ((mode & kDoubleScales) == 0) return Unsupported("a network of an early version");
  matrix.outputs = reader_.Number<std::int32_t>();
  const auto columns = reader_.Number<std::int32_t>();
  reader_.Number<std::int8_t>();  // what an empty field holds
  if (!reader_.ok() || !IsDepth(matrix.outputs) || columns < 2 || columns > kMostDepth + 1) {
    return DamagedNetwork("a matrix's size is impossible");
  }
  matrix.inputs = columns - 1;
  const std::string_view weights =
      reader_.Take(static_cast<std::size_t>(matrix.outputs) * static_cast<std::size_t>(columns));
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  matrix.weights.reserve(weights.size());
  const auto inputs = static_cast<std::size_t>(matrix.inputs);
  for (std::size_t row = 0; row < weights.size(); row += inputs + 1) {
    const auto begin = weights.begin() + static_cast<std::ptrdiff_t>(row);
    matrix.weights.insert(matrix.weights.end(), begin, begin + matrix.inputs);
    // The last column is the weight of an input that is always 127.
    matrix.biases.push_back(127 * static_cast<std::int8_t>(weights[row + inputs]));
  }
  return ReadScales(matrix);
}

Status NetworkReader::ReadScales(FileMatrix& matrix) {
  const auto count = reader_.Number<std::uint32_t>();
  const auto outputs = static_cast<std::size_t>(matrix.outputs);
  // Tesseract may have padded them to the width of its registers.
  if (count < outputs || count > outputs + 64) return DamagedNetwork("a matrix and its scales differ in size");
  const std::string_view bytes = reader_.Take(std::size_t{count} * sizeof(double));
  if (!reader_.ok()) return DamagedNetwork("it ends early");
  matrix.scales.resize(outputs);
  for (std::size_t i = 0; i < outputs; ++i) {
    double scale = 0;
    std::memcpy(&scale, bytes.data() + i * sizeof(double), sizeof(double));
    // 127 stands for 1 in what goes in, too. Divided in double and rounded once, as Tesseract does.
    matrix.scales[i] = static_cast<float>(scale / 127);
    if (!std::isfinite(matrix.scales[i]) || matrix.scales[i] < 0) return DamagedNetwork("a scale is impossible");
  }
  return {};
}

}  // namespace

Result<NetworkFile> ReadNetworkFile(std::string_view bytes) { return NetworkReader(bytes).Read(); }

}  // namespace sohoa
