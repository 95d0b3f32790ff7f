// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"

#include <gtest/gtest.h>

#include "support/kept_log.h"

namespace sohoa {
namespace {

TEST(Log, GoesNowhereWithoutASink) { Log(LogLevel::kError, "nobody hears", {{"page", "p"}}); }

TEST(Log, KeepsItsFieldsAndEndsWithItsSink) {
  {
    KeptLog log;
    Log(LogLevel::kWarning, "slow write", {{"store", "ledger"}, {"seconds", 1.5}, {"more", 7}});
    const std::vector<KeptLog::Line> lines = log.Of("slow write");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].level, LogLevel::kWarning);
    EXPECT_EQ(lines[0].fields.at("store"), "ledger");
    EXPECT_EQ(lines[0].fields.at("seconds"), "1.500");
    EXPECT_EQ(lines[0].fields.at("more"), "7");
  }
  Log(LogLevel::kWarning, "slow write");
}

}  // namespace
}  // namespace sohoa
