// SPDX-License-Identifier: Apache-2.0
//
// Coordinator, desk client and workers over real sockets, with a real page reader.
#include "workers/coordinator.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "workers/coordinator_fixture.h"

namespace sohoa {
namespace {

TEST_F(CoordinatorTest, TakesThreeImagesToAVisibleDossier) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker(2);
  Submit("b1", 3);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  ASSERT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  ASSERT_EQ(dossier->pages.size(), 3u);
  EXPECT_TRUE(dossier->quarantined.empty()) << dossier->quarantined[0].reason.ToString();
  EXPECT_FALSE(dossier->documents.empty());
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(dossier->pages[i].source.place, i);
  std::string pdf;
  ASSERT_TRUE(desk_->FetchBlob(dossier->documents[0].pdf, [&pdf](std::string_view bytes) {
    pdf += bytes;
    return true;
  }).ok());
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  // Every blob is named by the dossier, and none was changed.
  const Result<FixityReport> report = archive_.Verify(
      "", [this](const Sha256& blob) { return coordinator_->InFlight(blob); }, [](std::uint64_t, std::uint64_t) { return true; });
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->problems.empty());
}

TEST_F(CoordinatorTest, WorksWithinOneProcess) {
  options_.endpoints = {"inproc://one-process"};
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->SealAll(kCode).ok());

  EXPECT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
}

