// SPDX-License-Identifier: Apache-2.0
//
// Packages that are not what they say, or mean harm: each is refused with its reason before anything
// of it is used.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <functional>
#include <random>

#include "packages/bag.h"
#include "packages/information_package.h"
#include "packages/package_import.h"
#include "packages/package_judge.h"
#include "packages/package_xml.h"
#include "packages/packed_dossier.h"
#include "storage/dossier_import.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class HostilePackages : public testing::Test {
 protected:
  HostilePackages() {
    CommitPackedDossier(*archive_);
    ArchiveSource source(*archive_, PackingAgency());
    aip_ = WriteInformationPackage(PackageKind::kAip, source, {kPackedCode, folder_.path(), 0}, {})->path;
    bag_ = WriteBag(source, {kPackedCode, folder_.path(), 0}, {})->path;
  }

  static void Replace(const fs::path& file, const std::string& what, const std::string& by) {
    std::string bytes = ReadWhole(file);
    const std::size_t at = bytes.find(what);
    ASSERT_NE(at, std::string::npos) << file << " has no " << what;
    WriteWhole(file, bytes.replace(at, what.size(), by));
  }

  // Refused, with these words; and the words are no bytes of the package.
  static void ExpectRefused(const fs::path& package, const std::string& words, StatusCode code = StatusCode::kBadInput) {
    const Result<PackageImport> read = ReadPackageImport(package, {});
    ASSERT_FALSE(read) << "taken in spite of: " << words;
    EXPECT_EQ(read.status().code(), code) << read.status().ToString();
    EXPECT_NE(read.status().message().find(words), std::string::npos) << read.status().message();
    EXPECT_EQ(read.status().message().find("Bưởi"), std::string::npos);
  }

  // A file with the check sums that the bag then has: only what the records say is wrong.
  void RewriteInBag(const std::string& path, const std::string& bytes) const {
    const std::string before = Sha256::Of(ReadWhole(bag_ / path)).Hex();
    WriteWhole(bag_ / path, bytes);
    Replace(bag_ / "manifest-sha256.txt", before + "  " + path, Sha256::Of(bytes).Hex() + "  " + path);
    Reseal();
  }

  // Payload-Oxum and the tag manifest anew.
  void Reseal() const {
    std::uintmax_t size = 0;
    std::size_t count = 0;
    for (const std::string& file : test::FilesBelow(bag_ / "data")) {
      size += fs::file_size(bag_ / "data" / file);
      ++count;
    }
    std::string info = ReadWhole(bag_ / "bag-info.txt");
    const std::size_t begin = info.find("Payload-Oxum: ");
    info.replace(begin, info.find('\n', begin) - begin, "Payload-Oxum: " + std::to_string(size) + "." + std::to_string(count));
    WriteWhole(bag_ / "bag-info.txt", info);
    std::string manifest;
    for (const std::string& file : test::FilesBelow(bag_)) {
      if (!file.starts_with("data/") && file != "tagmanifest-sha256.txt") manifest += Sha256::Of(ReadWhole(bag_ / file)).Hex() + "  " + file + "\n";
    }
    WriteWhole(bag_ / "tagmanifest-sha256.txt", manifest);
  }

  void AddToBag(const std::string& path, const std::string& bytes) const {
    WriteWhole(bag_ / path, bytes);
    WriteWhole(bag_ / "manifest-sha256.txt", ReadWhole(bag_ / "manifest-sha256.txt") + Sha256::Of(bytes).Hex() + "  " + path + "\n");
    Reseal();
  }

  // The newest version with something changed, in a bag whose check sums are right.
  void ExpectRecordRefused(const std::function<void(Dossier&)>& change, const std::string& words) const {
    const Result<Dossier> newest = archive_->GetDossier(kPackedCode);
    ASSERT_TRUE(newest);
    Dossier dossier = *newest;
    change(dossier);
    RewriteInBag("data/records/version-2.pb", EncodeDossier(dossier));
    ExpectRefused(bag_, words);
    RewriteInBag("data/records/version-2.pb", EncodeDossier(*newest));
    EXPECT_TRUE(ReadPackageImport(bag_, {})) << "the rest is as it was";
  }

  TestFolder folder_;
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  fs::path aip_;
  fs::path bag_;
};

TEST_F(HostilePackages, UnchangedTheyAreTaken) {
  EXPECT_TRUE(ReadPackageImport(aip_, {})) << ReadPackageImport(aip_, {}).status().ToString();
  EXPECT_TRUE(ReadPackageImport(bag_, {})) << ReadPackageImport(bag_, {}).status().ToString();
  EXPECT_TRUE(ReadPackageImport(bag_.string() + "/", {}));
}

