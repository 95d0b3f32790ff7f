// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_device.h"

namespace sohoa {
namespace {

struct Explanation {
  SaneOutcome outcome;
  StatusCode code;
  const char* text;
};

// What happened, and what a person at the desk does about it.
constexpr Explanation kExplanations[] = {
    {SaneOutcome::kUnsupported, StatusCode::kUnsupported,
     "the scanner cannot do this; choose other settings"},
    {SaneOutcome::kCancelled, StatusCode::kCancelled,
     "cancelled, the page under way was not kept; scan it again"},
    {SaneOutcome::kBusy, StatusCode::kUnavailable,
     "another program is using the scanner; close it or wait, then go on"},
    {SaneOutcome::kInvalid, StatusCode::kInvalidArgument,
     "the scanner refuses these settings; choose another source, resolution or area"},
    {SaneOutcome::kJammed, StatusCode::kUnavailable,
     "paper is jammed; open the feeder, take the sheet out, put it back on top of those not "
     "yet scanned, and go on"},
    {SaneOutcome::kNoDocuments, StatusCode::kUnavailable,
     "there is no paper in the feeder; put the sheets in, and go on"},
    {SaneOutcome::kCoverOpen, StatusCode::kUnavailable,
     "the cover is open; close it, and go on"},
    {SaneOutcome::kIoError, StatusCode::kIoError,
     "the scanner does not answer as it should; see to cable and power, switch it off and on, "
     "and go on"},
    {SaneOutcome::kNoMemory, StatusCode::kResourceLimit,
     "there is not enough memory; choose a lower resolution or a smaller area"},
    {SaneOutcome::kAccessDenied, StatusCode::kUnavailable,
     "this user may not use the scanner; add it to the group \"scanner\" and log in again"},
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

}  // namespace sohoa
