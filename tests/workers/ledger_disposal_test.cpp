// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "storage/key_layout.h"
#include "workers/ledger_fixture.h"
#include "workers/retention.h"

namespace sohoa {
namespace {

const std::string kNeighbour = "H42.18-260930-0013";
const std::string kFirstPerson = "Nguyễn Văn A";
const std::string kSecondPerson = "Trần Thị B";

class LedgerDisposal : public LedgerTest {
 protected:
  // One version of it, of these papers.
  std::vector<std::string> HandIn(const std::string& code, const std::vector<std::string>& papers, const std::string& batch = "b1") {
    EXPECT_TRUE(ledger_->OpenBatch({code, "1.001234", "H42.18", "A"}, batch, Lane::kCounter).ok());
    std::vector<std::string> pages;
    for (std::uint32_t place = 0; place < papers.size(); ++place) {
      const OpenOriginalBody original{code, batch, place, "scan.png", store_(papers[place]), papers[place].size()};
      const Result<OriginalReceipt> receipt = ledger_->AddOriginal(original, 1u);
      EXPECT_TRUE(receipt) << receipt.status().ToString();
      if (receipt) pages.push_back(receipt->page_ids.at(0));
    }
    EXPECT_TRUE(ledger_->Seal(code, batch).ok());
    WorkAllOff();
    return pages;
  }

  Status Act(RetentionAct act) {
    act.reason = act.reason.empty() ? "theo danh mục" : act.reason;
    act.by = act.by.empty() ? kFirstPerson : act.by;
    if (const Status prepared = PrepareAct(act); !prepared.ok()) return prepared;
    return ledger_->RunChange([&](MetaBatch& batch) { return StageAct(archive_, act, batch); });
  }
  // Of twenty years ago and to be kept for ten.
  void LetBecomeDue(const std::string& code) {
    RetentionAct act;
    act.dossier = code;
    act.maintenance = "06";
    act.closed_on = "2001-06-30";
    ASSERT_TRUE(Act(act).ok());
  }
  Status Hold(const std::string& code) {
    RetentionAct act;
    act.kind = RetentionActKind::kHold;
    act.dossier = code;
    return Act(act);
  }
  Status Release(const std::string& code, std::uint32_t number) {
    RetentionAct act;
    act.kind = RetentionActKind::kRelease;
    act.dossier = code;
    act.hold = number;
    return Act(act);
  }

  Result<std::uint64_t> Propose(const std::vector<std::string>& codes) {
    Result<DisposalProposal> proposal = PrepareProposal(archive_, {codes, "hết thời hạn bảo quản", kFirstPerson, ""});
    if (!proposal) return proposal.status();
    const Status staged = ledger_->RunChange([&](MetaBatch& batch) { return StageProposal(archive_, *proposal, batch); });
    if (!staged.ok()) return staged;
    return proposal->number;
  }
  Status Confirm(const std::string& code, std::uint64_t proposal, const std::string& by = kSecondPerson) {
    const auto contents = ReadContents(archive_, {code});
    if (!contents) return contents.status();
    return ledger_->Dispose({contents->front(), proposal, by, ""});
  }
  // From proposal to the last blob.
  void DisposeOf(const std::string& code) {
    LetBecomeDue(code);
    const Result<std::uint64_t> proposal = Propose({code});
    ASSERT_TRUE(proposal) << proposal.status().ToString();
    const Status disposed = Confirm(code, *proposal);
    ASSERT_TRUE(disposed.ok()) << disposed.ToString();
    ASSERT_TRUE(ledger_->RemoveDisposedBlobs());
  }

