// SPDX-License-Identifier: Apache-2.0
#include "documents/retention_period.h"

#include <gtest/gtest.h>

#include "documents/archive_code_lists.h"

namespace sohoa {
namespace {

TEST(RetentionPeriod, EveryCodeOfTheCircularButOtherHasAPeriodOfItsOwn) {
  for (const ArchiveCode& code : MaintenanceCodes()) {
    EXPECT_EQ(PeriodOf(code.code, 0).has_value(), code.code != "07") << code.code;
  }
  EXPECT_EQ(PeriodOf("01", 0), (RetentionPeriod{true, 0}));
  EXPECT_EQ(PeriodOf("02", 0), (RetentionPeriod{false, 70}));
  EXPECT_EQ(PeriodOf("06", 3), (RetentionPeriod{false, 10}));
  EXPECT_EQ(PeriodOf("07", 5), (RetentionPeriod{false, 5}));
  EXPECT_FALSE(PeriodOf("08", 5));
  EXPECT_FALSE(PeriodOf("", 5));
}

TEST(RetentionPeriod, IsCountedFromTheYearAfterTheDossierWasClosed) {
  EXPECT_EQ(FirstDayNotKept("2026-01-01", {false, 10}), "2037-01-01");
  EXPECT_EQ(FirstDayNotKept("2026-12-31", {false, 10}), "2037-01-01");
  EXPECT_EQ(FirstDayNotKept("1999-05-05", {false, 5}), "2005-01-01");
  EXPECT_EQ(FirstDayNotKept("2026-12-31", {true, 0}), "");
}

}  // namespace
}  // namespace sohoa
