// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/model_layer_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "ocr/lines/damaged_model.h"
#include "ocr/lines/line_input.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

// Beyond any model, and small enough that no product of a few overflows.
constexpr int kMostDepth = 1 << 12;
constexpr int kMostOutputs = 1 << 15;
constexpr int kMostKernel = 32;
constexpr int kMostInputs = 1 << 15;
constexpr int kMostStride = 8;
constexpr int kMostPadding = 64;
constexpr int kMostSteps = 8;
constexpr int kMostLayers = 256;
constexpr int kMostNesting = 4;
constexpr int kMostColumnStride = 1 << 12;
// Of one map of the widest line; two are there at a time, and one more for each residual layer
// about them. And of its probabilities.
constexpr std::int64_t kMostMapBytes = 16 << 20;
constexpr std::int64_t kMostProbabilityBytes = 64 << 20;
constexpr std::size_t kMostNameBytes = 64;

Status DamagedLayer(const std::string& what) { return DamagedModel("read line model", what); }

Status Unsupported(const std::string& what) {
  return Status(StatusCode::kUnsupported, "read line model: " + what + " is not supported");
}

// A word that may stand in a message.
bool IsPlain(std::string_view word) {
  return !word.empty() && word.size() <= kMostNameBytes && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

std::string TextOf(const Json& layer, const char* key) {
  const auto found = layer.find(key);
  return found != layer.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Reads a number where there is one; false where it is none from `least` to `most`.
bool TakeNumber(const Json& layer, const char* key, int least, int most, int& number) {
  const auto found = layer.find(key);
  if (found == layer.end()) return true;
  if (!found->is_number_integer()) return false;
  const auto value = found->get<std::int64_t>();
  if (value < least || value > most || (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(most))) {
    return false;
  }
  number = static_cast<int>(value);
  return true;
}

template <typename T>
std::vector<T> Numbers(const Tensor& tensor) {
  std::vector<T> numbers(tensor.bytes.size() / sizeof(T));
  std::memcpy(numbers.data(), tensor.bytes.data(), numbers.size() * sizeof(T));
  return numbers;
}

// Whether every sum of products fits 32 bits, for inputs from -128 to 127 and those that a kernel
// raises by 128.
bool SumsFit(const FileMatrix& matrix) {
  auto weight = matrix.weights.begin();
  for (const std::int32_t bias : matrix.biases) {
    std::int64_t largest = std::abs(std::int64_t{bias});
    for (int i = 0; i < matrix.inputs; ++i) largest += 255 * std::abs(std::int64_t{*weight++});
    if (largest > std::numeric_limits<std::int32_t>::max()) return false;
  }
  return true;
}

class Reader {
 public:
  Reader(const Safetensors& file, int height) : file_(file) { map_.height = height; }

  Status ReadLayers(const Json& list, int nesting, std::vector<ModelLayer>& layers);
  Status ReadOutput(const Json& layer, ConvolutionModel& model);

 private:
  // The map of the widest line that comes out of the layers that were read.
  struct Map {
    std::int64_t width = kWidestLineInput;
    std::int64_t height = 0;
    std::int64_t depth = 1;
    int stride = 1;  // input pixels from one column to the next
    bool operator==(const Map&) const = default;
  };

  Status ReadResidual(const Json& layer, int nesting, std::vector<ModelLayer>& layers);
  Status ReadConvolution(const Json& layer, ModelConvolution& convolution);
  // What comes out of the convolution, if it fits what goes in.
  Status Advance(const std::string& name, const ConvolutionShape& shape);
  // Weights are outputs x kernel_x x kernel_y x depth.
  Status TakeMatrix(const std::string& name, FileMatrix& matrix, ConvolutionShape& shape);

  const Safetensors& file_;
  std::set<std::string> taken_;  // each name is used once, so that memory stays within the file's size
  int layers_ = 0;
  Map map_;
};

Status OnlyKeys(const Json& layer, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : layer.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return IsPlain(key) ? Unsupported("a layer's \"" + key + "\"") : DamagedLayer("a layer is described wrongly");
  }
  return Status();
}

Status Reader::ReadLayers(const Json& list, int nesting, std::vector<ModelLayer>& layers) {
  if (!list.is_array() || list.empty()) return DamagedLayer("its list of layers is missing or empty");
  if (nesting > kMostNesting) return DamagedLayer("its layers are nested too deep");
  for (const Json& layer : list) {
    if (!layer.is_object()) return DamagedLayer("a layer is described wrongly");
    if (++layers_ > kMostLayers) return DamagedLayer("it has too many layers");
    const std::string kind = TextOf(layer, "kind");
    ModelLayer& made = layers.emplace_back();
    if (kind == "convolution") {
      if (Status status = ReadConvolution(layer, made.convolution); !status.ok()) return status;
    } else if (kind == "residual") {
      if (Status status = ReadResidual(layer, nesting, made.layers); !status.ok()) return status;
    } else if (kind == "output") {
      return DamagedLayer("its output is not the last layer");
    } else {
      return IsPlain(kind) ? Unsupported("a layer of kind " + kind) : DamagedLayer("a layer has no kind");
    }
  }
  return Status();
}

Status Reader::ReadResidual(const Json& layer, int nesting, std::vector<ModelLayer>& layers) {
  if (Status status = OnlyKeys(layer, {"kind", "layers"}); !status.ok()) return status;
  const auto list = layer.find("layers");
  if (list == layer.end()) return DamagedLayer("a residual layer is empty");
  const Map before = map_;
  if (Status status = ReadLayers(*list, nesting + 1, layers); !status.ok()) return status;
  // Columns are at every pixel still, so what holds of the widest line's width holds of all.
  if (map_ != before) return DamagedLayer("a residual layer changes the size of its map");
  return Status();
}

Status Reader::ReadConvolution(const Json& layer, ModelConvolution& convolution) {
  ConvolutionShape& shape = convolution.shape;
  if (Status status = OnlyKeys(layer, {"kind", "name", "stride_x", "stride_y", "pad_x", "pad_y", "dilation_x", "activation"});
      !status.ok()) {
    return status;
  }
  const std::string name = TextOf(layer, "name");
  if (!IsPlain(name)) return DamagedLayer("a layer has no name");
  const std::string activation = TextOf(layer, "activation");
  if (activation != "relu" && activation != "linear") {
    return IsPlain(activation) ? Unsupported("the activation " + activation) : DamagedLayer("layer " + name + " has no activation");
  }
  shape.activation = activation == "relu" ? Activation::kRelu : Activation::kLinear;
  const bool numbers = TakeNumber(layer, "stride_x", 1, kMostStride, shape.stride_x) &&
                       TakeNumber(layer, "stride_y", 1, kMostStride, shape.stride_y) &&
                       TakeNumber(layer, "pad_x", 0, kMostPadding, shape.pad_x) &&
                       TakeNumber(layer, "pad_y", 0, kMostPadding, shape.pad_y) &&
                       TakeNumber(layer, "dilation_x", 1, kMostPadding, shape.dilation_x);
  if (!numbers) return DamagedLayer("a number of layer " + name + " is impossible");
  if (Status status = TakeMatrix(name, convolution.matrix, shape); !status.ok()) return status;
  return Advance(name, shape);
}

Status Reader::Advance(const std::string& name, const ConvolutionShape& shape) {
  if (shape.depth != map_.depth) return DamagedLayer("layer " + name + " does not fit the layer before it");
  // This bounds width, height and depth for what follows.
  if ((map_.width + 2 * shape.pad_x) * (map_.height + 2 * shape.pad_y) * map_.depth > kMostMapBytes) {
    return DamagedLayer("the map before layer " + name + " would be too large");
  }
  map_.width = shape.OutputWidth(static_cast<int>(map_.width));
  map_.height = shape.OutputHeight(static_cast<int>(map_.height));
  map_.depth = shape.outputs;
  map_.stride *= shape.stride_x;
  if (map_.width < 1 || map_.height < 1) return DamagedLayer("the window of layer " + name + " is larger than its map");
  if (map_.stride > kMostColumnStride) return DamagedLayer("layer " + name + " leaves too few columns");
  return Status();
}

Status Reader::TakeMatrix(const std::string& name, FileMatrix& matrix, ConvolutionShape& shape) {
  if (!taken_.insert(name).second) return DamagedLayer("two layers are called " + name);
  const Tensor* weights = file_.Find(name + ".weight");
  const Tensor* biases = file_.Find(name + ".bias");
  const Tensor* scales = file_.Find(name + ".scale");
  if (weights == nullptr || biases == nullptr || scales == nullptr) {
    return DamagedLayer("a tensor of layer " + name + " is missing");
  }
  if (weights->type != "I8" || biases->type != "I32" || scales->type != "F32") {
    return DamagedLayer("a tensor of layer " + name + " has numbers of another type");
  }
  const std::vector<std::int64_t>& sizes = weights->shape;
  const bool possible = sizes.size() == 4 && std::ranges::all_of(sizes, [](std::int64_t size) { return size > 0; }) &&
                        sizes[0] <= kMostOutputs && sizes[1] <= kMostKernel && sizes[2] <= kMostKernel && sizes[3] <= kMostDepth;
  if (!possible || sizes[1] * sizes[2] * sizes[3] > kMostInputs) return DamagedLayer("the shape of layer " + name + " is impossible");
  const std::vector<std::int64_t> each_output = {sizes[0]};
  const auto outputs = static_cast<std::size_t>(sizes[0]);
  const std::int64_t inputs = sizes[1] * sizes[2] * sizes[3];
  if (weights->bytes.size() != static_cast<std::size_t>(sizes[0] * inputs) || biases->shape != each_output ||
      scales->shape != each_output || biases->bytes.size() != outputs * 4 || scales->bytes.size() != outputs * 4) {
    return DamagedLayer("the tensors of layer " + name + " differ in size");
  }
  shape.outputs = matrix.outputs = static_cast<int>(sizes[0]);
  shape.kernel_x = static_cast<int>(sizes[1]);
  shape.kernel_y = static_cast<int>(sizes[2]);
  shape.depth = static_cast<int>(sizes[3]);
  matrix.inputs = static_cast<int>(inputs);
  matrix.weights = Numbers<std::int8_t>(*weights);
  matrix.biases = Numbers<std::int32_t>(*biases);
  matrix.scales = Numbers<float>(*scales);
  constexpr float kMostScale = 1e6F;
  const bool scaled = std::ranges::all_of(matrix.scales, [](float scale) { return std::abs(scale) <= kMostScale; });
  if (!scaled) return DamagedLayer("a scale of layer " + name + " is impossible");
  if (!SumsFit(matrix)) return DamagedLayer("the sums of layer " + name + " would overflow");
  return Status();
}

Status Reader::ReadOutput(const Json& layer, ConvolutionModel& model) {
  if (!layer.is_object() || TextOf(layer, "kind") != "output") return DamagedLayer("its last layer is no output");
  if (Status status = OnlyKeys(layer, {"kind", "name", "steps"}); !status.ok()) return status;
  const std::string name = TextOf(layer, "name");
  if (!IsPlain(name)) return DamagedLayer("a layer has no name");
  if (!TakeNumber(layer, "steps", 1, kMostSteps, model.steps)) return DamagedLayer("a number of layer " + name + " is impossible");
  ConvolutionShape shape;
  if (Status status = TakeMatrix(name, model.output, shape); !status.ok()) return status;
  if (shape.kernel_x != 1 || shape.kernel_y != 1 || map_.height != 1) {
    return DamagedLayer("its last map is not one position high");
  }
  const int stride = map_.stride;
  if (Status status = Advance(name, shape); !status.ok()) return status;
  if (shape.outputs != model.steps * model.classes()) return DamagedLayer("its alphabet and its classes differ in number");
  if (stride % model.steps != 0) return DamagedLayer("a step is no whole number of pixels");
  model.step_width = stride / model.steps;
  if (map_.width * map_.depth * static_cast<std::int64_t>(sizeof(float)) > kMostProbabilityBytes) {
    return DamagedLayer("it would give too many probabilities");
  }
  return Status();
}

}  // namespace

Status ReadModelLayers(const Safetensors& file, std::string_view network, ConvolutionModel& model) {
  Json list = Json::parse(network, nullptr, false);
  if (!list.is_array() || list.size() < 2) return DamagedLayer("its list of layers does not parse");
  const Json output = std::move(list.back());
  list.erase(list.size() - 1);
  Reader reader(file, model.height);
  if (Status status = reader.ReadLayers(list, 0, model.layers); !status.ok()) return status;
  return reader.ReadOutput(output, model);
}

}  // namespace sohoa
