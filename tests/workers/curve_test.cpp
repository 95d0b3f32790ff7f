// SPDX-License-Identifier: Apache-2.0
//
// Coordinators that are reached over TCP with keys, by peers that may and by those that may
// not; all over real sockets.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/faulty_archive.h"
#include "support/test_folder.h"
#include "workers/child_process.h"
#include "workers/coordinator.h"
#include "workers/curve_authority.h"
#include "workers/played_worker.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

bool Within(std::int64_t ms, const std::function<bool()>& reached) {
  const std::int64_t end = MonotonicMs() + ms;
  while (MonotonicMs() < end && !reached()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return reached();
}

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  EXPECT_EQ(bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t length = sizeof address;
  EXPECT_EQ(getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length), 0);
  close(probe);
  return ntohs(address.sin_port);
}

class Curve : public testing::Test {
 protected:
  Curve() : port_(FreePort()), endpoint_("tcp://127.0.0.1:" + std::to_string(port_)) {
    server_ = *MakeKeyFile(folder_.Sub("server.key"), "coordinator");
    Allow(PeerRole::kDesk, "quay-1");
    Allow(PeerRole::kWorker, "may-doc-1");
    Allow(PeerRole::kOperator, "truc");
    options_.endpoints = {endpoint_};
    options_.reader.executable = BinFolder() + "/sohoa-reader";
    options_.reader.ocr.engine = "null";
  }

  void Allow(PeerRole role, const std::string& name) {
    const CurveKeys keys = *MakeKeyFile(folder_.Sub(name + ".key"), name);
    const Status allowed = AllowPeer(list_, {role, name, keys.public_key});
    ASSERT_TRUE(allowed.ok()) << allowed.ToString();
  }

  ClientKeys KeysOf(const std::string& name) const { return {*ReadKeyFile(folder_.Sub(name + ".key")), server_.public_key}; }

  void Start() {
    options_.keys = {server_, *AllowList::Open(list_)};
    Result<std::unique_ptr<Coordinator>> coordinator =
        Coordinator::Start(archive_, options_, [](std::string_view method, std::string_view) { return Result<std::string>(std::string(method)); });
    ASSERT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
  }

  Result<std::unique_ptr<DeskClient>> Desk(const ClientKeys& keys, std::int64_t timeout_ms = 20'000) {
    return DeskClient::Connect(endpoint_, timeout_ms, keys);
  }

  // The answer to a frame from `name`.
  Status Say(const std::string& name, Command command, const std::string& body) {
    const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint_, KeysOf(name)));
    return connection->Ask(command, body, 10'000).status();
  }

  TestFolder folder_;
  const std::string list_ = folder_.Sub("peers");
  const std::uint16_t port_;
  const std::string endpoint_;
  CurveKeys server_;
  FaultyArchive archive_;
  CoordinatorOptions options_;
  std::unique_ptr<Coordinator> coordinator_;
};

