// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "core/record_codec.h"
#include "storage/dossier_history.h"
#include "storage/dossier_references.h"
#include "workers/ledger_fixture.h"

namespace sohoa {
namespace {

const std::string kReceiver = "H42.18-260930-0013";

// The fixture's archive is where dossiers come from; they go to another one.
class LedgerImports : public LedgerTest {
 protected:
  LedgerImports() { OpenTarget(); }

  void OpenTarget() {
    target_.reset();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(there_, rules_);
    ASSERT_TRUE(ledger) << ledger.status().ToString();
    target_ = std::move(*ledger);
  }

  // Two versions: two pages, then one more and a broken file.
  std::vector<std::string> MakeDossier() {
    OpenBatch("b1");
    std::vector<std::string> pages = Add("b1", 0, "paper", 2u).page_ids;
    EXPECT_TRUE(ledger_->Seal(kCode, "b1").ok());
    WorkAllOff();
    OpenBatch("b2");
    for (const std::string& id : Add("b2", 0, "more", 1u).page_ids) pages.push_back(id);
    for (const std::string& id : Add("b2", 1, "broken", Status(StatusCode::kBadInput, "count pages: it ends early")).page_ids) pages.push_back(id);
    EXPECT_TRUE(ledger_->Seal(kCode, "b2").ok());
    WorkAllOff();
    return pages;
  }

  ImportedDossier Everything(const std::string& code) {
    ImportedDossier all;
    all.package = "urn:H42.18:uuid:X";
    const Result<Dossier> newest = archive_.GetDossier(code, 0);
    EXPECT_TRUE(newest) << newest.status().ToString();
    for (std::uint32_t version = 1; newest && version <= newest->version; ++version) {
      Result<Dossier> dossier = archive_.GetDossier(code, version);
      EXPECT_TRUE(dossier);
      all.versions.push_back(*dossier);
      for (const DossierPage& page : dossier->pages) AddLayer(page, all);
      for (const SetAsidePage& aside : dossier->set_aside) AddLayer(aside.page, all);
    }
    for (const DossierPage& page : newest->pages) all.pages.push_back(RecordOf(page));
    return all;
  }

  PageRecord RecordOf(const DossierPage& page) {
    const Result<std::string> bytes = ReadBlob(archive_.blobs(), page.record);
    EXPECT_TRUE(bytes);
    Result<PageRecord> record = DecodePageRecord(*bytes);
    EXPECT_TRUE(record);
    return *record;
  }

  void AddLayer(const DossierPage& page, ImportedDossier& all) {
    for (auto& reference : LayerReferences(RecordOf(page))) all.layers.push_back(reference);
  }

  void CarryBlobs() {
    std::vector<Sha256> names;
    ASSERT_TRUE(archive_.blobs().List([&names](const BlobInfo& blob) {
      names.push_back(blob.sha256);
      return true;
    }).ok());
    for (const Sha256& name : names) {
      const Result<std::string> bytes = ReadBlob(archive_.blobs(), name);
      ASSERT_TRUE(bytes);
      ASSERT_TRUE(PutBlob(there_.blobs(), *bytes));
    }
  }

  Status Import(const std::string& code = kCode) {
    CarryBlobs();
    return target_->Import(Everything(code));
  }

  void WorkOffThere() {
    const StoreBytes store = IntoArchive(there_);
    for (int i = 0; i < 200; ++i) {
      const Result<std::optional<JobBody>> job = target_->LeaseNext("w", kBoth);
      ASSERT_TRUE(job) << job.status().ToString();
      if (!*job) return;
      const OutcomeBody outcome = DoJob(**job, store);
      ASSERT_TRUE((*job)->service == "page" ? target_->CompletePage(outcome) : target_->CompleteDossier(outcome));
    }
  }

  std::vector<std::string> ProblemsThere() {
    std::vector<std::string> problems;
    const Result<FixityReport> report = there_.Verify("", {}, {});
    EXPECT_TRUE(report) << report.status().ToString();
    for (const FixityProblem& problem : report->problems) problems.push_back(problem.what + " " + problem.object + ": " + problem.detail);
    return problems;
  }

