// SPDX-License-Identifier: Apache-2.0
//
// Networks of our own kind against the plainest computation of the same.
#include "ocr/lines/convolutional_network.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

#include "ocr/line_network_drawing.h"
#include "ocr/lines/line_input.h"
#include "ocr/lines/padded_layers.h"
#include "ocr/made_convolution_model.h"

namespace sohoa {
namespace {

ConvolutionModel ReadModel(const MadeConvolutionModel& made) {
  Result<ConvolutionModel> model = ReadConvolutionModel(made.Bytes());
  if (!model) throw std::runtime_error(model.status().ToString());
  return *std::move(model);
}

// As the models are that are shipped, only smaller, with depths that fill no group and no block.
MadeConvolutionModel UsualModel() {
  MadeConvolutionModel model(24, " abcdeđ", 3);
  model.Add({.outputs = 7, .kernel_x = 5, .kernel_y = 5, .stride_x = 2, .stride_y = 2, .pad_x = 2, .pad_y = 2});
  model.Add({.outputs = 34, .kernel_x = 3, .kernel_y = 3, .stride_x = 2, .stride_y = 2, .pad_x = 1, .pad_y = 1});
  model.Add({.outputs = 33, .kernel_x = 3, .kernel_y = 3, .stride_y = 2, .pad_x = 1, .pad_y = 1});
  model.Add({.outputs = 64, .kernel_y = 3, .relu = false});
  for (const int dilation : {1, 2, 8}) {
    model.AddResidual({{.outputs = 18, .kernel_x = 3, .pad_x = dilation, .dilation_x = dilation},
                       {.outputs = 64, .relu = false}});
  }
  model.Add({.outputs = 37});
  return model.Output(2);
}

// Everything that the usual one does not have.
MadeConvolutionModel OddModel() {
  MadeConvolutionModel model(13, "a b", 5);
  model.Add({.outputs = 5, .kernel_x = 2, .kernel_y = 4, .stride_x = 3, .pad_x = 3, .pad_y = 0, .relu = false});
  model.AddResidual({{.outputs = 3, .kernel_x = 4, .kernel_y = 5, .pad_x = 6, .pad_y = 2, .dilation_x = 3, .relu = false},
                     {.outputs = 5, .kernel_x = 4, .pad_x = 0, .relu = false}});
  model.Add({.outputs = 101, .kernel_x = 1, .kernel_y = 3, .stride_x = 2, .stride_y = 3, .pad_y = 1});
  model.Add({.outputs = 26, .kernel_x = 6, .kernel_y = 4, .pad_x = 1, .dilation_x = 2, .relu = false});
  return model.Output(3);
}

PlainMap DrawMap(int width, int height, unsigned seed) {
  PlainMap map{width, height, 1, {}};
  std::mt19937 random(seed);
  for (int i = 0; i < width * height; ++i) map.values.push_back(random() % 3 == 0 ? static_cast<int>(random() % 128) : 0);
  return map;
}

PlainMap RunPadded(const ConvolutionModel& model, const PlainMap& input, LineKernel kernel) {
  PaddedMap map(input.width, input.height, 1, PaddedLayers::PaddingOf(model.layers));
  for (int x = 0; x < input.width; ++x) {
    for (int y = 0; y < input.height; ++y) *map.At(x, y) = static_cast<std::int8_t>(input.At(x, y, 0));
  }
  const PaddedMap made = PaddedLayers(model.layers, model.height, true, {}).Run(map, KernelFunctions(kernel));
  PlainMap plain{made.width(), made.height(), made.depth(), {}};
  for (int x = 0; x < made.width(); ++x) {
    const std::int8_t* column = made.At(x, 0);
    plain.values.insert(plain.values.end(), column, column + made.height() * made.depth());
  }
  return plain;
}

class ConvolutionalNetworkTest : public testing::TestWithParam<const char*> {
 protected:
  static MadeConvolutionModel Made() { return std::string_view(GetParam()) == "usual" ? UsualModel() : OddModel(); }
};

TEST_P(ConvolutionalNetworkTest, EveryKernelComputesWhatTheFileSays) {
  const MadeConvolutionModel made = Made();
  const ConvolutionModel model = ReadModel(made);
  for (const int width : {50, 51, 52, 53, 57, 140}) {
    const PlainMap input = DrawMap(width, model.height, static_cast<unsigned>(width));
    const PlainMap expected = made.Run(input);
    EXPECT_GT(std::ranges::count_if(expected.values, [](int value) { return value != 0 && value != 127; }), 10);
    for (const LineKernel kernel : AvailableLineKernels()) {
      SCOPED_TRACE(LineKernelName(kernel));
      const PlainMap map = RunPadded(model, input, kernel);
      ASSERT_EQ(map.width, expected.width);
      ASSERT_EQ(map.height, expected.height);
      ASSERT_EQ(map.depth, expected.depth);
      ASSERT_EQ(map.values, expected.values) << "width " << width;
    }
  }
}

TEST_P(ConvolutionalNetworkTest, GivesTheProbabilitiesOfALine) {
  const MadeConvolutionModel made = Made();
  const ConvolutionModel model = ReadModel(made);
  const GrayImage line = DrawLine("Hà Nội 15", 12, 20);
  const LineInput input = PrepareLineInput(line, model.height);
  PlainMap map{input.width, model.height, 1, {}};
  // Ink is -127 there and 127 here, paper 127 there and 0 here.
  for (const std::int8_t pixel : input.pixels) map.values.push_back((127 - pixel) / 2);
  const std::vector<double> expected = made.Probabilities(made.Run(map));
  const LineOutputs outputs = MakeConvolutionalNetwork(model)->Run({&line, 1}).front();
  EXPECT_EQ(outputs.classes, made.classes());
  ASSERT_EQ(outputs.probabilities.size(), expected.size());
  ASSERT_EQ(outputs.steps * outputs.classes, static_cast<int>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(outputs.probabilities[i], expected[i], 1e-5) << i;
  }
}

TEST_P(ConvolutionalNetworkTest, EveryKernelGivesTheSameBitsInAnyBatchAndThread) {
  const ConvolutionModel model = ReadModel(Made());
  const std::vector<GrayImage> lines = DrawLines();
  const std::vector<LineOutputs> expected = MakeConvolutionalNetwork(model)->Run(lines);
  const std::vector<GrayImage> backwards(lines.rbegin(), lines.rend());
  for (const LineKernel kernel : AvailableLineKernels()) {
    SCOPED_TRACE(LineKernelName(kernel));
    const std::unique_ptr<LineNetwork> network = MakeConvolutionalNetwork(model, kernel);
    std::vector<std::vector<LineOutputs>> read(3);
    std::vector<std::jthread> threads;
    for (auto& one : read) threads.emplace_back([&] { one = network->Run(backwards); });
    threads.clear();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (const auto& one : read) EXPECT_EQ(one[lines.size() - 1 - i].probabilities, expected[i].probabilities) << i;
      EXPECT_EQ(network->Run({&lines[i], 1}).front().probabilities, expected[i].probabilities) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ConvolutionalNetworkTest, testing::Values("usual", "odd"));

TEST(ConvolutionalNetwork, TellsWhatItsModelIs) {
  const ConvolutionModel model = ReadModel(UsualModel());
  const std::unique_ptr<LineNetwork> network = MakeConvolutionalNetwork(model);
  EXPECT_EQ(model.name, "made 1");
  EXPECT_EQ(network->input_height(), 24);
  EXPECT_EQ(network->step_width(), 2);
  EXPECT_EQ(network->classes(), 8);
  EXPECT_EQ(network->null_code(), 0);
  EXPECT_NE(network->Spec().find("residual"), std::string::npos);
}

TEST(ConvolutionalNetwork, LinesWithoutAStepGiveNone) {
  // The last window of this one takes 11 columns, each of them 6 pixels wide.
  const std::unique_ptr<LineNetwork> network = MakeConvolutionalNetwork(ReadModel(OddModel()));
  std::vector<GrayImage> lines(5);
  lines[1] = {1, 40, std::vector<std::uint8_t>(40, 200)};
  lines[2] = {70, 13, std::vector<std::uint8_t>(std::size_t{70} * 13, 9)};
  lines[3] = {50000, 1, std::vector<std::uint8_t>(50000, 255)};  // absurdly wide
  lines[4] = {30, 13, std::vector<std::uint8_t>(std::size_t{30} * 13, 9)};
  const std::vector<LineOutputs> outputs = network->Run(lines);
  ASSERT_EQ(outputs.size(), lines.size());
  EXPECT_EQ(outputs[0].steps, 0);
  EXPECT_EQ(outputs[1].steps, 0);
  EXPECT_GT(outputs[2].steps, 0);
  EXPECT_EQ(outputs[3].steps, 0);
  EXPECT_EQ(outputs[4].steps, 0);
  EXPECT_EQ(outputs[4].classes, 4);
  EXPECT_TRUE(network->Run({}).empty());
}

}  // namespace
}  // namespace sohoa
