// SPDX-License-Identifier: Apache-2.0
//
// Networks of other layers than the installed models have: written by code with random weights
// into a model in place of its own network, and read by Tesseract and by us.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/line_network_drawing.h"
#include "ocr/line_network_tesseract.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/trained_data.h"

namespace sohoa {
namespace {

constexpr int kClasses = 111;  // of the English model, whose letters are kept

template <typename T>
void Append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// A layer's bytes, and the depth of what it makes.
struct Layer {
  std::string bytes;
  int inputs = 0;
  int outputs = 0;
};

class NetworkWriter {
 public:
  static Layer Input(int height, int depth) {
    Layer layer = Header("Input", height == 1 ? depth : height, depth);
    for (const int number : {1, height, 0, depth, 0}) Append(layer.bytes, number);
    return layer;
  }

  static Layer Window(std::string_view name, int inputs, int outputs, int x, int y) {
    Layer layer = Header(name, inputs, outputs);
    Append(layer.bytes, x);
    Append(layer.bytes, y);
    return layer;
  }

  static Layer Several(std::string_view name, const std::vector<Layer>& layers) {
    const bool side_by_side = name != "Series";
    int outputs = 0;
    for (const Layer& layer : layers) outputs = side_by_side ? outputs + layer.outputs : layer.outputs;
    Layer all = Header(name, layers.front().inputs, outputs);
    Append(all.bytes, static_cast<std::uint32_t>(layers.size()));
    for (const Layer& layer : layers) all.bytes += layer.bytes;
    return all;
  }

  Layer Lstm(std::string_view name, int inputs, int units) {
    Layer layer = Header(name, inputs, units);
    Append(layer.bytes, inputs + units);
    for (int gate = 0; gate < 4; ++gate) AppendMatrix(layer.bytes, units, inputs + units, 2);
    return layer;
  }

  Layer Connected(std::string_view name, int inputs, int outputs, double spread = 1) {
    Layer layer = Header(name, inputs, outputs);
    AppendMatrix(layer.bytes, outputs, inputs, spread);
    return layer;
  }

  // The network component of a model.
  static std::string Finish(const std::vector<Layer>& layers) {
    std::string bytes = Several("Series", layers).bytes;
    Append(bytes, std::uint32_t{4});
    bytes += "test";
    for (const int number : {1 | 64, 1, 77, kClasses - 1}) Append(bytes, number);
    for (int i = 0; i < 3; ++i) Append(bytes, 0.5F);
    return bytes;
  }

 private:
  static Layer Header(std::string_view name, int inputs, int outputs) {
    Layer layer{std::string(1, '\0'), inputs, outputs};
    Append(layer.bytes, static_cast<std::uint32_t>(name.size()));
    layer.bytes += name;
    layer.bytes += std::string(2, '\0');  // neither trained nor passing errors on
    for (const int number : {0, inputs, outputs, 0}) Append(layer.bytes, number);
    Append(layer.bytes, std::uint32_t{1});
    layer.bytes += "x";
    return layer;
  }

  void AppendMatrix(std::string& bytes, int outputs, int inputs, double spread) {
    bytes += static_cast<char>(1 | 128);
    Append(bytes, outputs);
    Append(bytes, inputs + 1);
    bytes += '\0';
    std::normal_distribution<double> weight(0, 35);
    for (int i = 0; i < outputs * (inputs + 1); ++i) {
      const double drawn = weight(random_);
      bytes += static_cast<char>(static_cast<std::int8_t>(drawn > 127 ? 127 : drawn < -127 ? -127 : drawn));
    }
    Append(bytes, static_cast<std::uint32_t>(outputs));
    for (int i = 0; i < outputs; ++i) Append(bytes, spread / (17 * std::sqrt(static_cast<double>(inputs))));
  }

