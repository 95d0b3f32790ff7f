// SPDX-License-Identifier: Apache-2.0
//
// Sheet after sheet out of a SANE device, over its faults and its absences. All of it on the
// SaneThread, but for Interrupt() and what `state` has.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "scanners/picture_likeness.h"
#include "scanners/repetition.h"
#include "scanners/sane_device.h"
#include "scanners/sane_page.h"
#include "scanners/sane_settings.h"
#include "scanners/scanner_state.h"

namespace sohoa {

class SaneSheets {
 public:
  // Both outlive it.
  SaneSheets(std::string name, SharedState& state, const std::atomic<bool>& cancelled)
      : name_(std::move(name)), state_(state), cancelled_(cancelled) {}

  // Opens the device where it is not open. kNotFound, or what keeps it from opening.
  Status Open();
  SaneDevice* device() { return device_.get(); }
  void Close();

  // Opens and sets up; counts from the first sheet.
  Status Begin(const ScanOptions& options);
  // The next side; as Scanner::Next().
  Result<std::optional<ScannedOriginal>> Next();
  // Of the sheet whose front was given out the back is there to be given.
  bool HasBack() const { return !ready_.empty(); }

  // From any thread: makes a call come back that is stuck in the device.
  void Interrupt();

 private:
  struct Side {
    ScannedOriginal original;
    PictureSketch sketch;
  };
  using Sheet = std::vector<Side>;

  Status SetUp();
  // Opens a device again that went away.
  Status Return();
  Result<std::optional<ScannedOriginal>> Give();
  // None: no more paper. Otherwise its sides, in order.
  Result<std::optional<Sheet>> TakeSheet();
  SanePageEnd TakeSide(Sheet& sheet);
  Result<Side> Name(ScannedPage& page, SheetSide side);
  // Ends the run; `end` as a state and a status.
  Status Fault(const SanePageEnd& end);
  bool AsksOnceMore();
  // sane-airscan and escl draw sheets in ahead and keep them behind the same handle.
  bool DrawsInAhead() const { return name_.starts_with("airscan:") || name_.starts_with("escl:"); }
  std::string Operation(SheetSide side) const;

  const std::string name_;
  SharedState& state_;
  const std::atomic<bool>& cancelled_;
  std::mutex device_mutex_;  // held to change device_, and by Interrupt()
  std::unique_ptr<SaneDevice> device_;
  ScanOptions options_;
  SaneSetup setup_;
  std::optional<RepetitionFinder> repetitions_;
  std::deque<ScannedOriginal> ready_;  // sides of a sheet that are still to be given
  std::string run_;
  std::uint64_t pages_ = 0;   // given out or ready
  std::uint32_t sheets_ = 0;  // that were taken whole
  std::uint32_t limit_ = 0;   // 0: until the feeder is empty
  bool away_ = false;         // is to be opened again
  bool asked_again_ = false;  // for the sheet that is due
  bool ended_ = false;
  std::atomic<bool> scanning_{false};
};

}  // namespace sohoa
