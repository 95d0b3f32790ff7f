// SPDX-License-Identifier: Apache-2.0
#include "desk/uploader.h"

#include <gtest/gtest.h>

#include <atomic>

#include "core/calendar.h"
#include "workers/coordinator_fixture.h"

namespace sohoa {
namespace {

constexpr std::int64_t kLong = 30'000;

// A desk with a spool on the disk, and a coordinator that comes and goes.
class UploaderTest : public CoordinatorTest {
 protected:
  UploaderTest() { OpenSpool(); }
  ~UploaderTest() override { uploader_.reset(); }

  void OpenSpool() {
    uploader_.reset();
    spool_.reset();
    Result<std::unique_ptr<Spool>> spool = Spool::Open({folder_.Sub("spool"), 0, [this] { return NowUnixMs() + later_ms_.load(); }});
    ASSERT_TRUE(spool) << spool.status().ToString();
    spool_ = std::move(*spool);
  }

  void StartUploader() {
    UploaderOptions options;
    options.first_retry_ms = 50;
    options.longest_retry_ms = 200;
    options.poll_ms = 20;
    options.idle_ms = 50;
    uploader_ = std::make_unique<Uploader>(
        *spool_,
        [this]() -> Result<std::unique_ptr<DeskClient>> {
          ++tries_;
          return DeskClient::Connect(endpoint(), 500);
        },
        options);
  }

  void StopCoordinator() {
    desk_.reset();
    coordinator_.reset();
  }

  std::string Begin(const std::string& code = kCode) {
    const Result<Capture> capture = spool_->Begin({code, "1.001234", "H42.18", "A", CapturePoint::kReceived}, "desk:quay-1");
    EXPECT_TRUE(capture);
    return capture->id;
  }

  std::string Add(const std::string& capture, const std::string& bytes, const Placement& placement = {}) {
    const OriginalFile file = File(bytes, "0001.png");
    const Result<DeskOriginal> original = spool_->Add(capture, file, {"0001.png", "sane:x", "", 1, 1, false, false}, placement);
    EXPECT_TRUE(original) << original.status().ToString();
    if (uploader_ != nullptr) uploader_->Wake();
    return PageKey(original->id, 0);
  }

  void Finish(const std::string& capture) {
    ASSERT_TRUE(spool_->Finish(capture).ok());
    if (uploader_ != nullptr) uploader_->Wake();
  }

  Capture Find(const std::string& id) { return *spool_->Find(id); }
  bool Reaches(const std::string& id, CaptureState state) {
    return Within(kLong, [&] { return Find(id).state == state; });
  }

  // The hashes of the dossier's pages, in order.
  std::vector<Sha256> PagesOf(const std::string& code = kCode) {
    std::vector<Sha256> hashes;
    const Result<Dossier> dossier = archive_.GetDossier(code, 0);
    EXPECT_TRUE(dossier) << dossier.status().ToString();
    if (!dossier) return hashes;
    for (const DossierPage& page : dossier->pages) hashes.push_back(page.source.original);
    return hashes;
  }

  std::atomic<int> tries_ = 0;
  std::atomic<std::int64_t> later_ms_ = 0;  // than it is
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Uploader> uploader_;
};

std::vector<Sha256> HashesOf(std::initializer_list<int> pages) {
  std::vector<Sha256> hashes;
  for (const int page : pages) hashes.push_back(Sha256::Of(DrawPage(page)));
  return hashes;
}

TEST_F(UploaderTest, BringsPagesUpWhileTheyArriveAndTheDossierToItsEnd) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  const std::string first = Add(id, DrawPage(0));
  EXPECT_TRUE(Within(kLong, [&] { return Find(id).is_received(); })) << "a page goes up before the clerk is done";
  Add(id, DrawPage(1));
  Add(id, DrawPage(2), {"", first});
  Finish(id);
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(PagesOf(), HashesOf({2, 1}));
  const Result<BatchReceipt> receipt = ParseReceiptStatement(Find(id).receipt.statement);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->pages, 2u);
  EXPECT_EQ(receipt->set_aside, 1u);
  EXPECT_TRUE(uploader_->ProblemOf(id).ok());
  EXPECT_TRUE(uploader_->Line().is_up);
}

TEST_F(UploaderTest, WaitsWithoutACoordinatorAndThenDoesTheSameAsWithOne) {
  StartUploader();
  const std::string id = Begin();
  Add(id, DrawPage(0));
  Add(id, DrawPage(1));
  Finish(id);
  EXPECT_TRUE(Within(kLong, [&] { return tries_ > 2; }));
  EXPECT_FALSE(uploader_->Line().is_up);
  EXPECT_NE(uploader_->Line().reason, "");
  EXPECT_EQ(Find(id).state, CaptureState::kFinished);
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(PagesOf(), HashesOf({0, 1}));
}

