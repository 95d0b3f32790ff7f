// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "core/calendar.h"
#include "workers/ledger_fixture.h"

namespace sohoa {
namespace {

using Ids = std::vector<std::string>;

const std::string kOther = "H42.18-260930-0013";

class LedgerEdits : public LedgerTest {
 protected:
  // A visible dossier of so many pages; gives their ids.
  Ids Visible(std::uint32_t pages) {
    OpenBatch("b1");
    const OriginalReceipt receipt = Add("b1", 0, "paper", pages);
    EXPECT_TRUE(ledger_->Seal(kCode, "b1").ok());
    WorkAllOff();
    return receipt.page_ids;
  }

  // Another one with a page of its own.
  std::string VisibleOther() {
    EXPECT_TRUE(ledger_->OpenBatch({kOther, "1.001234", "H42.18", "B"}, "o1", Lane::kCounter).ok());
    const auto receipt = ledger_->AddOriginal({kOther, "o1", 0, "scan.png", store_("other"), 5}, 1u);
    EXPECT_TRUE(receipt);
    EXPECT_TRUE(ledger_->Seal(kOther, "o1").ok());
    WorkAllOff();
    return receipt->page_ids.at(0);
  }

  static Edit Of(EditKind kind, std::string page, std::string other = "") {
    Edit edit;
    edit.kind = kind;
    edit.page = std::move(page);
    edit.other = std::move(other);
    edit.by = "clerk:an";
    edit.reason = "nộp nhầm";
    return edit;
  }

  static Edit Decision(EditKind kind, const std::string& page, ReviewState review, std::string value = "") {
    Edit edit = Of(kind, page);
    edit.review = review;
    edit.value = std::move(value);
    if (kind == EditKind::kField) edit.field = "subject";
    return edit;
  }

  static Edit Send(const std::string& page, const std::string& to) {
    Edit edit = Of(EditKind::kSend, page);
    edit.dossier = to;
    return edit;
  }

  static Edit Turn(const std::string& page, int by) {
    Edit edit = Of(EditKind::kRotate, page);
    edit.rotation = by;
    return edit;
  }

  void Apply(const Edit& edit, const std::string& code = kCode) {
    const Status status = ledger_->ApplyEdits(code, {edit}, 0);
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  void ApplyAndWork(const Edit& edit, const std::string& code = kCode) {
    Apply(edit, code);
    WorkAllOff();
  }

  Dossier Newest(const std::string& code = kCode) {
    Result<Dossier> dossier = archive_.GetDossier(code, 0);
    EXPECT_TRUE(dossier) << dossier.status().ToString();
    return dossier ? *dossier : Dossier();
  }

  static Ids PageIds(const Dossier& dossier) {
    Ids ids;
    for (const DossierPage& page : dossier.pages) ids.push_back(page.id);
    return ids;
  }
};

TEST_F(LedgerEdits, GoToTheWorkerAndStandInTheVersionThatTheyMade) {
  const Ids pages = Visible(3);
  Apply(Of(EditKind::kSplit, pages[1]));
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  const Result<DossierJob> work = DecodeDossierJob(job->work);
  ASSERT_TRUE(work);
  ASSERT_EQ(work->edits.size(), 1u);
  EXPECT_EQ(work->edits[0].page, pages[1]);
  EXPECT_GT(work->edits[0].at_unix_ms, 0);
  ASSERT_TRUE(Finish(*job));
  EXPECT_EQ(Newest().version, 2u);
  EXPECT_EQ(Newest().edits, work->edits);
}

TEST_F(LedgerEdits, GatherForOneVersionWhileSomebodyGoesOnDeciding) {
  constexpr std::int64_t kHourMs = 3'600'000;
  const Ids pages = Visible(3);
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {Of(EditKind::kSplit, pages[1])}, 0, kHourMs).ok());
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {Of(EditKind::kSplit, pages[2])}, 0, kHourMs).ok());
  EXPECT_FALSE(Lease()) << "somebody goes on";
  ledger_->Settle(kCode);
  WorkAllOff();
  EXPECT_EQ(Newest().version, 2u);
  EXPECT_EQ(Newest().edits.size(), 2u);
  EXPECT_FALSE(Lease());

  // One that does not wait takes those along that do.
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {Of(EditKind::kJoin, pages[1])}, 0, kHourMs).ok());
  ApplyAndWork(Of(EditKind::kJoin, pages[2]));
  EXPECT_EQ(Newest().version, 3u);
  EXPECT_EQ(Newest().edits.size(), 4u);

  // What was kept is made visible after a restart, whoever was going on.
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {Of(EditKind::kSplit, pages[1])}, 0, kHourMs).ok());
  Restart();
  WorkAllOff();
  EXPECT_EQ(Newest().version, 4u);
  EXPECT_EQ(Newest().edits.size(), 5u);
}

