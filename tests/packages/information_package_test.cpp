// SPDX-License-Identifier: Apache-2.0
#include "packages/information_package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "packages/package_judge.h"
#include "packages/packed_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class InformationPackages : public testing::Test {
 protected:
  InformationPackages() { CommitPackedDossier(*archive_); }

  Result<PackageReport> Write(PackageKind kind, const std::string& folder = "out", const PackageProgress& progress = {}) {
    ArchiveSource source(*archive_, agency_);
    return WriteInformationPackage(kind, source, {kPackedCode, folder_.path() / folder, kPacked}, progress);
  }

  static constexpr std::int64_t kPacked = 1'800'000'000'123;
  TestFolder folder_;
  AgencyDefaults agency_ = PackingAgency();
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

TEST_F(InformationPackages, ASipKeepsEveryRuleOfTheCircular) {
  const Result<PackageReport> sip = Write(PackageKind::kSip);
  ASSERT_TRUE(sip) << sip.status().ToString();
  EXPECT_THAT(test::JudgePackage(sip->path, test::ExpectedKind::kSip), IsEmpty());
  EXPECT_EQ(sip->files, test::FilesBelow(sip->path).size());
}

TEST_F(InformationPackages, AnAipKeepsEveryRuleOfTheCircular) {
  const Result<PackageReport> aip = Write(PackageKind::kAip);
  ASSERT_TRUE(aip) << aip.status().ToString();
  EXPECT_THAT(test::JudgePackage(aip->path, test::ExpectedKind::kAip), IsEmpty());
  EXPECT_TRUE(aip->id.starts_with("urn:H42.18:uuid:")) << aip->id;
}

TEST_F(InformationPackages, TheJudgeSeesAByteAnotherFileAndAMissingOne) {
  const Result<PackageReport> aip = Write(PackageKind::kAip);
  ASSERT_TRUE(aip);
  WriteWhole(aip->path / "documentation/note.txt", "one more");
  WriteWhole(aip->path / "schemas/xlink.xsd", ReadWhole(aip->path / "schemas/xlink.xsd") + " ");
  fs::remove(aip->path / "representations/rep1/metadata/preservation/PREMIS_rep1.xml");
  const std::vector<std::string> broken = test::JudgePackage(aip->path, test::ExpectedKind::kAip);
  EXPECT_THAT(broken, Contains("documentation/note.txt is in no METS.xml"));
  EXPECT_THAT(broken, Contains("METS.xml: another check sum of schemas/xlink.xsd"));
  EXPECT_THAT(broken, Contains(HasSubstr("PREMIS_rep1.xml is missing")));
}

TEST_F(InformationPackages, TheJudgeKnowsSipFromAip) {
  const Result<PackageReport> sip = Write(PackageKind::kSip);
  ASSERT_TRUE(sip);
  EXPECT_THAT(test::JudgePackage(sip->path, test::ExpectedKind::kAip), testing::Not(IsEmpty()));
}

TEST_F(InformationPackages, TextThatIsTooLongIsShortenedAndToldOfWithoutIt) {
  const Result<PackageReport> sip = Write(PackageKind::kSip);
  ASSERT_TRUE(sip);
  const auto told = std::find_if(sip->warnings.begin(), sip->warnings.end(), [](const PackageWarning& each) { return each.problem == "too_long"; });
  ASSERT_NE(told, sip->warnings.end());
  EXPECT_EQ(told->field, "subject");
  EXPECT_EQ(told->document, 2u);
  const test::JudgedXml ead(sip->path / "representations/rep1/metadata/descriptive/EAD_doc_H42.18.2026.260930-0012.2.xml");
  EXPECT_EQ(ead.One("/*/subject").size(), 499 + std::string("…").size());
}