// A minute, an hour and a day without a coordinator, in which the desk was started anew as well.
TEST_F(UploaderTest, ComesToTheSameHoweverLongThereWasNoCoordinator) {
  std::vector<std::string> ids;
  constexpr std::int64_t kMinuteMs = 60'000;
  for (const std::int64_t offline_ms : {std::int64_t{0}, kMinuteMs, 60 * kMinuteMs, 24 * 60 * kMinuteMs}) {
    const std::string code = "H42.18-261127-1" + std::to_string(ids.size());
    if (offline_ms == 0) Start();
    StartUploader();
    const std::string id = Begin(code);
    ids.push_back(id);
    const std::string first = Add(id, DrawPage(0));
    const std::string second = Add(id, DrawPage(1));
    later_ms_ += offline_ms / 2;
    Add(id, DrawPage(2), {first, ""});
    ASSERT_TRUE(spool_->AddEdits(id, {[&] {
                  Edit aside;
                  aside.kind = EditKind::kSetAside;
                  aside.page = second;
                  return aside;
                }()}).ok());
    if (offline_ms > 0) OpenSpool();
    StartUploader();
    later_ms_ += offline_ms / 2;
    Finish(id);
    if (offline_ms > 0) Start();
    const std::unique_ptr<Worker> worker = StartWorker();
    ASSERT_TRUE(Reaches(id, CaptureState::kSearchable)) << offline_ms;
    EXPECT_EQ(PagesOf(code), HashesOf({0, 2})) << offline_ms;
    EXPECT_EQ(archive_.GetDossier(code, 0)->set_aside.size(), 1u);
    const Result<BatchReceipt> receipt = ParseReceiptStatement(Find(id).receipt.statement);
    EXPECT_EQ(receipt->contents, ParseReceiptStatement(Find(ids.front()).receipt.statement)->contents) << "the same originals in the same places";
    EXPECT_GE(Find(id).times.receipted_unix_ms - Find(id).times.begun_unix_ms, offline_ms);
    uploader_.reset();
    StopCoordinator();
  }
}

TEST_F(UploaderTest, GoesOnAfterTheDeskWasStartedAnewAtEveryPoint) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  const std::string id = Begin();
  for (int page = 0; page < 4; ++page) {
    Add(id, DrawPage(page));
    StartUploader();
    Within(30 * page, [] { return false; });
    OpenSpool();
  }
  Finish(id);
  for (int i = 0; i < 6; ++i) {
    StartUploader();
    Within(15 * i, [] { return false; });
    OpenSpool();
  }
  StartUploader();
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(PagesOf(), HashesOf({0, 1, 2, 3}));
}

TEST_F(UploaderTest, GoesOnAfterTheCoordinatorWasStartedAnew) {
  Start();
  StartUploader();
  const std::string id = Begin();
  Add(id, DrawPage(0));
  EXPECT_TRUE(Within(kLong, [&] { return Find(id).is_received(); }));
  StopCoordinator();
  Add(id, DrawPage(1));
  Finish(id);
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(PagesOf(), HashesOf({0, 1}));
}

TEST_F(UploaderTest, LeavesOutWhatIsNotRead) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  Add(id, "PK\003\004 a document of a word processor, which is no scan");
  Add(id, DrawPage(1));
  Finish(id);
  ASSERT_TRUE(Within(kLong, [&] { return !uploader_->ProblemOf(id).ok(); })) << "nothing is sealed without a page that a person has not seen go";
  EXPECT_EQ(Find(id).state, CaptureState::kFinished);
  const std::string refused = PageKey(Find(id).originals[0].id, 0);
  ASSERT_TRUE(spool_->Reopen(id).ok());
  Edit aside;
  aside.kind = EditKind::kSetAside;
  aside.page = refused;
  ASSERT_TRUE(spool_->AddEdits(id, {aside}).ok());
  uploader_.reset();
  StartUploader();
  Finish(id);
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(PagesOf(), HashesOf({1}));
  EXPECT_EQ(*spool_->RemoveEndedBefore(spool_->Now() + 1), 0u) << "it is here alone";
}

TEST_F(UploaderTest, SetsAsideWhatWasGivenUp) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  Add(id, DrawPage(0));
  EXPECT_TRUE(Within(kLong, [&] { return Find(id).is_received(); }));
  ASSERT_TRUE(spool_->Discard(id, "nhầm hồ sơ").ok());
  uploader_->Wake();
  ASSERT_TRUE(Within(kLong, [&] { return Find(id).times.searchable_unix_ms != 0; }));
  EXPECT_TRUE(PagesOf().empty());
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->set_aside.size(), 1u);
  EXPECT_TRUE(spool_->Remove(id).ok());
}

TEST_F(UploaderTest, ForgetsAtOnceWhatWasGivenUpBeforeItWentUp) {
  const std::string id = Begin();
  Add(id, DrawPage(0));
  ASSERT_TRUE(spool_->Discard(id, "nhầm hồ sơ").ok());
  Start();
  StartUploader();
  ASSERT_TRUE(Within(kLong, [&] { return Find(id).times.searchable_unix_ms != 0; }));
  EXPECT_EQ(desk_->Progress(kCode).status().code(), StatusCode::kNotFound);
}