  std::set<Sha256> Blobs() {
    std::set<Sha256> names;
    EXPECT_TRUE(archive_.blobs().List([&names](const BlobInfo& blob) { return names.insert(blob.sha256), true; }).ok());
    return names;
  }
  std::size_t KeysOf(const std::string& prefix) {
    std::size_t keys = 0;
    EXPECT_TRUE(archive_.meta().Scan(prefix, "", [&keys](std::string_view, std::string_view) { return ++keys, true; }).ok());
    return keys;
  }
  std::string Problems() {
    const Result<FixityReport> report = archive_.Verify("", [this](const Sha256& blob) { return ledger_->InFlight(blob); }, {});
    EXPECT_TRUE(report) << report.status().ToString();
    std::string problems;
    for (const FixityProblem& problem : report->problems) {
      problems += std::string(FixityKindName(problem.kind)) + " " + problem.what + " " + problem.dossier + " " + problem.object + " " + problem.detail + "\n";
    }
    return problems;
  }
  bool IsThere(const std::string& code) { return archive_.GetDossier(code, 0).ok(); }
  // Nothing of it in any key but those that tell that it was.
  std::vector<std::string> KeysThatName(const std::string& code) {
    std::vector<std::string> keys;
    EXPECT_TRUE(archive_.meta().Scan("", "", [&](std::string_view key, std::string_view value) {
      const bool journal = key.starts_with(kEventPrefix) || key.starts_with(kAuditPrefix) || key.starts_with(kProposalPrefix);
      const bool names = key.find(code) != std::string_view::npos || value.find(code) != std::string_view::npos;
      if (names && !journal && key != CertificateKey(code)) keys.emplace_back(key);
      return true;
    }).ok());
    return keys;
  }
};

TEST_F(LedgerDisposal, LeavesACertificateAndNothingElse) {
  HandIn(kNeighbour, {"shared paper", "own paper of the neighbour"});
  const std::set<Sha256> before = Blobs();
  const std::vector<std::string> pages = HandIn(kCode, {"shared paper", "own paper"});
  HandIn(kCode, {"later paper"}, "b2");
  const std::uint64_t received = Counts().pages_received;
  const auto contents = ReadContents(archive_, {kCode});
  ASSERT_TRUE(contents);

  DisposeOf(kCode);

  EXPECT_FALSE(IsThere(kCode));
  EXPECT_EQ(ledger_->Progress(kCode).status().code(), StatusCode::kNotFound);
  for (const std::string& page : pages) EXPECT_EQ(archive_.FindPage(page).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Blobs(), before) << "what the neighbour names stays, all else goes";
  EXPECT_EQ(KeysThatName(kCode), std::vector<std::string>());
  EXPECT_EQ(KeysOf(std::string(kCondemnedPrefix)), 0u);
  EXPECT_EQ(Counts().pages_received, received - 3);
  EXPECT_EQ(Counts().dossiers_committed, 1u);
  EXPECT_EQ(Problems(), "");
  const auto certificate = ReadCertificate(ReadFrom(archive_.meta()), kCode);
  ASSERT_TRUE(certificate && *certificate);
  EXPECT_EQ((*certificate)->contents, Sha256::Of(contents->front().statement));
  EXPECT_EQ((*certificate)->item.version, 2u);
  EXPECT_EQ((*certificate)->item.due_on, "2012-01-01");
  EXPECT_EQ((*certificate)->pages, 3u);
  EXPECT_EQ((*certificate)->proposed_by, kFirstPerson);
  EXPECT_EQ((*certificate)->confirmed_by, kSecondPerson);
  EXPECT_NE(contents->front().statement.find("\nversion 2: "), std::string::npos);
  Restart();
  EXPECT_EQ(Counts().dossiers_committed, 1u);
  EXPECT_EQ(Problems(), "");
}

TEST_F(LedgerDisposal, IsRefusedToWhoProposedIt) {
  HandIn(kCode, {"paper"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(proposal);
  for (const std::string& by : {kFirstPerson, std::string("nguyễn văn a "), std::string("NGUYỄN VĂN A"), std::string("Nguye\u0302\u0303n Văn A")}) {
    EXPECT_EQ(Confirm(kCode, *proposal, by).code(), StatusCode::kConflict) << by;
  }
  EXPECT_EQ(Confirm(kCode, *proposal, "").code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(IsThere(kCode));
  EXPECT_TRUE(Confirm(kCode, *proposal).ok());
}

TEST_F(LedgerDisposal, IsRefusedUnderAHoldHoweverLongItIsDue) {
  HandIn(kCode, {"paper"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(proposal);
  ASSERT_TRUE(Hold(kCode).ok());
  ASSERT_TRUE(Hold(kCode).ok());
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict);
  EXPECT_EQ(Propose({kCode}).status().code(), StatusCode::kConflict);
  ASSERT_TRUE(Release(kCode, 1).ok());
  EXPECT_EQ(Release(kCode, 1).code(), StatusCode::kNotFound);
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict) << "the other one stands";
  ASSERT_TRUE(Release(kCode, 2).ok());
  EXPECT_TRUE(Confirm(kCode, *proposal).ok());
}

TEST_F(LedgerDisposal, IsRefusedBeforeItIsDue) {
  HandIn(kCode, {"paper"});
  EXPECT_EQ(Propose({kCode}).status().code(), StatusCode::kConflict) << "no period is known";
  RetentionAct act;
  act.dossier = kCode;
  act.maintenance = "06";
  ASSERT_TRUE(Act(act).ok());
  EXPECT_EQ(Propose({kCode}).status().code(), StatusCode::kConflict) << "ten years from today";
  act.maintenance = "01";
  act.closed_on = "1950-01-01";
  ASSERT_TRUE(Act(act).ok());
  EXPECT_EQ(Propose({kCode}).status().code(), StatusCode::kConflict) << "for good";
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(proposal);
  ASSERT_TRUE(Act(act).ok());
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict) << "decided otherwise meanwhile";
}

TEST_F(LedgerDisposal, IsRefusedWhereTheDossierChangedSinceTheProposal) {
  HandIn(kCode, {"paper"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(proposal);
  const auto contents = ReadContents(archive_, {kCode});
  OpenBatch("b2");
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict) << "pages are coming";
  Add("b2", 0, "more");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());
  WorkAllOff();
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict) << "another version";
  EXPECT_EQ(ledger_->Dispose({contents->front(), *proposal, kSecondPerson, ""}).code(), StatusCode::kConflict);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->version, 2u);
  EXPECT_EQ(Problems(), "");
}

TEST_F(LedgerDisposal, IsRefusedWhereTheProposalWasWithdrawnOrIsOfOthers) {
  HandIn(kCode, {"paper"});
  HandIn(kNeighbour, {"other paper"});
  LetBecomeDue(kCode);
  LetBecomeDue(kNeighbour);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(proposal);
  EXPECT_EQ(Confirm(kNeighbour, *proposal).code(), StatusCode::kConflict);
  EXPECT_EQ(Confirm(kCode, *proposal + 1).code(), StatusCode::kNotFound);
  ASSERT_TRUE(ledger_->RunChange([&](MetaBatch& batch) { return StageWithdrawal(archive_, *proposal, kSecondPerson, batch); }).ok());
  EXPECT_EQ(Confirm(kCode, *proposal).code(), StatusCode::kConflict);
  const Result<std::uint64_t> anew = Propose({kCode, kNeighbour});
  ASSERT_TRUE(anew);
  EXPECT_EQ(*anew, *proposal + 1);
}

TEST_F(LedgerDisposal, IsWhollyDoneOrNotAtAllWhereverItIsCutShort) {
  for (int cut = 0; cut < 4; ++cut) {
    const std::string code = "H42.18-260930-01" + std::to_string(10 + cut);
    HandIn(code, {"paper " + code, "second " + code});
    LetBecomeDue(code);
    const Result<std::uint64_t> proposal = Propose({code});
    ASSERT_TRUE(proposal);
    const std::set<Sha256> all = Blobs();
    // The process dies at that write: neither it nor what follows reaches the disk.
    int writes = 0;
    archive_.faults().before_write = [&] { archive_.faults().fail = writes++ >= cut; };
    const Status disposed = Confirm(code, *proposal);
    const bool removed = disposed.ok() && ledger_->RemoveDisposedBlobs().ok();
    archive_.faults().before_write = nullptr;
    archive_.faults().fail = false;
    EXPECT_EQ(disposed.ok(), cut > 0);

    Restart();
    EXPECT_EQ(ledger_->NeedsExpiry(), disposed.ok() && !removed) << "the coordinator takes it up again";
    ASSERT_TRUE(ledger_->Expire().ok());

    if (IsThere(code)) {
      EXPECT_EQ(cut, 0);
      EXPECT_EQ(Blobs(), all);
      EXPECT_EQ(ledger_->Progress(code)->state, DossierState::kCommitted);
    } else {
      EXPECT_EQ(KeysThatName(code), std::vector<std::string>());
      EXPECT_FALSE(Blobs().contains(Sha256::Of("paper " + code)));
      EXPECT_EQ(KeysOf(std::string(kCondemnedPrefix)), 0u);
    }
    EXPECT_EQ(Problems(), "") << "cut at write " << cut;
    EXPECT_FALSE(ledger_->NeedsExpiry());
  }
}

TEST_F(LedgerDisposal, SparesABlobThatSomebodyIsJustHandingIn) {
  HandIn(kCode, {"paper"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(Confirm(kCode, *proposal).ok());
  const Sha256 paper = Sha256::Of("paper");
  ledger_->NoteBlob(paper);

  Result<RemovedBlobs> removed = ledger_->RemoveDisposedBlobs();
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->waiting, 1u);
  EXPECT_TRUE(Blobs().contains(paper));
  EXPECT_EQ(Blobs().size(), 1u);

  HandIn(kNeighbour, {"paper"});
  removed = ledger_->RemoveDisposedBlobs();
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->waiting + removed->removed, 0u);
  EXPECT_TRUE(Blobs().contains(paper));
  EXPECT_EQ(KeysOf(std::string(kCondemnedPrefix)), 0u);
  EXPECT_EQ(Problems(), "");
}

TEST_F(LedgerDisposal, RemovesNoBlobWhileABackupIsMade) {
  HandIn(kCode, {"paper"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  ASSERT_TRUE(Confirm(kCode, *proposal).ok());
  const std::set<Sha256> before = Blobs();
  archive_.copied = true;
  Result<RemovedBlobs> removed = ledger_->RemoveDisposedBlobs();
  ASSERT_TRUE(removed);
  EXPECT_TRUE(removed->postponed);
  EXPECT_EQ(Blobs(), before);
  EXPECT_EQ(Problems(), "") << "what waits to be removed is not extra";
  archive_.copied = false;
  ASSERT_TRUE(ledger_->RemoveDisposedBlobs());
  EXPECT_TRUE(Blobs().empty());
}

TEST_F(LedgerDisposal, LeavesADossierWholeThatSentItAPageOrGotOne) {
  const std::vector<std::string> pages = HandIn(kCode, {"paper", "page of another"});
  HandIn(kNeighbour, {"other paper"});
  Edit sent;
  sent.kind = EditKind::kSend;
  sent.page = pages[1];
  sent.dossier = kNeighbour;
  sent.reason = "nhầm hồ sơ";
  sent.by = kFirstPerson;
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {sent}, 0).ok());
  WorkAllOff();
  ASSERT_EQ(archive_.FindPage(pages[1])->dossier, kNeighbour);

  DisposeOf(kNeighbour);
  Restart();
  EXPECT_EQ(Problems(), "");
  EXPECT_TRUE(Blobs().contains(Sha256::Of("page of another"))) << "the dossier that it came to tells of it";
  ASSERT_TRUE(ledger_->Reread(kCode, /*pages=*/true).ok());
  WorkAllOff();
  EXPECT_EQ(Problems(), "");
  DisposeOf(kCode);
  EXPECT_TRUE(Blobs().empty());
  EXPECT_EQ(KeysOf("l/p/"), 0u);
  EXPECT_EQ(KeysThatName(kCode), std::vector<std::string>());
}

TEST_F(LedgerDisposal, OfTheDossierThatAPageCameFromLeavesThePageWhereItIs) {
  const std::vector<std::string> pages = HandIn(kCode, {"paper", "page of another"});
  HandIn(kNeighbour, {"other paper"});
  Edit sent;
  sent.kind = EditKind::kSend;
  sent.page = pages[1];
  sent.dossier = kNeighbour;
  sent.reason = "nhầm hồ sơ";
  sent.by = kFirstPerson;
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {sent}, 0).ok());
  WorkAllOff();

