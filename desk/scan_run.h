// SPDX-License-Identifier: Apache-2.0
//
// ScanRun: from the first sheet in the feeder to the last, into a capture of the spool. It holds the next sheet
// back until the one before is safe and there is room for another, waits where a person has to do something at
// the device, and goes on at the right sheet.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "desk/spool.h"
#include "scanners/scanner.h"

namespace sohoa {

enum class ScanRunState : std::uint8_t {
  kStarting = 0,
  kScanning = 1,
  kWaiting = 2,   // for a person: ScanRunStatus::device says what for; Resume() or Stop()
  kRetrying = 3,  // the device is busy or warms up
  kNoRoom = 4,    // the desk's disk is nearly full; goes on once there is room
  kDone = 5,      // nothing is left in the feeder, folder or list
  kStopped = 6,   // by a person
  kFailed = 7,
};
std::string_view ScanRunStateName(ScanRunState state);  // "scanning"
bool IsOver(ScanRunState state);

struct ScanJob {
  std::string capture;
  std::string device;  // URI
  ScanOptions options;
  Placement placement;  // of the first page; the others follow it
};

// A file of a folder or list that was not taken.
struct LeftOutFile {
  std::string reason;  // with its name
};

struct ScanRunStatus {
  std::string capture;
  std::string device;
  ScanRunState state = ScanRunState::kStarting;
  ScannerState scanner;
  std::uint32_t originals = 0;  // that are safe
  std::string message;          // of the last trouble; empty = none
  std::vector<LeftOutFile> left_out;
};

// How many pages a file has; kUnsupported for what is not read here at all.
using PageCounter = std::function<Result<std::uint32_t>(const OriginalFile& file)>;

class ScanRun {
 public:
  // Scans on a thread of its own from here on. `changed` is called, there or from whoever calls, whenever Look()
  // has something new.
  ScanRun(Spool& spool, PageCounter count_pages, std::unique_ptr<Scanner> scanner, ScanJob job, std::function<void()> changed);
  ~ScanRun();  // stops, and gives up a sheet that there is no room for
  ScanRun(const ScanRun&) = delete;
  ScanRun& operator=(const ScanRun&) = delete;

  ScanRunStatus Look() const;
  // The person has dealt with it.
  void Resume();
  // What is safe stays, and a sheet that was drawn in becomes safe: its other side too, and where there is no room for it,
  // as soon as there is. No other sheet comes.
  void Stop();

 private:
  void Run(std::stop_token stop);
  Status TakeAll(std::stop_token stop);
  void CloseScanner();
  Status TakeOne(ScannedOriginal& original);
  // Until the spool takes it, or the program ends.
  Result<DeskOriginal> Keep(const ScannedOriginal& original, const Arrival& arrival);
  // Ok: ask the scanner again.
  Status DealWith(const Status& trouble, std::stop_token stop);
  Status WaitForRoom(std::uint64_t bytes, std::stop_token stop);
  Result<Arrival> Describe(const ScannedOriginal& original);
  void Become(ScanRunState state, const std::string& message);
  void Sleep(std::int64_t ms, std::stop_token stop);

  Spool& spool_;
  const PageCounter count_pages_;
  std::unique_ptr<Scanner> scanner_;  // null once the run is over
  const ScanJob job_;
  const std::function<void()> changed_;
  Placement placement_;  // of the next page; of the thread
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  bool resumed_ = false;
  bool ending_ = false;  // with the program
  ScanRunStatus status_;
  std::jthread thread_;  // last
};

}  // namespace sohoa
