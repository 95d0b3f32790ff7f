// SPDX-License-Identifier: Apache-2.0
//
// The check is checked by damaging archives on purpose, below the archive and below RocksDB.
#include "storage/fixity.h"

#include <gtest/gtest.h>

#include <functional>

#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "support/check_blob_store.h"
#include "support/flipped_byte.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

using Kind = FixityProblem::Kind;

class Fixity : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::unique_ptr<Archive> archive = Open();
    first_ = NewDossier("F-1");
    AddPage(*archive, first_, {"Quyết định về việc cấp đất"});
    large_ = check_blob_store::MakeBytes(1'500'000, 11);
    const Result<BlobInfo> scan = PutBlob(archive->blobs(), large_);
    ASSERT_TRUE(scan);
    first_.dossier.originals[0].sha256 = scan->sha256;
    AddDocument(*archive, first_, 1, 1, "QĐ");
    ASSERT_TRUE(Commit(*archive, first_).ok());
    second_ = NewDossier("F-2");
    AddPage(*archive, second_, {"Kế hoạch năm 2018"});
    AddDocument(*archive, second_, 1, 1, "KH");
    ASSERT_TRUE(Commit(*archive, second_).ok());
  }

  std::unique_ptr<Archive> Open() {
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder_.Sub("archive"));
    EXPECT_TRUE(archive) << archive.status().ToString();
    return archive ? std::move(*archive) : nullptr;
  }

  // Writes into one of the two stores behind the archive's back.
  void Damage(const std::string& store_name, const std::function<void(OrderedStore&, MetaBatch&)>& by) {
    RocksStoreOptions options;
    options.folder = folder_.Sub("archive/" + store_name);
    options.kind = store_name;
    options.format = store_name == "meta" ? kMetaFormat : kBlobsFormat;
    options.large_values = store_name == "blobs";
    Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
    ASSERT_TRUE(store) << store.status().ToString();
    MetaBatch batch;
    by(**store, batch);
    ASSERT_TRUE((*store)->Write(batch).ok());
  }

  std::vector<FixityProblem> Verify(const std::string& code = "") {
    const Result<FixityReport> report = Open()->Verify(code, nullptr, nullptr);
    EXPECT_TRUE(report) << report.status().ToString();
    return report ? report->problems : std::vector<FixityProblem>();
  }

  const TestFolder folder_;
  std::string large_;
  MadeDossier first_;
  MadeDossier second_;
};

TEST_F(Fixity, FindsNothingInAWholeArchiveAndCountsWhatItRead) {
  for (const std::string code : {"", "F-1"}) {
    const Result<FixityReport> report = Open()->Verify(code, nullptr, nullptr);
    ASSERT_TRUE(report);
    // F-1's page source names the small scan, its original the large one.
    for (const FixityProblem& problem : report->problems) {
      ADD_FAILURE() << FixityKindName(problem.kind) << " " << problem.what << " "
                    << problem.object << " " << problem.detail;
    }
    EXPECT_EQ(report->blobs, code.empty() ? 9u : 5u);
    EXPECT_GT(report->bytes, large_.size());
  }
}

TEST_F(Fixity, FindsAByteFlippedInAFileOnTheDisk) {
  // Opening writes what the log holds into the files where large values live.
  { const std::unique_ptr<Archive> archive = Open(); }
  ASSERT_EQ(FlipAByteOf(large_.substr(1000, 64), folder_.path() / "archive" / "blobs"), 1);
  for (const std::string code : {"", "F-1"}) {
    const std::vector<FixityProblem> problems = Verify(code);
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].kind, Kind::kChanged);
    EXPECT_EQ(problems[0].what, "original");
    EXPECT_EQ(problems[0].dossier, "F-1");
    EXPECT_EQ(problems[0].sha256, Sha256::Of(large_));
  }
  EXPECT_TRUE(Verify("F-2").empty()) << "the other dossier is whole";
}