  FaultyArchive there_;
  std::unique_ptr<Ledger> target_;
};

TEST_F(LedgerImports, ADossierComesWithAllOfItsVersions) {
  MakeDossier();
  const Status imported = Import();
  ASSERT_TRUE(imported.ok()) << imported.ToString();
  for (const std::uint32_t version : {1u, 2u}) {
    const Result<Dossier> before = archive_.GetDossier(kCode, version);
    const Result<Dossier> after = there_.GetDossier(kCode, version);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(EncodeDossier(*before), EncodeDossier(*after));
  }
  const Result<DossierProgress> progress = target_->Progress(kCode);
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->state, DossierState::kCommitted);
  EXPECT_EQ(progress->version, 2u);
  EXPECT_EQ(progress->pages, 4u);
  EXPECT_EQ(progress->pages_quarantined, 1u);
  EXPECT_EQ(ProblemsThere(), std::vector<std::string>());
}

TEST_F(LedgerImports, ItIsOneCommitWithItsEvents) {
  MakeDossier();
  CarryBlobs();
  const int before = there_.faults().writes;
  ASSERT_TRUE(target_->Import(Everything(kCode)).ok());
  EXPECT_EQ(there_.faults().writes, before + 1);
  const Result<std::vector<ArchiveEvent>> events = there_.Events(0, 100);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].kind, "dossier.committed");
  EXPECT_EQ((*events)[1].kind, kImportedEvent);
  EXPECT_EQ((*events)[1].detail, "version 2 of urn:H42.18:uuid:X");
}

TEST_F(LedgerImports, WhatIsHandedInAfterwardsMakesTheNextVersion) {
  MakeDossier();
  ASSERT_TRUE(Import().ok());
  OpenTarget();  // and after a restart too
  ASSERT_TRUE(target_->OpenBatch({kCode, "", "", ""}, "b3", Lane::kCounter).ok());
  const Result<BlobInfo> paper = PutBlob(there_.blobs(), "result");
  ASSERT_TRUE(paper);
  ASSERT_TRUE(target_->AddOriginal({kCode, "b3", 0, "scan.png", paper->sha256, paper->size}, 1u));
  ASSERT_TRUE(target_->Seal(kCode, "b3").ok());
  WorkOffThere();
  const Result<Dossier> dossier = there_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->version, 3u);
  EXPECT_EQ(dossier->pages.size(), 4u);
  EXPECT_EQ(dossier->quarantined.size(), 1u);
  EXPECT_EQ(ProblemsThere(), std::vector<std::string>());
}

TEST_F(LedgerImports, APageInQuarantineIsThereAndCanBeTriedAgain) {
  const std::vector<std::string> pages = MakeDossier();
  ASSERT_TRUE(Import().ok());
  const Result<std::vector<QuarantinedPage>> quarantined = target_->Quarantined("", 10);
  ASSERT_TRUE(quarantined);
  ASSERT_EQ(quarantined->size(), 1u);
  EXPECT_EQ(quarantined->front().page_id, pages.back());
  EXPECT_EQ(quarantined->front().reason.code(), StatusCode::kBadInput);
  ASSERT_TRUE(target_->Retry(pages.back()).ok());
  WorkOffThere();
  const Result<Dossier> dossier = there_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->version, 3u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

TEST_F(LedgerImports, WhatPeopleDecidedStaysAndCanBeTakenBack) {
  const std::vector<std::string> pages = MakeDossier();
  Edit aside;
  aside.kind = EditKind::kSetAside;
  aside.page = pages[1];
  aside.reason = "trùng";
  aside.by = "an";
  Edit turned;
  turned.kind = EditKind::kRotate;
  turned.page = pages[0];
  turned.rotation = 90;
  turned.by = "an";
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {aside, turned}, 0).ok());
  WorkAllOff();
  ASSERT_TRUE(Import().ok());
  EXPECT_EQ(ProblemsThere(), std::vector<std::string>());
  Edit back = aside;
  back.kind = EditKind::kRestore;
  const Status restored = target_->ApplyEdits(kCode, {back}, 3);
  ASSERT_TRUE(restored.ok()) << restored.ToString();
  ASSERT_TRUE(target_->Reread(kCode, true).ok());
  WorkOffThere();
  const Result<Dossier> dossier = there_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->pages.size(), 3u);
  EXPECT_EQ(dossier->edits.size(), 3u);
}

