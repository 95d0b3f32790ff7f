// SPDX-License-Identifier: Apache-2.0
#include "core/calendar.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(Calendar, ShowsVietnamTimeSevenHoursAheadOfUtc) {
  EXPECT_EQ(FormatUtcTime(1538616600000), "2018-10-04T01:30:00Z");
  EXPECT_EQ(FormatVietnamTime(1538616600000), "2018-10-04T08:30:00+07:00");
}

TEST(Calendar, FormatsTimesBeforeTheEpoch) {
  EXPECT_EQ(FormatUtcTime(-1), "1969-12-31T23:59:59Z");
}

TEST(Calendar, KnowsLeapYears) {
  EXPECT_TRUE(IsCalendarDate(2020, 2, 29));
  EXPECT_FALSE(IsCalendarDate(2018, 2, 29));
  EXPECT_FALSE(IsCalendarDate(2018, 13, 1));
  EXPECT_FALSE(IsCalendarDate(2018, 4, 0));
}

TEST(Calendar, ReadsADayAsItsEndAndAMinuteAsItIs) {
  EXPECT_EQ(FormatVietnamTime(*ParseVietnamTime("2026-12-01")), "2026-12-02T00:00:00+07:00");
  EXPECT_EQ(FormatVietnamTime(*ParseVietnamTime("2026-12-01T16:30")), "2026-12-01T16:30:00+07:00");
  for (const char* other : {"", "2026-13-01", "2026-02-29", "2026-12-1", "01/12/2026", "2026-12-01T24:00", "2026-12-01 16:30",
                            "2026-12-01T16:3x", "-026-12-01", "2026-12-01T16:30Z"}) {
    EXPECT_FALSE(ParseVietnamTime(other)) << other;
  }
}

}  // namespace
}  // namespace sohoa
