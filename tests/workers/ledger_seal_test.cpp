// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workers/ledger_fixture.h"

namespace sohoa {
namespace {

class LedgerSeal : public LedgerTest {
 protected:
  using Ids = std::vector<std::string>;

  static Edit Of(EditKind kind, std::string page, std::string other = "") {
    Edit edit;
    edit.kind = kind;
    edit.page = std::move(page);
    edit.other = std::move(other);
    edit.by = "desk:quay-1";
    edit.reason = "quét lại";
    return edit;
  }

  // Three pages of three originals in a batch that is open.
  Ids ThreePages(const std::string& batch = "b1") {
    OpenBatch(batch);
    Ids ids;
    for (std::uint32_t place = 0; place < 3; ++place) ids.push_back(Add(batch, place, batch + std::to_string(place)).page_ids.at(0));
    return ids;
  }

  BatchReceipt Seal(const std::vector<Edit>& edits, const std::string& batch = "b1") {
    const Result<BatchReceipt> receipt = ledger_->SealArranged(kCode, batch, edits);
    EXPECT_TRUE(receipt) << receipt.status().ToString();
    return receipt ? *receipt : BatchReceipt();
  }

  StatusCode Refused(const Edit& edit, const std::string& batch = "b1") {
    return ledger_->SealArranged(kCode, batch, {edit}).status().code();
  }

  Dossier Newest() {
    const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
    EXPECT_TRUE(dossier) << dossier.status().ToString();
    return dossier ? *dossier : Dossier();
  }

  Ids PagesOf(const Dossier& dossier) {
    Ids ids;
    for (const DossierPage& page : dossier.pages) ids.push_back(page.id);
    return ids;
  }
};

TEST_F(LedgerSeal, PutsThePagesAsTheDeskArrangedThemIntoTheFirstVersion) {
  const Ids pages = ThreePages();
  const BatchReceipt receipt = Seal({Of(EditKind::kMove, pages[0], pages[2]), Of(EditKind::kSetAside, pages[1])});
  EXPECT_EQ(receipt.originals, 3u);
  EXPECT_EQ(receipt.pages, 2u);
  EXPECT_EQ(receipt.set_aside, 1u);
  WorkAllOff();
  const Dossier dossier = Newest();
  EXPECT_EQ(dossier.version, 1u);
  EXPECT_EQ(PagesOf(dossier), (Ids{pages[2], pages[0]}));
  ASSERT_EQ(dossier.set_aside.size(), 1u);
  EXPECT_EQ(dossier.set_aside[0].page.id, pages[1]);
}

TEST_F(LedgerSeal, KeepsThePageThatAnotherCameInPlaceOf) {
  const Ids pages = ThreePages();
  Seal({Of(EditKind::kReplace, pages[0], pages[2])});
  WorkAllOff();
  EXPECT_EQ(PagesOf(Newest()), (Ids{pages[2], pages[1]}));
  EXPECT_EQ(Newest().set_aside.at(0).why.replaced_by, pages[2]);
}

TEST_F(LedgerSeal, ReadsAPageAgainAsItWasTurned) {
  const Ids pages = ThreePages();
  std::optional<JobBody> first = Lease();
  ASSERT_TRUE(first);
  Edit turn = Of(EditKind::kRotate, pages[0]);
  turn.rotation = 180;
  Seal({turn});
  const Result<Verdict> late = Finish(*first);
  ASSERT_TRUE(late);
  std::optional<int> rotation;
  for (std::optional<JobBody> job = Lease(); job; job = Lease()) {
    if (job->service == "page" && job->job == pages[0]) rotation = DecodePageJob(job->work)->rotation;
    ASSERT_TRUE(Finish(*job));
  }
  EXPECT_EQ(rotation, 180);
  EXPECT_EQ(Newest().version, 1u);
}

TEST_F(LedgerSeal, SentAgainChangesNothingAndGivesTheSameReceipt) {
  const Ids pages = ThreePages();
  const BatchReceipt first = Seal({Of(EditKind::kSetAside, pages[1])});
  Restart();
  EXPECT_EQ(Seal({Of(EditKind::kSetAside, pages[1])}), first);
  EXPECT_EQ(Seal({}), first);
  WorkAllOff();
  EXPECT_EQ(Newest().edits.size(), 1u);
}

TEST_F(LedgerSeal, GivesTheSameReceiptWhateverPeopleDecideLater) {
  const Ids pages = ThreePages();
  const BatchReceipt first = Seal({});
  WorkAllOff();
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {Of(EditKind::kSetAside, pages[1])}, 0).ok());
  WorkAllOff();
  EXPECT_EQ(Seal({}), first);
}

