// SPDX-License-Identifier: Apache-2.0
#include "ocr/made_convolution_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/sha256.h"
#include "core/vietnamese.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

template <typename T>
void AddTensor(const std::string& name, const char* type, const std::vector<int>& shape, const std::vector<T>& numbers,
               MadeModelFile& file) {
  const std::size_t begin = file.data.size();
  file.data.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
  file.header[name] = {{"dtype", type}, {"shape", shape}, {"data_offsets", {begin, file.data.size()}}};
}

void AddTensors(const MadeLayer& layer, MadeModelFile& file) {
  for (const MadeLayer& inner : layer.residual) AddTensors(inner, file);
  if (!layer.residual.empty()) return;
  const MadeWindow& window = layer.window;
  AddTensor(layer.name + ".weight", "I8", {window.outputs, window.kernel_x, window.kernel_y, layer.depth}, layer.weights, file);
  AddTensor(layer.name + ".bias", "I32", {window.outputs}, layer.biases, file);
  AddTensor(layer.name + ".scale", "F32", {window.outputs}, layer.scales, file);
}

Json Described(const MadeLayer& layer) {
  if (!layer.residual.empty()) {
    Json inner = Json::array();
    for (const MadeLayer& one : layer.residual) inner.push_back(Described(one));
    return {{"kind", "residual"}, {"layers", inner}};
  }
  const MadeWindow& window = layer.window;
  return {{"kind", "convolution"}, {"name", layer.name}, {"stride_x", window.stride_x}, {"stride_y", window.stride_y},
          {"pad_x", window.pad_x}, {"pad_y", window.pad_y}, {"dilation_x", window.dilation_x},
          {"activation", window.relu ? "relu" : "linear"}};
}

// What the output at a window is worth; `left` and `top` is where the window begins.
float ValueAt(const MadeLayer& layer, const PlainMap& in, int left, int top, int output) {
  const MadeWindow& window = layer.window;
  std::int64_t sum = layer.biases[static_cast<std::size_t>(output)];
  for (int kx = 0; kx < window.kernel_x; ++kx) {
    for (int ky = 0; ky < window.kernel_y; ++ky) {
      const int x = left + kx * window.dilation_x;
      const int y = top + ky;
      if (x < 0 || x >= in.width || y < 0 || y >= in.height) continue;
      for (int feature = 0; feature < in.depth; ++feature) {
        const int at = ((output * window.kernel_x + kx) * window.kernel_y + ky) * in.depth + feature;
        sum += layer.weights[static_cast<std::size_t>(at)] * in.At(x, y, feature);
      }
    }
  }
  return static_cast<float>(sum) * layer.scales[static_cast<std::size_t>(output)];
}

int ToStep(float value) {
  const float scaled = std::clamp(127.0F * value, -127.0F, 127.0F);
  return static_cast<int>(scaled + (scaled < 0 ? -0.5F : 0.5F));
}

PlainMap RunLayer(const MadeLayer& layer, const PlainMap& in) {
  if (!layer.residual.empty()) {
    PlainMap out = in;
    for (const MadeLayer& inner : layer.residual) out = RunLayer(inner, out);
    for (std::size_t i = 0; i < in.values.size(); ++i) out.values[i] = std::clamp(out.values[i] + in.values[i], -127, 127);
    return out;
  }
  const MadeWindow& window = layer.window;
  PlainMap out;
  out.width = (in.width + 2 * window.pad_x - window.dilation_x * (window.kernel_x - 1) - 1) / window.stride_x + 1;
  out.height = (in.height + 2 * window.pad_y - window.kernel_y) / window.stride_y + 1;
  out.depth = window.outputs;
  out.values.resize(static_cast<std::size_t>(out.width * out.height * out.depth));
  for (int x = 0; x < out.width; ++x) {
    for (int y = 0; y < out.height; ++y) {
      for (int output = 0; output < out.depth; ++output) {
        const float value = ValueAt(layer, in, x * window.stride_x - window.pad_x, y * window.stride_y - window.pad_y, output);
        out.At(x, y, output) = ToStep(window.relu ? std::max(value, 0.0F) : value);
      }
    }
  }
  return out;
}

}  // namespace

Json MadeModelFile::Network() const { return Json::parse(header["__metadata__"]["network"].get<std::string>()); }

void MadeModelFile::SetNetwork(const Json& network) { metadata()["network"] = network.dump(); }

std::string MadeModelFile::Join(const Json& header, std::string_view data) {
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const std::uint64_t length = text.size();
  std::string bytes(sizeof(length), '\0');
  std::memcpy(bytes.data(), &length, sizeof(length));
  bytes += text;
  bytes += data;
  return bytes;
}

