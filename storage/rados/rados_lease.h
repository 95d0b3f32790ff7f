// SPDX-License-Identifier: Apache-2.0
//
// RadosLease: the leadership of an archive in RADOS. A lock that ends by itself keeps two who are awake apart; what makes
// it safe is the fence: who takes over puts the one before on the cluster's block list first, so that of a leader that
// was only asleep the OSDs take no more writes, and then writes itself down under the next epoch, with a compare-and-set
// that only one can win.
//
// Safe from several threads.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/result.h"
#include "storage/leadership.h"
#include "storage/rados/rados_cluster.h"

namespace sohoa {

// From the last sign of life of a leader until another one may take over.
inline constexpr std::chrono::milliseconds kLeaseDuration{6000};

class RadosLease : public Leadership {
 public:
  // Of the archive that lies in the cluster's pool and namespace. Waits for nothing. kUnavailable: another process has
  // it, or has been gone for less than kLeaseDuration; with who that is. kDenied: this user of Ceph cannot fence that one.
  static Result<std::unique_ptr<RadosLease>> Take(std::shared_ptr<RadosCluster> cluster);
  // Gives it up, so that the next one has not to wait.
  ~RadosLease() override;
  RadosLease(const RadosLease&) = delete;
  RadosLease& operator=(const RadosLease&) = delete;

  Status Check() override;
  // Rises with each taking; one that is used in a write's requirements is another fence.
  std::uint64_t epoch() const { return epoch_; }
  // For tests: a leader that is asleep.
  void StopRenewing();

 private:
  explicit RadosLease(std::shared_ptr<RadosCluster> cluster) : cluster_(std::move(cluster)) {}
  Status TakeLock();
  Status TakeOver();
  void Renew(const std::stop_token& stop);

  const std::shared_ptr<RadosCluster> cluster_;
  std::string cookie_;
  std::string holder_;  // what we wrote down
  std::uint64_t epoch_ = 0;
  std::atomic<bool> lost_ = false;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace sohoa
