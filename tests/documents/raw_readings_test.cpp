// SPDX-License-Identifier: Apache-2.0
#include "documents/raw_readings.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

PageRecord PageOf(const std::vector<Word>& words) {
  PageRecord page;
  page.geometry.width = 1000;
  page.geometry.height = 1000;
  page.text.blocks = {{BlockKind::kText, {{words, {0, 0, 1000, 100}, 20}}, {0, 0, 1000, 100}}};
  return page;
}

Word At(int left, std::string text, std::string raw = "") {
  Word word;
  word.text = std::move(text);
  word.raw = std::move(raw);
  word.box = {left, 10, left + 90, 40};
  return word;
}

TEST(RawReadings, AValueOfACorrectedWordSaysWhatWasRead) {
  const PageRecord page = PageOf({At(0, "Kiện", "Kiên"), At(100, "toàn"), At(800, "tổ", "tô")});
  std::vector<FieldValue> fields(2);
  fields[0].locations = {{4, "p", {{0, 0}, {0.2, 0}, {0.2, 0.05}, {0, 0.05}}}};
  fields[1].locations = {{4, "p", {{0.1, 0}, {0.2, 0}, {0.2, 0.05}, {0.1, 0.05}}}};
  NoteRawReadings({&page}, {4}, fields);
  EXPECT_EQ(fields[0].raw, "Kiên toàn");
  EXPECT_EQ(fields[1].raw, "") << "none of its words was corrected";
}

}  // namespace
}  // namespace sohoa