TEST_F(LedgerImports, APageThatWasSentToAnotherDossierComesWithBothInAnyOrder) {
  const std::vector<std::string> pages = MakeDossier();
  ASSERT_TRUE(ledger_->OpenBatch({kReceiver, "1.001234", "H42.18", "B"}, "o1", Lane::kCounter).ok());
  ASSERT_TRUE(ledger_->AddOriginal({kReceiver, "o1", 0, "scan.png", store_("other"), 5}, 1u));
  ASSERT_TRUE(ledger_->Seal(kReceiver, "o1").ok());
  WorkAllOff();
  Edit send;
  send.kind = EditKind::kSend;
  send.page = pages[1];
  send.dossier = kReceiver;
  send.reason = "nộp nhầm";
  send.by = "an";
  ASSERT_TRUE(ledger_->ApplyEdits(kCode, {send}, 0).ok());
  WorkAllOff();
  for (const bool receiver_first : {false, true}) {
    const std::string& first = receiver_first ? kReceiver : kCode;
    const std::string& second = receiver_first ? kCode : kReceiver;
    FaultyArchive fresh;
    Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(fresh, rules_);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(archive_.blobs().List([&](const BlobInfo& blob) { return PutBlob(fresh.blobs(), *ReadBlob(archive_.blobs(), blob.sha256)).ok(); }).ok());
    for (const std::string& code : {first, second}) {
      const Status imported = (*ledger)->Import(Everything(code));
      ASSERT_TRUE(imported.ok()) << imported.ToString();
    }
    const Result<PageEntry> sent = fresh.FindPage(pages[1]);
    ASSERT_TRUE(sent) << sent.status().ToString();
    EXPECT_EQ(sent->dossier, kReceiver);
    CoordinatorStatus status;
    (*ledger)->Describe(status);
    EXPECT_EQ(status.pages_received, 5u);
    EXPECT_EQ(status.dossiers_committed, 2u);
    ASSERT_TRUE((*ledger)->Reread(kReceiver, true).ok());
  }
}

TEST_F(LedgerImports, ADossierThatIsThereIsNotImported) {
  MakeDossier();
  ASSERT_TRUE(Import().ok());
  const Status again = target_->Import(Everything(kCode));
  EXPECT_EQ(again.code(), StatusCode::kConflict);
  EXPECT_NE(again.message().find("nothing was imported"), std::string::npos) << again.message();
}

TEST_F(LedgerImports, OneOfWhichPagesAreBeingHandedInIsNotImported) {
  MakeDossier();
  ASSERT_TRUE(target_->OpenBatch({kCode, "", "", ""}, "b1", Lane::kCounter).ok());
  const int before = there_.faults().writes;
  EXPECT_EQ(Import().code(), StatusCode::kConflict);
  EXPECT_EQ(there_.faults().writes, before);
}

TEST_F(LedgerImports, AWriteThatFailsLeavesNothingOfIt) {
  MakeDossier();
  CarryBlobs();
  there_.faults().fail = true;
  EXPECT_FALSE(target_->Import(Everything(kCode)).ok());
  there_.faults().fail = false;
  OpenTarget();
  EXPECT_EQ(there_.GetDossier(kCode, 0).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(target_->Progress(kCode).status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(target_->Import(Everything(kCode)).ok());
}

TEST_F(LedgerImports, ABlobThatIsMissingStopsIt) {
  MakeDossier();
  const Status imported = target_->Import(Everything(kCode));
  EXPECT_EQ(imported.code(), StatusCode::kNotFound);
  EXPECT_EQ(there_.GetDossier(kCode, 0).status().code(), StatusCode::kNotFound);
}

TEST_F(LedgerImports, AnOriginalWhosePagesStandNowhereIsRefused) {
  MakeDossier();
  CarryBlobs();
  ImportedDossier imported = Everything(kCode);
  imported.versions.back().originals[0].pages = 3;
  EXPECT_EQ(target_->Import(imported).code(), StatusCode::kInvalidArgument);
}

TEST_F(LedgerImports, DecisionsThatLeadToOtherPagesAreRefused) {
  const std::vector<std::string> pages = MakeDossier();
  CarryBlobs();
  Edit edit;
  edit.by = "an";
  for (const auto& [kind, page] : {std::pair(EditKind::kReceive, std::string("pnowhere")), std::pair(EditKind::kSetAside, pages[0]),
                                   std::pair(EditKind::kSend, pages[1])}) {
    ImportedDossier imported = Everything(kCode);
    edit.kind = kind;
    edit.page = page;
    edit.dossier = kReceiver;
    imported.versions.back().edits.push_back(edit);
    EXPECT_EQ(target_->Import(imported).code(), StatusCode::kInvalidArgument) << EditKindName(kind);
  }
  EXPECT_TRUE(target_->Import(Everything(kCode)).ok());
}

TEST_F(LedgerImports, ADocumentOfAnotherDossierIsNotTakenFromIt) {
  MakeDossier();
  ASSERT_TRUE(Import().ok());
  ImportedDossier other = Everything(kCode);
  for (Dossier& version : other.versions) {
    version.head.code = kReceiver;
    version.originals.clear();
    version.pages.clear();
    version.quarantined.clear();
  }
  other.pages.clear();
  other.versions.back().documents.clear();
  EXPECT_EQ(target_->Import(other).code(), StatusCode::kConflict) << "its first version names a document of the one that is there";
  EXPECT_TRUE(there_.FindDocument(there_.GetDossier(kCode, 0)->documents[0].id));
}

}  // namespace
}  // namespace sohoa