  DisposeOf(kCode);
  Restart();
  EXPECT_EQ(Problems(), "");
  EXPECT_EQ(archive_.FindPage(pages[1])->dossier, kNeighbour);
  ASSERT_TRUE(ledger_->Reread(kNeighbour, /*pages=*/true).ok());
  WorkAllOff();
  EXPECT_EQ(archive_.GetDossier(kNeighbour, 0)->pages.size(), 2u);
  DisposeOf(kNeighbour);
  EXPECT_TRUE(Blobs().empty());
  EXPECT_EQ(KeysOf("l/p/"), 0u);
}

TEST_F(LedgerDisposal, NeverGivesItsCodeToAnother) {
  HandIn(kCode, {"paper"});
  DisposeOf(kCode);
  EXPECT_EQ(ledger_->OpenBatch({kCode, "1.001234", "H42.18", "A"}, "b9", Lane::kCounter).code(), StatusCode::kConflict);
}

TEST_F(LedgerDisposal, StaysInTheAuditChainWithWhoDidIt) {
  HandIn(kCode, {"paper"});
  DisposeOf(kCode);
  const auto events = archive_.Events(0, 100);
  ASSERT_TRUE(events);
  std::vector<std::string> kinds;
  for (const ArchiveEvent& event : *events) {
    if (event.kind.starts_with("retention.") || event.kind.starts_with("dispos") || event.kind == "dossier.disposed") kinds.push_back(event.kind);
    EXPECT_EQ(event.detail.find("Nguyễn"), std::string::npos) << "no names in events";
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"retention.set", "disposal.proposed", "dossier.disposed"}));
}

TEST_F(LedgerDisposal, OfADossierThatIsJustVerifiedIsNoDamage) {
  HandIn(kCode, {"paper"});
  HandIn(kNeighbour, {"other"});
  LetBecomeDue(kCode);
  const Result<std::uint64_t> proposal = Propose({kCode});
  bool disposed = false;
  const auto report = archive_.Verify("", {}, [&](std::uint64_t, std::uint64_t) {
    if (!disposed) disposed = Confirm(kCode, *proposal).ok() && ledger_->RemoveDisposedBlobs().ok();
    return true;
  });
  ASSERT_TRUE(report);
  EXPECT_TRUE(disposed);
  EXPECT_TRUE(report->problems.empty());
}

}  // namespace
}  // namespace sohoa
