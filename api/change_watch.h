// SPDX-License-Identifier: Apache-2.0
//
// ChangeWatch: looks a few times a second whether the archive has new events or its ledger moved, once for all who
// want to be told (api/stream_routes.h). Safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "storage/archive.h"

namespace sohoa {

class ChangeWatch {
 public:
  // `archive` must outlive it.
  explicit ChangeWatch(Archive& archive);

  // Sequence number of the newest event.
  std::uint64_t events() const { return events_; }
  // Changes where the coordinator's ledger did, once a second at most: what is asked then goes through the ledger.
  std::uint64_t ledger() const { return ledger_; }

  // Held by each who is told things, for as long as that goes on. None: this account or key has kMostOfOne already.
  std::shared_ptr<void> TakePlace(const std::string& actor);

  static constexpr std::size_t kMostOfOne = 100;

 private:
  struct Places {
    std::mutex mutex;
    std::map<std::string, std::size_t> taken;
    std::atomic<std::size_t> all{0};
  };
  void LookForEvents();
  void LookAtLedger();

  Archive& archive_;
  std::shared_ptr<Places> places_ = std::make_shared<Places>();
  std::atomic<std::uint64_t> events_{0};
  std::atomic<std::uint64_t> ledger_{0};
  std::jthread thread_;  // last
};

}  // namespace sohoa
