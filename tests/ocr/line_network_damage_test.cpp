// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "ocr/line_network_drawing.h"
#include "ocr/lines/line_network.h"
#include "ocr/lines/trained_data.h"

namespace sohoa {
namespace {

std::string NetworkBytes() {
  Result<TrainedData> data = TrainedData::Open(ModelPath("eng"));
  EXPECT_TRUE(data.ok()) << data.status().ToString();
  return data ? std::string(data->Part(ModelPart::kNetwork)) : std::string();
}

TEST(DamagedLineNetworkTest, ANetworkCutOffAnywhereIsCorrupt) {
  const std::string bytes = NetworkBytes();
  ASSERT_GT(bytes.size(), 1000U);
  // Every length at the head, where the layers are described, then some.
  for (std::size_t length = 0; length + 12 < bytes.size(); length += length < 600 ? 1 : 4999) {
    const auto network = LineNetwork::Load(std::string_view(bytes).substr(0, length));
    ASSERT_FALSE(network.ok()) << length;
    EXPECT_EQ(network.status().code(), StatusCode::kCorruption) << length << " " << network.status().ToString();
  }
}

TEST(DamagedLineNetworkTest, ChangedBytesAreRefusedOrRunWithoutHarm) {
  const std::string bytes = NetworkBytes();
  const GrayImage line = DrawLine("ab", 10);
  std::minstd_rand random;
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = bytes;
    // Half of them in the head, where sizes stand.
    const std::size_t within = i % 2 == 0 ? 600 : bytes.size();
    for (int change = 0; change < 1 + i % 3; ++change) {
      damaged[random() % within] = static_cast<char>(random() % 256);
    }
    const auto network = LineNetwork::Load(damaged);
    if (!network) {
      ++refused;
      const StatusCode code = network.status().code();
      EXPECT_TRUE(code == StatusCode::kCorruption || code == StatusCode::kUnsupported) << network.status().ToString();
      continue;
    }
    if (i % 8 != 0) continue;
    EXPECT_EQ((*network)->Run({&line, 1}).size(), 1U);
  }
  EXPECT_GT(refused, 0);
}

TEST(DamagedLineNetworkTest, SizesBeyondTheFileAllocateNothing) {
  const std::string bytes = NetworkBytes();
  // Whatever number stands in the head, a huge one in its place is refused at once.
  for (std::size_t at = 0; at + 4 < 600; ++at) {
    for (const std::int32_t huge : {0x7fffffff, -1, 0x00ffffff}) {
      std::string damaged = bytes;
      std::memcpy(damaged.data() + at, &huge, sizeof(huge));
      const auto network = LineNetwork::Load(damaged);
      if (network) continue;
      EXPECT_FALSE(network.status().message().empty());
    }
  }
}

TEST(DamagedLineNetworkTest, OtherFilesAreNoNetworks) {
  EXPECT_FALSE(LineNetwork::Load("").ok());
  EXPECT_FALSE(LineNetwork::Load(std::string(5000, '\0')).ok());
  EXPECT_FALSE(LineNetwork::Load(std::string(5000, '\xff')).ok());
  EXPECT_FALSE(LineNetwork::Load("%PDF-1.7 and so on, for longer than any header is").ok());
}

TEST(DamagedLineNetworkTest, UnknownLayersAreUnsupportedByName) {
  std::string bytes = NetworkBytes();
  const std::size_t at = bytes.find("SummLSTM");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 8, "FutureNN");
  const auto network = LineNetwork::Load(bytes);
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(network.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(network.status().message().find("FutureNN"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
