// SPDX-License-Identifier: Apache-2.0
//
// How originals and blobs come in: in one frame or in pieces, again, damaged, or not at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "workers/blob_channel.h"
#include "core/crc32c.h"
#include "workers/connection.h"
#include "workers/coordinator_fixture.h"
#include "workers/protocol.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// A page that goes in one frame.
std::string SmallPage() { return "P5 200 280 255\n" + std::string(200 * 280, '\xf0'); }

TEST_F(CoordinatorTest, AnswersAResendAndRefusesOtherBytes) {
  Start();
  OpenBatch("b1");
  // In pieces, and in one frame.
  for (const std::string& bytes : {DrawPage(0), SmallPage()}) {
    const std::uint32_t place = bytes.size() > kChunkBytes ? 0 : 1;
    ASSERT_TRUE(Upload("b1", place, bytes));

    const Result<OriginalReceipt> again = Upload("b1", place, bytes);
    const Result<OriginalReceipt> other = Upload("b1", place, bytes + "x");

    ASSERT_TRUE(again) << again.status().ToString();
    EXPECT_EQ(again->accepted, 0u) << bytes.size();
    EXPECT_EQ(again->duplicates, 1u) << bytes.size();
    EXPECT_EQ(other.status().code(), StatusCode::kConflict);
  }
  EXPECT_EQ(Progress().pages, 2u);
}

