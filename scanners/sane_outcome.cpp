// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_device.h"

namespace sohoa {
namespace {

struct Explanation {
  SaneOutcome outcome;
  DeviceState state;
  StatusCode code;
  const char* text;
};

// What happened, and what a person at the desk does about it.
constexpr Explanation kExplanations[] = {
    {SaneOutcome::kUnsupported, DeviceState::kReady, StatusCode::kUnsupported,
     "the scanner cannot do this; choose other settings"},
    {SaneOutcome::kCancelled, DeviceState::kReady, StatusCode::kCancelled,
     "cancelled, the page under way was not kept; scan it again"},
    {SaneOutcome::kBusy, DeviceState::kBusy, StatusCode::kUnavailable,
     "another program is using the scanner; close it or wait, then go on"},
    {SaneOutcome::kInvalid, DeviceState::kReady, StatusCode::kInvalidArgument,
     "the scanner refuses these settings; choose another source, resolution or area"},
    {SaneOutcome::kJammed, DeviceState::kPaperJam, StatusCode::kUnavailable,
     "paper is jammed; open the feeder, take the sheet out, put it back on top of those not "
     "yet scanned, and go on"},
    {SaneOutcome::kNoDocuments, DeviceState::kFeederEmpty, StatusCode::kUnavailable,
     "there is no paper in the feeder; put the sheets in, and go on"},
    {SaneOutcome::kCoverOpen, DeviceState::kCoverOpen, StatusCode::kUnavailable,
     "the cover is open; close it, and go on"},
    {SaneOutcome::kIoError, DeviceState::kError, StatusCode::kIoError,
     "the scanner does not answer as it should; see to cable and power, switch it off and on, "
     "and go on"},
    {SaneOutcome::kNoMemory, DeviceState::kOutOfMemory, StatusCode::kResourceLimit,
     "there is not enough memory; choose a lower resolution or a smaller area"},
    {SaneOutcome::kAccessDenied, DeviceState::kNotAllowed, StatusCode::kUnavailable,
     "this user may not use the scanner; add it to the group \"scanner\" and log in again"},
    {SaneOutcome::kWarmingUp, DeviceState::kWarmingUp, StatusCode::kUnavailable,
     "the scanner is warming up; wait a moment, then go on"},
};

}  // namespace

Status StatusOfOutcome(SaneOutcome outcome, const std::string& operation) {
  for (const Explanation& explanation : kExplanations) {
    if (explanation.outcome == outcome) {
      return Status(explanation.code, operation + ": " + explanation.text);
    }
  }
  return Status(StatusCode::kInternal, operation + ": ended without a page");
}

DeviceState StateOfOutcome(SaneOutcome outcome) {
  for (const Explanation& explanation : kExplanations) {
    if (explanation.outcome == outcome) return explanation.state;
  }
  return DeviceState::kReady;
}

}  // namespace sohoa
