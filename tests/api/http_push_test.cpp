// SPDX-License-Identifier: Apache-2.0
//
// Bodies that are told as they come, as clients meet them.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "api/http_listener.h"
#include "api/http_wire.h"

namespace sohoa {
namespace {

// Tells what is put into it.
class HttpPushTest : public testing::Test {
 protected:
  void Listen(std::uint32_t max_streams = 1'000) {
    ListenerOptions options;
    options.port = 0;
    options.threads = 1;
    options.max_connections = 4;
    options.max_streams = max_streams;
    listener_ = std::move(*HttpListener::Start(options, [this](HttpRequest request) {
      HttpResponse response;
      response.body = "plain";
      if (request.path != "/stream") return response;
      HttpPush push;
      push.next = [this, told = std::uint64_t{0}, here = here_]() mutable -> Result<std::string> {
        if (ended_) return Status(StatusCode::kUnavailable, "it is over");
        if (told == changes_) return std::string();
        return "<" + std::to_string(++told) + ">";
      };
      push.changes = [this] { return changes_.load(); };
      push.beat = "beat";
      push.beat_ms = beat_ms_;
      push.life_ms = life_ms_;
      response.push = std::move(push);
      return response;
    }));
  }

  std::atomic<std::uint64_t> changes_{1};
  std::atomic<bool> ended_{false};
  std::int64_t beat_ms_ = 60'000;
  std::int64_t life_ms_ = 60'000;
  std::shared_ptr<int> here_ = std::make_shared<int>(0);  // held by each who is told
  std::unique_ptr<HttpListener> listener_;
};

TEST_F(HttpPushTest, TellsEachThingAsItComesAndAllThatWaits) {
  Listen();
  HttpWire wire(listener_->port());
  wire.Send(Request("GET", "/stream"));
  const WireResponse head = wire.Receive();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("transfer-encoding"), "chunked");
  EXPECT_EQ(wire.ReadUntil("<1>\r\n"), "3\r\n<1>\r\n");
  changes_ = 3;
  EXPECT_EQ(wire.ReadUntil("<3>\r\n"), "3\r\n<2>\r\n3\r\n<3>\r\n");
  ended_ = true;
  changes_ = 4;
  EXPECT_EQ(wire.ReadUntil("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(wire.Ended());
}

TEST_F(HttpPushTest, BeatsWhereNothingHappensAndEndsInTime) {
  beat_ms_ = 50;
  life_ms_ = 1'500;
  Listen();
  HttpWire wire(listener_->port());
  wire.Send(Request("GET", "/stream"));
  wire.Receive();
  wire.ReadUntil("<1>\r\n");
  EXPECT_EQ(wire.ReadUntil("beat\r\n"), "4\r\nbeat\r\n");
  EXPECT_TRUE(wire.ReadUntil("0\r\n\r\n").ends_with("0\r\n\r\n"));
  EXPECT_TRUE(wire.Ended());
}

TEST_F(HttpPushTest, ManyThatWaitTakeNoThreadAndNoPlaceOfOthers) {
  Listen(50);
  std::vector<std::unique_ptr<HttpWire>> waiting;
  for (int i = 0; i < 50; ++i) {
    waiting.push_back(std::make_unique<HttpWire>(listener_->port()));
    waiting.back()->Send(Request("GET", "/stream"));
    ASSERT_EQ(waiting.back()->Receive().status, 200);
    waiting.back()->ReadUntil("<1>\r\n");
  }
  EXPECT_EQ(Ask(listener_->port(), "GET", "/").body, "plain") << "of one thread and four connections";
  EXPECT_EQ(Ask(listener_->port(), "GET", "/stream").status, 503);
  changes_ = 2;
  for (const auto& wire : waiting) EXPECT_TRUE(wire->ReadUntil("<2>\r\n").ends_with("<2>\r\n"));
}

TEST_F(HttpPushTest, WhoGoesIsForgotten) {
  Listen();
  {
    HttpWire wire(listener_->port());
    wire.Send(Request("GET", "/stream"));
    wire.Receive();
    wire.ReadUntil("<1>\r\n");
    EXPECT_GT(here_.use_count(), 1);
  }
  for (int i = 0; i < 200 && here_.use_count() > 1; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(25));
  EXPECT_EQ(here_.use_count(), 1);
}

TEST_F(HttpPushTest, AListenerThatStopsWaitsForNobody) {
  Listen();
  HttpWire wire(listener_->port());
  wire.Send(Request("GET", "/stream"));
  wire.Receive();
  const auto before = std::chrono::steady_clock::now();
  listener_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
}

TEST_F(HttpPushTest, OfOldClientsTheConnectionsEndIsTheBodys) {
  Listen();
  HttpWire wire(listener_->port());
  wire.Send("GET /stream HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
  EXPECT_EQ(wire.Receive().headers.count("transfer-encoding"), 0u);
  EXPECT_EQ(wire.ReadUntil("<1>"), "<1>");
  EXPECT_EQ(Ask(listener_->port(), "HEAD", "/stream").status, 200);
}

}  // namespace
}  // namespace sohoa
