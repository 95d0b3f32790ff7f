// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_protocol.h"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "workers/reader_socket.h"

namespace sohoa {
namespace {

struct SocketPair {
  SocketPair() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    a.emplace(OwnedDescriptor(ends[0]));
    b.emplace(OwnedDescriptor(ends[1]));
    raw_b = ends[1];
  }
  std::optional<ReaderSocket> a;
  std::optional<ReaderSocket> b;
  int raw_b = -1;
};

WirePreparedPage SomePage() {
  WirePreparedPage page;
  page.page.geometry = {100, 200, 90, -0.5, 210, 110, 300};
  page.page.orientation_confidence = 0.75;
  page.page.quality.score = 0.5;
  page.page.quality.flags = {"red_seal"};
  page.page.barcodes = {{"QRCode", "mã", {1, 2, 3, 4}}};
  page.page.inks = {{ColouredInk::Kind::kBlue, {5, 6, 7, 8}}};
  page.page.bitonal = true;
  page.display = {7, 210, 110, 3};
  page.reading = {8, 210, 110, 1};
  return page;
}

std::string Bytes(const WirePreparedPage& page) {
  WireWriter out;
  PutPreparedPage(out, page);
  return out.Take();
}

TEST(ReaderProtocol, BringsAPreparedPageOverUnchanged) {
  const std::string bytes = Bytes(SomePage());
  WireReader in(bytes);
  const Result<WirePreparedPage> page = GetPreparedPage(in);
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_TRUE(in.Finished());
  EXPECT_EQ(page->page.geometry, SomePage().page.geometry);
  EXPECT_EQ(page->page.quality, SomePage().page.quality);
  EXPECT_EQ(page->page.barcodes, SomePage().page.barcodes);
  EXPECT_EQ(page->page.inks, SomePage().page.inks);
  EXPECT_EQ(page->page.orientation_confidence, 0.75);
  EXPECT_TRUE(page->page.bitonal);
  EXPECT_EQ(page->reading.token, 8u);
  EXPECT_EQ(page->ink_mask.token, 0u);
}

PageAssessment SomeAssessment() {
  PageAssessment page;
  page.width = 100;
  page.height = 200;
  page.dpi = 300;
  page.dpi_known = true;
  page.quality.score = 0.5;
  page.quality.flags = {"cut_edge", "blurred"};
  page.quality.blank = true;
  page.ink = 0.25;
  page.paper = 240;
  page.contrast = 99;
  page.edge_width = 3.5;
  page.skew_degrees = -1.5;
  page.rotation = 270;
  page.orientation_confidence = 0.75;
  page.cut = {true, false, false, true};
  page.border = {1, 2, 3, 4};
  page.holes = {{1, 2, 3, 4}, {-5, 6, 7, 8}};
  page.paper_size = "A5";
  page.codes = {{"QRCode", "H42.18-260930-0012", {1, 2, 3, 4}}};
  page.thumbnail = "a picture";
  return page;
}

std::string Bytes(const PageAssessment& page) {
  WireWriter out;
  PutAssessment(out, page);
  return out.Take();
}

TEST(ReaderProtocol, BringsAnAssessmentOverUnchanged) {
  const std::string bytes = Bytes(SomeAssessment());
  WireReader in(bytes);
  const Result<PageAssessment> page = GetAssessment(in);
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_TRUE(in.Finished());
  EXPECT_EQ(page->width, 100);
  EXPECT_EQ(page->height, 200);
  EXPECT_EQ(page->dpi, 300);
  EXPECT_TRUE(page->dpi_known);
  EXPECT_EQ(page->quality, SomeAssessment().quality);
  EXPECT_EQ(page->ink, 0.25);
  EXPECT_EQ(page->paper, 240);
  EXPECT_EQ(page->contrast, 99);
  EXPECT_EQ(page->edge_width, 3.5);
  EXPECT_EQ(page->skew_degrees, -1.5);
  EXPECT_EQ(page->rotation, 270);
  EXPECT_EQ(page->orientation_confidence, 0.75);
  EXPECT_EQ(page->cut, SomeAssessment().cut);
  EXPECT_EQ(page->border, SomeAssessment().border);
  EXPECT_EQ(page->holes, SomeAssessment().holes);
  EXPECT_EQ(page->paper_size, "A5");
  EXPECT_EQ(page->codes, SomeAssessment().codes);
  EXPECT_EQ(page->thumbnail, "a picture");
  PageAssessment odd = SomeAssessment();
  odd.rotation = 45;
  const std::string turned = Bytes(odd);
  WireReader second(turned);
  EXPECT_FALSE(GetAssessment(second)) << "a page is turned by quarters";
}

TEST(ReaderProtocol, TakesEveryCutMessageForMalformed) {
  const std::string page = Bytes(SomePage());
  for (std::size_t length = 0; length < page.size(); ++length) {
    WireReader in(std::string_view(page).substr(0, length));
    EXPECT_FALSE(GetPreparedPage(in)) << length;
  }
  const std::string assessment = Bytes(SomeAssessment());
  for (std::size_t length = 0; length < assessment.size(); ++length) {
    WireReader in(std::string_view(assessment).substr(0, length));
    EXPECT_FALSE(GetAssessment(in)) << length;
  }
  const std::string hello = EncodeHello({});
  for (std::size_t length = 0; length < hello.size(); ++length) {
    EXPECT_FALSE(DecodeHello(std::string_view(hello).substr(0, length))) << length;
  }
  EXPECT_FALSE(DecodeHello(hello + "x"));
  EXPECT_FALSE(DecodeRequest("short"));
  EXPECT_FALSE(DecodeReply("short"));
}

TEST(ReaderProtocol, RefusesUnknownCallsAndCodes) {
  std::string request = EncodeRequest({1, ReaderCall::kAssess, {}, ""});
  EXPECT_TRUE(DecodeRequest(request));
  request[8] = static_cast<char>(200);
  EXPECT_FALSE(DecodeRequest(request));
  std::string reply = EncodeReply({1, Status(StatusCode::kConflict, "m"), ""});
  EXPECT_TRUE(DecodeReply(reply));
  reply[8] = static_cast<char>(200);
  EXPECT_FALSE(DecodeReply(reply));
}

TEST(ReaderProtocol, DoesNotBelieveACountOfReleasedImages) {
  WireWriter out;
  out.U64(1);
  out.U8(1);
  out.U32(0xffffffffu);
  EXPECT_FALSE(DecodeRequest(out.Take()));
}

TEST(ReaderSocket, CarriesALongFrameAndADescriptor) {
  SocketPair pair;
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const OwnedDescriptor read_end(pipe_ends[0]);
  const OwnedDescriptor write_end(pipe_ends[1]);
  const std::string sent(5'000'000, 'x');
  std::thread sender([&] { EXPECT_TRUE(pair.a->Send(sent, write_end.get(), 5'000).ok()); });
  const Result<ReaderFrame> frame = pair.b->Receive(5'000);
  sender.join();
  ASSERT_TRUE(frame) << frame.status().ToString();
  EXPECT_EQ(frame->bytes, sent);
  ASSERT_GE(frame->descriptor.get(), 0);
  ASSERT_EQ(write(frame->descriptor.get(), "y", 1), 1);
  char got = 0;
  ASSERT_EQ(read(read_end.get(), &got, 1), 1);
  EXPECT_EQ(got, 'y');
}

TEST(ReaderSocket, GivesUpInTimeAndNoticesAClosedEnd) {
  SocketPair pair;
  EXPECT_EQ(pair.a->Receive(20).status().code(), StatusCode::kTimeout);
  const std::string more_than_a_buffer(50'000'000, 'x');
  EXPECT_EQ(pair.a->Send(more_than_a_buffer, -1, 20).code(), StatusCode::kTimeout);
  pair.b.reset();
  EXPECT_EQ(pair.a->Send("x", -1, 1'000).code(), StatusCode::kUnavailable);
}

TEST(ReaderSocket, RefusesAFrameThatClaimsToBeEndless) {
  SocketPair pair;
  ASSERT_EQ(write(pair.raw_b, "\xff\xff\xff\xff", 4), 4);
  EXPECT_EQ(pair.a->Receive(1'000).status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
