// SPDX-License-Identifier: Apache-2.0
#include "storage/dossier_history.h"

#include <gtest/gtest.h>

#include "support/made_dossier.h"

namespace sohoa {
namespace {

void TellEvent(Archive& archive, const std::string& code, const std::string& kind, const std::string& subject = "") {
  MetaBatch batch;
  ASSERT_TRUE(archive.StageEvent({0, 1'700'000'000'000, kind, code, subject, "", "b1"}, batch).ok());
  ASSERT_TRUE(archive.meta().Write(batch).ok());
}

DossierHistory HistoryOf(Archive& archive, const std::string& code) {
  const Result<std::string> text = ReadDossierHistory(archive, code);
  EXPECT_TRUE(text) << text.status().ToString();
  const Result<DossierHistory> history = ParseDossierHistory(*text);
  EXPECT_TRUE(history) << history.status().ToString();
  return *history;
}

TEST(DossierHistories, EventsComeWithTheirAuditRecordsInOrder) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  TellEvent(*archive, "H42-1", "original.received");
  TellEvent(*archive, "H42-2", "original.received");
  TellEvent(*archive, "H42-1", "page.quarantined", "p1");
  const DossierHistory history = HistoryOf(*archive, "H42-1");
  ASSERT_EQ(history.events.size(), 2u);
  EXPECT_EQ(history.events[1].subject, "p1");
  ASSERT_EQ(history.audits.size(), 2u);
  EXPECT_EQ(history.audits[1].object, "H42-1/p1");
  EXPECT_EQ(history.audits[1].sequence, 3u) << "as the archive numbered it";
}

TEST(DossierHistories, ADossierWhoseCodeBeginsAnotherOnesHasItsOwn) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  TellEvent(*archive, "H42-11", "original.received");
  TellEvent(*archive, "H42-11", "page.quarantined", "p1");
  TellEvent(*archive, "other", "page.quarantined", "H42-1");
  const DossierHistory history = HistoryOf(*archive, "H42-1");
  EXPECT_TRUE(history.events.empty());
  EXPECT_TRUE(history.audits.empty());
}

TEST(DossierHistories, WhatWasBroughtAlongStandsInFront) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  TellEvent(*archive, "H42-1", "original.received");
  const Result<std::string> before = ReadDossierHistory(*archive, "H42-1");
  ASSERT_TRUE(before);
  const std::unique_ptr<Archive> other = NewMemoryArchive();
  const Result<BlobInfo> blob = PutBlob(other->blobs(), *before);
  ASSERT_TRUE(blob);
  TellEvent(*other, "H42-1", std::string(kImportedEvent), blob->sha256.Hex());
  const Result<std::string> after = ReadDossierHistory(*other, "H42-1");
  ASSERT_TRUE(after);
  EXPECT_TRUE(after->starts_with(*before));
  EXPECT_GT(after->size(), before->size());
}

TEST(DossierHistories, ALineThatIsNoneIsNamed) {
  EXPECT_TRUE(ParseDossierHistory(""));
  for (const char* text : {"\n", "event AAA\n", "audit ////\n", "other AAAA\n", "event AAAA"}) {
    const Result<DossierHistory> history = ParseDossierHistory(text);
    ASSERT_FALSE(history) << text;
    EXPECT_NE(history.status().message().find("line 1"), std::string::npos);
  }
}

}  // namespace
}  // namespace sohoa
