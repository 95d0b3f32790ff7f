// SPDX-License-Identifier: Apache-2.0
#include "desk/spool.h"

#include <gtest/gtest.h>

#include "core/calendar.h"
#include "storage/chunked_blob_store.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

const CaptureHead kHead{"H42.18-261127-0001", "1.001234", "H42.18", "Nguyễn Văn A", CapturePoint::kReceived};

class SpoolTest : public testing::Test {
 protected:
  SpoolTest() { Reopen(); }

  void Reopen() {
    spool_.reset();
    SpoolOptions options;
    options.folder = folder_.Sub("spool");
    options.now = [this] { return now_; };
    Result<std::unique_ptr<Spool>> spool = Spool::Open(options);
    ASSERT_TRUE(spool) << spool.status().ToString();
    spool_ = std::move(*spool);
  }

  std::string Begin(const CaptureHead& head = kHead) {
    const Result<Capture> capture = spool_->Begin(head, "desk:quay-1");
    EXPECT_TRUE(capture) << capture.status().ToString();
    return capture ? capture->id : std::string();
  }

  Result<DeskOriginal> TryAdd(const std::string& capture, const std::string& bytes, const Placement& placement = {}, const std::string& token = "") {
    const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, "0001.png");
    return spool_->Add(capture, *file, {"0001.png", "folder:/scans", token, 1, 1, false, false}, placement);
  }

  std::string Add(const std::string& capture, const std::string& bytes, const Placement& placement = {}) {
    const Result<DeskOriginal> original = TryAdd(capture, bytes, placement);
    EXPECT_TRUE(original) << original.status().ToString();
    return original ? PageKey(original->id, 0) : std::string();
  }

  Capture Find(const std::string& id) {
    const Result<Capture> capture = spool_->Find(id);
    EXPECT_TRUE(capture) << capture.status().ToString();
    return capture ? *capture : Capture();
  }

  void ReceiveAll(const std::string& id) {
    for (const DeskOriginal& original : Find(id).originals) {
      ASSERT_TRUE(spool_->NoteReceived(id, original.id, {"p" + original.id}, 0, 5).ok());
    }
  }

  static Edit Of(EditKind kind, const std::string& page, const std::string& other = "") {
    Edit edit;
    edit.kind = kind;
    edit.page = page;
    edit.other = other;
    return edit;
  }

  TestFolder folder_;
  std::int64_t now_ = 1'790'000'000'000;
  std::unique_ptr<Spool> spool_;
};

TEST_F(SpoolTest, HasEverythingAgainAfterItWasOpenedAnew) {
  const std::string id = Begin();
  const std::string first = Add(id, "first");
  now_ += 1'000;
  const std::string second = Add(id, "second", {"", first});
  ASSERT_TRUE(spool_->AddEdits(id, {Of(EditKind::kSplit, second)}).ok());
  const Capture before = Find(id);
  Reopen();
  const Capture after = Find(id);
  EXPECT_EQ(after.head, kHead);
  EXPECT_EQ(after.originals, before.originals);
  EXPECT_EQ(after.edits, before.edits);
  EXPECT_EQ(after.times, before.times);
  EXPECT_EQ(Arrange(after).pages, std::vector<std::string>{second});
  const Result<OriginalFile> file = spool_->OpenOriginal(id, ParsePageKey(first)->original);
  ASSERT_TRUE(file) << file.status().ToString();
  EXPECT_EQ(*file->ReadAt(0, 100), "first");
}

TEST_F(SpoolTest, PutsAPageWhereItWasWantedInTheSameWrite) {
  const std::string id = Begin();
  const std::string first = Add(id, "1");
  const std::string last = Add(id, "2");
  const std::string between = Add(id, "3", {first, ""});
  EXPECT_EQ(Arrange(Find(id)).pages, (std::vector<std::string>{first, between, last}));
  EXPECT_EQ(TryAdd(id, "4", {"o9.0", ""}).status().code(), StatusCode::kConflict);
  EXPECT_EQ(Find(id).originals.size(), 3u);
}

