// SPDX-License-Identifier: Apache-2.0
#include "workers/versions.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

const std::vector<std::string> kAllServices = {"page", "dossier"};

ProgramVersions Programs(std::uint32_t oldest, std::uint32_t newest) { return {oldest, newest, "1.0.0", OwnVersions(kAllServices).stages}; }

TEST(Versions, ListTheStagesOfEachServiceInTheirOrder) {
  const std::vector<StageVersion> page = OwnVersions({"page"}).stages;
  ASSERT_EQ(page.size(), 4u);
  EXPECT_EQ(page.front().stage, "decode");
  EXPECT_EQ(page.back().stage, "encode");
  for (const StageVersion& stage : OwnVersions(kAllServices).stages) EXPECT_GE(stage.version, 1) << stage.stage;
  EXPECT_EQ(OwnVersions(kAllServices).stages.size(), 9u);
  EXPECT_TRUE(OwnVersions({}).stages.empty());
}

TEST(Versions, SpeakTheNewestProtocolThatBothKnow) {
  const ProgramVersions own = Programs(4, 5);
  EXPECT_EQ(*CommonProtocol(own, Programs(4, 5), "x"), 5u);
  EXPECT_EQ(*CommonProtocol(own, Programs(3, 4), "x"), 4u);
  EXPECT_EQ(*CommonProtocol(own, Programs(5, 6), "x"), 5u);
}

TEST(Versions, SayWhichSideIsToBeUpgraded) {
  const ProgramVersions own = Programs(4, 5);
  const Status older = CommonProtocol(own, Programs(2, 3), "desk quay-1").status();
  const Status newer = CommonProtocol(own, Programs(6, 7), "desk quay-1").status();

  EXPECT_EQ(older.code(), StatusCode::kUnsupported);
  EXPECT_NE(older.message().find("desk quay-1"), std::string::npos);
  EXPECT_NE(older.message().find("upgrade sohoa on its host"), std::string::npos) << older.message();
  EXPECT_EQ(newer.code(), StatusCode::kUnsupported);
  EXPECT_NE(newer.message().find("upgrade sohoa on the coordinator's host"), std::string::npos) << newer.message();
}

TEST(Versions, TakeAWorkerWhoseStagesAreTheSame) {
  EXPECT_TRUE(CheckWorkerVersions(OwnVersions(kAllServices), OwnVersions(kAllServices), kAllServices, "w").ok());
  // It need not have what it does not offer.
  EXPECT_TRUE(CheckWorkerVersions(OwnVersions(kAllServices), OwnVersions({"page"}), {"page"}, "w").ok());
}

TEST(Versions, TurnAwayAWorkerWhoseStageIsOlderOrNewer) {
  ProgramVersions theirs = OwnVersions(kAllServices);
  ++theirs.stages[2].version;
  const Status newer = CheckWorkerVersions(OwnVersions(kAllServices), theirs, kAllServices, "w");
  theirs.stages[2].version -= 2;
  const Status older = CheckWorkerVersions(OwnVersions(kAllServices), theirs, kAllServices, "w");

  EXPECT_NE(newer.message().find("upgrade sohoa on the coordinator's host"), std::string::npos) << newer.message();
  EXPECT_NE(newer.message().find("recognise/"), std::string::npos);
  EXPECT_NE(older.message().find("upgrade sohoa on its host"), std::string::npos) << older.message();
  // A stage of a service that it does not offer is no matter.
  EXPECT_TRUE(CheckWorkerVersions(OwnVersions(kAllServices), theirs, {"dossier"}, "w").ok());
}

TEST(Versions, TurnAwayAWorkerThatLacksAStageOrHasOneMore) {
  ProgramVersions lacks = OwnVersions(kAllServices);
  lacks.stages.erase(lacks.stages.begin());
  ProgramVersions more = OwnVersions(kAllServices);
  more.stages.push_back({"page", "translate", 1});

  EXPECT_NE(CheckWorkerVersions(OwnVersions(kAllServices), lacks, kAllServices, "w").message().find("its host"), std::string::npos);
  EXPECT_NE(CheckWorkerVersions(OwnVersions(kAllServices), more, kAllServices, "w").message().find("coordinator's host"), std::string::npos);
  EXPECT_FALSE(CheckWorkerVersions(OwnVersions(kAllServices), OwnVersions(kAllServices), {"page", "translate"}, "w").ok());
}

TEST(Versions, TurnAwayAWorkerThatDoesNotSayWhatItsStagesAre) {
  EXPECT_NE(CheckWorkerVersions(OwnVersions(kAllServices), ProgramVersions(), kAllServices, "w").message().find("upgrade sohoa on its host"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
