// SPDX-License-Identifier: Apache-2.0
//
// Packages of the sample dossier, as a person makes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

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

// One reading of the sample dossier serves all tests here.
class Packages : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sohoa_ = new CommandRunner();
    std::ofstream(sohoa_->folder() / "sohoa.toml") << "[agency]\norgan_id = \"H42.18\"\nname = \"Ủy ban nhân dân xã Gia Sinh\"\nmaintenance = \"04\"\n"
                                                      "condition = \"01\"\narchive_id = \"L01\"\npaper_location = \"K1.G2.H3\"\n";
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

TEST_F(Packages, ADossierThatIsNotThereAndAPackageThatIsAreRefused) {
  EXPECT_EQ(sohoa_->Run({"export", "H42.18-260930-0099", "--format", "sip", "-o", "nothing"}).exit_code, 3);
  EXPECT_FALSE(fs::exists(sohoa_->folder() / "nothing"));
  Export("sip", "twice");
  const CommandResult again = sohoa_->Run({"export", kSampled, "--format", "sip", "-o", "twice"});
  EXPECT_EQ(again.exit_code, 3) << again.err;
}

}  // namespace
}  // namespace sohoa
