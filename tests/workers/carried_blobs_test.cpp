// SPDX-License-Identifier: Apache-2.0
//
// Blobs that travel with jobs and results.
#include "workers/carried_blobs.h"

#include <gtest/gtest.h>

#include "storage/chunked_blob_store.h"
#include "workers/coordinator_fixture.h"

namespace sohoa {
namespace {

// One that goes in one frame.
std::string DrawSmallPage(int number) { return "P5\n100 140\n255\n" + std::string(14'000, static_cast<char>('a' + number)); }

class CarriedBlobsTest : public CoordinatorTest {
 protected:
  void SubmitSmall(int pages) {
    OpenBatch("b1");
    for (int i = 0; i < pages; ++i) ASSERT_TRUE(Upload("b1", static_cast<std::uint32_t>(i), DrawSmallPage(i)));
    ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  }
};

TEST_F(CarriedBlobsTest, BringAPageItsOriginalAndADossierItsPages) {
  Start();
  SubmitSmall(2);
  PlayedWorker worker(endpoint(), "w");
  worker.carried_bytes = kMostCarriedBytes;
  for (int i = 0; i < 2; ++i) {
    const std::optional<JobBody> page = worker.WaitForJob(5'000);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->blobs.size(), 1u);
    EXPECT_EQ(page->blobs[0].sha256, DecodePageJob(page->work)->source.original);
    EXPECT_EQ(Sha256::Of(page->blobs[0].bytes), page->blobs[0].sha256);
    EXPECT_EQ(worker.AnswerWithBlobs(*page), Command::kCommitted);
  }
  std::optional<JobBody> dossier = worker.WaitForJob(5'000);
  ASSERT_TRUE(dossier);
  ASSERT_EQ(dossier->service, "dossier");
  ASSERT_EQ(dossier->blobs.size(), 4u);
  const Result<DossierJob> work = DecodeDossierJob(dossier->work);
  ASSERT_TRUE(work);
  for (const DossierJobPage& page : work->pages) {
    const std::optional<std::string> record = TakeCarried(dossier->blobs, page.record);
    ASSERT_TRUE(record);
    EXPECT_TRUE(TakeCarried(dossier->blobs, DecodePageRecord(*record)->layer_sha256));
  }
  EXPECT_EQ(worker.AnswerWithBlobs(*dossier), Command::kCommitted);

  const Result<Dossier> stored = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(stored) << stored.status().ToString();
  EXPECT_TRUE(archive_.blobs().Check(stored->documents.at(0).pdf).ok());
  for (const DossierPage& page : stored->pages) EXPECT_TRUE(archive_.blobs().Check(page.record).ok());
}

TEST_F(CarriedBlobsTest, AreNotSentToAWorkerThatDoesNotAskForThem) {
  Start();
  SubmitSmall(1);
  PlayedWorker worker(endpoint(), "w");

  const std::optional<JobBody> page = worker.WaitForJob(5'000);

  ASSERT_TRUE(page);
  EXPECT_TRUE(page->blobs.empty());
  EXPECT_EQ(worker.Answer(*page), Command::kCommitted);
}

TEST_F(CarriedBlobsTest, AreNoMoreThanTheWorkerTakes) {
  Start();
  SubmitSmall(1);
  PlayedWorker worker(endpoint(), "w");
  worker.carried_bytes = 14'000;

  const std::optional<JobBody> page = worker.WaitForJob(5'000);

  ASSERT_TRUE(page);
  EXPECT_TRUE(page->blobs.empty());
}

TEST_F(CarriedBlobsTest, AreMadeAgainWhereTheyWereDamagedOnTheirWay) {
  Start();
  SubmitSmall(1);
  PlayedWorker worker(endpoint(), "w");
  const std::function<void(StoreBlobBody&)> damages[] = {[](StoreBlobBody& blob) { blob.bytes[0] ^= 1; },
                                                         [](StoreBlobBody& blob) { blob.sha256 = Sha256::Of("another"); }};
  for (const auto& damage : damages) {
    const std::optional<JobBody> page = worker.WaitForJob(20'000);
    ASSERT_TRUE(page);
    EXPECT_EQ(worker.AnswerWithBlobs(*page, damage), Command::kCommitted) << "it failed, and that is in the ledger";
    EXPECT_EQ(Progress().pages_done, 0u);
  }
  const std::optional<JobBody> again = worker.WaitForJob(20'000);
  ASSERT_TRUE(again);
  EXPECT_EQ(worker.AnswerWithBlobs(*again), Command::kCommitted);

  EXPECT_EQ(Progress().pages_done, 1u);
  EXPECT_EQ(Progress().pages_quarantined, 0u);
}

TEST_F(CarriedBlobsTest, AreFetchedAndStoredByAWorkerWhereTheyDoNotFit) {
  Start();
  Submit("b1", 2);  // of more than a frame each
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  const std::unique_ptr<Worker> worker = StartWorker();

  EXPECT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
}

TEST(CarriedBlobs, AreGivenUpInMemoryByTheirLastReader) {
  const std::unique_ptr<BlobStore> store = std::move(*OpenChunkedBlobStore(NewMemoryOrderedStore()));
  const Sha256 record = Sha256::Of("record");
  const Sha256 layer = Sha256::Of("layer");
  ASSERT_TRUE(store->StoreUnsynced({{record, "record"}, {layer, "layer"}}).ok());

  EXPECT_TRUE(TakeAtHand(*store, {{record, true}, {layer, false}}, 0).empty());
  EXPECT_EQ(TakeAtHand(*store, {{record, true}, {Sha256::Of("not there"), false}, {layer, false}}, 100).size(), 2u);

  EXPECT_NE(store->Recent(record), nullptr);
  EXPECT_EQ(store->Recent(layer), nullptr);
}

TEST(CarriedBlobs, AreNotTakenWhereTheyWereDamaged) {
  std::vector<StoreBlobBody> blobs;
  std::string bytes = "bytes";
  ASSERT_TRUE(Carry(blobs, Sha256::Of("bytes"), bytes, 5));
  blobs[0].bytes[2] = 'T';
  std::string more = "more";

  EXPECT_FALSE(Carry(blobs, Sha256::Of("more"), more, 8));
  EXPECT_EQ(more, "more");
  EXPECT_FALSE(TakeCarried(blobs, Sha256::Of("bytes")));
  EXPECT_FALSE(TakeCarried(blobs, Sha256::Of("more")));
}

}  // namespace
}  // namespace sohoa