TEST_F(InformationPackages, WhatIsSpecialToXmlComesBackAsItWas) {
  const Result<PackageReport> sip = Write(PackageKind::kSip);
  ASSERT_TRUE(sip);
  const test::JudgedXml ead(sip->path / "representations/rep1/metadata/descriptive/EAD_doc_H42.18.2026.260930-0012.1.xml");
  EXPECT_EQ(ead.One("/*/subject"), "Triển khai <cơ chế> một cửa & \"một cửa liên thông\"");
  EXPECT_EQ(ead.One("/*/issuedDate"), "04/10/2018");
  EXPECT_EQ(ead.One("/*/typeName"), "10");
}

TEST_F(InformationPackages, ADateThatWasNotReadWholeIsLeftOut) {
  MadeDossier made = NewDossier("H42.18-260930-0014");
  AddPage(*archive_, made, {"KẾ HOẠCH"});
  Document& document = AddDocument(*archive_, made, 1, 1, "KH");
  GivePdf(*archive_, document);
  AddField(document, "issued_date", "ngày tháng 10 năm 2018", "2018-10-XX");
  ASSERT_TRUE(Commit(*archive_, made).ok());
  ArchiveSource source(*archive_, agency_);
  const Result<PackageReport> sip = WriteInformationPackage(PackageKind::kSip, source, {"H42.18-260930-0014", folder_.path(), kPacked}, {});
  ASSERT_TRUE(sip) << sip.status().ToString();
  EXPECT_THAT(test::JudgePackage(sip->path, test::ExpectedKind::kSip), IsEmpty());
  EXPECT_TRUE(std::any_of(sip->warnings.begin(), sip->warnings.end(),
                          [](const PackageWarning& each) { return each.field == "issuedDate" && each.problem == "not_a_date"; }));
}

TEST_F(InformationPackages, TheTenthDocumentHasAnIdThatFits) {
  MadeDossier made = NewDossier("H42.18-260930-0014");
  made.dossier.completeness.received_on = "2026-09-30";
  for (std::uint32_t page = 1; page <= 11; ++page) {
    AddPage(*archive_, made, {"trang " + std::to_string(page)});
    GivePdf(*archive_, AddDocument(*archive_, made, page, page, "KH"));
  }
  ASSERT_TRUE(Commit(*archive_, made).ok());
  ArchiveSource source(*archive_, agency_);
  const Result<PackageReport> sip = WriteInformationPackage(PackageKind::kSip, source, {"H42.18-260930-0014", folder_.path(), kPacked}, {});
  ASSERT_TRUE(sip) << sip.status().ToString();
  EXPECT_THAT(test::JudgePackage(sip->path, test::ExpectedKind::kSip), IsEmpty());
  const test::JudgedXml tenth(sip->path / "representations/rep1/metadata/descriptive/EAD_doc_H42.18.2026.260930-0014.10.xml");
  EXPECT_EQ(tenth.One("/*/docId"), "2026.260930-0014.10");
}

TEST_F(InformationPackages, PackedAgainTheyAreTheSameByteForByte) {
  const Result<PackageReport> once = Write(PackageKind::kAip, "once");
  const Result<PackageReport> again = Write(PackageKind::kAip, "again");
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->id, again->id);
  const std::vector<std::string> files = test::FilesBelow(once->path);
  ASSERT_EQ(files, test::FilesBelow(again->path));
  for (const std::string& file : files) EXPECT_EQ(ReadWhole(once->path / file), ReadWhole(again->path / file)) << file;
}

TEST_F(InformationPackages, AnAipHasEveryOriginalAndRecordOfBothVersions) {
  const Result<PackageReport> aip = Write(PackageKind::kAip);
  ASSERT_TRUE(aip);
  const fs::path data = aip->path / "representations/rep2/data";
  EXPECT_EQ(test::FilesBelow(data / "originals").size(), 4u);
  // Records and layers of four pages, and the PDF that the first version had.
  EXPECT_EQ(test::FilesBelow(data / "records/blobs").size(), 9u);
  const Result<Dossier> first = archive_->GetDossier(kPackedCode, 1);
  ASSERT_TRUE(first);
  EXPECT_EQ(ReadWhole(data / "records/version-1.pb"), EncodeDossier(*first));
  EXPECT_TRUE(fs::exists(data / "records/version-2.pb"));
}