std::string MadeModelFile::Bytes() const {
  Json with_sum = header;
  Json& texts = with_sum["__metadata__"];
  const auto text = [&texts](const char* key) { return texts.value(key, std::string()) + "\n"; };
  texts["sha256"] = Sha256::Of(text("network") + text("alphabet") + text("height") + data).Hex();
  return Join(with_sum, data);
}

MadeConvolutionModel::MadeConvolutionModel(int height, std::string alphabet, unsigned seed)
    : height_(height),
      alphabet_(std::move(alphabet)),
      classes_(static_cast<int>(ToCodePoints(alphabet_).size()) + 1),
      random_(seed) {}

MadeLayer MadeConvolutionModel::Draw(const MadeWindow& window) {
  MadeLayer layer;
  layer.name = "layer" + std::to_string(random_() % 1'000'000);
  layer.window = window;
  layer.depth = depth_;
  const int inputs = window.kernel_x * window.kernel_y * depth_;
  std::uniform_int_distribution<int> weight(-127, 127);
  std::uniform_real_distribution<float> scale(0.5F, 1.5F);
  for (int i = 0; i < window.outputs * inputs; ++i) layer.weights.push_back(static_cast<std::int8_t>(weight(random_)));
  for (int i = 0; i < window.outputs; ++i) {
    layer.biases.push_back(weight(random_) * 20);
    // Most outputs lie between the ends of what int8 holds, some beyond.
    const float sign = i % 5 == 3 ? -1.0F : 1.0F;
    layer.scales.push_back(sign * scale(random_) / (127.0F * 64.0F * std::sqrt(static_cast<float>(inputs))));
  }
  depth_ = window.outputs;
  return layer;
}

MadeConvolutionModel& MadeConvolutionModel::Add(const MadeWindow& window) {
  layers_.push_back(Draw(window));
  return *this;
}

MadeConvolutionModel& MadeConvolutionModel::AddResidual(const std::vector<MadeWindow>& windows) {
  MadeLayer residual;
  for (const MadeWindow& window : windows) residual.residual.push_back(Draw(window));
  layers_.push_back(std::move(residual));
  return *this;
}

MadeConvolutionModel& MadeConvolutionModel::Output(int steps, const std::vector<int>& always) {
  steps_ = steps;
  output_ = Draw({.outputs = steps * classes_, .relu = false});
  output_.name = "output";
  for (float& scale : output_.scales) scale *= 4;
  if (always.empty()) return *this;
  std::fill(output_.weights.begin(), output_.weights.end(), std::int8_t{0});
  std::fill(output_.biases.begin(), output_.biases.end(), 0);
  std::fill(output_.scales.begin(), output_.scales.end(), 0.01F);
  for (int step = 0; step < steps; ++step) {
    const int chosen = always[static_cast<std::size_t>(step) % always.size()];
    output_.biases[static_cast<std::size_t>(step * classes_ + chosen)] = 1200;
  }
  return *this;
}

MadeModelFile MadeConvolutionModel::File() const {
  MadeModelFile file;
  Json network = Json::array();
  for (const MadeLayer& layer : layers_) {
    network.push_back(Described(layer));
    AddTensors(layer, file);
  }
  network.push_back({{"kind", "output"}, {"name", output_.name}, {"steps", steps_}});
  AddTensors(output_, file);
  file.metadata() = {{"format", "sohoa-line-model"}, {"version", "1"}, {"name", "made 1"}, {"licence", "Apache-2.0"},
                     {"provenance", "drawn at random"}, {"height", std::to_string(height_)}, {"alphabet", alphabet_}};
  file.SetNetwork(network);
  return file;
}

PlainMap MadeConvolutionModel::Run(const PlainMap& input) const {
  PlainMap map = input;
  for (const MadeLayer& layer : layers_) map = RunLayer(layer, map);
  return map;
}

std::vector<double> MadeConvolutionModel::Probabilities(const PlainMap& map) const {
  std::vector<double> all;
  for (int x = 0; x < map.width; ++x) {
    for (int step = 0; step < steps_; ++step) {
      std::vector<double> raised;
      double total = 0;
      for (int i = 0; i < classes_; ++i) {
        raised.push_back(std::exp(static_cast<double>(ValueAt(output_, map, x, 0, step * classes_ + i))));
        total += raised.back();
      }
      for (const double value : raised) all.push_back(value / total);
    }
  }
  return all;
}

}  // namespace sohoa