TEST_F(SpoolTest, TakesWhatAFolderGivesAgainForTheSamePage) {
  const std::string id = Begin();
  const Result<DeskOriginal> first = TryAdd(id, "bytes", {}, "/scans/1.pdf");
  Reopen();
  const Result<DeskOriginal> again = TryAdd(id, "bytes", {}, "/scans/1.pdf");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(Find(id).originals.size(), 1u);
  // Once the folder was told, a file of that name is another one.
  ASSERT_TRUE(spool_->NoteReleased(id, first->id).ok());
  EXPECT_NE(TryAdd(id, "bytes", {}, "/scans/1.pdf")->id, first->id);
  // And equal bytes of another name are another page.
  EXPECT_TRUE(TryAdd(id, "bytes", {}, "/scans/2.pdf"));
  EXPECT_EQ(Find(id).originals.size(), 3u);
}

TEST_F(SpoolTest, ChangesNothingOnceTheClerkIsDoneUntilItIsOpenedAgain) {
  const std::string id = Begin();
  const std::string page = Add(id, "1");
  ASSERT_TRUE(spool_->Finish(id).ok());
  EXPECT_EQ(TryAdd(id, "2").status().code(), StatusCode::kConflict);
  EXPECT_EQ(spool_->AddEdits(id, {Of(EditKind::kSetAside, page)}).code(), StatusCode::kConflict);
  EXPECT_EQ(spool_->SetHead(id, kHead).code(), StatusCode::kConflict);
  ASSERT_TRUE(spool_->Reopen(id).ok());
  EXPECT_TRUE(spool_->AddEdits(id, {Of(EditKind::kSetAside, page)}).ok());
  ASSERT_TRUE(spool_->Finish(id).ok());
  ReceiveAll(id);
  ASSERT_TRUE(spool_->NoteReceipt(id, {"statement", "signature", "key"}).ok());
  EXPECT_EQ(spool_->Reopen(id).code(), StatusCode::kConflict);
}

TEST_F(SpoolTest, StaysAsItIsWhileNobodyKnowsWhetherItIsSealed) {
  const std::string id = Begin();
  Add(id, "1");
  EXPECT_EQ(spool_->NoteSealing(id, true).code(), StatusCode::kConflict) << "it is still open";
  ASSERT_TRUE(spool_->Finish(id).ok());
  ASSERT_TRUE(spool_->NoteSealing(id, true).ok());
  Reopen();
  EXPECT_EQ(spool_->Reopen(id).code(), StatusCode::kConflict);
  EXPECT_EQ(spool_->Discard(id, "x").code(), StatusCode::kConflict);
  ASSERT_TRUE(spool_->NoteSealing(id, false).ok());
  EXPECT_TRUE(spool_->Reopen(id).ok());
}

TEST_F(SpoolTest, TakesAFileForTheDossierInHandThoughAnotherHasItUnreleased) {
  const std::string first = Begin();
  const Result<DeskOriginal> there = TryAdd(first, "bytes", {}, "/scans/1.pdf");
  const std::string second = Begin();
  const Result<DeskOriginal> here = TryAdd(second, "bytes", {}, "/scans/1.pdf");
  ASSERT_TRUE(here);
  EXPECT_NE(here->id, there->id);
  EXPECT_EQ(Find(second).originals.size(), 1u);
}

TEST_F(SpoolTest, FinishesNothingWithoutACodeOrAPage) {
  const std::string id = Begin({"", "", "", "", CapturePoint::kReceived});
  EXPECT_EQ(spool_->Finish(id).code(), StatusCode::kConflict);
  ASSERT_TRUE(spool_->SetHead(id, kHead).ok());
  EXPECT_EQ(spool_->Finish(id).code(), StatusCode::kConflict);
  Add(id, "1");
  EXPECT_TRUE(spool_->Finish(id).ok());
  EXPECT_EQ(spool_->Begin({"../x", "", "", "", CapturePoint::kReceived}, "a").status().code(), StatusCode::kInvalidArgument);
}

TEST_F(SpoolTest, KeepsTheCodeUnderWhichPagesWentUp) {
  const std::string id = Begin();
  Add(id, "1");
  ASSERT_TRUE(spool_->NoteSending(id, kHead.dossier).ok());
  Reopen();
  EXPECT_EQ(spool_->NoteSending(id, "H42.18-261127-0009").code(), StatusCode::kConflict) << "the clerk has said another one";
  CaptureHead other = kHead;
  other.applicant = "Trần Thị B";
  EXPECT_TRUE(spool_->SetHead(id, other).ok());
  other.dossier = "H42.18-261127-0002";
  EXPECT_EQ(spool_->SetHead(id, other).code(), StatusCode::kConflict);
}

