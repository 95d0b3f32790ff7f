// SPDX-License-Identifier: Apache-2.0
#include "core/page.h"

#include <gtest/gtest.h>

#include <set>

namespace sohoa {
namespace {

TEST(PageId, IsTheSameForAResend) {
  const PageSource source{"H42-260930-0012", "b1", 3, Sha256::Of("scan"), 2};
  EXPECT_EQ(MakePageId(source), MakePageId(source));
  EXPECT_EQ(MakePageId(source).size(), 27u);
}

TEST(PageId, DiffersWithEveryPartOfTheSource) {
  const PageSource source{"H42-260930-0012", "b1", 3, Sha256::Of("scan"), 2};
  std::set<std::string> ids{MakePageId(source)};
  PageSource other = source;
  other.dossier = "H42-260930-0013";
  ids.insert(MakePageId(other));
  other = source;
  other.batch = "b2";
  ids.insert(MakePageId(other));
  other = source;
  other.place = 4;
  ids.insert(MakePageId(other));
  other = source;
  other.original = Sha256::Of("another");
  ids.insert(MakePageId(other));
  other = source;
  other.index = 1;
  ids.insert(MakePageId(other));
  EXPECT_EQ(ids.size(), 6u);
}

TEST(PageText, LeavesStampsAndHandwritingOutUnlessAsked) {
  Line line;
  line.words = {{"Số:", {}, 1, InkKind::kPrint, false, false, {}},
                {"85", {}, 1, InkKind::kHandwriting, false, false, {}},
                {"/KH-UBND", {}, 1, InkKind::kPrint, false, false, {}}};
  Line stamp;
  stamp.words = {{"ĐẾN", {}, 1, InkKind::kStamp, false, false, {}}};
  PageText text;
  text.blocks.push_back({BlockKind::kText, {line, stamp}, {}});
  EXPECT_EQ(PlainText(text), "Số: /KH-UBND\n");
  EXPECT_EQ(PlainText(text, true), "Số: 85 /KH-UBND\nĐẾN\n");
}

TEST(Amend, KeepsWhatTheEngineRead) {
  Word word;
  word.text = "tô";
  word.confidence = 0.9;
  word.alternatives = {{"tổ", 0.2}, {"tó", 0.1}};
  Amend(word, "tổ");
  EXPECT_EQ(word.text, "tổ");
  EXPECT_EQ(word.raw, "tô");
  EXPECT_EQ(word.alternatives, (std::vector<WordAlternative>{{"tô", 0.9}, {"tó", 0.1}}));
  Amend(word, "tố");
  EXPECT_EQ(word.raw, "tô");
  EXPECT_EQ(word.alternatives.front().text, "tô");
  Amend(word, "tô");
  EXPECT_EQ(word.raw, "");
  EXPECT_EQ(word.alternatives, (std::vector<WordAlternative>{{"tó", 0.1}}));
}

TEST(Amend, ToTheSameTextChangesNothing) {
  Word word;
  word.text = "tổ";
  const Word before = word;
  Amend(word, "tổ");
  EXPECT_EQ(word, before);
}

TEST(PageText, LeavesRawReadingsOut) {
  Word word;
  word.text = "tô";
  Amend(word, "tổ");
  PageText text;
  text.blocks.push_back({BlockKind::kText, {{{word}, {}, 0}}, {}});
  EXPECT_EQ(PlainText(text, true), "tổ\n");
}

}  // namespace
}  // namespace sohoa
