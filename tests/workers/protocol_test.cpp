// SPDX-License-Identifier: Apache-2.0
#include "workers/protocol.h"

#include <gtest/gtest.h>

#include <random>
#include <string>


namespace sohoa {
namespace {

std::string RandomBytes(std::mt19937& random, std::size_t length) {
  std::string bytes(length, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 255);
  return bytes;
}

// Every decoder of a body; none of them may do more than refuse.
void DecodeAll(std::string_view bytes) {
  static_cast<void>(DecodeFailure(bytes).ok());
  static_cast<void>(DecodeClientHello(bytes).ok());
  static_cast<void>(DecodeWelcome(bytes).ok());
  static_cast<void>(DecodeOpenBatch(bytes).ok());
  static_cast<void>(DecodeOpenOriginal(bytes).ok());
  static_cast<void>(DecodeBlobName(bytes).ok());
  static_cast<void>(DecodeHandIn(bytes).ok());
  static_cast<void>(DecodeStoreBlob(bytes).ok());
  static_cast<void>(DecodeHave(bytes).ok());
  static_cast<void>(DecodeChunk(bytes).ok());
  static_cast<void>(DecodeReceipt(bytes).ok());
  static_cast<void>(DecodeSeal(bytes).ok());
  static_cast<void>(DecodeDrain(bytes).ok());
  static_cast<void>(DecodeProgress(bytes).ok());
  static_cast<void>(DecodeCall(bytes).ok());
  static_cast<void>(DecodeAnswer(bytes).ok());
  static_cast<void>(DecodeGetBlob(bytes).ok());
  static_cast<void>(DecodeBlobData(bytes).ok());
  static_cast<void>(DecodeBeat(bytes).ok());
  static_cast<void>(DecodeBeatAnswer(bytes).ok());
  static_cast<void>(DecodeJob(bytes).ok());
  static_cast<void>(DecodePageJob(bytes).ok());
  static_cast<void>(DecodeDossierJob(bytes).ok());
  static_cast<void>(DecodeOutcome(bytes).ok());
  static_cast<void>(DecodeJobFailure(bytes).ok());
  static_cast<void>(DecodeJobAnswer(bytes).ok());
}

TEST(Protocol, LaysAFrameOutAsDocumented) {
  const std::string bytes = EncodeFrame(Command::kCredit, 0x0102030405060708, "body");

  EXPECT_EQ(bytes, std::string("HS1\x01\x16\x01\x02\x03\x04\x05\x06\x07\x08\x00\x00\x00\x04"
                               "body",
                               21));
}

TEST(Protocol, GivesAFrameBack) {
  const Result<Frame> frame = DecodeFrame(EncodeFrame(Command::kResult, 77, "x"));

  ASSERT_TRUE(frame) << frame.status().ToString();
  EXPECT_EQ(frame->command, Command::kResult);
  EXPECT_EQ(frame->tag, 77u);
  EXPECT_EQ(frame->body, "x");
}

TEST(Protocol, RefusesAnotherVersionAndNamesItsOwn) {
  std::string bytes = EncodeFrame(Command::kHello, 5, "");
  bytes[3] = 9;

  const Result<Frame> frame = DecodeFrame(bytes);

  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(frame.status().message().find("version 9"), std::string::npos);
  EXPECT_EQ(TagOf(bytes), 5u);
}

TEST(Protocol, RefusesAnUnknownCommand) {
  std::string bytes = EncodeFrame(Command::kHello, 5, "");
  bytes[4] = 0x7f;

  EXPECT_EQ(DecodeFrame(bytes).status().code(), StatusCode::kUnsupported);
}

TEST(Protocol, RefusesAFrameThatIsCutOrToldLonger) {
  const std::string bytes = EncodeFrame(Command::kChunk, 1, "0123456789");

  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(DecodeFrame(bytes.substr(0, length))) << length;
  }
  EXPECT_EQ(DecodeFrame(bytes + "x").status().code(), StatusCode::kCorruption);
}

TEST(Protocol, KeepsEveryFieldOfAnOriginalAndItsReceipt) {
  const OpenOriginalBody open{"H42.18-260930-0012", "b1", 3, "Đơn đề nghị.pdf", Sha256::Of("x"), 99};
  const OriginalReceipt receipt{"a.pdf", Sha256::Of("y"), 5, 3, 1, 1, 42, {"p1", "p2"}};

  const Result<OpenOriginalBody> opened = DecodeOpenOriginal(EncodeBody(open));
  const Result<OriginalReceipt> received = DecodeReceipt(EncodeBody(receipt));

  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->dossier, open.dossier);
  EXPECT_EQ(opened->batch, open.batch);
  EXPECT_EQ(opened->place, open.place);
  EXPECT_EQ(opened->name, open.name);
  EXPECT_EQ(opened->sha256, open.sha256);
  EXPECT_EQ(opened->size, open.size);
  ASSERT_TRUE(received);
  EXPECT_EQ(received->pages, 5u);
  EXPECT_EQ(received->accepted, 3u);
  EXPECT_EQ(received->duplicates, 1u);
  EXPECT_EQ(received->quarantined, 1u);
  EXPECT_EQ(received->ledger_sequence, 42u);
  EXPECT_EQ(received->page_ids, receipt.page_ids);
}