TEST_F(SpoolTest, TakesAllEditsOrNoneAndTakesThemBack) {
  const std::string id = Begin();
  const std::string first = Add(id, "1");
  const std::string second = Add(id, "2");
  EXPECT_FALSE(spool_->AddEdits(id, {Of(EditKind::kSetAside, first), Of(EditKind::kSetAside, first)}).ok());
  EXPECT_TRUE(Find(id).edits.empty());
  EXPECT_EQ(spool_->AddEdits(id, {Of(EditKind::kSend, first)}).code(), StatusCode::kInvalidArgument);
  ASSERT_TRUE(spool_->AddEdits(id, {Of(EditKind::kMove, second, ""), Of(EditKind::kSetAside, first)}).ok());
  EXPECT_EQ(Arrange(Find(id)).pages, std::vector<std::string>{second});
  ASSERT_TRUE(spool_->UndoEdits(id, 1).ok());
  Reopen();
  EXPECT_EQ(Arrange(Find(id)).pages, (std::vector<std::string>{second, first}));
  EXPECT_EQ(spool_->UndoEdits(id, 2).code(), StatusCode::kConflict);
}

TEST_F(SpoolTest, ForgetsOnlyWhatTheArchiveHas) {
  const std::string id = Begin();
  Add(id, "bytes of both");
  const std::string other = Begin();
  const std::string shared = Add(other, "bytes of both");
  EXPECT_EQ(spool_->Remove(id).code(), StatusCode::kConflict);
  ASSERT_TRUE(spool_->Finish(id).ok());
  ReceiveAll(id);
  ASSERT_TRUE(spool_->NoteReceipt(id, {"statement", "", ""}).ok());
  EXPECT_EQ(spool_->Remove(id).code(), StatusCode::kConflict);
  ASSERT_TRUE(spool_->NoteSearchable(id).ok());
  EXPECT_EQ(*spool_->RemoveEndedBefore(now_), 0u);
  EXPECT_EQ(*spool_->RemoveEndedBefore(now_ + 1), 1u);
  EXPECT_FALSE(spool_->Find(id));
  Reopen();
  EXPECT_FALSE(spool_->Find(id));
  EXPECT_TRUE(spool_->OpenOriginal(other, ParsePageKey(shared)->original)) << "bytes that another capture names stay";
}

TEST_F(SpoolTest, ForgetsWhatWasDiscardedBeforeAnythingWasSentAndKeepsTheRest) {
  const std::string unsent = Begin();
  Add(unsent, "1");
  ASSERT_TRUE(spool_->Discard(unsent, "nhầm hồ sơ").ok());
  EXPECT_TRUE(spool_->Remove(unsent).ok());
  const std::string sent = Begin();
  Add(sent, "2");
  ReceiveAll(sent);
  ASSERT_TRUE(spool_->Discard(sent, "nhầm hồ sơ").ok());
  EXPECT_EQ(spool_->Remove(sent).code(), StatusCode::kConflict) << "the coordinator still has an open batch";
}

TEST_F(SpoolTest, SendsAllAgainWhereTheCoordinatorForgot) {
  const std::string id = Begin();
  Add(id, "1");
  ASSERT_TRUE(spool_->Finish(id).ok());
  ReceiveAll(id);
  ASSERT_TRUE(spool_->NoteReceipt(id, {"statement", "", ""}).ok());
  ASSERT_TRUE(spool_->NoteSearchable(id).ok());
  ASSERT_TRUE(spool_->SendAgain(id).ok());
  Reopen();
  EXPECT_EQ(Find(id).state, CaptureState::kFinished);
  EXPECT_FALSE(Find(id).is_received());
}

TEST_F(SpoolTest, IsHeldByOneDesk) {
  SpoolOptions options;
  options.folder = folder_.Sub("spool");
  EXPECT_EQ(Spool::Open(options).status().code(), StatusCode::kUnavailable);
}

TEST_F(SpoolTest, TakesNothingWhileTheDiskIsNearlyFull) {
  spool_.reset();
  SpoolOptions options;
  options.folder = folder_.Sub("spool");
  options.reserve_bytes = 1ull << 60;
  Result<std::unique_ptr<Spool>> full = Spool::Open(options);
  if (!full) {
    EXPECT_EQ(full.status().code(), StatusCode::kUnavailable);
    return;
  }
  EXPECT_EQ((*full)->CheckRoom(1).code(), StatusCode::kUnavailable);
  EXPECT_EQ((*full)->Begin(kHead, "desk:quay-1").status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sohoa
