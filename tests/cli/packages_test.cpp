// SPDX-License-Identifier: Apache-2.0
//
// Packages of the sample dossier, as a person makes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "cli/command_runner.h"
#include "cli/running_server.h"
#include "packages/bag_judge.h"
#include "packages/decree30_judge.h"
#include "packages/package_judge.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kSampled = "000.00.18.H42-181004-0001";

void SayWhoTheAgencyIs(const CommandRunner& sohoa) {
  std::ofstream(sohoa.folder() / "sohoa.toml") << "[agency]\norgan_id = \"H42.18\"\nname = \"Ủy ban nhân dân xã Gia Sinh\"\nmaintenance = \"04\"\n"
                                                  "condition = \"01\"\narchive_id = \"L01\"\npaper_location = \"K1.G2.H3\"\n";
}

// What another program says of a file.
std::string SaidBy(const std::string& command) {
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  char piece[65536];
  for (std::size_t got = 0; pipe != nullptr && (got = fread(piece, 1, sizeof piece, pipe)) > 0;) said.append(piece, got);
  if (pipe != nullptr) pclose(pipe);
  return said;
}

struct ImageInPdf {
  std::string colour;  // "rgb" "gray"
  int bits = 0;
  double dpi = 0;  // the smaller of both
};

// By poppler, whose resolution is that of the image as it is placed on the page.
std::vector<ImageInPdf> ImagesOf(const fs::path& pdf) {
  std::istringstream lines(SaidBy("pdfimages -list '" + pdf.string() + "'"));
  std::vector<ImageInPdf> images;
  std::string line;
  for (int number = 0; std::getline(lines, line); ++number) {
    if (number < 2) continue;
    std::istringstream columns(line);
    std::vector<std::string> values{std::istream_iterator<std::string>(columns), {}};
    if (values.size() < 14) continue;
    images.push_back({values[5], std::stoi(values[7]), std::min(std::stod(values[12]), std::stod(values[13]))});
  }
  return images;
}

// One reading of the sample dossier serves all tests here.
class Packages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sohoa_ = new CommandRunner();
    SayWhoTheAgencyIs(*sohoa_);
    const CommandResult submitted = sohoa_->Run({"submit", "--dossier", kSampled, "--applicant", "Trần Thị Bưởi", "--wait", CommandRunner::Samples().string()});
    ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  }
  static void TearDownTestSuite() {
    delete sohoa_;
    sohoa_ = nullptr;
  }

  static fs::path Export(const std::string& format, const std::string& folder) {
    const CommandResult exported = sohoa_->Run({"--json", "export", kSampled, "--format", format, "-o", folder});
    EXPECT_EQ(exported.exit_code, 0) << exported.err;
    if (exported.exit_code != 0) return {};
    EXPECT_EQ((exported.out + exported.err).find("Bưởi"), std::string::npos) << "no personal data in what is printed";
    return sohoa_->folder() / Json::parse(exported.out)["path"].get<std::string>();
  }

  static CommandRunner* sohoa_;
};
CommandRunner* Packages::sohoa_ = nullptr;

TEST_F(Packages, SipAndAipOfTheSampleDossierKeepEveryRule) {
  EXPECT_THAT(test::JudgePackage(Export("sip", "out"), test::ExpectedKind::kSip), testing::IsEmpty());
  EXPECT_THAT(test::JudgePackage(Export("aip", "out"), test::ExpectedKind::kAip), testing::IsEmpty());
}

TEST_F(Packages, BagAndDecree30OfTheSampleDossierKeepEveryRule) {
  EXPECT_THAT(test::JudgeBag(Export("bagit", "out")), testing::IsEmpty());
  EXPECT_THAT(test::JudgeDecree30(Export("nd30", "out")), testing::IsEmpty());
}