TEST_F(LedgerEdits, KeepWhenAPageCame) {
  const Ids pages = Visible(1);
  const auto received = [this] {
    EXPECT_TRUE(ledger_->Reread(kCode, /*pages=*/false).ok());
    const std::optional<JobBody> job = Lease();
    const std::int64_t at = DecodeDossierJob(job->work)->pages.at(0).received_unix_ms;
    EXPECT_TRUE(Finish(*job));
    return at;
  };
  const std::int64_t first = received();
  EXPECT_NEAR(static_cast<double>(first), static_cast<double>(NowUnixMs()), 60'000);
  ApplyAndWork(Turn(pages[0], 90));
  Restart();
  EXPECT_EQ(received(), first);
}

TEST_F(LedgerEdits, ReadNoPageAgainWhereNoneIsTurned) {
  const Ids pages = Visible(3);
  Apply(Of(EditKind::kMove, pages[2], pages[0]));
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->service, "dossier");
  ASSERT_TRUE(Finish(*job));
  EXPECT_FALSE(Lease());
  EXPECT_EQ(PageIds(Newest()), (Ids{pages[0], pages[2], pages[1]}));
}

TEST_F(LedgerEdits, OfferTheWorkerTheDocumentsThatWereRenderedBefore) {
  Visible(2);
  const Dossier before = Newest();
  ASSERT_TRUE(ledger_->Reread(kCode, /*pages=*/false).ok());
  const Result<DossierJob> work = DecodeDossierJob(Lease()->work);
  ASSERT_TRUE(work);
  ASSERT_EQ(work->earlier.size(), 1u);
  EXPECT_EQ(work->earlier[0].records, (std::vector<Sha256>{before.pages[0].record, before.pages[1].record}));
  EXPECT_EQ(work->earlier[0].pdf, before.documents[0].pdf);
}

TEST_F(LedgerEdits, TurnAPageByReadingItAgainAlone) {
  const Ids pages = Visible(3);
  Apply(Turn(pages[1], 90));
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->job, pages[1]);
  EXPECT_EQ(DecodePageJob(job->work)->rotation, 90);
  EXPECT_FALSE(archive_.GetDossier(kCode, 2)) << "its version waits for the page";
  ASSERT_TRUE(Finish(*job));
  WorkAllOff();
  EXPECT_EQ(Newest().version, 2u);
  // Also after a restart, and whenever it is read again.
  Restart();
  ASSERT_TRUE(ledger_->Reread(kCode, /*pages=*/true).ok());
  for (int i = 0; i < 3; ++i) {
    const std::optional<JobBody> again = Lease();
    ASSERT_TRUE(again);
    const std::optional<int> expected = again->job == pages[1] ? std::optional<int>(90) : std::nullopt;
    EXPECT_EQ(DecodePageJob(again->work)->rotation, expected) << again->job;
  }
}

