// SPDX-License-Identifier: Apache-2.0
//
// What storage/archive.h promises, as checks. Every backend's tests run it on an archive that
// is empty.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "storage/archive.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace check_archive {

inline MadeDossier ThreePages(Archive& archive, const std::string& code) {
  MadeDossier made = NewDossier(code);
  AddPage(archive, made, {"QUYẾT ĐỊNH", "Về việc phê duyệt quy hoạch"});
  AddPage(archive, made, {"Điều 1. Phê duyệt"});
  AddPage(archive, made, {}, /*blank=*/true);
  AddDocument(archive, made, 1, 2, "QĐ");
  return made;
}

inline void CheckNothingBeforeTheWrite(Archive& archive) {
  const MadeDossier made = ThreePages(archive, "A-1");
  MetaBatch batch;
  ASSERT_TRUE(archive.StageCommit(made.dossier, made.pages, batch).ok());
  EXPECT_EQ(archive.GetDossier("A-1").status().code(), StatusCode::kNotFound);
  EXPECT_EQ(archive.FindPage(made.pages[0].id).status().code(), StatusCode::kNotFound);
  ASSERT_TRUE(archive.meta().Write(batch).ok());

  const Result<Dossier> dossier = archive.GetDossier("A-1");
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(EncodeDossier(*dossier), EncodeDossier(made.dossier));
  const Result<DocumentEntry> document = archive.FindDocument(made.dossier.documents[0].id);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->dossier, "A-1");
  EXPECT_EQ(document->document, made.dossier.documents[0]);
  const Result<PageEntry> page = archive.FindPage(made.pages[1].id);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->page, made.dossier.pages[1]);
}

inline void CheckPageRecords(Archive& archive) {
  const MadeDossier made = ThreePages(archive, "A-2");
  ASSERT_TRUE(Commit(archive, made).ok());
  const Result<PageRecord> bare = archive.GetPageRecord(made.pages[0].id, false);
  ASSERT_TRUE(bare) << bare.status().ToString();
  EXPECT_EQ(*bare, made.pages[0]);
  const Result<PageRecord> with_layer = archive.GetPageRecord(made.pages[0].id, true);
  ASSERT_TRUE(with_layer);
  EXPECT_EQ(with_layer->layer.bytes, "layer of A-2 1");
  EXPECT_EQ(archive.GetPageRecord("pnone", false).status().code(), StatusCode::kNotFound);
}

