// SPDX-License-Identifier: Apache-2.0
#include "desk/capture.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "workers/edit_check.h"

namespace sohoa {
namespace {

using Keys = std::vector<std::string>;

// A capture with so many originals of one page, which the coordinator has under the names "P0", "P1", ...
Capture Received(std::uint32_t pages) {
  Capture capture;
  capture.id = "b1";
  capture.by = "desk:quay-1";
  for (std::uint32_t i = 0; i < pages; ++i) {
    DeskOriginal original;
    original.id = "o" + std::to_string(i);
    original.place = i;
    original.page_ids = {"P" + std::to_string(i)};
    capture.originals.push_back(original);
  }
  return capture;
}

Edit Of(EditKind kind, const std::string& page, const std::string& other = "") {
  Edit edit;
  edit.kind = kind;
  edit.page = page;
  edit.other = other;
  edit.reason = "x";
  edit.by = "desk:quay-1";
  return edit;
}

// What the coordinator makes of the seal's edits.
PageArrangement AtTheCoordinator(const Capture& capture) {
  const Result<std::vector<Edit>> edits = EditsForSeal(capture);
  EXPECT_TRUE(edits) << edits.status().ToString();
  Keys arrived;
  for (const DeskOriginal& original : capture.originals) arrived.insert(arrived.end(), original.page_ids.begin(), original.page_ids.end());
  const std::set<std::string> own(arrived.begin(), arrived.end());
  std::vector<Edit> told;
  for (Edit edit : *edits) {
    EXPECT_TRUE(PrepareSealedEdit(edit).ok());
    const Status fits = CheckSealedEdit(own, Arrange(arrived, told), edit);
    EXPECT_TRUE(fits.ok()) << fits.ToString();
    told.push_back(edit);
  }
  return Arrange(arrived, *edits);
}

Keys AsAtTheCoordinator(const Capture& capture, const Keys& keys) {
  Keys ids;
  for (const std::string& key : keys) {
    const std::optional<PageOfOriginal> page = ParsePageKey(key);
    const DeskOriginal* original = capture.FindOriginal(page->original);
    ids.push_back(original->page_ids.at(page->index));
  }
  return ids;
}

TEST(PageKeys, AreReadBackAndNothingElseIs) {
  const std::optional<PageOfOriginal> page = ParsePageKey(PageKey("o12", 7));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->original, "o12");
  EXPECT_EQ(page->index, 7u);
  for (const char* wrong : {"", "o12", ".1", "o12.", "o12.x", "o12.01", "o12.-1", "o12.99999999999"}) EXPECT_FALSE(ParsePageKey(wrong)) << wrong;
}

TEST(EditsForSeal, AreNoneWhereNothingWasDecided) { EXPECT_TRUE(EditsForSeal(Received(5))->empty()); }

TEST(EditsForSeal, AreOneMoveWhereOnePageWasMoved) {
  Capture capture = Received(6);
  capture.edits = {Of(EditKind::kMove, "o1.0", "o4.0")};
  EXPECT_EQ(EditsForSeal(capture)->size(), 1u);
  EXPECT_EQ(AtTheCoordinator(capture).pages, (Keys{"P0", "P2", "P3", "P4", "P1", "P5"}));
}

TEST(EditsForSeal, AreNotReadyBeforeEveryOriginalIsReceived) {
  Capture capture = Received(2);
  capture.originals[1].page_ids.clear();
  EXPECT_EQ(EditsForSeal(capture).status().code(), StatusCode::kConflict);
  capture.originals[1].refusal = "not a kind that we read";
  EXPECT_TRUE(EditsForSeal(capture));
}

TEST(EditsForSeal, KeepWhoDecidedAndWhy) {
  Capture capture = Received(2);
  Edit aside = Of(EditKind::kSetAside, "o1.0");
  aside.reason = "giấy nháp";
  aside.by = "desk:an";
  aside.at_unix_ms = 77;
  capture.edits = {aside};
  const Result<std::vector<Edit>> edits = EditsForSeal(capture);
  ASSERT_EQ(edits->size(), 1u);
  EXPECT_EQ(edits->front().reason, "giấy nháp");
  EXPECT_EQ(edits->front().by, "desk:an");
  EXPECT_EQ(edits->front().at_unix_ms, 77);
}

TEST(EditsForSeal, TellOfAChainOfReplacements) {
  Capture capture = Received(4);
  capture.edits = {Of(EditKind::kReplace, "o0.0", "o2.0"), Of(EditKind::kReplace, "o2.0", "o3.0"), Of(EditKind::kSetAside, "o3.0")};
  const PageArrangement made = AtTheCoordinator(capture);
  EXPECT_EQ(made.pages, Keys{"P1"});
  EXPECT_EQ(made.aside.at("P0").replaced_by, "P2");
  EXPECT_EQ(made.aside.at("P2").replaced_by, "P3");
}

TEST(EditsForSeal, LeaveOutPagesThatTheCoordinatorDoesNotCount) {
  Capture capture = Received(2);
  capture.originals[0].arrival.pages = 3;  // of which the coordinator has one
  capture.edits = {Of(EditKind::kSetAside, "o0.2"), Of(EditKind::kMove, "o0.0", "o1.0")};
  EXPECT_EQ(AtTheCoordinator(capture).pages, (Keys{"P1", "P0"}));
}

// Whatever people do, in whatever order, the coordinator comes to the same.
TEST(EditsForSeal, MakeWhatTheDeskHadOfAThousandHistories) {
  std::mt19937 random(2711);
  for (int history = 0; history < 1000; ++history) {
    Capture capture = Received(static_cast<std::uint32_t>(2 + random() % 9));
    const auto any = [&] { return PageKey("o" + std::to_string(random() % capture.originals.size()), 0); };
    const Keys keys = ArrivedKeys(capture);
    const std::set<std::string> own(keys.begin(), keys.end());
    for (std::size_t i = random() % 20; i > 0; --i) {
      const PageArrangement before = Arrange(capture);
      switch (random() % 7) {
        case 0: capture.edits.push_back(Of(EditKind::kSetAside, any())); break;
        case 1: capture.edits.push_back(Of(EditKind::kRestore, any())); break;
        case 2: capture.edits.push_back(Of(EditKind::kReplace, any(), any())); break;
        case 3: capture.edits.push_back(Of(EditKind::kMove, any(), "")); break;
        case 5: capture.edits.push_back(Of(random() % 2 == 0 ? EditKind::kSplit : EditKind::kJoin, any())); break;
        case 4: {
          Edit turn = Of(EditKind::kRotate, any());
          turn.rotation = static_cast<int>(random() % 4) * 90;
          capture.edits.push_back(turn);
          break;
        }
        default: capture.edits.push_back(Of(EditKind::kMove, any(), any())); break;
      }
      if (!CheckSealedEdit(own, before, capture.edits.back()).ok()) capture.edits.pop_back();
    }
    const PageArrangement wanted = Arrange(capture);
    const PageArrangement made = AtTheCoordinator(capture);
    ASSERT_EQ(made.pages, AsAtTheCoordinator(capture, wanted.pages)) << "history " << history;
    ASSERT_EQ(made.aside.size(), wanted.aside.size()) << "history " << history;
    ASSERT_EQ(made.rotations.size(), wanted.rotations.size());
    for (const std::string& key : wanted.pages) {
      const std::string id = AsAtTheCoordinator(capture, {key})[0];
      ASSERT_EQ(made.cuts.contains(id), wanted.cuts.contains(key));
      if (!wanted.cuts.contains(key)) continue;
      ASSERT_EQ(made.cuts.at(id), wanted.cuts.at(key));
    }
    for (const auto& [key, rotation] : wanted.rotations) ASSERT_EQ(made.rotations.at(AsAtTheCoordinator(capture, {key})[0]), rotation);
  }
}

TEST(Placement, PutsThePagesOfAnOriginalBehindAPageOrInItsPlace) {
  Capture capture = Received(3);
  capture.originals[2].arrival.pages = 2;
  capture.edits = PlacementEdits(capture.originals[2], {"o0.0", ""}, "desk:an", 1);
  EXPECT_EQ(Arrange(capture).pages, (Keys{"o0.0", "o2.0", "o2.1", "o1.0"}));
  capture.edits = PlacementEdits(capture.originals[2], {"", "o0.0"}, "desk:an", 1);
  EXPECT_EQ(Arrange(capture).pages, (Keys{"o2.0", "o2.1", "o1.0"}));
  EXPECT_TRUE(PlacementEdits(capture.originals[2], {}, "desk:an", 1).empty());
}

TEST(Interleave, PutsBacksThatWereScannedFromBehindToTheirFronts) {
  Capture capture = Received(7);  // a page of before, three fronts, backs of the third, second and first
  const Result<std::vector<Edit>> edits = InterleaveEdits(capture, 3, "desk:an", 1);
  ASSERT_TRUE(edits);
  capture.edits = *edits;
  EXPECT_EQ(Arrange(capture).pages, (Keys{"o0.0", "o1.0", "o6.0", "o2.0", "o5.0", "o3.0", "o4.0"}));
  EXPECT_EQ(AtTheCoordinator(capture).pages, (Keys{"P0", "P1", "P6", "P2", "P5", "P3", "P4"}));
  EXPECT_EQ(InterleaveEdits(capture, 4, "desk:an", 1).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(InterleaveEdits(capture, 0, "desk:an", 1).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