TEST_F(LedgerEdits, SetAPageAsideWhereItIsStillFoundAndBringItBack) {
  const Ids pages = Visible(3);
  ApplyAndWork(Of(EditKind::kSetAside, pages[1]));
  EXPECT_EQ(PageIds(Newest()), (Ids{pages[0], pages[2]}));
  ASSERT_EQ(Newest().set_aside.size(), 1u);
  EXPECT_EQ(Newest().set_aside[0].why.reason, "nộp nhầm");
  const Result<PageEntry> aside = archive_.FindPage(pages[1]);
  ASSERT_TRUE(aside) << aside.status().ToString();
  EXPECT_TRUE(aside->set_aside);
  EXPECT_TRUE(archive_.GetPageRecord(pages[1], true));

  Restart();
  ApplyAndWork(Of(EditKind::kRestore, pages[1]));
  EXPECT_EQ(PageIds(Newest()), pages);
  EXPECT_TRUE(Newest().set_aside.empty());
  EXPECT_FALSE(archive_.FindPage(pages[1])->set_aside);
}

TEST_F(LedgerEdits, PutARescannedPageInThePlaceOfABadOne) {
  const Ids pages = Visible(2);
  OpenBatch("b2");
  const std::string better = Add("b2", 0, "rescanned").page_ids.at(0);
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());
  WorkAllOff();
  ApplyAndWork(Of(EditKind::kReplace, pages[0], better));
  EXPECT_EQ(PageIds(Newest()), (Ids{better, pages[1]}));
  ASSERT_EQ(Newest().set_aside.size(), 1u);
  EXPECT_EQ(Newest().set_aside[0].why.replaced_by, better);
}

TEST_F(LedgerEdits, SendAPageToTheDossierItBelongsTo) {
  const Ids pages = Visible(2);
  const std::string own = VisibleOther();
  ApplyAndWork(Send(pages[1], kOther));
  EXPECT_EQ(PageIds(Newest()), (Ids{pages[0]}));
  EXPECT_EQ(PageIds(Newest(kOther)), (Ids{own, pages[1]}));
  ASSERT_EQ(Newest().set_aside.size(), 1u);
  EXPECT_EQ(Newest().set_aside[0].why.sent_to, kOther);
  EXPECT_EQ(archive_.FindPage(pages[1])->dossier, kOther);
  ASSERT_EQ(Newest(kOther).edits.size(), 1u);
  EXPECT_EQ(Newest(kOther).edits[0].kind, EditKind::kReceive);
  EXPECT_EQ(Newest(kOther).edits[0].dossier, kCode);
  EXPECT_EQ(ledger_->Progress(kCode)->pages, 1u);
  EXPECT_EQ(ledger_->Progress(kOther)->pages, 2u);
}

TEST_F(LedgerEdits, FindASentPageAfterARestartAndSendItBack) {
  const Ids pages = Visible(2);
  const std::string own = VisibleOther();
  ApplyAndWork(Send(pages[0], kOther));
  Restart();
  // It is read where it is now.
  ASSERT_TRUE(ledger_->Reread(kOther, true).ok());
  WorkAllOff();
  EXPECT_EQ(PageIds(Newest(kOther)), (Ids{own, pages[0]}));
  ApplyAndWork(Send(pages[0], kCode), kOther);
  EXPECT_EQ(PageIds(Newest()), pages) << "where it arrived";
  EXPECT_EQ(PageIds(Newest(kOther)), (Ids{own}));
  EXPECT_EQ(archive_.FindPage(pages[0])->dossier, kCode);
  Restart();
  EXPECT_EQ(ledger_->Progress(kCode)->pages, 2u);
}

TEST_F(LedgerEdits, LeaveAVersionWithoutPagesWhereAllWereSent) {
  const Ids pages = Visible(1);
  VisibleOther();
  ApplyAndWork(Send(pages[0], kOther));
  EXPECT_EQ(Newest().version, 2u);
  EXPECT_TRUE(Newest().pages.empty());
  EXPECT_TRUE(Newest().documents.empty());
  EXPECT_TRUE(ledger_->Progress(kCode)->all_batches_visible);
  EXPECT_EQ(archive_.FindPage(pages[0])->dossier, kOther);
}

