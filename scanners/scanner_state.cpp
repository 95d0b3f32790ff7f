// SPDX-License-Identifier: Apache-2.0
#include "scanners/scanner_state.h"

namespace sohoa {

std::string_view DeviceStateName(DeviceState state) {
  switch (state) {
    case DeviceState::kReady: return "ready";
    case DeviceState::kScanning: return "scanning";
    case DeviceState::kWarmingUp: return "warming_up";
    case DeviceState::kBusy: return "busy";
    case DeviceState::kFeederEmpty: return "feeder_empty";
    case DeviceState::kPaperJam: return "paper_jam";
    case DeviceState::kDoubleFeed: return "double_feed";
    case DeviceState::kCoverOpen: return "cover_open";
    case DeviceState::kGone: return "gone";
    case DeviceState::kBrokenFrame: return "broken_frame";
    case DeviceState::kOutOfMemory: return "out_of_memory";
    case DeviceState::kNotAllowed: return "not_allowed";
    case DeviceState::kError: return "error";
  }
  return "error";
}

bool CanGoOn(DeviceState state) {
  return state != DeviceState::kOutOfMemory && state != DeviceState::kNotAllowed;
}

void SharedState::Begin() {
  const std::lock_guard lock(mutex_);
  state_ = ScannerState();
}

void SharedState::Become(DeviceState device) {
  const std::lock_guard lock(mutex_);
  state_.device = device;
}

void SharedState::CountSheet() {
  const std::lock_guard lock(mutex_);
  ++state_.next_sheet;
}

void SharedState::BreakFrame() {
  const std::lock_guard lock(mutex_);
  ++state_.broken_frames;
  state_.device = DeviceState::kBrokenFrame;
}

ScannerState SharedState::Get() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace sohoa