TEST_F(HostilePackages, OneByteOfAnyFileIsSeen) {
  for (const fs::path& package : {aip_, bag_}) {
    for (const std::string& file : test::FilesBelow(package)) {
      const std::string bytes = ReadWhole(package / file);
      std::string other = bytes;
      other[other.size() / 2] ^= 0x01;
      WriteWhole(package / file, other);
      // Nothing knows the check sum of these two; what they say is held against everything else.
      const bool anchor = file == "METS.xml" || file == "tagmanifest-sha256.txt";
      EXPECT_TRUE(anchor || !ReadPackageImport(package, {})) << file;
      WriteWhole(package / file, bytes);
    }
    EXPECT_TRUE(ReadPackageImport(package, {}));
  }
}

TEST_F(HostilePackages, AnyFileThatIsMissingIsNamed) {
  for (const fs::path& package : {aip_, bag_}) {
    for (const std::string& file : test::FilesBelow(package)) {
      const std::string bytes = ReadWhole(package / file);
      fs::remove(package / file);
      const Result<PackageImport> read = ReadPackageImport(package, {});
      ASSERT_FALSE(read) << file;
      const bool kind = file == "METS.xml" || file == "bagit.txt";
      EXPECT_TRUE(kind || read.status().message().find(file) != std::string::npos) << read.status().message();
      WriteWhole(package / file, bytes);
    }
  }
}

TEST_F(HostilePackages, AFileThatNothingListsIsRefused) {
  for (const fs::path& package : {aip_, bag_}) {
    WriteWhole(package / "more.txt", "x");
    ExpectRefused(package, "more.txt is there, and nothing lists it");
  }
}

TEST_F(HostilePackages, LinksAndPipesAreNotFollowed) {
  const fs::path original = bag_ / "data/records/history";
  const std::string bytes = ReadWhole(original);
  WriteWhole(folder_.path() / "outside", bytes);
  fs::remove(original);
  fs::create_symlink(folder_.path() / "outside", original);
  ExpectRefused(bag_, "links are not followed");
  fs::remove(original);
  ASSERT_EQ(mkfifo(original.c_str(), 0600), 0);
  ExpectRefused(bag_, "is no plain file");
  fs::remove(original);
  WriteWhole(original, bytes);
  fs::rename(bag_ / "data", folder_.path() / "elsewhere");
  fs::create_directory_symlink(folder_.path() / "elsewhere", bag_ / "data");
  ExpectRefused(bag_, "data is no plain file");
  fs::create_directory_symlink(aip_, folder_.path() / "link");
  ExpectRefused(folder_.path() / "link", "there is no such folder", StatusCode::kNotFound);
}

TEST_F(HostilePackages, PathsThatLeadOutAreRefused) {
  for (const char* href : {"../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://example.com/x", "metadata/../../x", "a%2e%2e/x", "a\\b", ""}) {
    const std::string before = ReadWhole(aip_ / "METS.xml");
    Replace(aip_ / "METS.xml", "xlink:href=\"metadata/descriptive/EAD.xml\"", "xlink:href=\"" + std::string(href) + "\"");
    ExpectRefused(aip_, "outside of the package");
    WriteWhole(aip_ / "METS.xml", before);
  }
  WriteWhole(bag_ / "manifest-sha256.txt", ReadWhole(bag_ / "manifest-sha256.txt") + std::string(64, 'a') + "  data/../../x\n");
  Reseal();
  ExpectRefused(bag_, "outside of the bag");
}

TEST_F(HostilePackages, NamesThatNoPackageHasAreRefused) {
  for (const char* name : {"data/a b", "data/\x01", "data/.hidden", "data/tệp"}) {
    WriteWhole(bag_ / name, "x");
    ExpectRefused(bag_, "by a name that no package has");
    fs::remove(bag_ / name);
  }
}

TEST_F(HostilePackages, AMetsWithEntitiesIsRefusedBeforeItIsParsed) {
  const std::string mets = ReadWhole(aip_ / "METS.xml");
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  ASSERT_TRUE(mets.starts_with(head));
  const std::string bomb = "<!DOCTYPE mets [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                           "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n";
  WriteWhole(aip_ / "METS.xml", head + bomb + mets.substr(head.size()));
  ExpectRefused(aip_, "declares a document type or entities");
  WriteWhole(aip_ / "METS.xml", head + "<!DOCTYPE mets SYSTEM \"file:///etc/passwd\">\n" + mets.substr(head.size()));
  ExpectRefused(aip_, "declares a document type or entities");
}