TEST_F(LedgerEdits, VerifyFindsNothingWrongAfterwards) {
  const Ids pages = Visible(3);
  VisibleOther();
  ApplyAndWork(Send(pages[0], kOther));
  ApplyAndWork(Of(EditKind::kSetAside, pages[1]));
  const Result<FixityReport> report = archive_.Verify("", [this](const Sha256& blob) { return ledger_->InFlight(blob); }, {});
  ASSERT_TRUE(report) << report.status().ToString();
  for (const FixityProblem& problem : report->problems) ADD_FAILURE() << problem.what << " " << problem.object << " " << problem.detail;
}

TEST_F(LedgerEdits, KeepWhatWasReadWhereAPageCannotBeReadAgain) {
  const Ids pages = Visible(2);
  const Sha256 before = Newest().pages[0].record;
  Apply(Turn(pages[0], 180));
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  ASSERT_TRUE(ledger_->Fail({job->job, job->fence, "decode", Status(StatusCode::kBadInput, "decode page: no")}));
  WorkAllOff();
  EXPECT_EQ(Newest().version, 2u);
  EXPECT_EQ(Newest().pages[0].record, before);
  EXPECT_TRUE(Newest().quarantined.empty());
  EXPECT_EQ(ledger_->Progress(kCode)->pages_done, 2u);
}

TEST_F(LedgerEdits, ConfirmWhatThePersonSaw) {
  const Ids pages = Visible(1);
  ASSERT_TRUE(ledger_->Reread(kCode, false).ok());
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  OutcomeBody outcome = MakeDocuments(*job, store_);
  Document document = *DecodeDocument(outcome.documents[0]);
  document.type.code = "KH";
  FieldValue field;
  field.code = "subject";
  field.value = "Về việc số hóa";
  field.normalized = "Số hóa";
  document.fields = {field};
  outcome.documents[0] = EncodeDocument(document);
  ASSERT_TRUE(ledger_->CompleteDossier(outcome));

  ApplyAndWork(Decision(EditKind::kField, pages[0], ReviewState::kConfirmed));
  EXPECT_EQ(Newest().edits.back().value, "Về việc số hóa");
  EXPECT_EQ(Newest().edits.back().normalized, "Số hóa");
  ApplyAndWork(Decision(EditKind::kField, pages[0], ReviewState::kCorrected, "So\xcc\x82\xcc\x81 ho\xcc\x81" "a"));
  EXPECT_EQ(Newest().edits.back().value, "Số hóa") << "in NFC";
  EXPECT_EQ(Newest().edits.back().normalized, "Số hóa") << "so that it stays what it is";
  EXPECT_EQ(ledger_->ApplyEdits(kCode, {Decision(EditKind::kType, pages[0], ReviewState::kConfirmed)}, 2).code(), StatusCode::kConflict)
      << "another version is the newest";
}

TEST_F(LedgerEdits, OvertakeADocumentJobThatIsUnderWay) {
  const Ids pages = Visible(2);
  Apply(Of(EditKind::kSplit, pages[1]));
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(job);
  Apply(Of(EditKind::kJoin, pages[1]));
  EXPECT_EQ(*Finish(*job), Verdict::kStale);
  WorkAllOff();
  EXPECT_EQ(Newest().version, 2u);
  EXPECT_EQ(Newest().edits.size(), 2u);
}

TEST_F(LedgerEdits, AreTakenAllOrNotAtAll) {
  const Ids pages = Visible(2);
  EXPECT_FALSE(ledger_->ApplyEdits(kCode, {Of(EditKind::kSplit, pages[1]), Of(EditKind::kSplit, "p-unknown")}, 0).ok());
  EXPECT_FALSE(Lease());
  ASSERT_TRUE(ledger_->Reread(kCode, false).ok());
  WorkAllOff();
  EXPECT_TRUE(Newest().edits.empty());
}