// Article 8: PDF/A of two layers; colour of 24 bits where the paper has colour, at least 200 dpi.
TEST_F(Packages, DocumentsAreTwoLayerPdfAOfTheResolutionThatIsAskedFor) {
  const fs::path data = Export("sip", "layers") / "representations/rep1/data";
  std::size_t coloured = 0;
  for (const std::string& name : test::FilesBelow(data)) {
    const std::string unpacked = SaidBy("qpdf --qdf --stream-data=uncompress '" + (data / name).string() + "' -");
    for (const char* must : {"<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "/OutputIntents", "/FontFile2", "3 Tr"}) {
      EXPECT_NE(unpacked.find(must), std::string::npos) << name << " has no " << must;
    }
    EXPECT_FALSE(SaidBy("pdftotext '" + (data / name).string() + "' -").empty()) << name << " has no text";
    const std::vector<ImageInPdf> images = ImagesOf(data / name);
    EXPECT_FALSE(images.empty()) << name;
    for (const ImageInPdf& image : images) {
      EXPECT_GE(image.dpi, 200) << name;
      if (image.colour != "rgb") continue;
      EXPECT_EQ(image.bits, 8) << name;
      ++coloured;
    }
  }
  EXPECT_GE(coloured, 4u) << "pages with seals and signatures keep their colour";
}

// Decree 30, Appendix I: at full scale, so that a page is as large as its paper (A4).
TEST_F(Packages, PagesOfDecree30AreAsLargeAsTheirPaper) {
  const fs::path folder = Export("nd30", "scale");
  for (const std::string& name : test::FilesBelow(folder)) {
    if (!name.ends_with(".pdf")) continue;
    const std::string said = SaidBy("pdfinfo -l 99 '" + (folder / name).string() + "'");
    const std::regex size("Page +[0-9]+ size: +([0-9.]+) x ([0-9.]+) pts");
    std::size_t pages = 0;
    for (std::sregex_iterator page(said.begin(), said.end(), size), end; page != end; ++page, ++pages) {
      // A sheet that lay askew is a little larger once it is straight.
      const double width = std::stod((*page)[1]) / 72 * 25.4;
      const double height = std::stod((*page)[2]) / 72 * 25.4;
      EXPECT_NEAR(std::min(width, height), 210, 8) << name;
      EXPECT_NEAR(std::max(width, height), 297, 8) << name;
    }
    EXPECT_GT(pages, 0u) << name;
  }
}

TEST_F(Packages, AServerGivesTheSamePackageAsTheArchiveItself) {
  const fs::path alone = Export("aip", "alone");
  const pid_t server = sohoa_->Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(*sohoa_));
  const fs::path served = Export("aip", "served");
  EXPECT_EQ(sohoa_->Stop(server, SIGTERM), 0);
  EXPECT_EQ(alone.filename(), served.filename());
  EXPECT_EQ(test::FilesBelow(alone), test::FilesBelow(served));
  for (const std::string& file : test::FilesBelow(alone / "representations/rep2/data")) {
    EXPECT_EQ(test::DigestOf(alone / "representations/rep2/data" / file), test::DigestOf(served / "representations/rep2/data" / file)) << file;
  }
  EXPECT_THAT(test::JudgePackage(served, test::ExpectedKind::kAip), testing::IsEmpty());
}

TEST_F(Packages, AnAipIsBroughtIntoAnEmptyArchiveAndLeavesItTheSame) {
  const fs::path aip = Export("aip", "from");
  const CommandRunner other;
  SayWhoTheAgencyIs(other);
  const CommandResult imported = other.Run({"--json", "import", aip.string()});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(Json::parse(imported.out)["dossier"], kSampled);
  EXPECT_EQ((imported.out + imported.err).find("Bưởi"), std::string::npos);
  EXPECT_EQ(other.Run({"verify"}).exit_code, 0);
  EXPECT_EQ(other.Run({"--json", "show", kSampled}).out, sohoa_->Run({"--json", "show", kSampled}).out);
  EXPECT_NE(other.Run({"search", "quyet dinh"}).out.find(kSampled), std::string::npos);

  const CommandResult exported = other.Run({"--json", "export", kSampled, "--format", "aip", "-o", "back"});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  const fs::path back = other.folder() / Json::parse(exported.out)["path"].get<std::string>();
  EXPECT_THAT(test::JudgePackage(back, test::ExpectedKind::kAip), testing::IsEmpty());
  EXPECT_EQ(test::FilesBelow(aip), test::FilesBelow(back));
  std::vector<std::string> different;
  for (const std::string& file : test::FilesBelow(aip)) {
    if (test::DigestOf(aip / file) != test::DigestOf(back / file)) different.push_back(file);
  }
  // When it was packed, and the import in its history.
  EXPECT_EQ(different, (std::vector<std::string>{"METS.xml", "metadata/preservation/PREMIS.xml", "representations/rep1/METS.xml",
                                                 "representations/rep2/METS.xml",
                                                 "representations/rep2/data/records/history", "representations/rep2/metadata/preservation/PREMIS_rep2.xml"}));
  EXPECT_EQ(other.Run({"import", aip.string()}).exit_code, 3) << "it is there already";
}

