// SPDX-License-Identifier: Apache-2.0
//
// That a dossier is gone is looked for in the bytes of the files.
#include "storage/dossier_disposal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/calendar.h"
#include "storage/key_layout.h"
#include "support/check_blob_store.h"
#include "support/made_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

const std::string kGoing = "H42.18-160930-0001";
const std::string kStaying = "H42.18-160930-0002";
const std::string kWord = "Quạchxuyềnmật";  // on a page of one that goes, and nowhere else

class Disposal : public ::testing::Test {
 protected:
  Disposal() { Open(); }

  void Open() {
    archive_.reset();
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder_.Sub("archive"));
    ASSERT_TRUE(archive) << archive.status().ToString();
    archive_ = std::move(*archive);
  }

  // Its scan is of bytes that are found again.
  void Add(const std::string& code, const std::string& words, std::uint32_t seed) {
    MadeDossier made = NewDossier(code);
    AddPage(*archive_, made, {words});
    const Result<BlobInfo> scan = PutBlob(archive_->blobs(), check_blob_store::MakeBytes(2'500'000, seed));
    ASSERT_TRUE(scan);
    made.dossier.originals[0].sha256 = scan->sha256;
    AddDocument(*archive_, made, 1, 1, "QĐ");
    ASSERT_TRUE(Commit(*archive_, made).ok());
  }

  void DisposeOf(const std::string& code) {
    const auto contents = ReadContents(*archive_, {code});
    ASSERT_TRUE(contents) << contents.status().ToString();
    DisposalCertificate certificate;
    certificate.item.dossier = code;
    certificate.contents = Sha256::Of(contents->front().statement);
    certificate.confirmed_at_unix_ms = NowUnixMs();
    MetaBatch batch;
    const Status staged = StageDisposal(*archive_, contents->front(), certificate, batch);
    ASSERT_TRUE(staged.ok()) << staged.ToString();
    ASSERT_TRUE(archive_->meta().Write(batch).ok());
    const auto condemned = CondemnedBlobs(archive_->meta(), 100);
    ASSERT_TRUE(condemned);
    MetaBatch marks;
    for (const Sha256& blob : *condemned) {
      const Result<bool> referenced = IsReferenced(archive_->meta(), blob);
      ASSERT_TRUE(referenced);
      const Status removed = *referenced ? Status() : archive_->blobs().Remove(blob);
      ASSERT_TRUE(removed.ok());
      marks.Delete(CondemnedKey(blob));
    }
    ASSERT_TRUE(archive_->blobs().Sync().ok());
    ASSERT_TRUE(archive_->meta().Write(marks).ok());
  }

  bool FilesHold(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.Sub("archive"))) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string there((std::istreambuf_iterator<char>(in)), {});
      if (there.find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  bool IndexHolds(const std::string& letters) {
    bool holds = false;
    for (const std::string_view prefix : {kSegmentPrefix, kTailPrefix}) {
      EXPECT_TRUE(archive_->meta().Scan(prefix, "", [&](std::string_view, std::string_view value) {
        holds = holds || value.find(letters) != std::string_view::npos;
        return true;
      }).ok());
    }
    return holds;
  }
  std::uint64_t Hits(const std::string& text) {
    SearchQuery query;
    query.text = text;
    const Result<SearchResult> result = archive_->index().Search(query);
    EXPECT_TRUE(result) << result.status().ToString();
    return result ? result->total : 0;
  }
  std::size_t Problems() { return archive_->Verify("", {}, {})->problems.size(); }

  TestFolder folder_;
  std::unique_ptr<Archive> archive_;
};

TEST_F(Disposal, TakesWhatItTakesOutOfTheFiles) {
  Add(kGoing, "Quyết định về " + kWord, 21);
  Add(kStaying, "Quyết định về việc cấp đất", 22);
  const std::string scan = check_blob_store::MakeBytes(2'500'000, 21).substr(1'200'000, 64);
  const std::string other_scan = check_blob_store::MakeBytes(2'500'000, 22).substr(1'200'000, 64);
  Open();  // so that the log is in files
  ASSERT_TRUE(FilesHold(scan));
  ASSERT_TRUE(IndexHolds("quachxuyenmat"));
  ASSERT_EQ(Hits(kWord), 1u);

  DisposeOf(kGoing);
  EXPECT_EQ(Hits(kWord), 0u);
  EXPECT_EQ(Hits("quyết định"), 1u);
  EXPECT_EQ(Problems(), 0u);
  ASSERT_TRUE(archive_->Reclaim({}).ok());
  Open();

  EXPECT_FALSE(FilesHold(scan));
  EXPECT_TRUE(FilesHold(other_scan));
  EXPECT_FALSE(IndexHolds("quachxuyenmat"));
  EXPECT_EQ(Problems(), 0u);
  EXPECT_EQ(Hits("cấp đất"), 1u);
}

TEST_F(Disposal, LeavesWhatAnotherDossierNames) {
  Add(kGoing, "Quyết định về việc cấp đất", 23);
  Add(kStaying, "Quyết định về việc cấp đất", 23);
  DisposeOf(kGoing);
  ASSERT_TRUE(archive_->Reclaim({}).ok());
  EXPECT_EQ(Problems(), 0u);
  EXPECT_TRUE(archive_->blobs().Check(Sha256::Of(check_blob_store::MakeBytes(2'500'000, 23))).ok());
}

TEST_F(Disposal, TakesWhatPeopleSaidOfItsValuesAlone) {
  Add(kGoing, "văn bản", 1);
  Add(kStaying, "văn bản", 2);
  MetaBatch batch;
  for (const std::string& code : {kGoing, kStaying}) batch.Put(ReviewOpinionPrefix(code) + "value", kWord);
  ASSERT_TRUE(archive_->meta().Write(batch).ok());
  DisposeOf(kGoing);
  EXPECT_FALSE(*archive_->meta().Get(ReviewOpinionPrefix(kGoing) + "value"));
  EXPECT_TRUE(*archive_->meta().Get(ReviewOpinionPrefix(kStaying) + "value"));
}

TEST_F(Disposal, StaysInARestoredBackup) {
  Add(kGoing, "Quyết định về việc cấp đất", 24);
  Add(kStaying, "Quyết định về việc giao đất", 25);
  DisposeOf(kGoing);
  BackupOptions options;
  options.folder = folder_.Sub("backups");
  options.verify_all = true;
  const Result<BackupReport> backup = archive_->BackUp(options, {});
  ASSERT_TRUE(backup) << backup.status().ToString();
  EXPECT_FALSE(archive_->IsBeingCopied());
  const auto certificate = ReadCertificate(ReadFrom(archive_->meta()), kGoing);
  ASSERT_TRUE(certificate && *certificate);
  EXPECT_EQ((*certificate)->item.dossier, kGoing);
}

}  // namespace
}  // namespace sohoa
