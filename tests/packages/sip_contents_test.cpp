// SPDX-License-Identifier: Apache-2.0
#include "packages/sip_contents.h"

#include <gtest/gtest.h>

#include "packages/bag.h"
#include "packages/information_package.h"
#include "packages/packed_dossier.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

class SipContentsTest : public testing::Test {
 protected:
  SipContentsTest() {
    CommitPackedDossier(*archive_);
    sip_ = WriteInformationPackage(PackageKind::kSip, source_, {kPackedCode, folder_.path(), 0}, {})->path;
  }

  // Another EAD, with the size and check sum that METS.xml then says.
  void RewriteEad(const std::string& what, const std::string& by) const {
    const fs::path file = sip_ / "metadata/descriptive/EAD.xml";
    const std::string before = ReadWhole(file);
    std::string after = before;
    ASSERT_NE(after.find(what), std::string::npos);
    after.replace(after.find(what), what.size(), by);
    WriteWhole(file, after);
    std::string mets = ReadWhole(sip_ / "METS.xml");
    for (const auto& [old_text, new_text] : {std::pair("SIZE=\"" + std::to_string(before.size()) + "\"", "SIZE=\"" + std::to_string(after.size()) + "\""),
                                             std::pair(UpperHex(Sha256::Of(before)), UpperHex(Sha256::Of(after)))}) {
      ASSERT_NE(mets.find(old_text), std::string::npos);
      mets.replace(mets.find(old_text), old_text.size(), new_text);
    }
    WriteWhole(sip_ / "METS.xml", mets);
  }

  TestFolder folder_;
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  ArchiveSource source_{*archive_, PackingAgency()};
  fs::path sip_;
};

TEST_F(SipContentsTest, ItsDocumentsComeInTheirOrderUnderTheDossiersCode) {
  const Result<SipContents> sip = ReadSip(sip_, {});
  ASSERT_TRUE(sip) << sip.status().ToString();
  EXPECT_EQ(sip->dossier, kPackedCode);
  ASSERT_EQ(sip->documents.size(), 2u);
  EXPECT_EQ(sip->documents[0].filename(), "H42.18.2026.260930-0012.1.pdf");
}

TEST_F(SipContentsTest, OneOfAnotherSystemIsNamedByItsFileCode) {
  std::string mets = ReadWhole(sip_ / "METS.xml");
  const std::string code = "    <altRecordID TYPE=\"DOSSIERCODE\">" + std::string(kPackedCode) + "</altRecordID>\n";
  ASSERT_NE(mets.find(code), std::string::npos);
  WriteWhole(sip_ / "METS.xml", mets.erase(mets.find(code), code.size()));
  const Result<SipContents> sip = ReadSip(sip_, {});
  ASSERT_TRUE(sip) << sip.status().ToString();
  EXPECT_EQ(sip->dossier, "H42.18.2026.260930-0012");
}

TEST_F(SipContentsTest, FieldsThatBreakTheCircularsRulesAreRefused) {
  RewriteEad("<mode>02</mode>", "<mode>99</mode>");
  EXPECT_NE(ReadSip(sip_, {}).status().message().find("mode breaks its rule"), std::string::npos) << ReadSip(sip_, {}).status().ToString();
  RewriteEad("<mode>99</mode>", "<mode>02</mode><mode>02</mode>");
  EXPECT_NE(ReadSip(sip_, {}).status().message().find("mode twice"), std::string::npos);
  RewriteEad("<mode>02</mode><mode>02</mode>", "<mood>02</mood>");
  EXPECT_NE(ReadSip(sip_, {}).status().message().find("none of its kind"), std::string::npos);
  RewriteEad("<mood>02</mood>", "<mode>02</mode>");
  EXPECT_TRUE(ReadSip(sip_, {}));
}

TEST_F(SipContentsTest, OnlyASipIsOne) {
  EXPECT_TRUE(LooksLikeSip(sip_));
  const Result<PackageReport> aip = WriteInformationPackage(PackageKind::kAip, source_, {kPackedCode, folder_.path(), 0}, {});
  const Result<PackageReport> bag = WriteBag(source_, {kPackedCode, folder_.path(), 0}, {});
  ASSERT_TRUE(aip && bag);
  EXPECT_FALSE(LooksLikeSip(aip->path));
  EXPECT_FALSE(LooksLikeSip(bag->path));
  EXPECT_FALSE(LooksLikeSip(folder_.path() / "nowhere"));
  EXPECT_EQ(ReadSip(aip->path, {}).status().code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace sohoa
