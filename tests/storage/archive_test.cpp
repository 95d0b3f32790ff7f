// SPDX-License-Identifier: Apache-2.0
#include "storage/archive.h"

#include <gtest/gtest.h>

#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "support/check_archive.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

std::unique_ptr<Archive> Open(const TestFolder& folder) {
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
  EXPECT_TRUE(archive) << archive.status().ToString();
  return archive ? std::move(*archive) : nullptr;
}

TEST(Archive, InMemoryKeepsItsPromises) { CheckArchive(*NewMemoryArchive()); }

TEST(Archive, OnRocksDbKeepsItsPromises) {
  const TestFolder folder;
  CheckArchive(*Open(folder));
}

TEST(Archive, GoesOnWhereItWasWhenItIsOpenedAgain) {
  const TestFolder folder;
  { ASSERT_TRUE(Commit(*Open(folder), NewDossier("B-0")).ok()); }
  MadeDossier made = NewDossier("B-1");
  {
    const std::unique_ptr<Archive> archive = Open(folder);
    AddPage(*archive, made, {"Kế hoạch kiểm tra"});
    AddDocument(*archive, made, 1, 1, "KH");
    ASSERT_TRUE(Commit(*archive, made).ok());
  }
  const std::unique_ptr<Archive> archive = Open(folder);
  EXPECT_EQ(archive->GetDossier("B-1")->pages, made.dossier.pages);
  EXPECT_EQ(archive->Events(0, 10)->back().sequence, 2u);
  MetaBatch batch;
  ASSERT_TRUE(archive->StageEvent({0, 1, "page.received", "B-1", "", ""}, batch).ok());
  ASSERT_TRUE(archive->meta().Write(batch).ok());
  EXPECT_EQ(archive->Events(0, 10)->back().sequence, 3u);
  SearchQuery query;
  query.text = "kế hoạch";
  EXPECT_EQ(archive->index().Search(query)->total, 1u);
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty());
}

TEST(Archive, SaysWhoHoldsIt) {
  const TestFolder folder;
  const std::unique_ptr<Archive> archive = Open(folder);
  const Status status = OpenLocalArchive(folder.Sub("archive")).status();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_NE(status.message().find(folder.Sub("archive")), std::string::npos);
}

void StageEvents(MetaStore& store, int count) {
  for (int i = 0; i < count; ++i) {
    MetaBatch batch;
    ASSERT_TRUE(StageJournal(store, {0, 1, "test", "C-1", "", ""}, "content", batch).ok());
    ASSERT_TRUE(store.Write(batch).ok());
  }
}

TEST(Journal, ChainIsWholeWhenNobodyTouchedIt) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  EXPECT_TRUE(CheckAuditChain(*store)->empty());
  StageEvents(*store, 5);
  EXPECT_TRUE(CheckAuditChain(*store)->empty());
}

TEST(Journal, ChainTellsARemovedARewrittenAndALostRecord) {
  for (const std::uint64_t sequence : {1u, 3u, 5u}) {
    const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
    StageEvents(*store, 5);
    MetaBatch removal;
    removal.Delete(AuditKey(sequence));
    ASSERT_TRUE(store->Write(removal).ok());
    EXPECT_FALSE(CheckAuditChain(*store)->empty()) << "removed " << sequence;
  }
  for (const std::uint64_t sequence : {1u, 3u, 5u}) {
    const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
    StageEvents(*store, 5);
    std::optional<AuditRecord> record = DecodeAuditRecord(**store->Get(AuditKey(sequence)));
    ASSERT_TRUE(record);
    record->object = "C-2";
    MetaBatch forgery;
    forgery.Put(AuditKey(sequence), EncodeAuditRecord(*record));
    ASSERT_TRUE(store->Write(forgery).ok());
    EXPECT_FALSE(CheckAuditChain(*store)->empty()) << "rewritten " << sequence;
  }
}

}  // namespace
}  // namespace sohoa
