// SPDX-License-Identifier: Apache-2.0
//
// Coordinator, desk client and workers over real sockets, with a real page reader.
#include "workers/coordinator.h"

#include <gtest/gtest.h>

#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/faulty_archive.h"
#include "support/test_folder.h"
#include "workers/child_process.h"
#include "workers/crc32c.h"
#include "workers/desk_client.h"
#include "workers/played_worker.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

// A page as a scanner might give it: PNM, with bars where lines of text would be.
std::string DrawPage(int number) {
  constexpr int kWidth = 620;
  constexpr int kHeight = 877;
  std::string pixels(kWidth * kHeight, '\xff');
  for (int line = 0; line < 20; ++line) {
    for (int y = 60 + 35 * line; y < 72 + 35 * line; ++y) {
      for (int x = 60; x < 300 + (line * 37 + number * 53) % 260; ++x) {
        if (x % 11 < 7) pixels[static_cast<std::size_t>(y * kWidth + x)] = '\x10';
      }
    }
  }
  return "P5\n" + std::to_string(kWidth) + " " + std::to_string(kHeight) + "\n255\n" + pixels;
}

OriginalFile File(const std::string& bytes, const std::string& name) {
  return std::move(*OriginalFile::FromBytes(bytes, name));
}

bool Within(std::int64_t ms, const std::function<bool()>& reached) {
  const std::int64_t end = MonotonicMs() + ms;
  while (MonotonicMs() < end) {
    if (reached()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return reached();
}

ReaderOptions NullReader() {
  ReaderOptions reader;
  reader.executable = BinFolder() + "/sohoa-reader";
  reader.ocr.engine = "null";
  return reader;
}

class CoordinatorTest : public testing::Test {
 protected:
  CoordinatorTest() {
    options_.endpoints = {"ipc://" + folder_.Sub("socket")};
    options_.reader = NullReader();
  }

  const std::string& endpoint() const { return options_.endpoints[0]; }

  void Start(ControlHandler control = nullptr) {
    Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(archive_, options_, std::move(control));
    ASSERT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
    ConnectDesk();
  }

  void ConnectDesk() {
    Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(endpoint(), 20'000);
    ASSERT_TRUE(desk) << desk.status().ToString();
    desk_ = std::move(*desk);
  }

  void OpenBatch(const std::string& batch) {
    const Status opened = desk_->OpenBatch({kCode, "1.001234", "H42.18", "A"}, batch, Lane::kCounter);
    ASSERT_TRUE(opened.ok()) << opened.ToString();
  }

  Result<OriginalReceipt> Upload(const std::string& batch, std::uint32_t place, const std::string& bytes) {
    return desk_->Upload(kCode, batch, place, File(bytes, "scan-" + std::to_string(place)), nullptr);
  }

  void Submit(const std::string& batch, int pages) {
    OpenBatch(batch);
    for (int i = 0; i < pages; ++i) {
      const Result<OriginalReceipt> receipt = Upload(batch, static_cast<std::uint32_t>(i), DrawPage(i));
      ASSERT_TRUE(receipt) << receipt.status().ToString();
      ASSERT_EQ(receipt->accepted, 1u);
    }
  }

  DossierProgress Progress() {
    const Result<DossierProgress> progress = desk_->Progress(kCode);
    return progress ? *progress : DossierProgress();
  }

  std::unique_ptr<Worker> StartWorker(std::uint32_t threads = 1) {
    WorkerOptions options;
    options.endpoint = endpoint();
    options.threads = threads;
    options.reader = NullReader();
    Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
    EXPECT_TRUE(worker) << worker.status().ToString();
    return worker ? std::move(*worker) : nullptr;
  }

  TestFolder folder_;
  FaultyArchive archive_;
  CoordinatorOptions options_;
  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<DeskClient> desk_;
};

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

TEST_F(CoordinatorTest, AnswersAResendAndRefusesOtherBytes) {
  Start();
  OpenBatch("b1");
  ASSERT_TRUE(Upload("b1", 0, DrawPage(0)));

  const Result<OriginalReceipt> again = Upload("b1", 0, DrawPage(0));
  const Result<OriginalReceipt> other = Upload("b1", 0, DrawPage(1));

  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ(again->accepted, 0u);
  EXPECT_EQ(again->duplicates, 1u);
  EXPECT_EQ(other.status().code(), StatusCode::kConflict);
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

TEST_F(CoordinatorTest, CallsALateResultStale) {
  options_.beat_ms = 100;
  options_.missed_beats = 3;
  Start();
  Submit("b1", 1);
  PlayedWorker late(endpoint(), "late");
  const std::optional<JobBody> job = late.WaitForJob(5'000);
  ASSERT_TRUE(job);
  PlayedWorker other(endpoint(), "other");
  const std::optional<JobBody> again = other.WaitForJob(10'000);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->job, job->job);

  EXPECT_EQ(late.Answer(*job), Command::kStale);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
}

TEST_F(CoordinatorTest, HasWorkDoneAgainWhoseResultWasLostBeforeItWasSynced) {
  Start();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  PlayedWorker worker(endpoint(), "w");
  for (const std::string service : {"page", "dossier"}) {
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job) << service;
    ASSERT_EQ(job->service, service);
    EXPECT_EQ(worker.AnswerWithLostBlobs(*job), Command::kCommitted);
    const std::optional<JobBody> again = worker.WaitForJob(10'000);
    ASSERT_TRUE(again) << service;
    EXPECT_EQ(again->job, job->job);
    EXPECT_EQ(worker.Answer(*again), Command::kCommitted);
  }

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->pages.size(), 1u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

TEST_F(CoordinatorTest, SetsAPageAsideAfterTheThirdWorkerThatItKilled) {
  options_.beat_ms = 100;
  options_.missed_beats = 3;
  Start();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  for (int death = 1; death <= 3; ++death) {
    PlayedWorker worker(endpoint(), "worker " + std::to_string(death));
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job) << death;
    ASSERT_EQ(job->service, "page");
    ASSERT_TRUE(Within(5'000, [this] { return coordinator_->Snapshot().workers.empty(); }));
  }

  // The worker is forgotten at once, its lease ends with the ledger's next group.
  ASSERT_TRUE(Within(10'000, [this] {
    const Result<std::vector<QuarantinedPage>> aside = coordinator_->Quarantined("", 10);
    return aside && aside->size() == 1;
  }));
  PlayedWorker last(endpoint(), "last");
  EXPECT_EQ(last.WorkOff(), 1);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->quarantined.size(), 1u);
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

// A page that goes in one frame.
std::string SmallPage() { return "P5 200 280 255\n" + std::string(200 * 280, '\xf0'); }

TEST_F(CoordinatorTest, TakesASmallOriginalInOneFrameAndGivesTheSameReceiptAgain) {
  Start();
  OpenBatch("b1");
  const std::string bytes = SmallPage();
  ASSERT_LE(bytes.size(), kChunkBytes);
  const OpenOriginalBody original{kCode, "b1", 0, "scan.pnm", Sha256::Of(bytes), bytes.size()};
  const std::string body = EncodeBody(HandInBody{original, Crc32c(bytes), bytes});
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

TEST_F(CoordinatorTest, AnswersQuestionsOfTools) {
  Start([](std::string_view method, std::string_view params) -> Result<std::string> {
    if (method == "fail") return Status(StatusCode::kNotFound, "no such thing");
    return std::string(method) + ":" + std::string(params);
  });

  EXPECT_EQ(*desk_->Call("search", "{}"), "search:{}");
  EXPECT_EQ(desk_->Call("fail", "{}").status().code(), StatusCode::kNotFound);
}

TEST_F(CoordinatorTest, EndsAWorkerOnDemand) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  const std::string id = coordinator_->Snapshot().workers[0].id;

  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kEnd).ok());
  EXPECT_EQ(desk_->OrderWorker("nobody", WorkerOrder::kEnd).code(), StatusCode::kNotFound);

  EXPECT_TRUE(Within(10'000, [&worker] { return !worker->running(); }));
}

TEST_F(CoordinatorTest, GivesAPausedWorkerNothingUntilItIsResumed) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  const std::string id = coordinator_->Snapshot().workers[0].id;
  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kPause).ok());
  Submit("b1", 2);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  EXPECT_FALSE(Within(3'000, [this] { return Progress().pages_done > 0; }));
  EXPECT_TRUE(coordinator_->Snapshot().workers[0].draining);
  EXPECT_TRUE(worker->running());
  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kWork).ok());

  EXPECT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
}

// The readers that this process has as children.
std::vector<pid_t> Readers() {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "stat");
    std::string process, name, state;
    pid_t parent = 0;
    if (in >> process >> name >> state >> parent && parent == getpid() && name == "(sohoa-reader)") found.push_back(std::stoi(process));
  }
  return found;
}

TEST_F(CoordinatorTest, RestsAWorkerWhoseReaderDoesNotStartAndBlamesNoPage) {
  const std::string broken = folder_.Sub("broken");
  const std::string wrapper = folder_.Sub("reader.sh");
  std::ofstream(wrapper) << "#!/bin/sh\n[ -e " << broken << " ] && exit 1\nexec " << NullReader().executable.string() << " \"$@\"\n";
  std::filesystem::permissions(wrapper, std::filesystem::perms::owner_all);
  Start();
  WorkerOptions options;
  options.endpoint = endpoint();
  options.reader = NullReader();
  options.reader.executable = wrapper;
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
  ASSERT_TRUE(worker) << worker.status().ToString();
  std::ofstream(broken) << "";
  for (const pid_t reader : Readers()) kill(reader, SIGKILL);
  Submit("b1", 2);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  ASSERT_TRUE(Within(30'000, [this] {
    const std::vector<WorkerStatus> workers = coordinator_->Snapshot().workers;
    return workers.size() == 1 && workers[0].resting_threads == 1 && workers[0].credit == 0;
  }));
  EXPECT_FALSE(coordinator_->Snapshot().workers[0].trouble.empty());
  std::filesystem::remove(broken);

  ASSERT_TRUE(Within(90'000, [this] { return Progress().all_batches_visible; }));
  EXPECT_TRUE(archive_.GetDossier(kCode, 0)->quarantined.empty());
  EXPECT_EQ(coordinator_->Snapshot().workers[0].resting_threads, 0u);
}

TEST_F(CoordinatorTest, TakesNoResultOfOneWorkersLeaseFromAnother) {
  Start();
  Submit("b1", 1);
  PlayedWorker owner(endpoint(), "owner");
  const std::optional<JobBody> job = owner.WaitForJob(5'000);
  ASSERT_TRUE(job);
  PlayedWorker other(endpoint(), "other");

  EXPECT_EQ(other.Answer(*job), Command::kStale);
  EXPECT_EQ(other.Fail(*job, Status(StatusCode::kBadInput, "decode: broken")), Command::kStale);
  EXPECT_EQ(owner.Answer(*job), Command::kCommitted);
}

TEST_F(CoordinatorTest, SaysHowManyWorkersClearWhatWaitsInTime) {
  Start();
  EXPECT_EQ(coordinator_->Snapshot().demand.workers, 0u);
  Submit("b1", 6);
  EXPECT_EQ(coordinator_->Snapshot().demand.pages, 6u);
  EXPECT_EQ(coordinator_->Snapshot().demand.workers, 1u) << "one, to learn how fast it is";

  PlayedWorker worker(endpoint(), "w");
  for (int i = 0; i < 4; ++i) {
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job);
    ASSERT_EQ(worker.Answer(*job), Command::kCommitted);
  }

  ASSERT_TRUE(Within(5'000, [this] { return coordinator_->Snapshot().demand.pages_per_thread_second > 0; }));
  const WorkerDemand demand = coordinator_->Snapshot().demand;
  EXPECT_EQ(demand.pages, 2u);
  EXPECT_EQ(demand.workers, 1u);
  EXPECT_GT(demand.cleared_in_ms, 0);
}

TEST_F(CoordinatorTest, KeepsAWorkerPausedOverARestart) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  ASSERT_TRUE(desk_->OrderWorker(coordinator_->Snapshot().workers[0].id, WorkerOrder::kPause).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(2'500));  // until a beat has told it

  coordinator_.reset();
  Start();

  ASSERT_TRUE(Within(20'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  EXPECT_EQ(coordinator_->Snapshot().workers[0].order, WorkerOrder::kPause);
}

TEST_F(CoordinatorTest, GivesAWorkerOnlyJobsOfItsServices) {
  Start();
  PlayedWorker pages(endpoint(), "pages", 4);
  pages.services = {"page"};
  Submit("b1", 3);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  EXPECT_EQ(pages.WorkOff(), 3);
  EXPECT_FALSE(Progress().all_batches_visible);
  PlayedWorker dossiers(endpoint(), "dossiers", 4);
  dossiers.services = {"dossier"};
  EXPECT_EQ(dossiers.WorkOff(), 1);
  EXPECT_TRUE(Progress().all_batches_visible);
}

TEST_F(CoordinatorTest, GivesAnOlderWorkerNoWorkAndTellsItToUpgrade) {
  Start();
  Submit("b1", 1);
  PlayedWorker old(endpoint(), "old");
  old.versions.program = "0.0.9";
  --old.versions.stages[1].version;

  const Result<Frame> answer = old.Ready();

  EXPECT_EQ(answer.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(answer.status().message().find("upgrade sohoa on its host"), std::string::npos) << answer.status().message();
  EXPECT_FALSE(old.WaitForJob(1'500));
  const CoordinatorStatus status = coordinator_->Snapshot();
  EXPECT_TRUE(status.workers.empty());
  ASSERT_EQ(status.turned_away.size(), 1u);
  EXPECT_EQ(status.turned_away[0].who, "worker old");
  EXPECT_EQ(status.turned_away[0].program, "0.0.9");
}

TEST_F(CoordinatorTest, TakesNoResultFromAWorkerThatWasTurnedAway) {
  Start();
  Submit("b1", 1);
  PlayedWorker worker(endpoint(), "w");
  const std::optional<JobBody> job = worker.WaitForJob(5'000);
  ASSERT_TRUE(job);

  // As after an upgrade of the coordinator, whose stages are newer now.
  --worker.versions.stages[0].version;
  ASSERT_FALSE(worker.Ready());
  PlayedWorker other(endpoint(), "other");
  const std::optional<JobBody> again = other.WaitForJob(10'000);

  ASSERT_TRUE(again);
  EXPECT_EQ(again->job, job->job);
  EXPECT_EQ(again->attempt, 1u);
  const std::unique_ptr<Connection> stranger = std::move(*Connection::Connect(endpoint()));
  const Result<Frame> refused = stranger->Ask(Command::kResult, EncodeBody(OutcomeBody{again->job, again->fence, {}, {}}), 1'500);
  EXPECT_EQ(refused.status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
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

TEST_F(CoordinatorTest, GetsJobsBackFromAWorkerThatLeaves) {
  Start();
  std::unique_ptr<Worker> worker = StartWorker(2);
  Submit("b1", 4);

  worker.reset();

  ASSERT_TRUE(Within(2'000, [this] {
    for (const LaneStatus& lane : coordinator_->Snapshot().lanes) {
      if (lane.leased > 0) return false;
    }
    return coordinator_->Snapshot().workers.empty();
  }));
  PlayedWorker other(endpoint(), "other");
  while (const std::optional<JobBody> job = other.WaitForJob(1'500)) {
    EXPECT_EQ(job->attempt, 1u);
    EXPECT_EQ(other.Answer(*job), Command::kCommitted);
  }
  EXPECT_EQ(Progress().pages_done, 4u);
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
