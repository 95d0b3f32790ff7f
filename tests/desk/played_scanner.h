// SPDX-License-Identifier: Apache-2.0
//
// A scanner that gives what a test says: pages, faults that a person or time has to deal with, an end.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "scanners/scanner.h"

namespace sohoa {

// One answer of Next(): a page, or a fault of the device.
struct PlayedStep {
  std::string bytes;  // of a page; empty: a fault
  DeviceState fault = DeviceState::kReady;
  Status status = {};
  bool back = false;
  Repetition repetition = Repetition::kNone;
};

inline PlayedStep PlayedPage(std::string bytes) { return {std::move(bytes)}; }
inline PlayedStep PlayedFault(DeviceState fault) { return {"", fault, Status(StatusCode::kUnavailable, "scan: " + std::string(DeviceStateName(fault)))}; }

class PlayedScanner : public Scanner {
 public:
  // `released` gets the tokens that it was told of, and outlives it.
  explicit PlayedScanner(std::deque<PlayedStep> steps, bool waits_at_end = false, std::vector<std::string>* released = nullptr)
      : steps_(std::move(steps)), waits_at_end_(waits_at_end), released_(released) {}

  Result<ScannerDescription> Describe() override { return ScannerDescription{}; }
  Status Start(const ScanOptions&) override { return {}; }

  Result<std::optional<ScannedOriginal>> Next() override {
    std::unique_lock lock(mutex_);
    if (steps_.empty() && waits_at_end_) ended_.wait(lock, [this] { return cancelled_; });
    if (cancelled_ && (steps_.empty() || !steps_.front().back)) return Status(StatusCode::kCancelled, "scan: cancelled");
    if (steps_.empty()) return std::optional<ScannedOriginal>();
    PlayedStep step = std::move(steps_.front());
    steps_.pop_front();
    state_.device = step.fault;
    if (step.bytes.empty()) return step.status;
    ScannedOriginal original{std::to_string(state_.next_sheet) + ".png", std::move(*OriginalFile::FromBytes(step.bytes, "scan")), "token-" + std::to_string(state_.next_sheet)};
    original.sheet = state_.next_sheet++;
    original.side = step.back ? SheetSide::kBack : SheetSide::kFront;
    original.repetition = step.repetition;
    return std::optional<ScannedOriginal>(std::move(original));
  }

  Status Release(std::string_view token) override {
    const std::lock_guard lock(mutex_);
    if (released_ != nullptr) released_->emplace_back(token);
    return {};
  }

  ScannerState State() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }

  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    ended_.notify_all();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::deque<PlayedStep> steps_;
  const bool waits_at_end_;
  bool cancelled_ = false;
  ScannerState state_;
  std::vector<std::string>* const released_;
};

}  // namespace sohoa
