// SPDX-License-Identifier: Apache-2.0
//
// The line network of the installed models, against Tesseract itself.
#include "ocr/lines/line_network.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "ocr/line_network_drawing.h"
#include "ocr/line_network_tesseract.h"
#include "ocr/lines/trained_data.h"

namespace sohoa {
namespace {

std::unique_ptr<LineNetwork> LoadNetwork(std::string_view language,
                                         LineKernel kernel = AvailableLineKernels().front()) {
  Result<TrainedData> data = TrainedData::Open(ModelPath(language));
  EXPECT_TRUE(data.ok()) << data.status().ToString();
  if (!data) return nullptr;
  auto network = LineNetwork::Load(data->Part(ModelPart::kNetwork), kernel);
  EXPECT_TRUE(network.ok()) << network.status().ToString();
  return network ? std::move(*network) : nullptr;
}

class LineNetworkAgainstTesseract : public testing::TestWithParam<const char*> {};

TEST_P(LineNetworkAgainstTesseract, SaysTheSameOfEveryStepOfEveryLine) {
  const auto network = LoadNetwork(GetParam());
  ASSERT_NE(network, nullptr);
  TesseractSteps tesseract(GetParam());
  const std::vector<GrayImage> lines = DrawLines();
  const std::vector<LineOutputs> outputs = network->Run(lines);
  ASSERT_EQ(outputs.size(), lines.size());
  CodeNames names;
  int compared = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE("line " + std::to_string(i));
    const NamedSteps steps = tesseract.Read(lines[i]);
    EXPECT_EQ(outputs[i].steps, static_cast<int>(steps.size()));
    compared += CompareSteps(outputs[i], steps, names);
  }
  EXPECT_GT(compared, 1000);
}

TEST_P(LineNetworkAgainstTesseract, EveryKernelGivesTheSameBitsInAnyBatch) {
  const std::vector<GrayImage> lines = DrawLines();
  const auto best = LoadNetwork(GetParam());
  ASSERT_NE(best, nullptr);
  const std::vector<LineOutputs> expected = best->Run(lines);
  for (const LineKernel kernel : AvailableLineKernels()) {
    SCOPED_TRACE(LineKernelName(kernel));
    const auto network = LoadNetwork(GetParam(), kernel);
    ASSERT_NE(network, nullptr);
    const std::vector<GrayImage> backwards(lines.rbegin(), lines.rend());
    const std::vector<LineOutputs> together = network->Run(backwards);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(together[lines.size() - 1 - i].probabilities, expected[i].probabilities) << "line " << i;
      EXPECT_EQ(network->Run({&lines[i], 1}).front().probabilities, expected[i].probabilities) << "line " << i;
    }
  }
}

TEST_P(LineNetworkAgainstTesseract, ManyLinesAreReadAsOneIs) {
  const auto network = LoadNetwork(GetParam());
  ASSERT_NE(network, nullptr);
  const GrayImage line = DrawLine("Quyết định 15", 11, 20);
  // More than go through the layers at once.
  const std::vector<GrayImage> many(150, line);
  const std::vector<float> expected = network->Run({&line, 1}).front().probabilities;
  for (const LineOutputs& outputs : network->Run(many)) EXPECT_EQ(outputs.probabilities, expected);
}

INSTANTIATE_TEST_SUITE_P(Models, LineNetworkAgainstTesseract, testing::Values("vie", "eng"));

TEST(LineNetworkTest, TellsWhatItsModelIs) {
  const auto network = LoadNetwork("vie");
  ASSERT_NE(network, nullptr);
  EXPECT_EQ(network->input_height(), 36);
  EXPECT_EQ(network->step_width(), 3);
  EXPECT_EQ(network->classes(), 269);
  EXPECT_EQ(network->null_code(), 268);
  EXPECT_EQ(network->Spec(), "[1,36,0,1Ct3,3,16Mp3,3Lfys48Lfx96Lrx96Lfx192O1c1]");
}

TEST(LineNetworkTest, ProbabilitiesOfAStepSumToOne) {
  const auto network = LoadNetwork("vie");
  ASSERT_NE(network, nullptr);
  const GrayImage line = DrawLine("Hà Nội", 14, 40);
  const LineOutputs outputs = network->Run({&line, 1}).front();
  ASSERT_GT(outputs.steps, 0);
  for (int step = 0; step < outputs.steps; ++step) {
    double sum = 0;
    for (const float probability : outputs.Step(step)) {
      EXPECT_GT(probability, 0);
      sum += probability;
    }
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST(LineNetworkTest, LinesThatLieApartAreReadAsThoseInARow) {
  const auto network = LoadNetwork("vie");
  ASSERT_NE(network, nullptr);
  const std::vector<GrayImage> lines = {DrawLine("Điều 1.", 12), DrawLine("Hà Nội, ngày 3", 10, 20)};
  const std::vector<const GrayImage*> apart = {&lines[1], &lines[0], &lines[1]};
  const std::vector<LineOutputs> expected = network->Run(lines);
  const std::vector<LineOutputs> outputs = network->RunEach(apart);
  ASSERT_EQ(outputs.size(), apart.size());
  EXPECT_EQ(outputs[0].probabilities, expected[1].probabilities);
  EXPECT_EQ(outputs[1].probabilities, expected[0].probabilities);
  EXPECT_EQ(outputs[2].probabilities, expected[1].probabilities);
}

TEST(LineNetworkTest, LinesWithoutAStepGiveNone) {
  const auto network = LoadNetwork("vie");
  ASSERT_NE(network, nullptr);
  std::vector<GrayImage> lines(5);
  lines[1] = {1, 40, std::vector<std::uint8_t>(40, 200)};                 // narrower than a step
  lines[2] = DrawLine("a", 12);
  lines[3] = {50000, 1, std::vector<std::uint8_t>(50000, 255)};           // absurdly wide
  lines[4] = {4, 40, std::vector<std::uint8_t>(std::size_t{4} * 40, 9)};  // just wide enough
  const std::vector<LineOutputs> outputs = network->Run(lines);
  ASSERT_EQ(outputs.size(), lines.size());
  EXPECT_EQ(outputs[0].steps, 0);
  EXPECT_EQ(outputs[1].steps, 0);
  EXPECT_GT(outputs[2].steps, 0);
  EXPECT_EQ(outputs[3].steps, 0);
  EXPECT_EQ(outputs[4].steps, 1);
  EXPECT_TRUE(network->Run({}).empty());
}

}  // namespace
}  // namespace sohoa