TEST(Protocol, KeepsEveryFieldOfWhatComesInOneFrame) {
  const HandInBody hand_in{{"H42.18-260930-0012", "b1", 3, "Đơn.pdf", Sha256::Of("x"), 3}, 0xdeadbeef, std::string("\0\xff\x80", 3), 1ull << 63 | 7};
  const StoreBlobBody store{Sha256::Of("y"), 0x12345678, std::string("\0y", 2)};

  const Result<HandInBody> handed = DecodeHandIn(EncodeBody(hand_in));
  const Result<StoreBlobBody> stored = DecodeStoreBlob(EncodeBody(store));

  ASSERT_TRUE(handed) << handed.status().ToString();
  EXPECT_EQ(handed->original.name, hand_in.original.name);
  EXPECT_EQ(handed->original.place, 3u);
  EXPECT_EQ(handed->original.sha256, hand_in.original.sha256);
  EXPECT_EQ(handed->crc32c, hand_in.crc32c);
  EXPECT_EQ(handed->bytes, hand_in.bytes);
  EXPECT_EQ(handed->request, hand_in.request);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->sha256, store.sha256);
  EXPECT_EQ(stored->crc32c, store.crc32c);
  EXPECT_EQ(stored->bytes, store.bytes);
}

TEST(Protocol, KeepsEveryFieldOfABeatAndAJob) {
  BeatBody beat;
  beat.worker = "w1";
  beat.boot = "b";
  beat.services = {"page"};
  beat.credit = 2;
  beat.longest_call_ms = 60'000;
  beat.held = {{"job", 7, 8}};
  beat.draining = true;
  beat.jail_missing = {"file rules: the kernel has none"};
  beat.threads = 4;
  beat.memory_bytes = 5;
  beat.reader_memory_bytes = 6;
  beat.reader_restarts = 7;
  JobBody job{"job", 7, 2, "page", 300'000, std::string("\0work", 5)};
  job.trace = "b1";

  const Result<BeatBody> beaten = DecodeBeat(EncodeBody(beat));
  const Result<JobBody> given = DecodeJob(EncodeBody(job));

  ASSERT_TRUE(beaten);
  EXPECT_EQ(beaten->services, beat.services);
  EXPECT_EQ(beaten->credit, 2u);
  EXPECT_EQ(beaten->longest_call_ms, 60'000u);
  ASSERT_EQ(beaten->held.size(), 1u);
  EXPECT_EQ(beaten->held[0].progress, 8u);
  EXPECT_TRUE(beaten->draining);
  EXPECT_EQ(beaten->jail_missing, beat.jail_missing);
  EXPECT_EQ(beaten->threads, 4u);
  EXPECT_EQ(beaten->memory_bytes, 5u);
  EXPECT_EQ(beaten->reader_memory_bytes, 6u);
  EXPECT_EQ(beaten->reader_restarts, 7u);
  ASSERT_TRUE(given);
  EXPECT_EQ(given->fence, 7u);
  EXPECT_EQ(given->attempt, 2u);
  EXPECT_EQ(given->work, job.work);
  EXPECT_EQ(given->trace, "b1");
}

TEST(Protocol, KeepsTheBlobsThatJobsAndResultsBringAlong) {
  const StoreBlobBody blob{Sha256::Of("y"), 0x12345678, std::string("\0y", 2)};
  JobBody job{"job", 7, 2, "page", 300'000, "work"};
  job.blobs = {blob, blob};
  job.needs = {{Sha256::Of("y"), true}};
  OutcomeBody outcome{"job", 7, Sha256::Of("x"), {}, {}, {blob}};
  BeatBody beat;
  beat.carried_bytes = 5;

  const Result<JobBody> given = DecodeJob(EncodeBody(job));
  const Result<OutcomeBody> result = DecodeOutcome(EncodeBody(outcome));

  ASSERT_TRUE(given);
  ASSERT_EQ(given->blobs.size(), 2u);
  EXPECT_EQ(given->blobs[1].sha256, blob.sha256);
  EXPECT_EQ(given->blobs[1].crc32c, blob.crc32c);
  EXPECT_EQ(given->blobs[1].bytes, blob.bytes);
  EXPECT_TRUE(given->needs.empty()) << "stays with the coordinator";
  ASSERT_TRUE(result);
  ASSERT_EQ(result->blobs.size(), 1u);
  EXPECT_EQ(result->blobs[0].bytes, blob.bytes);
  EXPECT_EQ(DecodeBeat(EncodeBody(beat))->carried_bytes, 5u);
  EXPECT_EQ(DecodeBeatAnswer(EncodeBody(BeatAnswerBody{7, {}, WorkerOrder::kWork, 6}))->carried_bytes, 6u);
}

TEST(Protocol, KeepsTheTimesOfAResult) {
  const Result<OutcomeBody> outcome = DecodeOutcome(EncodeBody(OutcomeBody{"job", 7, Sha256::Of("x"), {}, {{"decode", 1234}}}));

  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->stage_times.size(), 1u);
  EXPECT_EQ(outcome->stage_times[0].stage, "decode");
  EXPECT_EQ(outcome->stage_times[0].microseconds, 1234u);
}

TEST(Protocol, KeepsWhatProgramsSayOfThemselves) {
  BeatBody beat;
  beat.versions = {3, 4, "1.2.3", {{"page", "decode", 7}, {"dossier", "render", 1}}};
  beat.engine = "lines";
  beat.model = "sohoa 2";
  beat.order = WorkerOrder::kPause;

  const Result<BeatBody> beaten = DecodeBeat(EncodeBody(beat));
  const Result<ClientHello> hello = DecodeClientHello(EncodeBody(ClientHello{"desk", "7", beat.versions}));

  ASSERT_TRUE(beaten);
  ASSERT_TRUE(hello);
  for (const ProgramVersions& versions : {beaten->versions, hello->versions}) {
    EXPECT_EQ(versions.oldest_protocol, 3u);
    EXPECT_EQ(versions.newest_protocol, 4u);
    EXPECT_EQ(versions.program, "1.2.3");
    EXPECT_EQ(versions.stages, beat.versions.stages);
  }
  EXPECT_EQ(beaten->engine, "lines");
  EXPECT_EQ(beaten->model, "sohoa 2");
  EXPECT_EQ(beaten->order, WorkerOrder::kPause);
}

TEST(Protocol, TakesOneThatSaysNothingOfItselfForProtocolOne) {
  const Result<ClientHello> hello = DecodeClientHello("");
  const Result<DrainBody> drain = DecodeDrain(EncodeBody(SealBody{"w", ""}));

  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->versions.newest_protocol, 1u);
  ASSERT_TRUE(drain);
  EXPECT_EQ(drain->worker, "w");
  EXPECT_EQ(drain->order, WorkerOrder::kEnd);
}

TEST(Protocol, RefusesAFailureThatIsNone) {
  JobFailureBody failure{"job", 1, "decode", Status()};

  EXPECT_FALSE(DecodeJobFailure(EncodeBody(failure)));
}

TEST(Protocol, RefusesAHashThatIsNotThirtyTwoBytes) {
  // Field 1, length-delimited, three bytes.
  EXPECT_FALSE(DecodeBlobName(std::string("\x0a\x03"
                                          "abc")));
}

TEST(Protocol, SurvivesRandomBytes) {
  std::mt19937 random(20'260'930);
  for (int round = 0; round < 20'000; ++round) {
    const std::string bytes = RandomBytes(random, random() % 200);
    EXPECT_FALSE(DecodeFrame(bytes));
    DecodeAll(bytes);
  }
}

TEST(Protocol, SurvivesBodiesWithChangedBytes) {
  std::mt19937 random(7);
  DossierJob job;
  job.head = {"H42.18-260930-0012", "1.001234", "H42.18", "A"};
  job.pages.push_back({"p1", {"H42.18-260930-0012", "b1", 0, Sha256::Of("o"), 0}, Sha256::Of("r")});
  const std::string good = EncodeBody(job);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    bytes[random() % bytes.size()] = static_cast<char>(random() & 255);
    if (round % 3 == 0) bytes.resize(random() % bytes.size());
    DecodeAll(bytes);
  }
}

TEST(DeskClient, NamesBatchesInOrderOfTime) {
  const std::string first = NewBatchId();
  const std::string second = NewBatchId();

  EXPECT_NE(first, second);
  EXPECT_LE(first.substr(0, 10), second.substr(0, 10));
  EXPECT_TRUE(IsAcceptableDossierCode(first));
}

}  // namespace
}  // namespace sohoa
