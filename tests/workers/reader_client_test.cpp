// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_client.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "ocr/drawn_page.h"
#include "workers/reader_process.h"
#include "workers/reader_protocol.h"

namespace sohoa {
namespace {

constexpr char kSentence[] = "Quyết định này có hiệu lực";

std::filesystem::path Executable() {
  const char* folder = std::getenv("SOHOA_BIN_DIR");
  return std::filesystem::path(folder != nullptr ? folder : ".") / "sohoa-reader";
}

ReaderOptions Options() {
  ReaderOptions options;
  options.executable = Executable();
  return options;
}

std::unique_ptr<ReaderClient> Start(const ReaderOptions& options = Options()) {
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  EXPECT_TRUE(reader) << reader.status().ToString();
  return reader ? std::move(*reader) : nullptr;
}

OriginalFile PageFile(const std::string& name = "page.png") {
  DrawnPage drawn(1653, 2338);
  for (int y = 200; y < 1400; y += 80) drawn.Text(160, y, kSentence);
  Result<OriginalFile> file = OriginalFile::FromBytes(drawn.Png(), name);
  EXPECT_TRUE(file) << file.status().ToString();
  return std::move(*file);
}

// The reader is this process's only child.
pid_t ReaderPid() {
  const std::string self = std::to_string(getpid());
  std::ifstream children("/proc/self/task/" + self + "/children");
  pid_t pid = -1;
  children >> pid;
  return pid;
}

// Stops the reader, so that the next call finds it busy for ever, and sends it `signal` while
// that call waits.
std::thread StopAndLaterSend(int signal) {
  const pid_t pid = ReaderPid();
  EXPECT_GT(pid, 0);
  kill(pid, SIGSTOP);
  return std::thread([pid, signal] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    kill(pid, signal);
    kill(pid, SIGCONT);
  });
}

TEST(ReaderClient, ReadsAPageInAnotherProcess) {
  const auto reader = Start();
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->engine().Name(), "lines 3");
  EXPECT_EQ(reader->engine().Model(), "sohoa 4");
  const OriginalFile file = PageFile();
  const Result<OriginalSummary> summary = reader->imaging().Inspect(file);
  ASSERT_TRUE(summary) << summary.status().ToString();
  EXPECT_EQ(summary->kind, OriginalKind::kPng);
  EXPECT_EQ(summary->pages, 1u);

  const Result<DecodedPage> decoded = reader->imaging().Decode(file, 0, {});
  ASSERT_TRUE(decoded) << decoded.status().ToString();
  EXPECT_EQ(decoded->image->width(), 1653);
  const Result<PreparedPage> prepared = reader->imaging().Prepare(*decoded, {});
  ASSERT_TRUE(prepared) << prepared.status().ToString();
  const Result<PageText> text = reader->engine().Recognise(*prepared);
  ASSERT_TRUE(text) << text.status().ToString();
  const std::string plain = PlainText(*text);
  EXPECT_EQ(plain.substr(0, plain.find('\n')), kSentence);

  const Result<PageLayer> layer = reader->imaging().EncodeLayer(*prepared, {});
  ASSERT_TRUE(layer) << layer.status().ToString();
  EXPECT_FALSE(layer->bytes.empty());
  PictureRequest request;
  request.width = 200;
  request.format = PictureRequest::Format::kPng;
  const Result<std::string> picture = reader->imaging().RenderPicture(*layer, request);
  ASSERT_TRUE(picture) << picture.status().ToString();
  EXPECT_EQ(picture->substr(1, 3), "PNG");
  EXPECT_EQ(reader->restarts(), 0u);
}

TEST(ReaderClient, PassesOnWhatTheReaderSaysIsWrong) {
  const auto reader = Start();
  ASSERT_TRUE(reader);
  const Result<OriginalFile> text = OriginalFile::FromBytes("just a letter", "letter.txt");
  ASSERT_TRUE(text);
  EXPECT_EQ(reader->imaging().Inspect(*text).status().code(), StatusCode::kUnsupported);
  EXPECT_EQ(reader->restarts(), 0u);
}