  std::mt19937 random_{5};
};

// The English model with another network.
std::string ModelWith(const std::string& network) {
  constexpr std::size_t kParts = 24;
  Result<TrainedData> data = TrainedData::Open(ModelPath("eng"));
  EXPECT_TRUE(data.ok()) << data.status().ToString();
  if (!data) return {};
  std::string table;
  std::string content;
  Append(table, static_cast<std::uint32_t>(kParts));
  for (std::size_t i = 0; i < kParts; ++i) {
    const auto part = static_cast<ModelPart>(i);
    const std::string_view bytes = part == ModelPart::kNetwork ? std::string_view(network) : data->Part(part);
    const auto offset = static_cast<std::int64_t>(4 + kParts * 8 + content.size());
    Append(table, bytes.empty() ? std::int64_t{-1} : offset);
    content += bytes;
  }
  return table + content;
}

void ExpectSameAsTesseract(const std::string& bytes, int step_width) {
  auto network = LineNetwork::Load(bytes);
  ASSERT_TRUE(network.ok()) << network.status().ToString();
  EXPECT_EQ((*network)->step_width(), step_width);
  TesseractSteps tesseract("eng", ModelWith(bytes));
  CodeNames names;
  int compared = 0;
  const std::vector<GrayImage> lines = DrawLines();
  const std::vector<LineOutputs> outputs = (*network)->Run(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE("line " + std::to_string(i));
    const NamedSteps steps = tesseract.Read(lines[i]);
    // Random letters need not make a word, and without one Tesseract says nothing.
    if (!steps.empty()) compared += CompareSteps(outputs[i], steps, names);
  }
  EXPECT_GT(compared, 200);
  for (const LineKernel kernel : AvailableLineKernels()) {
    auto other = LineNetwork::Load(bytes, kernel);
    ASSERT_TRUE(other.ok());
    EXPECT_EQ((*other)->Run({&lines[0], 1}).front().probabilities, outputs[0].probabilities);
  }
}

using Writer = NetworkWriter;

TEST(LineNetworkLayersTest, LstmsOfBothDirectionsSideBySideAreTesseracts) {
  Writer writer;
  const Layer both = Writer::Several(
      "ParBidiLSTM", {writer.Lstm("LSTM", 24, 16), Writer::Several("RTLReversed", {writer.Lstm("LSTM", 24, 16)})});
  ExpectSameAsTesseract(
      Writer::Finish({Writer::Input(36, 1),
                      Writer::Several("Series", {Writer::Window("Convolve", 1, 9, 1, 1), writer.Connected("Relu", 9, 16)}),
                      Writer::Window("Maxpool", 16, 16, 3, 3),
                      Writer::Several("XYTranspose", {writer.Lstm("SummLSTM", 16, 24)}), both,
                      Writer::Window("Reconfig", 32, 64, 2, 1), writer.Connected("Tanh", 64, 40, 2),
                      writer.Connected("Softmax", 40, kClasses, 8)}),
      6);
}

TEST(LineNetworkLayersTest, ConvolutionsOnConvolutionsSeeTesseractsNoise) {
  Writer writer;
  const Layer upwards = Writer::Several(
      "TTBReversed", {Writer::Several("XYTranspose", {Writer::Several("RTLReversed", {writer.Lstm("SummLSTM", 20, 12)})})});
  ExpectSameAsTesseract(
      Writer::Finish({Writer::Input(36, 1),
                      Writer::Several("Series", {Writer::Window("Convolve", 1, 15, 2, 1), writer.Connected("Logistic", 15, 5)}),
                      Writer::Window("Maxpool", 5, 5, 2, 2),
                      Writer::Several("Series", {Writer::Window("Convolve", 5, 75, 1, 2), writer.Connected("LinTanh", 75, 20)}),
                      writer.Connected("LinLogistic", 20, 20), Writer::Window("Maxpool", 20, 20, 2, 3), upwards,
                      writer.Lstm("LSTM", 12, 20), writer.Connected("Linear", 20, 33),
                      writer.Connected("Softmax", 33, kClasses, 8)}),
      4);
}

TEST(LineNetworkLayersTest, AnImageWhoseRowsAreFeaturesIsTesseracts) {
  Writer writer;
  ExpectSameAsTesseract(Writer::Finish({Writer::Input(1, 36), writer.Lstm("LSTM", 36, 27),
                                        writer.Connected("Softmax", 27, kClasses, 8)}),
                        1);
}

TEST(LineNetworkLayersTest, WhatCannotBeRunIsUnsupported) {
  Writer writer;
  const Layer input = Writer::Input(36, 1);
  const Layer softmax = writer.Connected("Softmax", 8, kClasses);
  const std::vector<std::vector<Layer>> networks = {
      {input, writer.Lstm("LSTM", 1, 8), softmax},                     // 36 rows at the end
      {input, Writer::Window("Convolve", 1, 9, 1, 1), softmax},        // nothing between window and softmax
      {input, writer.Connected("Softmax", 1, 8), softmax},             // a softmax within
      {input, Writer::Several("XYTranspose", {writer.Lstm("SummLSTM", 1, 8)}), writer.Lstm("LSTM", 8, 8)},
      {Writer::Input(36, 3), softmax},
      {softmax, softmax},
  };
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto network = LineNetwork::Load(Writer::Finish(networks[i]));
    ASSERT_FALSE(network.ok()) << i;
    EXPECT_NE(network.status().code(), StatusCode::kOk) << i;
  }
}

}  // namespace
}  // namespace sohoa