TEST_F(LedgerSeal, SealsNothingWhereAnEditDoesNotFit) {
  const Ids pages = ThreePages();
  EXPECT_EQ(Refused(Of(EditKind::kMove, pages[0], pages[0])), StatusCode::kConflict);
  EXPECT_EQ(Refused(Of(EditKind::kSetAside, "nowhere")), StatusCode::kConflict);
  EXPECT_EQ(Refused(Of(EditKind::kMove, pages[0], "")), StatusCode::kInvalidArgument) << "first of the dossier is not the desk's to say";
  EXPECT_EQ(Refused(Of(EditKind::kSend, pages[0])), StatusCode::kInvalidArgument);
  Edit askew = Of(EditKind::kRotate, pages[0]);
  askew.rotation = 45;
  EXPECT_EQ(Refused(askew), StatusCode::kInvalidArgument);
  EXPECT_EQ(Refused(Of(EditKind::kSetAside, pages[0]), "b9"), StatusCode::kNotFound);
  // One that fits before one that does not leaves no trace.
  EXPECT_FALSE(ledger_->SealArranged(kCode, "b1", {Of(EditKind::kSetAside, pages[0]), Of(EditKind::kSetAside, pages[0])}));
  EXPECT_EQ(ledger_->Progress(kCode)->state, DossierState::kOpen);
  EXPECT_EQ(Seal({}).set_aside, 0u);
}

TEST_F(LedgerSeal, TouchesNoPageOfAnotherBatch) {
  const Ids before = ThreePages("b1");
  Seal({});
  WorkAllOff();
  const Ids pages = ThreePages("b2");
  EXPECT_EQ(Refused(Of(EditKind::kSetAside, before[0]), "b2"), StatusCode::kConflict);
  EXPECT_EQ(Refused(Of(EditKind::kMove, pages[0], before[0]), "b2"), StatusCode::kConflict);
  Seal({Of(EditKind::kMove, pages[0], pages[1])}, "b2");
  WorkAllOff();
  EXPECT_EQ(PagesOf(Newest()), (Ids{before[0], before[1], before[2], pages[1], pages[0], pages[2]}));
}

TEST_F(LedgerSeal, WaitsForPagesThatWereSetAsideToo) {
  const Ids pages = ThreePages();
  OpenBatch("b2");
  Seal({Of(EditKind::kSetAside, pages[0]), Of(EditKind::kSetAside, pages[1]), Of(EditKind::kSetAside, pages[2])});
  for (std::optional<JobBody> job = Lease(); job; job = Lease()) {
    if (job->service == "dossier") {
      EXPECT_EQ(ledger_->Progress(kCode)->pages_done, 3u) << "the batch would be visible before all of its pages are read";
    }
    ASSERT_TRUE(Finish(*job));
  }
  EXPECT_TRUE(Newest().pages.empty());
  EXPECT_EQ(Newest().set_aside.size(), 3u);
}

TEST_F(LedgerSeal, LeavesAPageInQuarantineThatWasSetAside) {
  OpenBatch("b1");
  const std::string broken = Add("b1", 0, "broken", Status(StatusCode::kBadInput, "count pages: no")).page_ids.at(0);
  Add("b1", 1, "whole");
  Seal({Of(EditKind::kSetAside, broken)});
  WorkAllOff();
  EXPECT_EQ(Newest().quarantined.size(), 1u);
  EXPECT_TRUE(Newest().set_aside.empty());
  ASSERT_TRUE(ledger_->Retry(broken).ok());
  WorkAllOff();
  EXPECT_TRUE(Newest().quarantined.empty());
  EXPECT_EQ(Newest().set_aside.size(), 1u);
}

TEST_F(LedgerSeal, DraftsWhatItWouldBeAndWritesNothing) {
  const Ids pages = ThreePages();
  OpenBatch("b2");
  Add("b2", 0, "of somebody else");
  ASSERT_TRUE(Finish(*Lease()));
  const Result<DossierDraft> draft = ledger_->Draft({kCode, "b1", {Of(EditKind::kMove, pages[0], pages[2]), Of(EditKind::kSetAside, "not read yet")}});
  ASSERT_TRUE(draft) << draft.status().ToString();
  Ids order;
  std::uint32_t read = 0;
  for (const DraftPage& page : draft->pages) {
    order.push_back(page.id);
    read += page.is_read;
  }
  EXPECT_EQ(order, (Ids{pages[1], pages[2], pages[0]}));
  EXPECT_EQ(read, 1u);
  EXPECT_EQ(draft->documents.size(), 1u);
  EXPECT_FALSE(archive_.GetDossier(kCode, 0));
  EXPECT_EQ(ledger_->Draft({kCode, "b9", {}}).status().code(), StatusCode::kNotFound);
  WorkAllOff();
  EXPECT_EQ(ledger_->Draft({kCode, "b1", {}})->documents.size(), 1u);
}

TEST_F(LedgerSeal, TurnsAPageInQuarantineOnceItGoesBackToWork) {
  OpenBatch("b1");
  const OriginalReceipt broken = Add("b1", 0, "broken", Status(StatusCode::kBadInput, "count pages: no"));
  Edit turn = Of(EditKind::kRotate, broken.page_ids.at(0));
  turn.rotation = 90;
  Seal({turn});
  EXPECT_EQ(ledger_->Quarantined("", 10)->size(), 1u);
  ASSERT_TRUE(ledger_->Retry(broken.page_ids[0]).ok());
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  EXPECT_EQ(DecodePageJob(job->work)->rotation, 90);
}

}  // namespace
}  // namespace sohoa