TEST(ReaderClient, BlamesThePageForACrashAndGoesOn) {
  const auto reader = Start();
  ASSERT_TRUE(reader);
  const OriginalFile file = PageFile("x.png");
  std::thread killer = StopAndLaterSend(SIGSEGV);
  const Result<DecodedPage> crashed = reader->imaging().Decode(file, 2, {});
  killer.join();
  ASSERT_FALSE(crashed);
  EXPECT_EQ(crashed.status().code(), StatusCode::kBadInput);
  EXPECT_EQ(crashed.status().message(), "decode page 3 of x.png: page reader died by signal 11");
  EXPECT_EQ(reader->restarts(), 1u);
  EXPECT_TRUE(reader->imaging().Decode(file, 0, {}));
  EXPECT_EQ(reader->restarts(), 1u);
}

TEST(ReaderClient, DoesNotBlameThePageWhenTheReaderIsKilledFromOutside) {
  const auto reader = Start();
  ASSERT_TRUE(reader);
  const OriginalFile file = PageFile();
  std::thread killer = StopAndLaterSend(SIGKILL);
  const Result<DecodedPage> killed = reader->imaging().Decode(file, 0, {});
  killer.join();
  ASSERT_FALSE(killed);
  EXPECT_EQ(killed.status().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(reader->imaging().Decode(file, 0, {}));
}

TEST(ReaderClient, KillsAReaderThatHangs) {
  ReaderOptions options = Options();
  options.call_timeout_ms = 3'000;
  const auto reader = Start(options);
  ASSERT_TRUE(reader);
  const OriginalFile file = PageFile();
  const pid_t pid = ReaderPid();
  kill(pid, SIGSTOP);
  const Result<OriginalSummary> hung = reader->imaging().Inspect(file);
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.status().code(), StatusCode::kTimeout);
  EXPECT_NE(kill(pid, 0), 0) << "the hung reader still lives";
  EXPECT_TRUE(reader->imaging().Inspect(file));
}

TEST(ReaderClient, RefusesPixelsThatDiedWithTheirReader) {
  const auto reader = Start();
  ASSERT_TRUE(reader);
  const OriginalFile file = PageFile();
  const Result<DecodedPage> before = reader->imaging().Decode(file, 0, {});
  ASSERT_TRUE(before);
  kill(ReaderPid(), SIGKILL);
  EXPECT_FALSE(reader->imaging().Inspect(file));
  const Result<PreparedPage> lost = reader->imaging().Prepare(*before, {});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.status().code(), StatusCode::kUnavailable);
  // Its token must not be mistaken for one of the new reader's.
  ASSERT_TRUE(reader->imaging().Decode(file, 0, {}));
  EXPECT_EQ(reader->imaging().Prepare(*before, {}).status().code(), StatusCode::kUnavailable);
}

TEST(ReaderClient, RefusesPixelsOfAnotherReader) {
  const auto one = Start();
  const auto other = Start();
  ASSERT_TRUE(one && other);
  const Result<DecodedPage> page = one->imaging().Decode(PageFile(), 0, {});
  ASSERT_TRUE(page);
  EXPECT_EQ(other->imaging().Prepare(*page, {}).status().code(), StatusCode::kUnavailable);
}

#ifndef SOHOA_SANITIZED
// Which allocation fails differs with the limit: one of ours, or one of a decoder, which says
// that the file is bad.
TEST(ReaderClient, HoldsTheReaderToItsMemory) {
  const OriginalFile file = PageFile();
  for (int more = 0; more < 3; ++more) {
    ReaderOptions options = Options();
    options.memory_bytes = (400ull + 4 * static_cast<unsigned>(more)) << 20;
    const auto reader = Start(options);
    ASSERT_TRUE(reader);
    std::vector<DecodedPage> kept;  // 11 MB each
    Status over;
    for (int i = 0; i < 100 && over.ok(); ++i) {
      Result<DecodedPage> page = reader->imaging().Decode(file, 0, {});
      over = page.status();
      if (page) kept.push_back(*page);
    }
    EXPECT_EQ(over.code(), StatusCode::kResourceLimit) << over.ToString();
    kept.clear();
    const Result<DecodedPage> after = reader->imaging().Decode(file, 0, {});
    EXPECT_TRUE(after) << after.status().ToString();
  }
}
#endif