TEST_F(Curve, TakesADossierFromADeskThroughAWorkerOfAnotherHost) {
  Start();
  WorkerOptions worker_options;
  worker_options.endpoint = endpoint_;
  worker_options.keys = KeysOf("may-doc-1");
  worker_options.reader = options_.reader;
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(worker_options);
  ASSERT_TRUE(worker) << worker.status().ToString();
  const Result<std::unique_ptr<DeskClient>> desk = Desk(KeysOf("quay-1"));
  ASSERT_TRUE(desk) << desk.status().ToString();
  ASSERT_TRUE((*desk)->OpenBatch({kCode, "", "", ""}, "b1", Lane::kCounter).ok());
  const std::string page = "P5\n200 200\n255\n" + std::string(200 * 200, '\xff');
  const Result<OriginalReceipt> receipt = (*desk)->Upload(kCode, "b1", 0, *OriginalFile::FromBytes(page, "a.pgm"), nullptr);
  ASSERT_TRUE(receipt) << receipt.status().ToString();
  ASSERT_TRUE((*desk)->Seal(kCode, "b1").ok());

  EXPECT_TRUE(Within(60'000, [&] { return (*desk)->Progress(kCode)->all_batches_visible; }));

  ASSERT_EQ(coordinator_->Snapshot().workers.size(), 1u);
  EXPECT_TRUE(coordinator_->Snapshot().workers[0].id.starts_with("may-doc-1/"));
  EXPECT_TRUE((*worker)->refusal().ok());
}

TEST_F(Curve, RefusesAKeyThatItDoesNotKnowAndSaysSo) {
  Start();
  const CurveKeys stranger = *NewCurveKeys();

  const Result<std::unique_ptr<DeskClient>> desk = Desk({stranger, server_.public_key});

  EXPECT_EQ(desk.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(desk.status().message().find("does not allow our key"), std::string::npos) << desk.status().message();
  EXPECT_GE(coordinator_->Snapshot().refused_peers, 1u);
}

TEST_F(Curve, EndsAWorkerWhoseKeyIsNotAllowed) {
  Start();
  WorkerOptions worker_options;
  worker_options.endpoint = endpoint_;
  worker_options.keys = {*NewCurveKeys(), server_.public_key};
  worker_options.services = {"dossier"};
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(worker_options);
  ASSERT_TRUE(worker) << worker.status().ToString();

  EXPECT_TRUE(Within(20'000, [&] { return !(*worker)->running(); }));
  EXPECT_NE((*worker)->refusal().message().find("does not allow our key"), std::string::npos) << (*worker)->refusal().message();
  EXPECT_TRUE(coordinator_->Snapshot().workers.empty());
}

TEST_F(Curve, EndsAWorkerThatExpectsAnotherServerKey) {
  Start();
  WorkerOptions worker_options;
  worker_options.endpoint = endpoint_;
  worker_options.keys = {KeysOf("may-doc-1").own, NewCurveKeys()->public_key};
  worker_options.services = {"dossier"};
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(worker_options);
  ASSERT_TRUE(worker) << worker.status().ToString();

  EXPECT_TRUE(Within(60'000, [&] { return !(*worker)->running(); }));
  EXPECT_NE((*worker)->refusal().message().find("transport.server_key"), std::string::npos) << (*worker)->refusal().message();
  EXPECT_TRUE(coordinator_->Snapshot().workers.empty());
}

TEST_F(Curve, RefusesAPeerWithoutAnyKey) {
  Start();

  const Result<std::unique_ptr<DeskClient>> desk = Desk({}, 3'000);

  EXPECT_EQ(desk.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(desk.status().message().find("keys"), std::string::npos) << desk.status().message();
}

TEST_F(Curve, SendsNothingToAServerThatHasAnotherKey) {
  Start();
  ClientKeys keys = KeysOf("quay-1");
  keys.server_key = NewCurveKeys()->public_key;

  const Result<std::unique_ptr<DeskClient>> desk = Desk(keys, 3'000);

  EXPECT_EQ(desk.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(desk.status().message().find("transport.server_key"), std::string::npos) << desk.status().message();
}

TEST_F(Curve, CutsOffALiveConnectionWhoseKeyIsRevoked) {
  Start();
  const Result<std::unique_ptr<DeskClient>> revoked = Desk(KeysOf("quay-1"));
  ASSERT_TRUE(revoked) << revoked.status().ToString();
  const Result<std::unique_ptr<DeskClient>> other = Desk(KeysOf("truc"));
  ASSERT_TRUE(other) << other.status().ToString();
  ASSERT_TRUE((*revoked)->OpenBatch({kCode, "", "", ""}, "b1", Lane::kCounter).ok());
  const std::uint64_t refused = coordinator_->Snapshot().refused_peers;

  ASSERT_TRUE(RevokePeer(list_, "quay-1").ok());

  // Its frames are dropped, and when it comes anew the handshake refuses it.
  const Status opened = (*revoked)->OpenBatch({kCode, "", "", ""}, "b2", Lane::kCounter);
  EXPECT_EQ(opened.code(), StatusCode::kUnavailable);
  EXPECT_NE(opened.message().find("does not allow our key"), std::string::npos) << opened.message();
  EXPECT_GE(coordinator_->Snapshot().refused_peers, refused + 2);
  EXPECT_TRUE((*other)->OpenBatch({kCode, "", "", ""}, "b3", Lane::kCounter).ok());
}

TEST_F(Curve, TakesTheJobsBackFromAWorkerWhoseKeyIsRevoked) {
  options_.beat_ms = 200;
  options_.endpoints.push_back("ipc://" + folder_.Sub("socket"));
  Start();
  const Result<std::unique_ptr<DeskClient>> desk = Desk(KeysOf("quay-1"));
  ASSERT_TRUE(desk) << desk.status().ToString();
  ASSERT_TRUE((*desk)->OpenBatch({kCode, "", "", ""}, "b1", Lane::kCounter).ok());
  const std::string page = "P5\n20 20\n255\n" + std::string(20 * 20, '\xff');
  ASSERT_TRUE((*desk)->Upload(kCode, "b1", 0, *OriginalFile::FromBytes(page, "a.pgm"), nullptr));
  PlayedWorker worker(endpoint_, "w", 1, KeysOf("may-doc-1"));
  const std::optional<JobBody> job = worker.WaitForJob(10'000);
  ASSERT_TRUE(job);

  ASSERT_TRUE(RevokePeer(list_, "may-doc-1").ok());

  PlayedWorker local(options_.endpoints[1], "local");
  const std::optional<JobBody> again = local.WaitForJob(20'000);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->job, job->job);
  EXPECT_EQ(local.Answer(*again), Command::kCommitted);
}

TEST_F(Curve, ReadsANewKeyWithoutARestart) {
  Start();
  Allow(PeerRole::kDesk, "quay-2");

  EXPECT_TRUE(Desk(KeysOf("quay-2")));
}

TEST_F(Curve, RefusesFramesThatTheRoleDoesNotHave) {
  Start();
  const std::string open = EncodeBody(OpenBatchBody{{kCode, "", "", ""}, "b1", Lane::kCounter});
  BeatBody beat;
  beat.worker = "w";
  beat.services = {"page"};
  beat.credit = 1;

  EXPECT_EQ(Say("may-doc-1", Command::kOpenBatch, open).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("may-doc-1", Command::kCall, EncodeBody(CallBody{"search", "{}"})).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("quay-1", Command::kReady, EncodeBody(beat)).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("quay-1", Command::kResult, EncodeBody(OutcomeBody{"j", 1, {}, {}})).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("quay-1", Command::kCall, EncodeBody(CallBody{"search", "{}"})).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("truc", Command::kBeat, EncodeBody(beat)).code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(coordinator_->Snapshot().workers.empty());
  EXPECT_EQ(coordinator_->Progress(kCode).status().code(), StatusCode::kNotFound);

  // What it says of itself makes no difference.
  EXPECT_TRUE(Say("quay-1", Command::kHello, EncodeBody(ClientHello{"operator", "truc", OwnVersions({})})).ok());
  EXPECT_EQ(Say("quay-1", Command::kAskDrain, EncodeBody(DrainBody{"w", WorkerOrder::kEnd})).code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(Say("quay-1", Command::kOpenBatch, open).ok());
  EXPECT_TRUE(Say("truc", Command::kCall, EncodeBody(CallBody{"search", "{}"})).ok());
  // Where the coordinator writes is nothing that another host may say.
  EXPECT_EQ(Say("truc", Command::kCall, EncodeBody(CallBody{"backup", "{}"})).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Say("truc", Command::kCall, EncodeBody(CallBody{"import", "{}"})).code(), StatusCode::kInvalidArgument);
}

TEST_F(Curve, LivesOnUnderGarbageOnItsPort) {
  Start();
  std::mt19937 random(11);
  std::vector<int> open;
  for (int round = 0; round < 200; ++round) {
    const int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = Loopback(port_);
    ASSERT_EQ(connect(raw, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    std::string bytes(random() % 300, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() & 255);
    // A greeting that is right as far as the mechanism, and then nonsense.
    if (round % 3 == 0) bytes = std::string("\xff\0\0\0\0\0\0\0\x01\x7f\x03\0CURVE", 17) + std::string(47, '\0') + bytes;
    static_cast<void>(send(raw, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    // Some hang up, some just stay.
    if (round % 2 == 0) {
      close(raw);
    } else {
      open.push_back(raw);
    }
  }

  const Result<std::unique_ptr<DeskClient>> desk = Desk(KeysOf("quay-1"));
  EXPECT_TRUE(desk) << desk.status().ToString();
  for (const int raw : open) close(raw);
}

TEST_F(Curve, LivesOnUnderManyConnectionsThatAreRefused) {
  Start();
  for (int round = 0; round < 100; ++round) {
    const ClientKeys keys = {*NewCurveKeys(), server_.public_key};
    std::vector<std::unique_ptr<ClientSocket>> sockets;
    for (int i = 0; i < 5; ++i) {
      Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(endpoint_, keys);
      ASSERT_TRUE(socket) << socket.status().ToString();
      sockets.push_back(std::move(*socket));
    }
    if (round % 2 == 0) continue;  // gone before they are answered
    sockets[0]->Receive(20, nullptr);
  }

  EXPECT_GT(coordinator_->Snapshot().refused_peers, 50u);
  EXPECT_TRUE(Desk(KeysOf("quay-1")));
}

TEST_F(Curve, LivesOnWhenClientsGoInTheMiddleOfAHandshake) {
  Start();
  ClientKeys wrong = KeysOf("quay-1");
  wrong.server_key = NewCurveKeys()->public_key;
  for (int round = 0; round < 60; ++round) {
    const Result<std::unique_ptr<ClientSocket>> socket = ClientSocket::Connect(endpoint_, round % 2 == 0 ? wrong : ClientKeys());
    ASSERT_TRUE(socket) << socket.status().ToString();
    std::this_thread::sleep_for(std::chrono::milliseconds(round % 10));
  }

  EXPECT_TRUE(Desk(KeysOf("quay-1")));
}

TEST_F(Curve, KeepsTheListsOfTwoCoordinatorsApart) {
  Start();
  const CurveKeys other_server = *NewCurveKeys();
  const std::string other_list = folder_.Sub("other-peers");
  ASSERT_TRUE(AllowPeer(other_list, {PeerRole::kDesk, "quay-9", NewCurveKeys()->public_key}).ok());
  const std::unique_ptr<ServerSocket> other =
      std::move(*ServerSocket::Bind({"tcp://127.0.0.1:*"}, {other_server, *AllowList::Open(other_list)}));
  ClientKeys keys = KeysOf("quay-1");
  keys.server_key = other_server.public_key;

  const Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(other->endpoints()[0], 20'000, keys);

  EXPECT_EQ(desk.status().code(), StatusCode::kUnavailable);
  EXPECT_GE(other->refused(), 1u);
  EXPECT_TRUE(Desk(KeysOf("quay-1")));
}

TEST(PlainTransport, IsRefusedOffLoopbackAtBothEnds) {
  const Status bound = ServerSocket::Bind({"tcp://*:*"}).status();
  const Status connected = DeskClient::Connect("tcp://192.0.2.1:5570").status();
  WorkerOptions options;
  options.endpoint = "tcp://archive.example:5570";
  const Status started = Worker::Start(options).status();

  for (const Status& status : {bound, connected, started}) {
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_NE(status.message().find("sohoa peer make"), std::string::npos) << status.message();
  }
}

TEST(PlainTransport, IsTakenOnLoopback) {
  const std::unique_ptr<ServerSocket> server = std::move(*ServerSocket::Bind({"tcp://127.0.0.1:*"}));
  const std::unique_ptr<ClientSocket> client = std::move(*ClientSocket::Connect(server->endpoints()[0]));
  WakeSignal wake;

  ASSERT_TRUE(Within(10'000, [&] { return client->Send("x"); }));
  const std::optional<PeerFrame> frame = server->Receive(10'000, wake);

  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->bytes, "x");
  EXPECT_EQ(frame->who.role, PeerRole::kLocal);
}

}  // namespace
}  // namespace sohoa
