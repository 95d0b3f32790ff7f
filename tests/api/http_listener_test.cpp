// SPDX-License-Identifier: Apache-2.0
//
// HttpListener as clients meet it. What it refuses is in http_limits_test.cpp.
#include "api/http_listener.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "api/http_wire.h"

namespace sohoa {
namespace {

// Says what reached the handler.
HttpResponse Echo(HttpRequest request) {
  HttpResponse response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.path + " " + request.body;
  return response;
}

std::unique_ptr<HttpListener> Listen(HttpListener::Handler handler) {
  ListenerOptions options;
  options.port = 0;
  Result<std::unique_ptr<HttpListener>> listener = HttpListener::Start(options, std::move(handler));
  EXPECT_TRUE(listener) << listener.status().ToString();
  return listener ? std::move(*listener) : nullptr;
}

TEST(HttpListener, AnswersOneRequestAfterAnotherOnOneConnection) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  for (int i = 0; i < 3; ++i) {
    wire.Send(Request("POST", "/" + std::to_string(i), "", "body"));
    const WireResponse response = wire.Receive();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "POST /" + std::to_string(i) + " body");
  }
}

TEST(HttpListener, AnswersWhatIsInHandWhenItStops) {
  std::promise<void> begun;
  auto listener = Listen([&begun](HttpRequest request) {
    begun.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return Echo(std::move(request));
  });
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/late"));
  begun.get_future().wait();
  const auto before = std::chrono::steady_clock::now();
  listener.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(4)) << "nothing kept it";
  EXPECT_EQ(wire.Receive().body, "GET /late ");
}

TEST(HttpListener, AnswersPipelinedRequestsInTheirOrder) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/1") + Request("POST", "/2", "", "two") +
            Request("POST", "/3", "Transfer-Encoding: chunked\r\n") + Chunk("thr") + Chunk("ee") + Chunk("") +
            Request("GET", "/4"));
  EXPECT_EQ(wire.Receive().body, "GET /1 ");
  EXPECT_EQ(wire.Receive().body, "POST /2 two");
  EXPECT_EQ(wire.Receive().body, "POST /3 three");
  EXPECT_EQ(wire.Receive().body, "GET /4 ");
}

TEST(HttpListener, TakesARequestThatComesByteByByte) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  for (char byte : Request("POST", "/slow", "", "in pieces")) wire.Send(std::string(1, byte));
  EXPECT_EQ(wire.Receive().body, "POST /slow in pieces");
}

TEST(HttpListener, ClosesWhenTheClientAsksForIt) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/", "Connection: close\r\n"));
  EXPECT_EQ(wire.Receive().Header("connection"), "close");
  EXPECT_TRUE(wire.Ended());

  HttpWire old(listener->port());
  old.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.Receive().status, 200);
  EXPECT_TRUE(old.Ended());
}

TEST(HttpListener, GivesTheHeadOfAnAnswerWithoutItsBody) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  wire.Send(Request("HEAD", "/page"));
  const WireResponse head = wire.Receive(/*bodiless=*/true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-length"), "10");
  wire.Send(Request("GET", "/next"));
  EXPECT_EQ(wire.Receive().body, "GET /next ");
}