TEST(ReaderClient, GivesPixelsBackToTheReader) {
  ReaderOptions options = Options();
  options.memory_bytes = 500ull << 20;
  const auto reader = Start(options);
  ASSERT_TRUE(reader);
  const OriginalFile file = PageFile();
  for (int i = 0; i < 60; ++i) {
    const Result<DecodedPage> page = reader->imaging().Decode(file, 0, {});
    ASSERT_TRUE(page) << i << ": " << page.status().ToString();
  }
  EXPECT_EQ(reader->restarts(), 0u);
}

TEST(ReaderClient, SaysWhatIsMissing) {
  ReaderOptions options = Options();
  options.ocr.model = "xyz";
  const Result<std::unique_ptr<ReaderClient>> no_model = StartReader(options);
  ASSERT_FALSE(no_model);
  EXPECT_EQ(no_model.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(no_model.status().message().find("tesseract-ocr-xyz"), std::string::npos);

  options.executable = "/nonexistent/sohoa-reader";
  const Result<std::unique_ptr<ReaderClient>> no_program = StartReader(options);
  ASSERT_FALSE(no_program);
  EXPECT_EQ(no_program.status().code(), StatusCode::kUnavailable);
}

TEST(ReaderClient, TakesGarbageFromAReaderForAnError) {
  const std::filesystem::path script =
      std::filesystem::temp_directory_path() / ("garbling-reader-" + std::to_string(getpid()));
  std::ofstream(script) << "#!/bin/sh\nprintf 'garbage, and more of it' >&3\nexec sleep 60\n";
  chmod(script.c_str(), 0700);
  ReaderOptions options = Options();
  options.executable = script;
  const Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  std::filesystem::remove(script);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.status().code(), StatusCode::kUnavailable);
  EXPECT_NE(reader.status().message().find("malformed"), std::string::npos)
      << reader.status().message();
}

TEST(ReaderProcess, AnswersMalformedRequestsWithErrorsAndLivesOn) {
  Result<std::unique_ptr<ReaderProcess>> process = ReaderProcess::Start(Executable());
  ASSERT_TRUE(process);
  ReaderSocket& socket = (*process)->socket();
  const auto ask = [&socket](const std::string& request) {
    EXPECT_TRUE(socket.Send(request, -1, 20'000).ok());
    Result<ReaderFrame> frame = socket.Receive(20'000);
    EXPECT_TRUE(frame) << frame.status().ToString();
    const Result<ReaderReply> reply = DecodeReply(frame ? frame->bytes : "");
    EXPECT_TRUE(reply);
    return reply ? reply->status.code() : StatusCode::kInternal;
  };
  ReaderHello hello;
  hello.ocr.engine = "null";
  ASSERT_EQ(ask(EncodeRequest({1, ReaderCall::kHello, {}, EncodeHello(hello)})), StatusCode::kOk);
  EXPECT_EQ(ask(""), StatusCode::kCorruption);
  EXPECT_EQ(ask(std::string(100, '\xff')), StatusCode::kCorruption);
  for (int call = 0; call <= 7; ++call) {
    const auto kind = static_cast<ReaderCall>(call);
    EXPECT_EQ(ask(EncodeRequest({2, kind, {99}, ""})), StatusCode::kCorruption) << call;
    EXPECT_EQ(ask(EncodeRequest({3, kind, {}, std::string(300, '\x01')})), StatusCode::kCorruption)
        << call;
  }
  EXPECT_EQ(ask(EncodeRequest({4, ReaderCall::kHello, {}, EncodeHello(hello)})),
            StatusCode::kCorruption);
}

TEST(ReaderProcess, EndsWithItsClient) {
  pid_t pid = -1;
  {
    const auto reader = Start();
    ASSERT_TRUE(reader);
    pid = ReaderPid();
    ASSERT_EQ(kill(pid, 0), 0);
  }
  EXPECT_NE(kill(pid, 0), 0);
}

}  // namespace
}  // namespace sohoa
