// SPDX-License-Identifier: Apache-2.0
//
// Out of one archive and into another, and what is refused on the way.
#include "packages/package_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packages/bag.h"
#include "packages/information_package.h"
#include "packages/package_judge.h"
#include "packages/packed_dossier.h"
#include "storage/dossier_history.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class PackageImports : public testing::Test {
 protected:
  PackageImports() { CommitPackedDossier(*archive_); }

  fs::path Pack(Archive& archive, bool bag, const std::string& folder) {
    ArchiveSource source(archive, PackingAgency());
    const PackageRequest request{kPackedCode, folder_.path() / folder, 1'800'000'000'123};
    const Result<PackageReport> report = bag ? WriteBag(source, request, {}) : WriteInformationPackage(PackageKind::kAip, source, request, {});
    EXPECT_TRUE(report) << report.status().ToString();
    return report ? report->path : fs::path();
  }

  // As the import of an archive does, without what surrounds it.
  static Status ImportInto(Archive& archive, const fs::path& package) {
    const Result<PackageImport> read = ReadPackageImport(package, {});
    if (!read) return read.status();
    for (const auto& [blob, file] : read->blobs) {
      const Result<BlobInfo> stored = PutBlob(archive.blobs(), ReadWhole(file));
      EXPECT_TRUE(stored && stored->sha256 == blob);
    }
    MetaBatch batch;
    const Status staged = StageImport(archive, read->dossier, batch);
    return staged.ok() ? archive.meta().Write(batch) : staged;
  }

  // Files that are not the same in both packages.
  static std::vector<std::string> Different(const fs::path& a, const fs::path& b) {
    std::vector<std::string> different;
    EXPECT_EQ(test::FilesBelow(a), test::FilesBelow(b));
    for (const std::string& file : test::FilesBelow(a)) {
      if (ReadWhole(a / file) != ReadWhole(b / file)) different.push_back(file);
    }
    return different;
  }

  // What the second history has more than the first: kinds of events, number of audit records.
  static void ExpectTheImportInHistory(const std::string& before, const std::string& after) {
    ASSERT_TRUE(after.starts_with(before)) << "what happened before stays";
    const Result<DossierHistory> added = ParseDossierHistory(std::string_view(after).substr(before.size()));
    ASSERT_TRUE(added);
    ASSERT_EQ(added->events.size(), 2u);
    EXPECT_EQ(added->events[0].kind, "dossier.committed");
    EXPECT_EQ(added->events[1].kind, kImportedEvent);
    EXPECT_EQ(added->audits.size(), 2u);
  }

  TestFolder folder_;
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

TEST_F(PackageImports, AnAipThatWasImportedIsExportedTheSameButForItsHistory) {
  const fs::path first = Pack(*archive_, false, "first");
  const std::unique_ptr<Archive> other = NewMemoryArchive();
  const Status imported = ImportInto(*other, first);
  ASSERT_TRUE(imported.ok()) << imported.ToString();
  const fs::path second = Pack(*other, false, "second");
  EXPECT_EQ(first.filename(), second.filename());
  // The history has the import; what tells of that, and what lists it with its check sum.
  EXPECT_EQ(Different(first, second),
            (std::vector<std::string>{"METS.xml", "metadata/preservation/PREMIS.xml", "representations/rep2/METS.xml",
                                      "representations/rep2/data/records/history", "representations/rep2/metadata/preservation/PREMIS_rep2.xml"}));
  const char* history = "representations/rep2/data/records/history";
  ExpectTheImportInHistory(ReadWhole(first / history), ReadWhole(second / history));
  EXPECT_THAT(test::JudgePackage(second, test::ExpectedKind::kAip), testing::IsEmpty());
}

TEST_F(PackageImports, ABagThatWasImportedIsExportedTheSameButForItsHistory) {
  const fs::path first = Pack(*archive_, true, "first");
  const std::unique_ptr<Archive> other = NewMemoryArchive();
  const Status imported = ImportInto(*other, first);
  ASSERT_TRUE(imported.ok()) << imported.ToString();
  const fs::path second = Pack(*other, true, "second");
  EXPECT_EQ(Different(first, second), (std::vector<std::string>{"bag-info.txt", "data/records/history", "manifest-sha256.txt", "tagmanifest-sha256.txt"}));
  ExpectTheImportInHistory(ReadWhole(first / "data/records/history"), ReadWhole(second / "data/records/history"));
}

TEST_F(PackageImports, TheSecondImportKeepsTheHistoryOfBothArchivesBefore) {
  const std::unique_ptr<Archive> second = NewMemoryArchive();
  const std::unique_ptr<Archive> third = NewMemoryArchive();
  ASSERT_TRUE(ImportInto(*second, Pack(*archive_, false, "first")).ok());
  const fs::path from_second = Pack(*second, true, "second");
  ASSERT_TRUE(ImportInto(*third, from_second).ok());
  const fs::path from_third = Pack(*third, true, "third");
  ExpectTheImportInHistory(ReadWhole(from_second / "data/records/history"), ReadWhole(from_third / "data/records/history"));
}

TEST_F(PackageImports, WhatIsImportedIsWholeAndIsFound) {
  const std::unique_ptr<Archive> other = NewMemoryArchive();
  ASSERT_TRUE(ImportInto(*other, Pack(*archive_, false, "out")).ok());
  const Result<FixityReport> verified = other->Verify("", {}, {});
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->problems.empty()) << verified->problems.front().what << ": " << verified->problems.front().detail;
  SearchQuery query;
  query.text = "triển khai";
  const Result<SearchResult> found = other->index().Search(query);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->hits.empty());
  const Result<Dossier> first = other->GetDossier(kPackedCode, 1);
  ASSERT_TRUE(first);
  EXPECT_EQ(EncodeDossier(*first), EncodeDossier(*archive_->GetDossier(kPackedCode, 1)));
}

TEST_F(PackageImports, ASecondImportOfTheSameDossierChangesNothing) {
  const fs::path package = Pack(*archive_, false, "out");
  const std::unique_ptr<Archive> other = NewMemoryArchive();
  ASSERT_TRUE(ImportInto(*other, package).ok());
  EXPECT_EQ(ImportInto(*other, package).code(), StatusCode::kConflict);
  EXPECT_EQ(other->Events(0, 100)->size(), 2u);
}

TEST_F(PackageImports, ASipHasNoRecordsAndIsRefused) {
  ArchiveSource source(*archive_, PackingAgency());
  const Result<PackageReport> sip = WriteInformationPackage(PackageKind::kSip, source, {kPackedCode, folder_.path(), 0}, {});
  ASSERT_TRUE(sip);
  const Result<PackageImport> read = ReadPackageImport(sip->path, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(read.status().message().find("sohoa import for a SIP"), std::string::npos) << read.status().message();
}

TEST_F(PackageImports, CheckingCanBeCancelled) {
  const fs::path package = Pack(*archive_, true, "out");
  const Result<PackageImport> read = ReadPackageImport(package, [](std::uint64_t done, std::uint64_t) { return done < 3; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.status().code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace sohoa