inline void CheckRefusals(Archive& archive) {
  MadeDossier made = ThreePages(archive, "A-3");
  MetaBatch batch;
  batch.Put("l/other", "stays");
  made.dossier.version = 2;
  EXPECT_EQ(archive.StageCommit(made.dossier, made.pages, batch).code(), StatusCode::kConflict);
  made.dossier.version = 1;
  const Sha256 record = made.dossier.pages[1].record;
  made.dossier.pages[1].record = Sha256::Of("never stored");
  EXPECT_EQ(archive.StageCommit(made.dossier, made.pages, batch).code(), StatusCode::kNotFound);
  made.dossier.pages[1].record = record;
  std::swap(made.pages[0], made.pages[1]);
  EXPECT_EQ(archive.StageCommit(made.dossier, made.pages, batch).code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(batch.operations().size(), 1u) << "a refusal leaves the batch alone";
  std::swap(made.pages[0], made.pages[1]);
  ASSERT_TRUE(Commit(archive, made).ok());
  EXPECT_EQ(Commit(archive, made).code(), StatusCode::kConflict) << "the same version twice";
}

inline void CheckVersions(Archive& archive) {
  MadeDossier made = ThreePages(archive, "A-4");
  ASSERT_TRUE(Commit(archive, made).ok());
  const std::string old_document = made.dossier.documents[0].id;
  made.dossier.version = 2;
  made.dossier.documents.clear();
  AddPage(archive, made, {"Kết quả giải quyết"});
  AddDocument(archive, made, 2, 4, "KH");
  ASSERT_TRUE(Commit(archive, made).ok());

  EXPECT_EQ(archive.GetDossier("A-4")->version, 2u);
  EXPECT_EQ(archive.GetDossier("A-4", 1)->pages.size(), 3u);
  EXPECT_EQ(archive.GetDossier("A-4", 3).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(archive.FindDocument(old_document).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(archive.FindDocument(made.dossier.documents[0].id)->version, 2u);
  EXPECT_EQ(archive.FindPage(made.pages[0].id)->version, 2u);
}

inline void CheckList(Archive& archive) {
  const Result<std::vector<DossierSummary>> all = archive.ListDossiers("", 100);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 4u);
  EXPECT_EQ((*all)[3].code, "A-4");
  EXPECT_EQ((*all)[3].version, 2u);
  EXPECT_EQ((*all)[3].pages, 4u);
  const Result<std::vector<DossierSummary>> some = archive.ListDossiers("A-1", 2);
  ASSERT_TRUE(some);
  ASSERT_EQ(some->size(), 2u);
  EXPECT_EQ((*some)[0].code, "A-2");
  EXPECT_EQ((*archive.ListDossiers("A-15", 1))[0].code, "A-2") << "after one that is not there";
}

// Sequence numbers have no gap, inside a batch and from batch to batch.
inline void CheckEvents(Archive& archive) {
  const std::size_t before = archive.Events(0, 1000)->size();
  MetaBatch batch;
  ASSERT_TRUE(archive.StageEvent({0, 0, "page.received", "A-5", "p1", ""}, batch).ok());
  const MadeDossier made = ThreePages(archive, "A-5");
  ASSERT_TRUE(archive.StageCommit(made.dossier, made.pages, batch).ok());
  ASSERT_TRUE(archive.StageEvent({0, 5, "page.quarantined", "A-5", "p2", "x"}, batch).ok());
  ASSERT_TRUE(archive.meta().Write(batch).ok());
  MetaBatch lost;
  ASSERT_TRUE(archive.StageEvent({0, 5, "never.written", "A-5", "", ""}, lost).ok());
  MetaBatch next;
  ASSERT_TRUE(archive.StageEvent({0, 5, "page.received", "A-5", "p3", ""}, next).ok());
  ASSERT_TRUE(archive.meta().Write(next).ok());

  const Result<std::vector<ArchiveEvent>> events = archive.Events(before, 1000);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 4u);
  for (std::size_t i = 0; i < events->size(); ++i) {
    EXPECT_EQ((*events)[i].sequence, before + 1 + i);
  }
  EXPECT_EQ((*events)[1].kind, "dossier.committed");
  EXPECT_EQ((*events)[2].detail, "x");
  EXPECT_EQ((*events)[3].subject, "p3");
  EXPECT_GT((*events)[0].at_unix_ms, 0);
  EXPECT_EQ(archive.Events(before, 2)->size(), 2u);
  EXPECT_TRUE(archive.Events(1'000'000, 2)->empty());
}

inline void CheckIsWhole(Archive& archive) {
  const Result<FixityReport> report = archive.Verify("", nullptr, nullptr);
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->dossiers, 5u);
  EXPECT_GT(report->bytes, 0u);
  for (const FixityProblem& problem : report->problems) {
    ADD_FAILURE() << FixityKindName(problem.kind) << " " << problem.what << " "
                  << problem.object << " " << problem.detail;
  }
}

}  // namespace check_archive

inline void CheckArchive(Archive& archive) {
  check_archive::CheckNothingBeforeTheWrite(archive);
  check_archive::CheckPageRecords(archive);
  check_archive::CheckRefusals(archive);
  check_archive::CheckVersions(archive);
  check_archive::CheckList(archive);
  check_archive::CheckEvents(archive);
  check_archive::CheckIsWhole(archive);
}

}  // namespace sohoa