// But for when it was packed and, where a package tells of it, its history, which has the import.
TEST_F(Packages, EveryFormatLeavesAnArchiveThatImportedTheDossierAsItLeftTheFirst) {
  const std::map<std::string, std::vector<std::string>> different_in = {
      {"sip", {"METS.xml", "representations/rep1/METS.xml"}},
      {"aip", {"METS.xml", "metadata/preservation/PREMIS.xml", "representations/rep1/METS.xml", "representations/rep2/METS.xml",
               "representations/rep2/data/records/history", "representations/rep2/metadata/preservation/PREMIS_rep2.xml"}},
      {"bagit", {"bag-info.txt", "data/records/history", "manifest-sha256.txt", "tagmanifest-sha256.txt"}},
      {"nd30", {}}, {"pdf", {}}, {"alto", {}}, {"hocr", {}}, {"json", {}}};
  for (const char* by : {"aip", "bagit"}) {
    const CommandRunner other;
    SayWhoTheAgencyIs(other);
    const CommandResult imported = other.Run({"import", Export(by, std::string("by-") + by).string()});
    ASSERT_EQ(imported.exit_code, 0) << imported.err;
    for (const auto& [format, expected] : different_in) {
      SCOPED_TRACE(format + " of what was imported by " + by);
      const std::string folder = "first-" + format + "-" + by;
      for (const CommandRunner* each : std::initializer_list<const CommandRunner*>{sohoa_, &other}) {
        const CommandResult exported = each->Run({"export", kSampled, "--format", format, "-o", folder + "/"});
        ASSERT_EQ(exported.exit_code, 0) << exported.err;
      }
      const std::vector<std::string> files = test::FilesBelow(sohoa_->folder() / folder);
      EXPECT_FALSE(files.empty());
      ASSERT_EQ(files, test::FilesBelow(other.folder() / folder));
      std::vector<std::string> different;
      for (const std::string& file : files) {
        if (test::DigestOf(sohoa_->folder() / folder / file) == test::DigestOf(other.folder() / folder / file)) continue;
        // Below the package's own folder.
        different.push_back(expected.empty() ? file : file.substr(file.find('/') + 1));
      }
      EXPECT_EQ(different, expected);
    }
  }
}

TEST_F(Packages, AServerImportsABagAndGoesOnWithItsDossier) {
  const fs::path bag = Export("bagit", "from");
  CommandRunner served;
  const pid_t server = served.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(served));
  const CommandResult imported = served.Run({"import", bag.string()});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(served.Run({"import", bag.string()}).exit_code, 3);
  EXPECT_EQ(served.Run({"import", "nowhere"}).exit_code, 3);
  const CommandResult more = served.Run({"submit", "--dossier", kSampled, "--wait", SampleWith(".png").string()});
  EXPECT_EQ(more.exit_code, 0) << more.err;
  EXPECT_EQ(Json::parse(served.Run({"--json", "show", kSampled}).out)["version"], 2);
  EXPECT_EQ(served.Run({"verify"}).exit_code, 0);
  EXPECT_EQ(served.Stop(server, SIGTERM), 0);
}

TEST_F(Packages, TheDocumentsOfASipAreHandedInAndRead) {
  const fs::path sip = Export("sip", "handed");
  const CommandRunner receiver;
  const CommandResult imported = receiver.Run({"--json", "import", sip.string()});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const Json receipt = Json::parse(imported.out);
  EXPECT_EQ(receipt["dossier"], kSampled);
  EXPECT_EQ(receipt["originals"].size(), 5u);
  EXPECT_EQ(receipt["pages"], 10);
  EXPECT_NE(receiver.Run({"search", "quyet dinh"}).out.find(kSampled), std::string::npos);
  EXPECT_EQ(receiver.Run({"import", sip.string()}).exit_code, 3) << "it is there already";
  std::ofstream(sip / "representations/rep1/data/H42.18.2018.181004-0001.1.pdf", std::ios::app) << " ";
  const CommandRunner other;
  EXPECT_EQ(other.Run({"import", sip.string()}).exit_code, 3) << "a byte more";
  EXPECT_EQ(other.Run({"show", kSampled}).exit_code, 3);
}

TEST_F(Packages, ADamagedPackageIsRefusedAndLeavesNothing) {
  const fs::path aip = Export("aip", "damaged");
  const CommandRunner empty;
  std::ofstream(aip / "schemas/xlink.xsd", std::ios::app) << " ";
  const CommandResult refused = empty.Run({"import", aip.string()});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_NE(refused.err.find("schemas/xlink.xsd"), std::string::npos) << refused.err;
  EXPECT_EQ(empty.Run({"verify"}).exit_code, 0) << "not even a blob is left";
  EXPECT_EQ(empty.Run({"show", kSampled}).exit_code, 3);
}

TEST_F(Packages, ADossierThatIsNotThereAndAPackageThatIsAreRefused) {
  EXPECT_EQ(sohoa_->Run({"export", "H42.18-260930-0099", "--format", "sip", "-o", "nothing"}).exit_code, 3);
  EXPECT_FALSE(fs::exists(sohoa_->folder() / "nothing"));
  Export("sip", "twice");
  const CommandResult again = sohoa_->Run({"export", kSampled, "--format", "sip", "-o", "twice"});
  EXPECT_EQ(again.exit_code, 3) << again.err;
}

}  // namespace
}  // namespace sohoa
