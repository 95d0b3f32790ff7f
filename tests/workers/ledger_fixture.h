// SPDX-License-Identifier: Apache-2.0
//
// A ledger over an archive in memory whose writes can be made to fail, with a desk and a worker
// that the test plays.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "support/faulty_archive.h"
#include "workers/ledger_pages.h"

namespace sohoa {

class LedgerTest : public testing::Test {
 protected:
  LedgerTest() { Restart(); }

  void Restart() {
    ledger_.reset();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(archive_, rules_);
    ASSERT_TRUE(ledger) << ledger.status().ToString();
    ledger_ = std::move(*ledger);
  }

  void OpenBatch(const std::string& batch, Lane lane = Lane::kCounter) {
    const Status status = ledger_->OpenBatch({kCode, "1.001234", "H42.18", "A"}, batch, lane);
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  OpenOriginalBody Original(const std::string& batch, std::uint32_t place, const std::string& bytes) {
    return {kCode, batch, place, "scan.png", store_(bytes), bytes.size()};
  }

  OriginalReceipt Add(const std::string& batch, std::uint32_t place, const std::string& bytes,
                      const Result<std::uint32_t>& pages = 1u) {
    const Result<OriginalReceipt> receipt = ledger_->AddOriginal(Original(batch, place, bytes), pages);
    EXPECT_TRUE(receipt) << receipt.status().ToString();
    return receipt ? *receipt : OriginalReceipt();
  }

  // The next job there is, waited for over its back-off.
  std::optional<JobBody> Lease(const std::string& worker = "w") {
    for (int i = 0; i < 500; ++i) {
      const Result<std::optional<JobBody>> job = ledger_->LeaseNext(worker, kBoth);
      EXPECT_TRUE(job) << job.status().ToString();
      if (job && *job) return **job;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (i > 2 && Waiting() == 0) break;
    }
    return std::nullopt;
  }

  // A lease goes out at once and is written with what comes after it.
  void WriteLeases() {
    ASSERT_TRUE(ledger_->OpenBatch({"H42.18-261104-9999", "1.001234", "H42.18", "B"}, "other", Lane::kCounter).ok());
  }

  std::uint64_t Waiting() {
    CoordinatorStatus status;
    ledger_->Describe(status);
    std::uint64_t waiting = 0;
    for (const LaneStatus& lane : status.lanes) waiting += lane.ready;
    return waiting;
  }

  Result<Verdict> Finish(const JobBody& job) {
    const OutcomeBody outcome = DoJob(job, store_);
    return job.service == "page" ? ledger_->CompletePage(outcome) : ledger_->CompleteDossier(outcome);
  }

  // Until nothing is left to do.
  void WorkAllOff() {
    for (std::optional<JobBody> job = Lease(); job; job = Lease()) {
      const Result<Verdict> verdict = Finish(*job);
      ASSERT_TRUE(verdict) << verdict.status().ToString();
    }
  }

  CoordinatorStatus Counts() {
    CoordinatorStatus status;
    ledger_->Describe(status);
    return status;
  }

  FaultyArchive archive_;
  LedgerRules rules_;
  StoreBytes store_ = IntoArchive(archive_);
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace sohoa