TEST_F(InformationPackages, PremisTellsTheHistoryOfThisDossierAlone) {
  const Result<PackageReport> aip = Write(PackageKind::kAip);
  ASSERT_TRUE(aip);
  const test::JudgedXml premis(aip->path / "metadata/preservation/PREMIS.xml");
  EXPECT_EQ(premis.All("//*[local-name()='eventType']"), (std::vector<std::string>{"transfer", "ingestion", "metadata modification", "ingestion",
                                                                                  "information package creation"}));
  EXPECT_EQ(premis.All("//*[local-name()='eventOutcome'][starts-with(.,'audit record')]").size(), 4u) << "each with its audit record";
}

TEST_F(InformationPackages, WithoutTheAgencysIdentifierNothingIsWritten) {
  agency_.organ_id.clear();
  MadeDossier made = NewDossier("unmarked", "");
  AddPage(*archive_, made, {"x"});
  AddDocument(*archive_, made, 1, 1, "KH");
  ASSERT_TRUE(Commit(*archive_, made).ok());
  ArchiveSource source(*archive_, agency_);
  const Result<PackageReport> sip = WriteInformationPackage(PackageKind::kSip, source, {"unmarked", folder_.path() / "out", kPacked}, {});
  ASSERT_FALSE(sip);
  EXPECT_EQ(sip.status().code(), StatusCode::kInvalidArgument);
  EXPECT_NE(sip.status().message().find("organ_id"), std::string::npos) << sip.status().message();
  EXPECT_FALSE(fs::exists(folder_.path() / "out"));
}

TEST_F(InformationPackages, APackageThatIsThereIsNotOverwritten) {
  ASSERT_TRUE(Write(PackageKind::kSip));
  const Result<PackageReport> again = Write(PackageKind::kSip);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.status().code(), StatusCode::kConflict);
}

TEST_F(InformationPackages, OneThatIsCancelledLeavesNothing) {
  for (const std::uint64_t after : {1u, 5u, 20u}) {
    const Result<PackageReport> aip = Write(PackageKind::kAip, "out", [after](std::uint64_t done, std::uint64_t) { return done < after; });
    ASSERT_FALSE(aip);
    EXPECT_EQ(aip.status().code(), StatusCode::kCancelled);
    EXPECT_TRUE(fs::is_empty(folder_.path() / "out"));
  }
}

TEST_F(InformationPackages, WhatAKilledProcessLeftIsTakenAwayByTheNextOne) {
  const Result<PackageReport> once = Write(PackageKind::kSip);
  ASSERT_TRUE(once);
  fs::remove_all(once->path);
  const pid_t child = fork();
  if (child == 0) _exit(0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  const std::string part = "." + once->path.filename().string() + ".part-";
  const fs::path left = once->path.parent_path() / (part + std::to_string(child));
  const fs::path growing = once->path.parent_path() / (part + "1");  // of a process that runs
  fs::create_directories(left / "representations");
  fs::create_directories(growing);
  ASSERT_TRUE(Write(PackageKind::kSip));
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(growing));
}

TEST_F(InformationPackages, ABlobThatIsNotWhatItsNameSaysStopsThePackage) {
  class Liar : public ArchiveSource {
   public:
    using ArchiveSource::ArchiveSource;
    Status Fetch(const Sha256& blob, const std::function<bool(std::string_view)>& sink) override {
      return ArchiveSource::Fetch(blob, [&](std::string_view bytes) {
        std::string other(bytes);
        if (other.starts_with("%PDF")) other.back() ^= 1;
        return sink(other);
      });
    }
  };
  Liar source(*archive_, agency_);
  const Result<PackageReport> sip = WriteInformationPackage(PackageKind::kSip, source, {kPackedCode, folder_.path() / "out", kPacked}, {});
  ASSERT_FALSE(sip);
  EXPECT_EQ(sip.status().code(), StatusCode::kCorruption);
  EXPECT_NE(sip.status().message().find("sohoa verify"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "out"));
}

}  // namespace
}  // namespace sohoa
