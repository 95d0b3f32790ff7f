// SPDX-License-Identifier: Apache-2.0
#include "core/csv.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(Csv, QuotesWhatWouldEndACell) {
  EXPECT_EQ(CsvLine({"a", "b,c", "say \"no\"", "two\nlines", ""}), "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\r\n");
  EXPECT_EQ(CsvLine({}), "\r\n");
}

TEST(Csv, LetsNoReadTextBecomeAFormula) {
  EXPECT_EQ(CsvLine({"=1+1", "+84", "-5", "@x", "1-2"}), "'=1+1,'+84,'-5,'@x,1-2\r\n");
}

}  // namespace
}  // namespace sohoa