TEST_F(LedgerEdits, AreNotTakenWhereTheyCannotBeWritten) {
  const Ids pages = Visible(2);
  VisibleOther();
  archive_.faults().fail = true;
  EXPECT_FALSE(ledger_->ApplyEdits(kCode, {Send(pages[1], kOther)}, 0).ok());
  archive_.faults().fail = false;
  EXPECT_EQ(ledger_->Progress(kCode)->pages, 2u);
  EXPECT_EQ(ledger_->Progress(kOther)->pages, 1u);
  ApplyAndWork(Send(pages[1], kOther));
  EXPECT_EQ(Newest().edits.size(), 1u);
}

TEST_F(LedgerEdits, WaitUntilThereIsSomethingToSee) {
  OpenBatch("b1");
  const std::string page = Add("b1", 0, "paper").page_ids.at(0);
  EXPECT_EQ(ledger_->ApplyEdits(kCode, {Of(EditKind::kSplit, page)}, 0).code(), StatusCode::kConflict);
  EXPECT_EQ(ledger_->Reread(kCode, true).code(), StatusCode::kConflict);
  EXPECT_EQ(ledger_->Reread("H42.18-260930-7777", true).code(), StatusCode::kNotFound);
}

TEST_F(LedgerEdits, RefuseWhatDoesNotFitThePages) {
  const Ids pages = Visible(2);
  VisibleOther();
  const auto refused = [this](Edit edit) { return ledger_->ApplyEdits(kCode, {std::move(edit)}, 0).code(); };
  EXPECT_EQ(refused(Of(EditKind::kSplit, "p-unknown")), StatusCode::kConflict);
  EXPECT_EQ(refused(Of(EditKind::kMove, pages[0], pages[0])), StatusCode::kConflict);
  EXPECT_EQ(refused(Of(EditKind::kMove, pages[0], "p-unknown")), StatusCode::kConflict);
  EXPECT_EQ(refused(Of(EditKind::kReplace, pages[0], pages[0])), StatusCode::kConflict);
  EXPECT_EQ(refused(Of(EditKind::kRestore, pages[0])), StatusCode::kConflict);
  EXPECT_EQ(refused(Send(pages[0], kCode)), StatusCode::kConflict);
  EXPECT_EQ(refused(Send(pages[0], "H42.18-260930-7777")), StatusCode::kNotFound);
  EXPECT_EQ(refused(Decision(EditKind::kType, pages[1], ReviewState::kCorrected, "KH")), StatusCode::kConflict);
  EXPECT_EQ(refused(Decision(EditKind::kField, pages[0], ReviewState::kConfirmed)), StatusCode::kConflict);
  EXPECT_FALSE(Lease()) << "nothing was changed";
}

TEST_F(LedgerEdits, RefuseWhatSaysTooLittleOrTooMuch) {
  const Ids pages = Visible(2);
  const auto refused = [this](Edit edit) { return ledger_->ApplyEdits(kCode, {std::move(edit)}, 0).code(); };
  Edit nobody = Of(EditKind::kSplit, pages[1]);
  nobody.by.clear();
  EXPECT_EQ(refused(nobody), StatusCode::kInvalidArgument);
  Edit unexplained = Of(EditKind::kSetAside, pages[1]);
  unexplained.reason.clear();
  EXPECT_EQ(refused(unexplained), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Turn(pages[1], 45)), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Of(EditKind::kReceive, pages[1])), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Decision(EditKind::kType, pages[0], ReviewState::kCorrected, "NOSUCH")), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Decision(EditKind::kField, pages[0], ReviewState::kCorrected)), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Decision(EditKind::kField, pages[0], ReviewState::kAutoAccepted, "x")), StatusCode::kInvalidArgument);
  EXPECT_EQ(refused(Decision(EditKind::kField, pages[0], ReviewState::kCorrected, std::string(5'000, 'x'))), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
