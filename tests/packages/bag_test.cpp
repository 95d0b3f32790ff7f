// SPDX-License-Identifier: Apache-2.0
#include "packages/bag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packages/bag_judge.h"
#include "packages/bag_manifest.h"
#include "packages/decree30_judge.h"
#include "packages/decree30_package.h"
#include "packages/package_judge.h"
#include "packages/packed_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::IsEmpty;

class Bags : public testing::Test {
 protected:
  Bags() { CommitPackedDossier(*archive_); }

  PackageRequest Request() const { return {kPackedCode, folder_.path() / "out", 1'800'000'000'123}; }

  TestFolder folder_;
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  ArchiveSource source_{*archive_, PackingAgency()};
};

TEST_F(Bags, ABagKeepsTheRulesOfTheRfc) {
  const Result<PackageReport> bag = WriteBag(source_, Request(), {});
  ASSERT_TRUE(bag) << bag.status().ToString();
  EXPECT_EQ(bag->path.filename(), std::string(kPackedCode) + "-v2");
  EXPECT_THAT(test::JudgeBag(bag->path), IsEmpty());
  EXPECT_EQ(bag->files, test::FilesBelow(bag->path).size());
}

TEST_F(Bags, TheJudgeSeesAnotherByteAndAnotherFile) {
  const Result<PackageReport> bag = WriteBag(source_, Request(), {});
  ASSERT_TRUE(bag);
  WriteWhole(bag->path / "data/more", "x");
  WriteWhole(bag->path / "bag-info.txt", ReadWhole(bag->path / "bag-info.txt") + "Contact-Name: x\n");
  const std::vector<std::string> broken = test::JudgeBag(bag->path);
  EXPECT_THAT(broken, Contains("data/more is not in manifest-sha256.txt"));
  EXPECT_THAT(broken, Contains("bag-info.txt has another digest"));
  EXPECT_THAT(broken, Contains("Payload-Oxum is not that of the payload"));
}

TEST_F(Bags, AnAgencysNameOverTwoLinesIsOne) {
  AgencyDefaults agency = PackingAgency();
  agency.name = "Ủy ban\r\nnhân dân";
  ArchiveSource source(*archive_, agency);
  const Result<PackageReport> bag = WriteBag(source, Request(), {});
  ASSERT_TRUE(bag);
  EXPECT_THAT(test::JudgeBag(bag->path), IsEmpty());
}

TEST_F(Bags, ManifestsAreReadAsOthersWriteThem) {
  const std::string digest(64, 'a');
  const auto files = ReadBagManifest(digest + " \tdata/a.pdf\r\n" + std::string(64, 'B') + "  data/b.pdf", "manifest-sha256.txt");
  ASSERT_TRUE(files) << files.status().ToString();
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].path, "data/a.pdf");
  EXPECT_EQ((*files)[1].sha256.Hex(), std::string(64, 'b'));
}

TEST_F(Bags, ManifestsThatLeadOutOfTheBagAreRefused) {
  const std::string digest(64, 'a');
  for (const char* path : {"../x", "/etc/passwd", "data/../../x", "~/x", "data//x", "data/", "data/a b", "data/%0A", "data/.hidden", "data\\x", ""}) {
    const auto files = ReadBagManifest(digest + "  " + path + "\n", "manifest-sha256.txt");
    EXPECT_FALSE(files) << path;
  }
  EXPECT_FALSE(ReadBagManifest("short  data/a\n", "manifest-sha256.txt"));
  EXPECT_FALSE(ReadBagManifest(digest, "manifest-sha256.txt"));
  EXPECT_FALSE(ReadBagManifest(digest + "data/a\n", "manifest-sha256.txt"));
}

TEST_F(Bags, InfoIsReadWhereItIsFolded) {
  const auto values = BagInfoValues("A: one\nB: two\n   and more\n\tand yet more\nA:\n", "B");
  ASSERT_TRUE(values);
  EXPECT_EQ(*values, std::vector<std::string>{"two and more and yet more"});
  EXPECT_FALSE(BagInfoValues("no label\n", "A"));
  EXPECT_EQ(BagInfoValues(" folded from nothing\nA: x\n", "A").ok(), true);
}

TEST_F(Bags, AnotherVersionOfBagItIsNotSupported) {
  EXPECT_TRUE(CheckBagDeclaration("BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n").ok());
  EXPECT_FALSE(CheckBagDeclaration("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n").ok());
  EXPECT_FALSE(CheckBagDeclaration("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n").ok());
  EXPECT_FALSE(CheckBagDeclaration("").ok());
}

TEST_F(Bags, Decree30HasAPdfAndItsFieldsOfEachDocument) {
  const Result<PackageReport> package = WriteDecree30Package(source_, Request(), {});
  ASSERT_TRUE(package) << package.status().ToString();
  EXPECT_THAT(test::JudgeDecree30(package->path), IsEmpty());
  EXPECT_EQ(package->path.filename(), "H42.18.2026.260930-0012");
  const test::JudgedXml fields(package->path / "H42.18.2026.260930-0012.0000001.xml");
  EXPECT_EQ(fields.One("/*/CodeNotation"), "KH-UBND");
  EXPECT_EQ(fields.One("/*/FileCode/OrganId"), "H42.18");
}

TEST_F(Bags, Decree30ListsDocumentsInOrderOfTimeAndSaysWhatWasScannedTooCoarsely) {
  MadeDossier made = NewDossier("H42.18-260930-0014");
  for (const char* day : {"2018-10-04", "", "2017-01-31"}) {
    AddPage(*archive_, made, {"x"});
    const auto page = static_cast<std::uint32_t>(made.dossier.pages.size());
    Document& document = AddDocument(*archive_, made, page, page, "KH");
    GivePdf(*archive_, document);
    if (*day != '\0') AddField(document, "issued_date", day, day);
  }
  made.pages[1].geometry.dpi = 150;
  const Result<BlobInfo> record = PutBlob(archive_->blobs(), EncodePageRecord(made.pages[1], false));
  ASSERT_TRUE(record);
  made.dossier.pages[1].record = record->sha256;
  ASSERT_TRUE(Commit(*archive_, made).ok());
  const Result<PackageReport> package = WriteDecree30Package(source_, {"H42.18-260930-0014", folder_.path(), 0}, {});
  ASSERT_TRUE(package) << package.status().ToString();
  EXPECT_THAT(test::JudgeDecree30(package->path), IsEmpty());
  const test::JudgedXml dossier(package->path / (package->path.filename().string() + ".xml"));
  EXPECT_EQ(dossier.All("//@DocOrdinal"), (std::vector<std::string>{"3", "1", "2"}));
  EXPECT_TRUE(std::any_of(package->warnings.begin(), package->warnings.end(),
                          [](const PackageWarning& each) { return each.document == 2 && each.problem == "below_200_dpi"; }));
}

TEST_F(Bags, TheJudgeSeesADocumentOutOfOrderAndAFieldOfNoTable) {
  const Result<PackageReport> package = WriteDecree30Package(source_, Request(), {});
  ASSERT_TRUE(package);
  const fs::path fields = package->path / "H42.18.2026.260930-0012.0000001.xml";
  std::string xml = ReadWhole(fields);
  xml.replace(xml.find("<PageAmount>"), std::string("<PageAmount>").size(), "<Mood>good</Mood><PageAmount>9");
  WriteWhole(fields, xml);
  EXPECT_THAT(test::JudgeDecree30(package->path), Contains("H42.18.2026.260930-0012.0000001.xml has fields that the decree does not know"));
}

}  // namespace
}  // namespace sohoa
