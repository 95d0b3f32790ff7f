// SPDX-License-Identifier: Apache-2.0
//
// What HttpListener refuses: too long, too slow, too many, and what is not HTTP.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>

#include "api/http_listener.h"
#include "api/http_wire.h"

namespace sohoa {
namespace {

class HttpLimits : public testing::Test {
 protected:
  HttpLimits() { options_.port = 0; }

  std::uint16_t Listen() {
    Result<std::unique_ptr<HttpListener>> listener = HttpListener::Start(options_, [this](HttpRequest request) {
      ++handled_;
      HttpResponse response;
      response.body = std::to_string(request.body.size()) + (request.body_is_cut ? " and more" : "");
      if (request.path == "/endless") response.stream = Endless();
      return response;
    });
    EXPECT_TRUE(listener) << listener.status().ToString();
    listener_ = std::move(*listener);
    return listener_->port();
  }

  static HttpBodyStream Endless() {
    return {1ull << 40, [](std::uint64_t, std::size_t length) { return Result<std::string>(std::string(length, 'x')); }};
  }

  ListenerOptions options_;
  std::atomic<int> handled_{0};
  std::unique_ptr<HttpListener> listener_;
};

// Highest memory use so far, in bytes.
std::size_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    std::size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes << 10;
  }
  return 0;
}

bool HasRoomSoon(std::uint16_t port) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    if (Ask(port, "GET", "/").status == 200) return true;
  }
  return false;
}