TEST_F(UploaderTest, SaysWhatTheCoordinatorDoesNotTakeAndGoesOnWithTheRest) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  const std::string stuck = Begin();
  Add(stuck, DrawPage(0));
  // Somebody else's page stands at the place already.
  ASSERT_TRUE(desk_->OpenBatch({kCode, "", "", ""}, stuck, Lane::kCounter).ok());
  ASSERT_TRUE(Upload(stuck, 0, DrawPage(9)));
  const std::string fine = Begin("H42.18-261127-0002");
  Add(fine, DrawPage(1));
  Finish(fine);
  StartUploader();
  ASSERT_TRUE(Reaches(fine, CaptureState::kSearchable));
  EXPECT_FALSE(uploader_->ProblemOf(stuck).ok());
  EXPECT_TRUE(uploader_->ProblemOf(fine).ok());
  EXPECT_TRUE(uploader_->Line().is_up);
}

TEST_F(UploaderTest, TellsTheCoordinatorOfAProcedureThatWasChosenLater) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  Add(id, DrawPage(0));
  EXPECT_TRUE(Within(kLong, [&] { return Find(id).is_received(); }));
  ASSERT_TRUE(spool_->SetHead(id, {kCode, "2.000815", "H42.18", "B", CapturePoint::kReceived}).ok());
  uploader_->Wake();
  EXPECT_TRUE(Within(kLong, [&] { return coordinator_->Draft({kCode, id, {}})->head.procedure == "2.000815"; })) << "the checklist is for the procedure";
  Finish(id);
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->head.procedure, "2.000815");
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->head.applicant, "B");
}

// The seal was lost with the history, the pages were not.
TEST_F(UploaderTest, SealsAgainWhereOnlyTheSealIsForgotten) {
  Start();
  std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  const std::string first = Add(id, DrawPage(0));
  Add(id, DrawPage(1));
  Edit last;
  last.kind = EditKind::kMove;
  last.page = first;
  last.other = PageKey(Find(id).originals[1].id, 0);
  ASSERT_TRUE(spool_->AddEdits(id, {last}).ok());
  Finish(id);
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  worker.reset();
  StopCoordinator();
  FaultyArchive other;
  Result<std::unique_ptr<Coordinator>> restored = Coordinator::Start(other, options_, nullptr);
  ASSERT_TRUE(restored);
  {
    // As the copy has it: both originals, and an open batch.
    const Result<std::unique_ptr<DeskClient>> before = DeskClient::Connect(endpoint(), 20'000);
    ASSERT_TRUE(before);
    ASSERT_TRUE((*before)->OpenBatch({kCode, "1.001234", "H42.18", "A"}, id, Lane::kCounter).ok());
    for (int page = 0; page < 2; ++page) ASSERT_TRUE((*before)->Upload(kCode, id, static_cast<std::uint32_t>(page), File(DrawPage(page), "x"), nullptr));
  }
  restored->reset();
  restored = Coordinator::Start(other, options_, nullptr);
  ASSERT_TRUE(restored);
  worker = StartWorker();
  ASSERT_TRUE(Within(kLong, [&] { return other.GetDossier(kCode, 0).ok(); }));
  EXPECT_EQ(other.GetDossier(kCode, 0)->pages.at(0).source.original, Sha256::Of(DrawPage(1))) << "with what was decided at the desk";
  uploader_.reset();
  worker.reset();
}

// An archive that was brought back from a copy of before does not know of what it had said it has.
TEST_F(UploaderTest, SendsAgainWhatARestoredCoordinatorDoesNotKnow) {
  Start();
  std::unique_ptr<Worker> worker = StartWorker();
  StartUploader();
  const std::string id = Begin();
  Add(id, DrawPage(0));
  Finish(id);
  ASSERT_TRUE(Reaches(id, CaptureState::kSearchable));
  worker.reset();
  StopCoordinator();

  // The desk stands idle meanwhile, and is not started anew.
  FaultyArchive other;
  Result<std::unique_ptr<Coordinator>> restored = Coordinator::Start(other, options_, nullptr);
  ASSERT_TRUE(restored);
  restored->reset();
  // Its epoch is another one than what the desk saw, as after a restore.
  restored = Coordinator::Start(other, options_, nullptr);
  ASSERT_TRUE(restored);
  worker = StartWorker();
  EXPECT_TRUE(Within(kLong, [&] { return other.GetDossier(kCode, 0).ok(); }));
  EXPECT_TRUE(Reaches(id, CaptureState::kSearchable));
  EXPECT_EQ(other.GetDossier(kCode, 0)->pages.size(), 1u);
  uploader_.reset();
  worker.reset();
}

}  // namespace
}  // namespace sohoa
