// SPDX-License-Identifier: Apache-2.0
//
// One open SANE device, in our own types. All of it is called on the SaneThread, except
// Interrupt(). Source: SANE Standard 1.06.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "scanners/scanner.h"

namespace sohoa {

// What a call came to; the values are SANE_Status's.
enum class SaneOutcome : std::uint8_t {
  kGood = 0,
  kUnsupported = 1,
  kCancelled = 2,
  kBusy = 3,
  kInvalid = 4,
  kEndOfFrame = 5,
  kJammed = 6,
  kNoDocuments = 7,
  kCoverOpen = 8,
  kIoError = 9,
  kNoMemory = 10,
  kAccessDenied = 11,
  kWarmingUp = 12,  // of SANE 1.1, which some backends give already
};

// Says what happened and what a person can do. `outcome` is not kGood or kEndOfFrame.
Status StatusOfOutcome(SaneOutcome outcome, const std::string& operation);
// The same as a value; kReady for what is no fault of a device.
DeviceState StateOfOutcome(SaneOutcome outcome);

struct SaneOption {
  enum class Type : std::uint8_t { kBool, kInt, kFixed, kText, kButton, kGroup };
  int index = 0;
  std::string name;
  Type type = Type::kGroup;
  bool usable = false;  // active now and settable by a program
  bool single = true;   // one value, not a table of them
  std::vector<std::string> choices;  // of a text
  std::vector<double> numbers;       // the only values, where there is such a list
  std::optional<double> least;       // of a range
  std::optional<double> most;
};

struct SaneFrame {
  enum class Kind : std::uint8_t { kGray, kRgb, kRed, kGreen, kBlue };
  Kind kind = Kind::kGray;
  bool last = true;  // of its page
  std::size_t bytes_per_line = 0;
  std::uint32_t width = 0;   // pixels
  std::int64_t lines = -1;   // -1: not known before the end
  int depth = 8;             // bits a sample
};

struct SaneListing {
  std::string name;
  std::string vendor;
  std::string model;
};

class SaneDevice {
 public:
  // While no device is open SANE is begun anew for it, for many backends look for devices only
  // then.
  static Result<std::vector<SaneListing>> List(ScannerReach reach);
  // kNotFound: there is none of that name now.
  static Result<std::unique_ptr<SaneDevice>> Open(const std::string& name);
  // Ends what List() and Open() began; every device is closed by then.
  static void ExitSane();

  ~SaneDevice();
  SaneDevice(const SaneDevice&) = delete;
  SaneDevice& operator=(const SaneDevice&) = delete;

  const std::string& name() const { return name_; }

  // As they are now: setting one may change which others are usable.
  std::vector<SaneOption> Options() const;
  // kInvalidArgument: the device refuses the value. A number is rounded to what it can do.
  Status SetText(const SaneOption& option, const std::string& value);
  Status SetNumber(const SaneOption& option, double value);  // a bool too: 0 or 1
  Status Press(const SaneOption& button);
  std::optional<double> Number(const SaneOption& option) const;

  SaneOutcome StartFrame();
  Result<SaneFrame> Frame() const;  // after StartFrame()
  struct ReadBytes {
    SaneOutcome outcome = SaneOutcome::kGood;
    std::size_t count = 0;
  };
  ReadBytes Read(std::span<std::uint8_t> buffer);
  // Ends the page, or the run of pages from a feeder. Waits until a frame that has only just
  // been started is under way, as its first bytes tell: ending it sooner may hang.
  void Cancel();

  // From any thread while the device exists: makes a call come back that has been in the device
  // for a second and more. Does nothing else: few backends bear to be cancelled twice at once, or
  // beside a read that ends by itself.
  void Interrupt();

 private:
  SaneDevice(std::string name, void* handle) : name_(std::move(name)), handle_(handle) {}
  Status Set(const SaneOption& option, void* value, const std::string& shown);

  std::string name_;
  void* handle_;
  std::chrono::steady_clock::time_point settled_;  // when the last frame is under way at the latest
  std::atomic<std::int64_t> in_device_since_{0};   // ms of the steady clock; 0: no call that may block
  std::mutex cancelling_;                          // held while the device is being cancelled
};

}  // namespace sohoa
