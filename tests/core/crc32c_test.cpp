// SPDX-License-Identifier: Apache-2.0
#include "core/crc32c.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace sohoa {
namespace {

TEST(Crc32c, GivesThePublishedValues) {
  // RFC 3720, appendix B.4.
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
}

TEST(Crc32c, IsTheSameWithAndWithoutTheInstruction) {
  std::mt19937 random(7);
  std::string bytes;
  for (int length = 0; length < 200; ++length) {
    EXPECT_EQ(Crc32c(bytes), PortableCrc32c(bytes)) << length;
    bytes += static_cast<char>(random());
  }
}

TEST(Crc32c, IsTheSameForWhatIsLongEnoughForSeveralLanes) {
  std::mt19937 random(8);
  std::string bytes;
  for (int i = 0; i < 40'000; ++i) bytes += static_cast<char>(random());
  for (std::size_t length = 6'100; length < bytes.size(); length += 1 + random() % 700) {
    const std::string_view part = std::string_view(bytes).substr(random() % 17, length);
    EXPECT_EQ(Crc32c(part), PortableCrc32c(part)) << length;
  }
  EXPECT_EQ(Crc32c(bytes), ExtendCrc32c(Crc32c(std::string_view(bytes).substr(0, 20'001)), std::string_view(bytes).substr(20'001)));
}

TEST(Crc32c, GoesOnWhereItWas) {
  const std::string bytes = "as many bytes as are wanted, cut where one likes";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(ExtendCrc32c(Crc32c(bytes.substr(0, cut)), bytes.substr(cut)), Crc32c(bytes)) << cut;
  }
}

}  // namespace
}  // namespace sohoa
