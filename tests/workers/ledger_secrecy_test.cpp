// SPDX-License-Identifier: Apache-2.0
//
// Documents that are stamped with a degree of secrecy, on an installation that may not keep them.
#include <set>

#include "support/made_dossier.h"
#include "workers/ledger_fixture.h"

namespace sohoa {
namespace {

class LedgerSecrecy : public LedgerTest {
 protected:
  void HandIn(std::uint32_t pages) {
    OpenBatch("b1");
    Add("b1", 0, "first", pages);
    ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  }

  // Works all off; each page is a document, and those of `stamped_` bear that stamp.
  void WorkOffStamped(const std::string& stamp) {
    for (std::optional<JobBody> job = Lease(); job; job = Lease()) {
      if (job->service == "page") {
        ASSERT_TRUE(Finish(*job));
        continue;
      }
      const Result<DossierJob> dossier = DecodeDossierJob(job->work);
      ASSERT_TRUE(dossier);
      OutcomeBody outcome{job->job, job->fence, {}, {}};
      for (const DossierJobPage& page : dossier->pages) {
        if (stamped_.empty()) stamped_.insert(page.id);
        Document document;
        document.page_ids = {page.id};
        document.pages = {static_cast<std::uint32_t>(outcome.documents.size() + 1)};
        const std::string pdf = "pdf of " + page.id;
        document.pdf = store_(pdf);
        document.pdf_size = pdf.size();
        if (stamped_.contains(page.id)) AddField(document, "secrecy", stamp, stamp);
        outcome.documents.push_back(EncodeDocument(document));
      }
      const Result<Verdict> verdict = ledger_->CompleteDossier(outcome);
      ASSERT_TRUE(verdict) << verdict.status().ToString();
      EXPECT_EQ(*verdict, Verdict::kCommitted);
    }
  }

  std::set<std::string> stamped_;  // the first page of the first job, where a test names none
};

TEST_F(LedgerSecrecy, AStampedDocumentIsSetAsideBeforeAnythingOfItIsInTheArchive) {
  HandIn(3);
  WorkOffStamped("MẬT");
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->version, 1u) << "no version ever had it";
  EXPECT_EQ(dossier->pages.size(), 2u) << "the others go on";
  EXPECT_FALSE(archive_.FindPage(*stamped_.begin()));
  const Result<std::vector<QuarantinedPage>> aside = ledger_->Quarantined("", 10);
  ASSERT_EQ(aside->size(), 1u);
  EXPECT_EQ((*aside)[0].page_id, *stamped_.begin());
  EXPECT_EQ((*aside)[0].stage, kSecrecyStage);
  EXPECT_EQ((*aside)[0].reason.code(), StatusCode::kDenied);
  EXPECT_EQ(ledger_->watch().metrics().Snapshot().quarantines.at("denied"), 1u) << "what the alarm goes by";
}

TEST_F(LedgerSecrecy, ADegreeThatNobodyKnowsIsAboveAllOthers) {
  rules_.secrecy_up_to = Secrecy::kUltraSecret;
  Restart();
  HandIn(2);
  WorkOffStamped("MẬT?");
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.size(), 1u);
}

TEST_F(LedgerSecrecy, AnInstallationThatIsSetUpForADegreeKeepsIt) {
  rules_.secrecy_up_to = Secrecy::kTopSecret;
  Restart();
  HandIn(2);
  WorkOffStamped("TỐI MẬT");
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.size(), 2u);
  EXPECT_TRUE(ledger_->Quarantined("", 10)->empty());
}

TEST_F(LedgerSecrecy, WhatAPersonReleasesGoesOnAndStaysReleasedOverARestart) {
  HandIn(2);
  WorkOffStamped("MẬT");
  const std::string page = *stamped_.begin();
  ASSERT_TRUE(ledger_->Retry(page).ok());
  WorkOffStamped("MẬT");
  ASSERT_EQ(ledger_->Quarantined("", 10)->size(), 1u) << "reading it again changes nothing";
  ASSERT_TRUE(ledger_->Release(page, "the stamp is part of a letterhead").ok());
  Restart();
  WorkOffStamped("MẬT");
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.size(), 2u);
  EXPECT_TRUE(ledger_->Quarantined("", 10)->empty());
  EXPECT_EQ(ledger_->Release(page, "again").code(), StatusCode::kConflict);
  bool told = false;
  const Result<std::vector<ArchiveEvent>> events = archive_.Events(0, 100);
  ASSERT_TRUE(events);
  for (const ArchiveEvent& event : *events) told = told || event.kind == "page.released";
  EXPECT_TRUE(told);
}

TEST_F(LedgerSecrecy, OnlyWhatIsSetAsideForSecrecyIsReleased) {
  OpenBatch("b1");
  const OriginalReceipt receipt = Add("b1", 0, "broken", Result<std::uint32_t>(Status(StatusCode::kBadInput, "broken")));
  EXPECT_EQ(ledger_->Release(receipt.page_ids[0], "why not").code(), StatusCode::kConflict);
}

TEST_F(LedgerSecrecy, ADossierOfNothingElseHasNoPages) {
  HandIn(1);
  WorkOffStamped("TUYỆT MẬT");
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_TRUE(dossier->pages.empty());
  EXPECT_EQ(dossier->quarantined.size(), 1u);
}

}  // namespace
}  // namespace sohoa