TEST_F(HttpLimits, RefusesALongBodyByItsHeadAlone) {
  const std::uint16_t port = Listen();
  for (const char* expect : {"", "Expect: 100-continue\r\n"}) {
    HttpWire wire(port);
    wire.Send(Request("POST", "/", std::string(expect) + "Content-Length: 209715201\r\n"));
    const WireResponse response = wire.Receive();
    EXPECT_EQ(response.status, 413);
    EXPECT_TRUE(response.Header("content-type").starts_with("application/problem+json"));
    EXPECT_NE(response.body.find("209715200"), std::string::npos);
    EXPECT_EQ(response.Header("connection"), "close");
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, TakesABodyOfJustTheLimit) {
  options_.body_limit = 100'000;
  const std::uint16_t port = Listen();
  const std::string body(100'000, 'x');
  EXPECT_EQ(Ask(port, "POST", "/", "", body).body, "100000");
  EXPECT_EQ(Ask(port, "POST", "/", "", body + "x").status, 413);
}

TEST_F(HttpLimits, RefusesAChunkedBodyAsSoonAsItIsTooLong) {
  options_.body_limit = 1'000'000;
  const std::uint16_t port = Listen();
  HttpWire wire(port);
  wire.Send(Request("POST", "/", "Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(wire.Send(Chunk(std::string(100'000, 'x'))));
  ASSERT_TRUE(wire.Send(Chunk("x")));
  // The last chunk never comes, so this is told of a body that has not ended.
  EXPECT_EQ(wire.Receive().status, 413);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, TellsARefusalToAClientThatGoesOnSending) {
  options_.body_limit = 1'000'000;
  const std::uint16_t port = Listen();
  HttpWire wire(port);
  wire.Send(Request("POST", "/", "Content-Length: 8000000\r\n"));
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 80; ++i) ASSERT_TRUE(wire.Send(piece)) << i;
  EXPECT_EQ(wire.Receive().status, 413);
}

TEST_F(HttpLimits, HoldsLittleOfALongBody) {
  constexpr int kPieces = 150;
  const std::uint16_t port = Listen();
  const std::string piece(1 << 20, 'x');
  const std::string chunk = Chunk(piece);
  const std::size_t before = PeakMemory();
  for (const bool chunked : {false, true}) {
    HttpWire wire(port);
    wire.Send(Request("POST", "/", chunked ? "Transfer-Encoding: chunked\r\n"
                                           : "Content-Length: " + std::to_string(kPieces * piece.size()) + "\r\n"));
    for (int i = 0; i < kPieces; ++i) ASSERT_TRUE(wire.Send(chunked ? chunk : piece));
    if (chunked) wire.Send(Chunk(""));
    EXPECT_EQ(wire.Receive().body, "1048576 and more");
  }
  EXPECT_LT(PeakMemory() - before, 50u << 20);
}

TEST_F(HttpLimits, RefusesAHeadThatIsTooLong) {
  const std::uint16_t port = Listen();
  EXPECT_EQ(Ask(port, "GET", "/", "X: " + std::string(15'000, 'x') + "\r\n").status, 200);
  const WireResponse response = Ask(port, "GET", "/", "X: " + std::string(20'000, 'x') + "\r\n");
  EXPECT_EQ(response.status, 431);
  EXPECT_TRUE(response.Header("content-type").starts_with("application/problem+json"));
  EXPECT_EQ(Ask(port, "GET", "/" + std::string(20'000, 'x')).status, 431);
}

TEST_F(HttpLimits, ARefusalAfterAHeadRequestHasItsBody) {
  const std::uint16_t port = Listen();
  HttpWire wire(port);
  wire.Send(Request("HEAD", "/"));
  ASSERT_EQ(wire.Receive(/*bodiless=*/true).status, 200);
  wire.Send(Request("GET", "/", "X: " + std::string(20'000, 'x') + "\r\n"));
  const WireResponse response = wire.Receive();
  EXPECT_EQ(response.status, 431);
  EXPECT_TRUE(response.whole);
}

TEST_F(HttpLimits, CutsOffAHeadThatComesTooSlowly) {
  options_.header_timeout_ms = 300;
  const std::uint16_t port = Listen();
  HttpWire silent(port);
  HttpWire slow(port);
  slow.Send("GET / HTTP/1.1\r\nX: ");
  EXPECT_TRUE(slow.SendUntilAnswered([&slow] { slow.Send("x"); }));
  EXPECT_TRUE(slow.Ended());
  EXPECT_TRUE(silent.Ended());
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, CutsOffAConnectionThatFallsSilent) {
  options_.idle_timeout_ms = 300;
  const std::uint16_t port = Listen();
  HttpWire between(port);
  between.Send(Request("GET", "/"));
  EXPECT_EQ(between.Receive().status, 200);
  HttpWire within(port);
  within.Send(Request("POST", "/", "Content-Length: 10\r\n") + "half");
  EXPECT_TRUE(between.Ended());
  EXPECT_TRUE(within.Ended());
  EXPECT_EQ(handled_, 1);
}

TEST_F(HttpLimits, GivesABodyOnlySoMuchTimeInAll) {
  options_.body_timeout_ms = 300;
  const std::uint16_t port = Listen();
  HttpWire wire(port);
  wire.Send(Request("POST", "/", "Content-Length: 100000\r\n"));
  ASSERT_TRUE(wire.SendUntilAnswered([&wire] { wire.Send("x"); }));
  EXPECT_EQ(wire.Receive().status, 408);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, CutsOffAClientThatReadsNothingAndMakesRoomForOthers) {
  options_.idle_timeout_ms = 300;
  options_.max_connections = 1;
  const std::uint16_t port = Listen();
  HttpWire deaf(port);
  deaf.Send(Request("GET", "/endless"));
  ASSERT_TRUE(deaf.Readable(std::chrono::milliseconds(20'000)));
  EXPECT_TRUE(HasRoomSoon(port));
}

TEST_F(HttpLimits, RefusesMoreConnectionsThanItHolds) {
  options_.max_connections = 2;
  const std::uint16_t port = Listen();
  auto first = std::make_unique<HttpWire>(port);
  HttpWire second(port);
  for (HttpWire* wire : {first.get(), &second}) {
    wire->Send(Request("GET", "/"));
    EXPECT_EQ(wire->Receive().status, 200);
  }
  HttpWire third(port);
  const WireResponse refused = third.Receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.Header("retry-after"), "");
  EXPECT_TRUE(third.Ended());
  first.reset();
  EXPECT_TRUE(HasRoomSoon(port));
  second.Send(Request("GET", "/"));
  EXPECT_EQ(second.Receive().status, 200);
}

TEST_F(HttpLimits, RefusesWhatIsNotHttp) {
  const std::uint16_t port = Listen();
  for (const std::string request :
       {"hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "\x16\x03\x01\x02\x01\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
    HttpWire wire(port);
    wire.Send(request);
    EXPECT_EQ(wire.Receive().status, 400) << request;
  }
  EXPECT_EQ(handled_, 0);
}

// Two servers in a row that take such a request for different ones let one be smuggled in.
TEST_F(HttpLimits, RefusesARequestWithTwoLengths) {
  const std::uint16_t port = Listen();
  for (const std::string headers : {"Content-Length: 1\r\nContent-Length: 2\r\n",
                                    "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                                    "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"}) {
    EXPECT_EQ(Ask(port, "POST", "/", headers).status, 400) << headers;
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpLimits, ABodyThatBreaksOffReachesNoHandler) {
  const std::uint16_t port = Listen();
  {
    HttpWire gone(port);
    gone.Send(Request("POST", "/", "Content-Length: 10\r\n") + "half");
  }
  HttpWire broken(port);
  broken.Send(Request("POST", "/", "Transfer-Encoding: chunked\r\n") + "no number\r\n");
  broken.Receive();
  EXPECT_TRUE(broken.Ended());
  EXPECT_EQ(Ask(port, "GET", "/").status, 200);
  EXPECT_EQ(handled_, 1);
}

}  // namespace
}  // namespace sohoa
