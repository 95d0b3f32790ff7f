// SPDX-License-Identifier: Apache-2.0
#include "access/rate_limiter.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(RateLimiter, GivesABurstAndThenOneAtATime) {
  RateLimiter limiter(3, 1'000);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("an", 0), 0);
  EXPECT_EQ(limiter.Take("an", 0), 1'000);
  EXPECT_EQ(limiter.Take("an", 400), 600);
  EXPECT_EQ(limiter.Take("an", 1'000), 0);
  EXPECT_GT(limiter.Take("an", 1'000), 0);
  EXPECT_EQ(limiter.Take("binh", 0), 0) << "everyone has their own";
}

TEST(RateLimiter, GivesNoMoreThanTheBurstAfterALongTime) {
  RateLimiter limiter(2, 1'000);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(limiter.Take("an", 1'000'000), 0);
  EXPECT_GT(limiter.Take("an", 1'000'000), 0);
  limiter.GiveBack("an");
  EXPECT_EQ(limiter.Take("an", 1'000'000), 0);
}

// Somebody who asks under ever new names neither fills the memory nor gets others their burst back.
TEST(RateLimiter, KeepsThoseWhoAreOutOfTriesWhenThereAreManyNames) {
  RateLimiter limiter(2, 1'000'000);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(limiter.Take("an", 0), 0);
  for (int i = 0; i < 20'000; ++i) limiter.Take("name " + std::to_string(i), 0);
  EXPECT_GT(limiter.Take("an", 0), 0);
}

}  // namespace
}  // namespace sohoa
