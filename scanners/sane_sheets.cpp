// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_sheets.h"

#include <cstdio>
#include <utility>

#include "core/calendar.h"

namespace sohoa {
namespace {

// Feeders slip: a sheet of A4 may be some millimetres longer than itself.
constexpr double kSlackMm = 10;

bool IsOverLong(const ScannedOriginal& original, const ScanOptions& options) {
  return options.height_mm > 0 && original.height_mm() > options.height_mm + kSlackMm;
}

}  // namespace

Status SaneSheets::Open() {
  if (device_) return Status();
  Result<std::unique_ptr<SaneDevice>> device = SaneDevice::Open(name_);
  if (!device) return device.status();
  const std::lock_guard lock(device_mutex_);
  device_ = std::move(*device);
  return Status();
}

void SaneSheets::Close() {
  const std::lock_guard lock(device_mutex_);
  device_.reset();
}

void SaneSheets::Interrupt() {
  const std::lock_guard lock(device_mutex_);
  if (scanning_ && device_) device_->Interrupt();
}

Status SaneSheets::Begin(const ScanOptions& options) {
  options_ = options;
  state_.Begin();
  // What was drawn in for a run that somebody broke off is not for this one. What was drawn in
  // behind the last sheet that was asked for is.
  if (cancelled_ && DrawsInAhead()) Close();
  const bool was_open = device_ != nullptr;
  Status ready = Open();
  if (ready.ok()) ready = SetUp();
  if (was_open && !ready.ok() && ready.code() != StatusCode::kInvalidArgument) {
    // It may have gone and come back since it was opened.
    Close();
    ready = Open();
    if (ready.ok()) ready = SetUp();
  }
  if (!ready.ok()) {
    if (ready.code() == StatusCode::kNotFound) state_.Become(DeviceState::kGone);
    return ready;
  }
  const std::size_t reach = setup_.duplex ? 2 : 1;
  repetitions_.emplace(reach);
  ready_.clear();
  limit_ = options.sheets;
  if (limit_ == 0 && !setup_.feeder) limit_ = 1;
  pages_ = sheets_ = 0;
  away_ = ended_ = false;
  // Unique over restarts, for tokens of different runs must not be equal.
  run_ = std::to_string(NowUnixMs());
  return Status();
}

Status SaneSheets::SetUp() {
  device_->Cancel();  // what an earlier run left in the feeder's
  const Result<SaneSetup> setup = ApplyOptions(*device_, options_);
  if (!setup) return setup.status();
  setup_ = *setup;
  return Status();
}

Status SaneSheets::Return() {
  if (!away_) return Status();
  // Many backends see what was plugged in only when they are asked for a list.
  if (!DrawsInAhead()) {
    const Result<std::vector<SaneListing>> ignored = SaneDevice::List(ScannerReach::kAttached);
  }
  Status back = Open();
  if (back.ok()) back = SetUp();
  if (back.ok()) {
    away_ = false;
    return Status();
  }
  Close();
  state_.Become(DeviceState::kGone);
  return Status(StatusCode::kUnavailable,
                Operation(SheetSide::kFront) +
                    ": the scanner is gone; see to cable, power and network, and go on");
}

Result<std::optional<ScannedOriginal>> SaneSheets::Next() {
  if (!ready_.empty()) return Give();
  if (limit_ != 0 && sheets_ >= limit_) ended_ = true;
  if (ended_) {
    if (device_) device_->Cancel();
    return std::optional<ScannedOriginal>();
  }
  if (const Status back = Return(); !back.ok()) return back;
  state_.Become(DeviceState::kScanning);
  scanning_ = true;
  Result<std::optional<Sheet>> sheet = TakeSheet();
  scanning_ = false;
  if (!sheet) return sheet.status();
  if (!sheet->has_value()) {
    ended_ = true;
    device_->Cancel();
    state_.Become(DeviceState::kFeederEmpty);
    return std::optional<ScannedOriginal>();
  }
  // Ends the page of a flatbed; between the sheets of a feeder it would end the run.
  if (!setup_.feeder) device_->Cancel();
  state_.Become(DeviceState::kReady);
  ++sheets_;
  state_.CountSheet();
  for (Side& side : **sheet) {
    // Only now: a sheet that goes in again is not what came before.
    repetitions_->Look(side.original, std::move(side.sketch));
    ready_.push_back(std::move(side.original));
  }
  return Give();
}

Result<std::optional<ScannedOriginal>> SaneSheets::Give() {
  ScannedOriginal side = std::move(ready_.front());
  ready_.pop_front();
  return std::optional<ScannedOriginal>(std::move(side));
}

Result<std::optional<SaneSheets::Sheet>> SaneSheets::TakeSheet() {
  Sheet sheet;
  const std::size_t sides = setup_.duplex ? 2 : 1;
  const std::uint64_t pages = pages_;
  asked_again_ = false;
  while (sheet.size() < sides) {
    const SanePageEnd end = TakeSide(sheet);
    if (end.outcome == SaneOutcome::kNoDocuments && setup_.feeder) {
      // A device that leaves empty backs out ends with a front.
      if (!sheet.empty()) break;
      if (AsksOnceMore()) continue;
      // No more paper after sheets is the end; before the first it is for a person to deal with.
      if (sheets_ > 0) return std::optional<Sheet>();
    }
    if (end.outcome != SaneOutcome::kGood || cancelled_) {
      pages_ = pages;
      return Fault(end);
    }
  }
  return std::optional<Sheet>(std::move(sheet));
}

SanePageEnd SaneSheets::TakeSide(Sheet& sheet) {
  const SheetSide side = sheet.empty() ? SheetSide::kFront : SheetSide::kBack;
  ScannedPage page(setup_.dpi);
  SanePageEnd end = TakeSanePage(*device_, page, Operation(side), cancelled_);
  if (end.outcome != SaneOutcome::kGood) return end;
  Result<Side> named = Name(page, side);
  if (named) {
    sheet.push_back(std::move(*named));
    return end;
  }
  const bool broken = named.status().code() == StatusCode::kBadInput;
  return {broken ? SaneOutcome::kEndOfFrame : SaneOutcome::kNoMemory, named.status()};
}

Result<SaneSheets::Side> SaneSheets::Name(ScannedPage& page, SheetSide side) {
  char name[32];
  std::snprintf(name, sizeof name, "%04llu.png", static_cast<unsigned long long>(pages_ + 1));
  Result<OriginalFile> file = page.Finish(name);
  if (!file) return Annotate(file.status(), Operation(side));
  ++pages_;
  ScannedOriginal original{name, std::move(*file), "sane-" + run_ + "-" + std::to_string(pages_)};
  original.sheet = sheets_ + 1;
  original.side = side;
  original.dpi = setup_.dpi;
  original.width = page.width();
  original.height = page.height();
  original.over_long = IsOverLong(original, options_);
  return Side{std::move(original), std::move(page.sketch())};
}

Status SaneSheets::Fault(const SanePageEnd& end) {
  const bool jam = end.outcome == SaneOutcome::kJammed;
  const bool double_feed = jam && SawDoubleFeed(*device_);
  device_->Cancel();
  if (DrawsInAhead()) {
    // The sheets behind this one go in once more with it: those that were drawn in are dropped.
    Close();
    away_ = true;
  }
  if (cancelled_) {
    state_.Become(DeviceState::kReady);
    return StatusOfOutcome(SaneOutcome::kCancelled, Operation(SheetSide::kFront));
  }
  if (double_feed) {
    state_.Become(DeviceState::kDoubleFeed);
    return Status(StatusCode::kUnavailable,
                  Operation(SheetSide::kFront) +
                      ": two sheets were drawn in at once; take them out, part them, put them "
                      "back on top of those not yet scanned, and go on");
  }
  if (end.outcome == SaneOutcome::kEndOfFrame) {
    state_.BreakFrame();
    return end.status;
  }
  state_.Become(StateOfOutcome(end.outcome));
  if (end.outcome != SaneOutcome::kIoError) return end.status;
  // What does not answer may be gone: a handle of it would never be good again.
  Close();
  away_ = true;
  const Status back = Return();
  if (back.ok()) state_.Become(DeviceState::kError);
  return back.ok() ? end.status : back;
}

bool SaneSheets::AsksOnceMore() {
  if (!DrawsInAhead() || asked_again_) return false;
  asked_again_ = true;
  device_->Cancel();
  return true;
}

std::string SaneSheets::Operation(SheetSide side) const {
  return "scan sheet " + std::to_string(sheets_ + 1) + (setup_.duplex && side == SheetSide::kBack ? ", its back," : "") +
         " on sane:" + name_;
}

}  // namespace sohoa