TEST_F(Fixity, FindsBytesExchangedBelowTheEnginesCheckSums) {
  const Sha256 pdf = second_.dossier.documents[0].pdf;
  Damage("blobs", [&](OrderedStore& store, MetaBatch& batch) {
    ASSERT_TRUE(store.Scan(kChunkPrefix, "", [&](std::string_view key, std::string_view value) {
      if (Sha256::Of(value) != pdf) return true;
      std::string other(value);
      other.back() = static_cast<char>(other.back() ^ 0x20);
      batch.Put(std::string(key), other);
      return false;
    }).ok());
    ASSERT_FALSE(batch.empty());
  });
  const std::vector<FixityProblem> problems = Verify();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].kind, Kind::kChanged);
  EXPECT_EQ(problems[0].what, "pdf");
  EXPECT_EQ(problems[0].object, second_.dossier.documents[0].id);
}

TEST_F(Fixity, FindsEachKindOfBlobWhenItIsMissing) {
  const std::vector<std::pair<Sha256, std::string>> blobs = {
      {Sha256::Of(large_), "original"},
      {first_.dossier.pages[0].record, "page record"},
      {first_.pages[0].layer_sha256, "page layer"},
      {first_.dossier.documents[0].pdf, "pdf"}};
  Damage("blobs", [&](OrderedStore&, MetaBatch& batch) {
    for (const auto& [name, what] : blobs) batch.Delete(BlobKey(name));
  });
  std::set<std::string> found;
  for (const FixityProblem& problem : Verify()) {
    EXPECT_EQ(problem.kind, Kind::kMissing);
    EXPECT_EQ(problem.dossier, "F-1");
    found.insert(problem.what);
  }
  EXPECT_EQ(found, (std::set<std::string>{"original", "page record", "page layer", "pdf"}));
  // Without the page record nobody can tell which layer belongs to it.
  EXPECT_EQ(Verify("F-1").size(), 3u);
}

TEST_F(Fixity, FindsExtraBlobsUnlessTheyAreInFlight) {
  const std::unique_ptr<Archive> archive = Open();
  const Sha256 extra = PutBlob(archive->blobs(), "nobody's")->sha256;
  const Result<FixityReport> report = archive->Verify("", nullptr, nullptr);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->problems.size(), 1u);
  EXPECT_EQ(report->problems[0].kind, Kind::kExtra);
  EXPECT_EQ(report->problems[0].sha256, extra);
  const auto in_flight = [&](const Sha256& name) { return name == extra; };
  EXPECT_TRUE(archive->Verify("", in_flight, nullptr)->problems.empty());
  EXPECT_TRUE(archive->Verify("F-1", nullptr, nullptr)->problems.empty());
}

TEST_F(Fixity, FindsLostLookUpsAndSearchEntries) {
  const std::string page = first_.pages[0].id;
  Damage("meta", [&](OrderedStore&, MetaBatch& batch) {
    batch.Delete(PageKey(page));
    batch.Delete(IndexEntryKey(1));
  });
  std::set<std::string> found;
  for (const FixityProblem& problem : Verify()) {
    EXPECT_EQ(problem.kind, Kind::kMissing);
    EXPECT_EQ(problem.object, page);
    found.insert(problem.what);
  }
  EXPECT_EQ(found, (std::set<std::string>{"look-up", "search entry"}));
}

TEST_F(Fixity, FindsADamagedDossierRecordAndABrokenAuditChain) {
  Damage("meta", [&](OrderedStore&, MetaBatch& batch) {
    batch.Put(DossierKey("F-2", 1), "\xff\xff");
    batch.Delete(AuditKey(1));
  });
  std::set<std::string> found;
  for (const FixityProblem& problem : Verify()) found.insert(problem.what);
  EXPECT_EQ(found, (std::set<std::string>{"dossier record", "audit record"}));
}

TEST_F(Fixity, ReportsProgressAndCanBeCancelled) {
  const std::unique_ptr<Archive> archive = Open();
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  ASSERT_TRUE(archive->Verify("", nullptr, [&](std::uint64_t done, std::uint64_t in_all) {
    EXPECT_GE(done, last);
    last = done;
    total = in_all;
    return true;
  }));
  EXPECT_EQ(last, total);
  const Status cancelled =
      archive->Verify("", nullptr, [](std::uint64_t, std::uint64_t) { return false; }).status();
  EXPECT_EQ(cancelled.code(), StatusCode::kCancelled);
  EXPECT_EQ(archive->Verify("F-9", nullptr, nullptr).status().code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace sohoa