TEST_F(HostilePackages, XmlThatIsNoneOrTooDeepIsRefused) {
  EXPECT_EQ(ReadXml("", "x").status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadXml("<a><b></a>", "x").status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadXml("<a/><b/>", "x").status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadXml("<a>&nbsp;</a>", "x").status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadXml("<a>\xFF</a>", "x").status().code(), StatusCode::kBadInput);
  EXPECT_EQ(ReadXml("\xFE\xFF<\0a\0/\0>\0", "x").status().code(), StatusCode::kBadInput);
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_FALSE(ReadXml(deep, "x"));
  for (int i = 0; i < 100; ++i) deep += "</a>";
  EXPECT_EQ(ReadXml(deep, "x").status().code(), StatusCode::kResourceLimit);
}

TEST_F(HostilePackages, WhatIsWrittenIsReadBack) {
  const XmlElement written = XmlElement("root").With("a", "<&\"'\n>").Add(XmlElement("child", "Nguyễn & <con>")).Add(XmlElement("empty"));
  const Result<XmlElement> read = ReadXml(WriteXml(written), "x");
  ASSERT_TRUE(read) << read.status().ToString();
  EXPECT_EQ(read->Attribute("a"), "<&\"'\n>");
  ASSERT_NE(read->Child("child"), nullptr);
  EXPECT_EQ(read->Child("child")->text, "Nguyễn & <con>");
  EXPECT_EQ(read->children.size(), 2u);
}

TEST_F(HostilePackages, AListThatNamesAFileTwiceOrWithoutCheckSumIsRefused) {
  const std::string mets = ReadWhole(aip_ / "METS.xml");
  Replace(aip_ / "METS.xml", "xlink:href=\"schemas/xlink.xsd\"", "xlink:href=\"schemas/mets1_12.xsd\"");
  ExpectRefused(aip_, "schemas/mets1_12.xsd is listed twice");
  WriteWhole(aip_ / "METS.xml", mets);
  Replace(aip_ / "METS.xml", "CHECKSUMTYPE=\"SHA-256\"", "CHECKSUMTYPE=\"CRC32\"");
  ExpectRefused(aip_, "does not give the size and the SHA-256");
  WriteWhole(aip_ / "METS.xml", mets);
  Replace(aip_ / "METS.xml", " SIZE=\"", " SIZE=\"-");
  ExpectRefused(aip_, "does not give the size and the SHA-256");
}

TEST_F(HostilePackages, AnIdOfOtherWordsIsRefused) {
  const std::string mets = ReadWhole(aip_ / "METS.xml");
  const std::size_t begin = mets.find("OBJID=\"") + std::string("OBJID=\"").size();
  for (const char* id : {"Trần Thị Bưởi", "urn:x/../y", "&lt;b&gt;", ".."}) {
    std::string other = mets;
    WriteWhole(aip_ / "METS.xml", other.replace(begin, mets.find('"', begin) - begin, id));
    ExpectRefused(aip_, "its OBJID is none");
  }
}

TEST_F(HostilePackages, ARepresentationThatPointsFurtherIsRefused) {
  Replace(aip_ / "representations/rep1/METS.xml", "<fptr FILEID=", "<mptr xlink:href=\"METS.xml\" xlink:type=\"simple\"/><fptr FILEID=");
  ExpectRefused(aip_, "points to a representation where none can be");
}

TEST_F(HostilePackages, WhatIsNoPackageAtAllIsToldSo) {
  ExpectRefused(folder_.path() / "nowhere", "there is no such folder", StatusCode::kNotFound);
  ExpectRefused(bag_ / "bagit.txt", "there is no such folder", StatusCode::kNotFound);
  ExpectRefused(bag_ / "data", "neither a METS.xml", StatusCode::kUnsupported);
  Replace(bag_ / "bagit.txt", "1.0", "3.0");
  ExpectRefused(bag_, "BagIt 1.0", StatusCode::kUnsupported);
}