TEST_F(CoordinatorTest, LosesNothingWhenAWorkerProcessIsKilled) {
  Start();
  const auto worker = [this] { return std::vector<std::string>{"worker", endpoint(), NullReader().executable.string()}; };
  ChildProcess first(worker());
  ChildProcess second(worker());
  Submit("b1", 8);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Within(60'000, [this] { return Progress().pages_done >= 2; }));

  first.Kill();

  ASSERT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->version, 1u);
  EXPECT_EQ(dossier->pages.size(), 8u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

TEST_F(CoordinatorTest, LosesNothingWhenTheCoordinatorItselfIsKilled) {
  const std::vector<std::string> arguments = {"coordinator", endpoint(), NullReader().executable.string(), folder_.Sub("archive")};
  auto coordinator = std::make_unique<ChildProcess>(arguments);
  ConnectDesk();
  const std::unique_ptr<Worker> worker = StartWorker();
  Submit("b1", 6);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Within(60'000, [this] { return Progress().pages_done >= 1; }));

  coordinator->Kill();
  coordinator = std::make_unique<ChildProcess>(arguments);

  ASSERT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
  coordinator->Kill();
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder_.Sub("archive"));
  ASSERT_TRUE(archive) << archive.status().ToString();
  const Result<Dossier> dossier = (*archive)->GetDossier(kCode);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->pages.size(), 6u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

TEST_F(CoordinatorTest, ShowsALaterBatchAsTheNextVersion) {
  Start();
  PlayedWorker worker(endpoint(), "w");
  Submit("b1", 2);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  worker.WorkOff();
  ASSERT_EQ(Progress().version, 1u);
  Submit("b2", 1);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->version, 1u);
  ASSERT_TRUE(desk_->SealAll(kCode).ok());
  worker.WorkOff();

  EXPECT_EQ(archive_.GetDossier(kCode, 0)->version, 2u);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.size(), 3u);
}

TEST_F(CoordinatorTest, RetriesAQuarantinedPageOnDemand) {
  Start();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  PlayedWorker worker(endpoint(), "w");
  const std::optional<JobBody> job = worker.WaitForJob(5'000);
  ASSERT_TRUE(job);
  ASSERT_EQ(worker.Fail(*job, Status(StatusCode::kBadInput, "decode: broken")), Command::kCommitted);
  worker.WorkOff();
  ASSERT_EQ(archive_.GetDossier(kCode, 0)->quarantined.size(), 1u);

  ASSERT_TRUE(coordinator_->RetryQuarantined(job->job).ok());
  worker.WorkOff();

  EXPECT_EQ(archive_.GetDossier(kCode, 0)->version, 2u);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->pages.size(), 1u);
}

TEST_F(CoordinatorTest, AnswersGarbageWithErrorsAndLivesOn) {
  Start();
  std::unique_ptr<ClientSocket> socket = std::move(*ClientSocket::Connect(endpoint()));
  std::mt19937 random(18);
  int errors = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 100, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() & 255);
    if (round % 2 == 0) {
      // A good header, and a body that is none.
      bytes = EncodeFrame(Command::kOpenOriginal, 7, bytes);
      bytes[4] = static_cast<char>(random() % 0x60);
    }
    for (int i = 0; i < 200 && !socket->Send(bytes); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const std::optional<std::string> answer = socket->Receive(round % 10 == 0 ? 1'000 : 0, nullptr);
    if (answer && DecodeFrame(*answer) && DecodeFrame(*answer)->command == Command::kError) ++errors;
  }

  EXPECT_GT(errors, 10);
  EXPECT_TRUE(DeskClient::Connect(endpoint()));
}

TEST_F(CoordinatorTest, AnswersQuestionsOfTools) {
  Start([](std::string_view method, std::string_view params) -> Result<std::string> {
    if (method == "fail") return Status(StatusCode::kNotFound, "no such thing");
    return std::string(method) + ":" + std::string(params);
  });

  EXPECT_EQ(*desk_->Call("search", "{}"), "search:{}");
  EXPECT_EQ(desk_->Call("fail", "{}").status().code(), StatusCode::kNotFound);
}

TEST_F(CoordinatorTest, TellsADeskOfAProtocolThatItDoesNotSpeakToUpgrade) {
  Start();
  const std::unique_ptr<Connection> connection = std::move(*Connection::Connect(endpoint()));
  const auto hello = [&](std::uint32_t oldest, std::uint32_t newest) {
    return connection->Ask(Command::kHello, EncodeBody(ClientHello{"desk", "7", {oldest, newest, "9.0", {}}}), 10'000);
  };

  const Result<Frame> newer = hello(kProtocolVersion + 1, kProtocolVersion + 2);
  EXPECT_EQ(newer.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(newer.status().message().find("upgrade sohoa on the coordinator's host"), std::string::npos) << newer.status().message();
  EXPECT_EQ(coordinator_->Snapshot().turned_away.size(), 1u);

  const Result<Frame> one_ahead = hello(kProtocolVersion, kProtocolVersion + 1);
  ASSERT_TRUE(one_ahead) << one_ahead.status().ToString();
  EXPECT_EQ(DecodeWelcome(one_ahead->body)->protocol, kProtocolVersion);
  const Result<Frame> one_behind = hello(1, kProtocolVersion - 1);
  ASSERT_TRUE(one_behind) << one_behind.status().ToString();
  EXPECT_EQ(DecodeWelcome(one_behind->body)->protocol, kProtocolVersion - 1);
}

TEST_F(CoordinatorTest, IsFoundAtWhicheverOfSeveralEndpointsItIs) {
  const std::vector<std::string> both = {"ipc://" + folder_.Sub("first"), "ipc://" + folder_.Sub("second")};
  options_.endpoints = {both[1]};
  Start();
  Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(both, 20'000);
  ASSERT_TRUE(desk) << desk.status().ToString();
  WorkerOptions worker_options;
  worker_options.endpoint = both;
  worker_options.reader = NullReader();
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(worker_options);
  ASSERT_TRUE(worker) << worker.status().ToString();
  ASSERT_TRUE((*desk)->OpenBatch({kCode, "1.001234", "H42.18", "A"}, "b1", Lane::kCounter).ok());
  ASSERT_TRUE((*desk)->Upload(kCode, "b1", 0, File(DrawPage(0), "scan-0"), nullptr));

  // It goes where it was not before; what was begun is ended there.
  coordinator_.reset();
  options_.endpoints = {both[0]};
  Start();
  const Result<OriginalReceipt> receipt = (*desk)->Upload(kCode, "b1", 1, File(DrawPage(1), "scan-1"), nullptr);
  ASSERT_TRUE(receipt) << receipt.status().ToString();
  ASSERT_TRUE((*desk)->Seal(kCode, "b1").ok());
  EXPECT_TRUE(Within(60'000, [&] { return (*desk)->Progress(kCode)->all_batches_visible; }));
  EXPECT_EQ((*desk)->Progress(kCode)->pages_done, 2u);
}

TEST_F(CoordinatorTest, SaysWhenNobodyIsThere) {
  const Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect("ipc://" + folder_.Sub("nobody"), 300);

  EXPECT_EQ(desk.status().code(), StatusCode::kUnavailable);
}

TEST_F(CoordinatorTest, SaysWhenItsEndpointIsTaken) {
  options_.endpoints = {"inproc://taken"};
  Start();
  FaultyArchive other;

  EXPECT_EQ(Coordinator::Start(other, options_, nullptr).status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sohoa
