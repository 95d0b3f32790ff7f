// SPDX-License-Identifier: Apache-2.0
//
// Key files, the allow-list, endpoints and roles: all that decides who may talk to a
// coordinator, without a socket.
#include "workers/peer_keys.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/test_folder.h"
#include "workers/curve_authority.h"
#include "workers/endpoint.h"
#include "workers/peer_roles.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

void Write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

std::string NewPublicKey() { return NewCurveKeys()->public_key; }

class PeerKeys : public testing::Test {
 protected:
  TestFolder folder_;
  const std::string list_ = folder_.Sub("peers");
};

TEST_F(PeerKeys, GivesBackThePairOfAFileThatOnlyItsOwnerCanRead) {
  const std::string path = folder_.Sub("quay-1.key");
  const Result<CurveKeys> made = MakeKeyFile(path, "quay-1");
  ASSERT_TRUE(made) << made.status().ToString();

  const Result<CurveKeys> read = ReadKeyFile(path);

  ASSERT_TRUE(read) << read.status().ToString();
  EXPECT_EQ(read->public_key, made->public_key);
  EXPECT_EQ(read->secret_key, made->secret_key);
  EXPECT_TRUE(IsPublicKey(read->public_key));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(PeerKeys, NeverWritesOverAKeyFile) {
  const std::string path = folder_.Sub("quay-1.key");
  const std::string key = MakeKeyFile(path, "quay-1")->secret_key;

  EXPECT_EQ(MakeKeyFile(path, "quay-1").status().code(), StatusCode::kConflict);
  EXPECT_EQ(ReadKeyFile(path)->secret_key, key);
}

TEST_F(PeerKeys, RefusesAKeyFileThatOthersMayRead) {
  const std::string path = folder_.Sub("quay-1.key");
  ASSERT_TRUE(MakeKeyFile(path, "quay-1"));
  fs::permissions(path, fs::perms::group_read, fs::perm_options::add);

  const Result<CurveKeys> read = ReadKeyFile(path);

  EXPECT_EQ(read.status().code(), StatusCode::kInvalidArgument);
  EXPECT_NE(read.status().message().find("chmod 600"), std::string::npos);
}

TEST_F(PeerKeys, RefusesAKeyFileWhosePublicKeyIsAnothers) {
  const std::string path = folder_.Sub("mixed.key");
  Write(path, "public " + NewPublicKey() + "\nsecret " + NewCurveKeys()->secret_key + "\n");

  EXPECT_EQ(ReadKeyFile(path).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadKeyFile(folder_.Sub("none")).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(PeerKeys, AllowsByKeyAndRevokesByName) {
  const std::string desk = NewPublicKey();
  const std::string worker = NewPublicKey();
  ASSERT_TRUE(AllowPeer(list_, {PeerRole::kDesk, "quay-1", desk}).ok());
  ASSERT_TRUE(AllowPeer(list_, {PeerRole::kWorker, "may-doc-1", worker}).ok());
  const std::shared_ptr<AllowList> list = *AllowList::Open(list_);
  ASSERT_TRUE(list->Find(worker));
  EXPECT_EQ(list->Find(worker)->role, PeerRole::kWorker);
  EXPECT_EQ(list->Find(worker)->name, "may-doc-1");
  EXPECT_FALSE(list->Find(NewPublicKey()));

  ASSERT_TRUE(RevokePeer(list_, "may-doc-1").ok());

  EXPECT_FALSE(list->Find(worker));
  EXPECT_TRUE(list->Find(desk));
  EXPECT_EQ(RevokePeer(list_, "may-doc-1").code(), StatusCode::kNotFound);
}

TEST_F(PeerKeys, AllowsNoNameAndNoKeyTwice) {
  const std::string key = NewPublicKey();
  ASSERT_TRUE(AllowPeer(list_, {PeerRole::kDesk, "quay-1", key}).ok());

  EXPECT_EQ(AllowPeer(list_, {PeerRole::kWorker, "quay-1", NewPublicKey()}).code(), StatusCode::kConflict);
  EXPECT_EQ(AllowPeer(list_, {PeerRole::kWorker, "quay-2", key}).code(), StatusCode::kConflict);
  EXPECT_EQ(AllowPeer(list_, {PeerRole::kWorker, "quay 2", NewPublicKey()}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(AllowPeer(list_, {PeerRole::kWorker, "quay-2", "key"}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadAllowList(list_)->size(), 1u);
}

TEST_F(PeerKeys, KeepsTheRemarksOfAListThatIsChanged) {
  Write(list_, "# quầy số 1, tầng trệt\ndesk quay-1 " + NewPublicKey() + "\n\n");
  ASSERT_TRUE(AllowPeer(list_, {PeerRole::kDesk, "quay-2", NewPublicKey()}).ok());
  ASSERT_TRUE(RevokePeer(list_, "quay-1").ok());

  std::ostringstream text;
  text << std::ifstream(list_).rdbuf();
  EXPECT_EQ(text.str().find("# quầy số 1, tầng trệt\n"), 0u);
  EXPECT_EQ(ReadAllowList(list_)->size(), 1u);
}

TEST_F(PeerKeys, NamesTheLineThatIsNone) {
  const std::string good = "desk quay-1 " + NewPublicKey() + "\n";
  const std::vector<std::string> none = {"king quay-2 " + NewPublicKey(), "desk quay-2 abc", "desk quay-2 " + NewPublicKey() + " more", "desk"};
  for (const std::string& bad : none) {
    Write(list_, good + bad + "\n");
    const Result<std::shared_ptr<AllowList>> list = AllowList::Open(list_);
    EXPECT_EQ(list.status().code(), StatusCode::kInvalidArgument) << bad;
    EXPECT_NE(list.status().message().find("line 2"), std::string::npos) << list.status().message();
  }
  EXPECT_EQ(AllowList::Open(folder_.Sub("none")).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(PeerKeys, LetsNobodyInByALineThatIsBrokenWhileItRuns) {
  const std::string first = NewPublicKey();
  const std::string second = NewPublicKey();
  Write(list_, "desk quay-1 " + first + "\ndesk quay-2 " + second + "\n");
  const std::shared_ptr<AllowList> list = *AllowList::Open(list_);
  ASSERT_TRUE(list->Find(second));

  Write(list_, "desk quay-1 " + first + "\ndsek quay-2 " + second + "\n");

  EXPECT_TRUE(list->Find(first));
  EXPECT_FALSE(list->Find(second));
  EXPECT_NE(list->trouble().message().find("line 2"), std::string::npos);
}

TEST_F(PeerKeys, LetsNobodyInWhereTheListIsGoneOrOthersMayWriteIt) {
  const std::string key = NewPublicKey();
  Write(list_, "desk quay-1 " + key + "\n");
  const std::shared_ptr<AllowList> list = *AllowList::Open(list_);
  ASSERT_TRUE(list->Find(key));

  fs::permissions(list_, fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(list->Find(key));
  fs::permissions(list_, fs::perms::others_write, fs::perm_options::remove);
  EXPECT_TRUE(list->Find(key));
  fs::remove(list_);
  EXPECT_FALSE(list->Find(key));
  EXPECT_FALSE(list->trouble().ok());
}

TEST_F(PeerKeys, SeesAChangeThatLeavesTheFileAsLongAsItWas) {
  const std::string key = NewPublicKey();
  const std::string other = NewPublicKey();
  Write(list_, "desk quay-1 " + key + "\n");
  const std::shared_ptr<AllowList> list = *AllowList::Open(list_);
  ASSERT_TRUE(list->Find(key));

  // In place and at once: the same inode, the same length, perhaps the same stamp.
  Write(list_, "desk quay-1 " + other + "\n");

  EXPECT_FALSE(list->Find(key));
  EXPECT_TRUE(list->Find(other));
}

TEST(Endpoint, KnowsWhoCanReachIt) {
  for (const char* endpoint : {"tcp://127.0.0.1:5570", "tcp://127.1.2.3:5570", "tcp://localhost:1", "tcp://[::1]:1", "tcp://127.0.0.1:*"}) {
    EXPECT_EQ(*ReachOf(endpoint), EndpointReach::kLoopback) << endpoint;
  }
  for (const char* endpoint : {"tcp://10.0.0.1:5570", "tcp://*:5570", "tcp://0.0.0.0:5570", "tcp://127.0.0.1.example.com:1", "tcp://archive:1",
                               "tcp://[::]:1", "tcp://127.1:1", "tcp://localhost.example:1", "tcp://eth0:1"}) {
    EXPECT_EQ(*ReachOf(endpoint), EndpointReach::kNetwork) << endpoint;
  }
  EXPECT_EQ(*ReachOf("ipc:///run/sohoa/coordinator"), EndpointReach::kHost);
  EXPECT_EQ(*ReachOf("inproc://x"), EndpointReach::kProcess);
}

TEST(Endpoint, RefusesWhatWouldReachFurtherThanItSays) {
  for (const char* endpoint : {"ipc://@everybody", "ipc://", "udp://127.0.0.1:1", "pgm://eth0;1.2.3.4:5", "tcp://127.0.0.1", "tcp://:5",
                               "tcp://127.0.0.1:", "tcp://127.0.0.1:0;10.0.0.1:5570", "", "127.0.0.1:5570"}) {
    EXPECT_EQ(ReachOf(endpoint).status().code(), StatusCode::kInvalidArgument) << endpoint;
  }
}

TEST(PeerRoles, GiveEachRoleItsOwnFramesOnly) {
  const PeerIdentity desk{PeerRole::kDesk, "d"};
  const PeerIdentity worker{PeerRole::kWorker, "w"};
  const PeerIdentity person{PeerRole::kOperator, "o"};
  const auto may = [](const PeerIdentity& peer, Command command) { return CheckMaySend(peer, command).ok(); };
  for (const Command command : {Command::kReady, Command::kBeat, Command::kResult, Command::kFail, Command::kReturn, Command::kPutBlob,
                                Command::kStoreBlob}) {
    EXPECT_TRUE(may(worker, command));
    EXPECT_FALSE(may(desk, command));
    EXPECT_FALSE(may(person, command));
  }
  for (const Command command : {Command::kOpenBatch, Command::kOpenOriginal, Command::kHandIn, Command::kSeal, Command::kSealArranged, Command::kAskProgress, Command::kCall}) {
    EXPECT_TRUE(may(desk, command));
    EXPECT_TRUE(may(person, command));
    EXPECT_FALSE(may(worker, command));
  }
  EXPECT_TRUE(may(person, Command::kAskDrain));
  EXPECT_FALSE(may(desk, Command::kAskDrain));
  EXPECT_FALSE(may(worker, Command::kAskDrain));
  EXPECT_FALSE(may(desk, Command::kGetBlob));
  // Answers are taken from nobody.
  for (const PeerIdentity& peer : {desk, worker, person}) EXPECT_FALSE(may(peer, Command::kReceipt));
}

TEST(PeerRoles, LetADeskAskForDraftsAlone) {
  const PeerIdentity desk{PeerRole::kDesk, "d"};
  EXPECT_TRUE(CheckMayCall(desk, "draft").ok());
  for (const char* method : {"search", "show", "status", "user_add", "backup", ""}) EXPECT_FALSE(CheckMayCall(desk, method).ok()) << method;
  EXPECT_TRUE(CheckMayCall({PeerRole::kOperator, "o"}, "search").ok());
}

TEST(PeerRoles, PutTheKeysNameBeforeAWorkersOwnWord) {
  EXPECT_EQ(WorkerIdOf({PeerRole::kWorker, "may-doc-1"}, "may-doc-2/x"), "may-doc-1/may-doc-2/x");
  EXPECT_EQ(WorkerIdOf({}, "x"), "x");
}

}  // namespace
}  // namespace sohoa