TEST_F(HostilePackages, RecordsThatDoNotHoldTogetherAreRefused) {
  ExpectRecordRefused([](Dossier& dossier) { dossier.head.code = "../x"; }, "the code of its dossier is none");
  ExpectRecordRefused([](Dossier& dossier) { dossier.version = 7; }, "is of another one");
  ExpectRecordRefused([](Dossier& dossier) { dossier.committed_unix_ms = -5; }, "a time that is none");
  ExpectRecordRefused([](Dossier& dossier) { dossier.edits[0].at_unix_ms = -1; }, "a time that is none");
  ExpectRecordRefused([](Dossier& dossier) { dossier.edits[0].rotation = 45; }, "is damaged");
  ExpectRecordRefused([](Dossier& dossier) { dossier.originals[0].batch = "a/b"; }, "a batch by a name that is none");
  ExpectRecordRefused([](Dossier& dossier) { dossier.originals[1] = dossier.originals[0]; }, "two originals in one place");
  ExpectRecordRefused([](Dossier& dossier) { dossier.originals[0].size += 1; }, "another size than its record says");
  ExpectRecordRefused([](Dossier& dossier) { dossier.originals.pop_back(); }, "is of no original of it");
  ExpectRecordRefused([](Dossier& dossier) { dossier.pages[0].id = dossier.pages[1].id; }, "has the id of another one");
  ExpectRecordRefused([](Dossier& dossier) { dossier.pages[1].page = 9; }, "not numbered from 1 on");
  ExpectRecordRefused([](Dossier& dossier) { dossier.pages.pop_back(); }, "has a page that the dossier has not");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents[0].id.clear(); }, "an id that is none");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents[1].id = dossier.documents[0].id; }, "that another has");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents[0].pages.pop_back(); }, "does not say which pages");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents[1] = dossier.documents[0], dossier.documents[1].id = "d2"; }, "stands in two documents");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents.pop_back(); }, "stands in no document");
  ExpectRecordRefused([](Dossier& dossier) { dossier.documents[0].pdf = Sha256::Of("nowhere"); }, "is missing");
  ExpectRecordRefused([](Dossier& dossier) { dossier.pages[0].record = dossier.pages[1].record; }, "is of another page");
  ExpectRecordRefused([](Dossier& dossier) { dossier.pages[0].record = dossier.originals[0].sha256; }, "is damaged");
  ExpectRecordRefused(
      [](Dossier& dossier) {
        dossier.pages[0].source.dossier = "H42.18-260930-0013";
        dossier.documents[0].page_ids[0] = dossier.pages[0].id = MakePageId(dossier.pages[0].source);
      },
      "is of another dossier, and nobody sent it");
}

// One byte of a record changed in any way: it is refused, or what it brings is a whole dossier.
TEST_F(HostilePackages, WhateverIsTakenIsWhole) {
  const std::string record = EncodeDossier(*archive_->GetDossier(kPackedCode));
  std::mt19937 random(1);
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    std::string other = record;
    other[random() % other.size()] = static_cast<char>(random());
    RewriteInBag("data/records/version-2.pb", other);
    const Result<PackageImport> read = ReadPackageImport(bag_, {});
    if (!read) continue;
    ++taken;
    const std::unique_ptr<Archive> archive = NewMemoryArchive();
    for (const auto& [blob, file] : read->blobs) ASSERT_TRUE(PutBlob(archive->blobs(), ReadWhole(file)));
    MetaBatch batch;
    const Status staged = StageImport(*archive, read->dossier, batch);
    ASSERT_TRUE(staged.ok()) << staged.ToString();
    ASSERT_TRUE(archive->meta().Write(batch).ok());
    const Result<FixityReport> verified = archive->Verify("", {}, {});
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->problems.empty()) << i << ": " << verified->problems.front().what << " " << verified->problems.front().detail;
  }
  EXPECT_GT(taken, 20) << "text may be any text";
}

TEST_F(HostilePackages, RecordsOfAnotherDossierOrANewerVersionAreRefused) {
  RewriteInBag("data/records/version-1.pb", "\xFFno record");
  ExpectRefused(bag_, "the record of version 1 is damaged");
  // A field that is not known here, with the number 1000.
  RewriteInBag("data/records/version-1.pb", EncodeDossier(*archive_->GetDossier(kPackedCode, 1)) + "\xC0\x3E\x01");
  ExpectRefused(bag_, "upgrade it first", StatusCode::kUnsupported);
}

TEST_F(HostilePackages, WhatNoRecordNamesIsRefused) {
  AddToBag("data/records/blobs/" + Sha256::Of("stuffing").Hex(), "stuffing");
  ExpectRefused(bag_, "is named by no record");
}

TEST_F(HostilePackages, AHistoryThatIsNoneIsRefused) {
  RewriteInBag("data/records/history", "event !!!\n");
  ExpectRefused(bag_, "its history is damaged");
  RewriteInBag("data/records/history", "event AAAA");
  ExpectRefused(bag_, "its history is damaged");
}

TEST_F(HostilePackages, ABagForAnotherDossierIsRefused) {
  Replace(bag_ / "bag-info.txt", kPackedCode, "H42.18-260930-0099");
  Reseal();
  ExpectRefused(bag_, "of another dossier than it says");
}

}  // namespace
}  // namespace sohoa
