// SPDX-License-Identifier: Apache-2.0
#include "access/sessions.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(Sessions, AreFoundByTheirTokenUntilTheyEnd) {
  Sessions sessions;
  const std::string token = sessions.Begin("an", 7, 0);
  const std::string other = sessions.Begin("an", 7, 0);
  EXPECT_NE(token, other);
  const std::optional<Session> session = sessions.Use(token, 1);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->account, "an");
  EXPECT_EQ(session->generation, 7u);
  EXPECT_NE(session->csrf, sessions.Use(other, 1)->csrf);
  sessions.End(token);
  EXPECT_FALSE(sessions.Use(token, 2));
  EXPECT_TRUE(sessions.Use(other, 2));
  EXPECT_FALSE(sessions.Use("", 2));
}

TEST(Sessions, EndWhenTheyAreIdleAndWhenTheyAreOld) {
  Sessions sessions({1'000, 5'000});
  const std::string idle = sessions.Begin("an", 1, 0);
  EXPECT_FALSE(sessions.Use(idle, 1'000));
  const std::string busy = sessions.Begin("an", 1, 0);
  for (std::int64_t now = 500; now < 5'000; now += 500) EXPECT_TRUE(sessions.Use(busy, now)) << now;
  EXPECT_FALSE(sessions.Use(busy, 5'000)) << "however much it is used";
}

}  // namespace
}  // namespace sohoa