TEST(HttpListener, AsksForABodyThatWaitsToBeWanted) {
  const auto listener = Listen(Echo);
  HttpWire wire(listener->port());
  wire.Send(Request("POST", "/", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
  EXPECT_EQ(wire.Receive(/*bodiless=*/true).status, 100);
  wire.Send("body");
  EXPECT_EQ(wire.Receive().body, "POST / body");
}

TEST(HttpListener, DecodesTheQueryAndLeavesThePathAsItIs) {
  std::promise<HttpRequest> came;
  const auto listener = Listen([&came](HttpRequest request) {
    came.set_value(std::move(request));
    return HttpResponse();
  });
  Ask(listener->port(), "GET", "/a%2Fb?q=quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh&a=1&a=2&bad=%zz&nul=%00&flag",
      "Origin: http://here\r\n");
  const HttpRequest seen = came.get_future().get();
  EXPECT_EQ(seen.path, "/a%2Fb");
  EXPECT_EQ(seen.Query("q"), "quyết định");
  EXPECT_EQ(seen.Query("a"), "1");
  EXPECT_EQ(seen.query.count("bad") + seen.query.count("nul"), 0u);
  EXPECT_EQ(seen.query.count("flag"), 1u);
  EXPECT_EQ(seen.host, "127.0.0.1");
  EXPECT_EQ(seen.origin, "http://here");
}

TEST(HttpListener, AnswersOthersWhileOneIsAtWork) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  const auto listener = Listen([&released](HttpRequest request) {
    if (request.path == "/long") released.wait();
    return Echo(std::move(request));
  });
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/long"));
  EXPECT_EQ(Ask(listener->port(), "GET", "/short").body, "GET /short ");
  release.set_value();
  EXPECT_EQ(wire.Receive().body, "GET /long ");
}

TEST(HttpListener, MakesAProblemOfAHandlersExceptionAndKeepsItsWordsBack) {
  const auto listener = Listen([](HttpRequest request) -> HttpResponse {
    if (request.path == "/fault") throw std::runtime_error("Trần Thị Bưởi");
    return Echo(std::move(request));
  });
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/fault"));
  const WireResponse response = wire.Receive();
  EXPECT_EQ(response.status, 500);
  EXPECT_TRUE(response.Header("content-type").starts_with("application/problem+json"));
  EXPECT_NE(response.body.find("\"code\":\"internal\""), std::string::npos);
  EXPECT_EQ(response.body.find("Bưởi"), std::string::npos);
  wire.Send(Request("GET", "/next"));
  EXPECT_EQ(wire.Receive().status, 200);
}

// 5 MB that nobody holds; the byte at an offset tells it.
HttpResponse LongStream(std::atomic<int>& reads, std::uint64_t breaks_at) {
  HttpResponse response;
  response.stream = HttpBodyStream{5'000'000, [&reads, breaks_at](std::uint64_t offset, std::size_t length) -> Result<std::string> {
    ++reads;
    if (offset >= breaks_at) return Status(StatusCode::kIoError, "read: the disk is gone");
    std::string piece(length, '\0');
    for (std::size_t i = 0; i < length; ++i) piece[i] = static_cast<char>((offset + i) % 251);
    return piece;
  }};
  return response;
}

TEST(HttpListener, SendsAStreamPieceByPieceAndNothingOfItForAHead) {
  std::atomic<int> reads{0};
  const auto listener = Listen([&reads](HttpRequest) { return LongStream(reads, UINT64_MAX); });
  HttpWire wire(listener->port());
  wire.Send(Request("HEAD", "/"));
  EXPECT_EQ(wire.Receive(/*bodiless=*/true).Header("content-length"), "5000000");
  EXPECT_EQ(reads, 0);
  wire.Send(Request("GET", "/"));
  const WireResponse response = wire.Receive();
  ASSERT_TRUE(response.whole);
  bool equal = true;
  for (std::size_t i = 0; i < response.body.size(); ++i) equal = equal && response.body[i] == static_cast<char>(i % 251);
  EXPECT_TRUE(equal);
  EXPECT_GT(reads, 10);
}

TEST(HttpListener, BreaksOffAStreamThatCannotBeReadToItsEnd) {
  std::atomic<int> reads{0};
  const auto listener = Listen([&reads](HttpRequest) { return LongStream(reads, 2'000'000); });
  HttpWire wire(listener->port());
  wire.Send(Request("GET", "/"));
  const WireResponse response = wire.Receive();
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.whole);
  EXPECT_LT(response.body.size(), 3'000'000u);
}

TEST(HttpListener, LetsARequestInHandFinishBeforeItGoes) {
  std::promise<void> begun;
  std::promise<void> release;
  auto listener = Listen([&](HttpRequest request) {
    begun.set_value();
    release.get_future().wait();
    return Echo(std::move(request));
  });
  const std::uint16_t port = listener->port();
  HttpWire idle(port);
  HttpWire wire(port);
  wire.Send(Request("GET", "/last"));
  begun.get_future().wait();
  std::thread stop([&listener] { listener.reset(); });
  // It is stopping once it takes nobody new.
  while (HttpWire(port).connected()) std::this_thread::yield();
  release.set_value();
  const WireResponse response = wire.Receive();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "GET /last ");
  stop.join();
  EXPECT_TRUE(idle.Ended());
}

TEST(HttpListener, SaysWhyItCannotListen) {
  const auto listener = Listen(Echo);
  ListenerOptions options;
  options.port = listener->port();
  const auto taken = HttpListener::Start(options, Echo);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(taken.status().message().find(std::to_string(options.port)), std::string::npos);
  options.address = "localhost";
  EXPECT_EQ(HttpListener::Start(options, Echo).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
