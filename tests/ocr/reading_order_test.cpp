// SPDX-License-Identifier: Apache-2.0
#include "ocr/reading_order.h"

#include <gtest/gtest.h>

#include "ocr/placed_lines.h"

namespace sohoa {
namespace {

// Two pieces that an engine took for one line.
Line Joined(Line left, const Line& right) {
  left.words.insert(left.words.end(), right.words.begin(), right.words.end());
  left.box = Union(left.box, right.box);
  return left;
}

std::vector<std::string> Ordered(std::vector<Line> lines) {
  std::vector<std::string> texts;
  for (const Block& block : OrderLines(std::move(lines), 1600)) {
    for (const Line& line : block.lines) texts.push_back(LineText(line));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(ReadingOrder, SplitsAHeadThatWasReadAcross) {
  EXPECT_EQ(Ordered({Joined(At(100, 100, "UBND TINH"), At(700, 100, "CONG HOA XA HOI")),
                     Joined(At(100, 150, "SO Y TE"), At(750, 150, "Doc lap")),
                     At(100, 220, "V/v bao cao"),
                     At(100, 400, "Can cu Luat To chuc chinh quyen dia phuong ngay 19 thang 6 nam 2015 va sau do")}),
            (Texts{"UBND TINH", "SO Y TE", "V/v bao cao", "CONG HOA XA HOI", "Doc lap",
                   "Can cu Luat To chuc chinh quyen dia phuong ngay 19 thang 6 nam 2015 va sau do"}));
}

TEST(ReadingOrder, PutsRecipientsBeforeTheSigner) {
  EXPECT_EQ(Ordered({At(100, 100, "Quyet dinh nay co hieu luc ke tu ngay ky va duoc cong bo cho moi nguoi dan biet"),
                     Joined(At(100, 200, "Noi nhan:"), At(1000, 200, "KT. GIAM DOC")),
                     At(100, 240, "- Nhu tren;"), At(100, 280, "- Luu: VT."),
                     At(1000, 420, "Nguyen Van A")}),
            (Texts{"Quyet dinh nay co hieu luc ke tu ngay ky va duoc cong bo cho moi nguoi dan biet",
                   "Noi nhan:", "- Nhu tren;", "- Luu: VT.", "KT. GIAM DOC", "Nguyen Van A"}));
}

TEST(ReadingOrder, ReadsAFormAcrossItsGap) {
  EXPECT_EQ(Ordered({Joined(At(100, 100, "Ho va ten: Tran B"), At(900, 100, "Nam sinh: 1980")),
                     Joined(At(100, 150, "So can cuoc: 1"), At(900, 150, "Ngay cap: 2"))}),
            (Texts{"Ho va ten: Tran B Nam sinh: 1980", "So can cuoc: 1 Ngay cap: 2"}));
}

TEST(ReadingOrder, JoinsPiecesOfOnePrintedLine) {
  EXPECT_EQ(Ordered({At(500, 100, "hai ba"), At(100, 104, "mot")}), (Texts{"mot hai ba"}));
}

TEST(ReadingOrder, PutsAPieceIntoTheGapOfItsOwnLine) {
  // The level of the piece between comes last: the two beside it are one row by then.
  EXPECT_EQ(Ordered({At(100, 100, "So: 155"), At(800, 101, "Kien Giang, ngay 10"), At(260, 103, "/TM-SYT")}),
            (Texts{"So: 155 /TM-SYT Kien Giang, ngay 10"}));
}

TEST(ReadingOrder, LeavesDashesOutWhenItAsksForTheLevel) {
  Line between = At(320, 100, "- hai -");
  for (Word& word : between.words) {
    if (word.text == "-") word.box = {word.box.left, 113, word.box.right, 116};
  }
  EXPECT_EQ(Ordered({At(100, 100, "mot"), between, At(500, 100, "bon nam")}),
            (Texts{"mot - hai - bon nam"}));
}

TEST(ReadingOrder, KeepsBodyTextBelowAHeadBelowIt) {
  EXPECT_EQ(Ordered({Joined(At(100, 100, "UBND TINH"), At(700, 100, "CONG HOA XA HOI")),
                     At(750, 150, "Doc lap"), At(800, 300, "Kinh gui: Bo"),
                     At(100, 350, "1. Mot viec.")}),
            (Texts{"UBND TINH", "CONG HOA XA HOI", "Doc lap", "Kinh gui: Bo", "1. Mot viec."}));
}

TEST(ReadingOrder, GivesNothingForNothing) { EXPECT_TRUE(OrderLines({}, 1600).empty()); }

}  // namespace
}  // namespace sohoa