// What is held in memory has a limit; what is over it is told to come again, and is lost nowhere.
TEST_F(CoordinatorTest, TakesSoManyWholeOriginalsAtOnceAndNoMore) {
  std::atomic<bool> closed{false};
  archive_.faults().before_write = [&closed] {
    while (closed) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  Start();
  OpenBatch("b1");
  closed = true;
  Result<std::unique_ptr<Connection>> line = Connection::Connect(endpoint());
  ASSERT_TRUE(line);
  constexpr std::uint32_t kSent = 70;
  const std::string page = SmallPage();
  const auto send = [&](std::uint32_t place) {
    const OpenOriginalBody original{kCode, "b1", place, "scan.pgm", Sha256::Of(page), page.size()};
    const std::string body = EncodeBody(HandInBody{original, Crc32c(page), page, place + 1});
    return (*line)->Send(Command::kHandIn, place + 1, body);
  };
  for (std::uint32_t place = 0; place < kSent; ++place) {
    ASSERT_TRUE(Within(10'000, [&] { return send(place); }));
  }

  std::vector<std::uint64_t> refused;
  for (std::optional<Frame> frame; refused.size() < kSent - 64 && (frame = (*line)->Receive(20'000));) {
    ASSERT_EQ(frame->command, Command::kBusy);
    refused.push_back(frame->tag);
  }
  EXPECT_EQ(refused.size(), kSent - 64);
  closed = false;
  std::set<std::uint64_t> received;
  for (int silences = 0; received.size() < 64;) {
    if (const std::optional<Frame> frame = (*line)->Receive(3'000)) {
      ASSERT_EQ(frame->command, Command::kReceipt);
      received.insert(frame->tag);
      continue;
    }
    // An answer that finds no room on its way is not kept: who asked asks again.
    ASSERT_LT(++silences, 10);
    for (std::uint64_t tag = 1; tag <= kSent; ++tag) {
      const bool is_answered = received.contains(tag) || std::find(refused.begin(), refused.end(), tag) != refused.end();
      if (is_answered) continue;
      ASSERT_TRUE(Within(10'000, [&] { return send(static_cast<std::uint32_t>(tag - 1)); }));
    }
  }
  for (const std::uint64_t tag : refused) {
    ASSERT_TRUE(Within(10'000, [&] { return send(static_cast<std::uint32_t>(tag - 1)); }));
    std::optional<Frame> frame;
    while ((frame = (*line)->Receive(20'000)) && frame->tag != tag) {}
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->command, Command::kReceipt);
  }
  EXPECT_EQ(Progress().pages, kSent);
}

TEST_F(CoordinatorTest, SetsABrokenOriginalAsideAndRefusesWhatIsNone) {
  Start();
  OpenBatch("b1");

  const Result<OriginalReceipt> broken = Upload("b1", 0, "\x89PNG\r\n\x1a\n and then nothing more of it");
  const Result<OriginalReceipt> unknown = Upload("b1", 1, "just some words");

  ASSERT_TRUE(broken) << broken.status().ToString();
  EXPECT_EQ(broken->pages, 1u);
  EXPECT_EQ(broken->quarantined, 1u);
  EXPECT_EQ(coordinator_->Quarantined("", 10)->size(), 1u);
  EXPECT_EQ(unknown.status().code(), StatusCode::kUnsupported) << unknown.status().ToString();
  EXPECT_FALSE(archive_.blobs().Stat(Sha256::Of("just some words")));
  EXPECT_EQ(Progress().pages, 1u);
}

TEST_F(CoordinatorTest, GivesNoReceiptWhileTheDiskTakesNothing) {
  Start();
  OpenBatch("b1");
  archive_.faults().refuse = true;
  std::thread space([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
    archive_.faults().refuse = false;
  });
  const int writes = archive_.faults().writes;

  const Result<OriginalReceipt> receipt = Upload("b1", 0, DrawPage(0));

  EXPECT_FALSE(archive_.faults().refuse);
  EXPECT_GT(archive_.faults().writes, writes);
  EXPECT_TRUE(receipt) << receipt.status().ToString();
  space.join();
}

TEST_F(CoordinatorTest, TakesASmallOriginalInOneFrameAndGivesTheSameReceiptAgain) {
  Start();
  OpenBatch("b1");
  const std::string bytes = SmallPage();
  ASSERT_LE(bytes.size(), kChunkBytes);
  const OpenOriginalBody original{kCode, "b1", 0, "scan.pnm", Sha256::Of(bytes), bytes.size()};
  const std::string body = EncodeBody(HandInBody{original, Crc32c(bytes), bytes, 7});
  const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint()));

  // Sent twice before there is an answer, as after a silence.
  connection->Send(Command::kHandIn, connection->NewTag(), body);
  const Result<Frame> answer = connection->Ask(Command::kHandIn, body, 30'000);
  const Result<Frame> again = connection->Ask(Command::kHandIn, body, 30'000);

  ASSERT_TRUE(answer) << answer.status().ToString();
  ASSERT_EQ(answer->command, Command::kReceipt);
  EXPECT_EQ(DecodeReceipt(answer->body)->accepted, 1u);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body, answer->body);
  EXPECT_EQ(Progress().pages, 1u);
}

TEST_F(CoordinatorTest, RefusesWhatCameDamagedInOneFrame) {
  Start();
  OpenBatch("b1");
  const std::string bytes = SmallPage();
  OpenOriginalBody original{kCode, "b1", 0, "scan.pnm", Sha256::Of(bytes), bytes.size()};
  const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint()));
  const auto hand_in = [&](const HandInBody& body) { return connection->Ask(Command::kHandIn, EncodeBody(body), 30'000).status().code(); };

  EXPECT_EQ(hand_in({original, 1, bytes}), StatusCode::kCorruption);
  EXPECT_EQ(hand_in({original, Crc32c(bytes.substr(1)), bytes.substr(1)}), StatusCode::kInvalidArgument);
  original.sha256 = Sha256::Of("other");
  EXPECT_EQ(hand_in({original, Crc32c(bytes), bytes}), StatusCode::kCorruption);
  EXPECT_EQ(Progress().pages, 0u);
  EXPECT_FALSE(archive_.blobs().Stat(Sha256::Of("other")));
  EXPECT_FALSE(archive_.blobs().Stat(Sha256::Of(bytes)));

  const auto store = [&](const StoreBlobBody& body) { return connection->Ask(Command::kStoreBlob, EncodeBody(body), 30'000); };
  EXPECT_EQ(store({Sha256::Of("x"), Crc32c("y"), "y"}).status().code(), StatusCode::kCorruption);
  EXPECT_EQ(store({Sha256::Of("y"), 1, "y"}).status().code(), StatusCode::kCorruption);
  EXPECT_EQ(store({Sha256::Of("y"), Crc32c("y"), "y"})->command, Command::kStored);
  EXPECT_EQ(*ReadBlob(archive_.blobs(), Sha256::Of("y")), "y");
}

// Before a coordinator: answers frames that are whole as one of the protocol before does, and
// hands all others on. For one client at a time.
class OlderCoordinator {
 public:
  OlderCoordinator(const std::string& endpoint, const std::string& behind)
      : server_(std::move(*ServerSocket::Bind({endpoint}))),
        client_(std::move(*ClientSocket::Connect(behind))),
        thread_([this](std::stop_token stop) { Run(stop); }) {}

  int refused() const { return refused_; }

 private:
  void Run(std::stop_token stop) {
    std::string peer;
    while (!stop.stop_requested()) {
      if (const std::optional<PeerFrame> asked = server_->Receive(5, wake_)) {
        peer = asked->peer;
        const Result<Frame> frame = DecodeFrame(asked->bytes);
        if (frame && (frame->command == Command::kHandIn || frame->command == Command::kStoreBlob)) {
          ++refused_;
          const Status unknown(StatusCode::kUnsupported, "read frame: unknown command");
          server_->Send(peer, EncodeFrame(Command::kError, frame->tag, EncodeBody(Failure{unknown, 0})));
        } else {
          client_->Send(asked->bytes);
        }
      }
      if (const std::optional<std::string> answer = client_->Receive(5, nullptr)) server_->Send(peer, *answer);
    }
  }

  WakeSignal wake_;
  std::unique_ptr<ServerSocket> server_;
  std::unique_ptr<ClientSocket> client_;
  std::atomic<int> refused_{0};
  std::jthread thread_;
};

TEST_F(CoordinatorTest, SendsSmallThingsInPiecesToACoordinatorOfTheProtocolBefore) {
  Start();
  OpenBatch("b1");
  OlderCoordinator older("ipc://" + folder_.Sub("older"), endpoint());
  desk_ = std::move(*DeskClient::Connect("ipc://" + folder_.Sub("older"), 20'000));

  EXPECT_EQ(Upload("b1", 0, "some words").status().code(), StatusCode::kUnsupported);
  const Result<OriginalReceipt> first = Upload("b1", 0, SmallPage());
  const Result<OriginalReceipt> second = Upload("b1", 1, SmallPage() + "x");

  ASSERT_TRUE(first) << first.status().ToString();
  ASSERT_TRUE(second) << second.status().ToString();
  EXPECT_EQ(Progress().pages, 2u);
  // It was asked until it had taken something in pieces.
  EXPECT_EQ(older.refused(), 2);
  desk_.reset();
  const std::unique_ptr<BlobChannel> channel = std::move(*BlobChannel::Connect("ipc://" + folder_.Sub("older")));
  EXPECT_EQ(*channel->GetAll(*channel->PutBytes("a small blob"), 100), "a small blob");
  EXPECT_EQ(older.refused(), 3);
}

TEST_F(CoordinatorTest, GoesOnWithAnUploadWhereItWas) {
  Start();
  OpenBatch("b1");
  const std::string bytes = DrawPage(0);
  const OpenOriginalBody open{kCode, "b1", 0, "scan.pnm", Sha256::Of(bytes), bytes.size()};
  const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint()));
  const Result<Frame> first = connection->Ask(Command::kOpenOriginal, EncodeBody(open), 5'000);
  ASSERT_TRUE(first) << first.status().ToString();
  const HaveBody have = *DecodeHave(first->body);
  const std::string piece = bytes.substr(0, kChunkBytes);
  ASSERT_TRUE(connection->Ask(Command::kChunk, EncodeBody(ChunkBody{have.upload, 0, Crc32c(piece), piece}), 5'000));
  const Result<Frame> damaged = connection->Ask(Command::kChunk, EncodeBody(ChunkBody{have.upload, kChunkBytes, 1, "x"}), 5'000);
  EXPECT_EQ(damaged.status().code(), StatusCode::kCorruption);

  connection->Reconnect();
  const Result<Frame> second = connection->Ask(Command::kOpenOriginal, EncodeBody(open), 5'000);

  ASSERT_TRUE(second);
  EXPECT_EQ(DecodeHave(second->body)->offset, kChunkBytes);
  EXPECT_EQ(Upload("b1", 0, bytes)->accepted, 1u);
}

TEST_F(CoordinatorTest, GivesALostReceiptAgain) {
  Start();
  OpenBatch("b1");
  const std::string bytes = DrawPage(0);
  const OpenOriginalBody open{kCode, "b1", 0, "scan.pnm", Sha256::Of(bytes), bytes.size()};
  const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint()));
  const HaveBody have = *DecodeHave(connection->Ask(Command::kOpenOriginal, EncodeBody(open), 5'000)->body);
  for (std::uint64_t at = 0; at < bytes.size(); at += kChunkBytes) {
    const std::string piece = bytes.substr(at, kChunkBytes);
    ASSERT_TRUE(connection->Ask(Command::kChunk, EncodeBody(ChunkBody{have.upload, at, Crc32c(piece), piece}), 5'000));
  }
  // Once while it is worked on, and once when it is done.
  connection->Send(Command::kEnd, connection->NewTag(), EncodeBody(have));
  const Result<Frame> answer = connection->Ask(Command::kEnd, EncodeBody(have), 30'000);
  const Result<Frame> again = connection->Ask(Command::kEnd, EncodeBody(have), 30'000);

  ASSERT_TRUE(answer) << answer.status().ToString();
  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ(DecodeReceipt(answer->body)->accepted, 1u);
  EXPECT_EQ(answer->body, again->body);
}

TEST_F(CoordinatorTest, RefusesBytesThatAreNotThoseAnnounced) {
  Start();
  const std::unique_ptr<BlobChannel> channel = std::move(*BlobChannel::Connect(endpoint()));

  const Status stored = channel->Put(Sha256::Of("something else"), 4, [](std::uint64_t, std::size_t) { return Result<std::string>(std::string("four")); });

  EXPECT_EQ(stored.code(), StatusCode::kCorruption);
  EXPECT_FALSE(archive_.blobs().Stat(Sha256::Of("four")));
}

TEST_F(CoordinatorTest, CarriesLargeBlobsBothWays) {
  Start();
  const std::unique_ptr<BlobChannel> channel = std::move(*BlobChannel::Connect(endpoint()));
  std::string bytes(5 * kChunkBytes + 17, '\0');
  std::mt19937 random(3);
  for (char& byte : bytes) byte = static_cast<char>(random() & 255);

  const Result<Sha256> name = channel->PutBytes(bytes);
  ASSERT_TRUE(name) << name.status().ToString();
  const Result<std::string> back = channel->GetAll(*name, 1 << 24);
  ASSERT_TRUE(back) << back.status().ToString();

  EXPECT_EQ(*back, bytes);
  EXPECT_EQ(channel->GetAll(*name, 1000).status().code(), StatusCode::kResourceLimit);
  EXPECT_EQ(channel->GetAll(Sha256::Of("no such"), 1000).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(*channel->GetAll(*channel->PutBytes(""), 10), "");
}

}  // namespace
}  // namespace sohoa
